/** What outside ticket systems were not told yet: dead letters, to be sent again, and what waits for its next try. */
import { Button, NativeSelect } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import { Link } from 'wouter';
import type { CallOutput } from '../../../shared/bridge/contract.ts';
import { PROTOCOL, SCHEMA } from '../../../shared/sync/protocol.ts';
import { Screen } from '../../ui/screen.tsx';
import { formatLocalTime } from '../../ui/times.ts';
import { useApp, useIdentity } from '../../views/hooks.tsx';

type Page = Extract<CallOutput<'hub.deliveries'>, { ok: true }>['value'];
type Kind = 'dead' | 'waiting';

/** Events that are sent again at once. */
const MOST_AT_ONCE = 100;
const groups: Readonly<Record<string, string>> = { ticket: 'Ticket', desk: 'Desk', partner: 'Partner' };

/** `com.ipcelerate.console.desk.acknowledged` as people say it. */
function eventWords(type: string): string {
  const [group = '', what = ''] = type.split('.').slice(-2);
  return `${groups[group] ?? group}: ${what.replaceAll('-', ' ')}`;
}

function Row({ row, onResend }: { row: Page['deliveries'][number]; onResend: (() => void) | null }) {
  const words = eventWords(row.type);
  const tried = row.tries === 1 ? 'Tried once.' : `Tried ${row.tries} times.`;
  return (
    <li className="card stack">
      <div>
        <Link href={`/level3/${row.ticketId}`}>{row.ticket}</Link> {words}{' '}
        <span className="quiet">to {row.system}</span>
      </div>
      <div className="quiet">
        {formatLocalTime(row.createdAt)}. {row.tries === 0 ? 'Not tried yet.' : tried}{' '}
        {row.nextAt !== null && `Next try ${formatLocalTime(row.nextAt)}.`}
      </div>
      {row.problem !== '' && <div className="bad">{row.problem}</div>}
      {onResend && (
        <div className="row">
          <Button
            variant="default"
            aria-label={`Send again: ${row.ticket}, ${words}, to ${row.system}`}
            onClick={onResend}
          >
            Send again
          </Button>
        </div>
      )}
    </li>
  );
}

export function DeliveriesScreen() {
  const { bridge, sync } = useApp();
  const identity = useIdentity();
  const [kind, setKind] = useState<Kind>('dead');
  const [page, setPage] = useState<Page | null>(null);
  const [told, setTold] = useState('');
  const [busy, setBusy] = useState(false);

  const look = useCallback(
    async (after = 0): Promise<boolean> => {
      setBusy(true);
      const answer = await sync.asDevice(() => bridge.call('hub.deliveries', { state: kind, after }));
      setBusy(false);
      if (!answer.ok) {
        setTold(answer.failure.message);
        return false;
      }
      const { value } = answer;
      setPage((before) =>
        after > 0 && before ? { ...value, deliveries: [...before.deliveries, ...value.deliveries] } : value,
      );
      return true;
    },
    [bridge, sync, kind],
  );
  useEffect(() => {
    setPage(null);
    void look();
  }, [look]);

  async function resend(ids: string[]): Promise<void> {
    if (!identity) return;
    setBusy(true);
    const input = { protocol: PROTOCOL, schema: SCHEMA, device: identity.deviceId, ids };
    const answer = await sync.asDevice(() => bridge.call('hub.resend', input));
    setBusy(false);
    if (!answer.ok) return setTold(answer.failure.message);
    const count = answer.value.resent.length;
    if (await look()) setTold(count === 1 ? '1 event is sent again.' : `${count} events are sent again.`);
  }

  const rows = page?.deliveries ?? [];
  const last = rows.at(-1);
  const empty = kind === 'dead' ? 'No event was given up.' : 'Nothing waits.';
  return (
    <Screen title="Outside ticket systems">
      <p className="quiet">
        What has not reached them yet. The hub keeps the list, so it is shown while this computer is
        connected.
      </p>
      <div className="row">
        <NativeSelect
          label="Which events"
          value={kind}
          onChange={({ currentTarget }) => setKind(currentTarget.value === 'waiting' ? 'waiting' : 'dead')}
          data={[
            { value: 'dead', label: `Given up${page ? ` (${page.counts.dead})` : ''}` },
            { value: 'waiting', label: `Waiting${page ? ` (${page.counts.waiting})` : ''}` },
          ]}
        />
        <Button
          mt={20}
          variant="default"
          disabled={busy}
          onClick={() => void look().then((ok) => ok && setTold(''))}
        >
          Refresh
        </Button>
        {kind === 'dead' && identity && rows.length > 1 && (
          <Button
            disabled={busy}
            onClick={() => void resend(rows.slice(0, MOST_AT_ONCE).map(({ id }) => id))}
          >
            Send {rows.length > MOST_AT_ONCE ? `the first ${MOST_AT_ONCE}` : `all ${rows.length}`} again
          </Button>
        )}
      </div>
      <p role="status">{told}</p>
      {page && rows.length === 0 && <p className="empty">{empty}</p>}
      <ul className="plain-list stack" aria-label="Events">
        {rows.map((row) => (
          <Row
            key={row.id}
            row={row}
            onResend={kind === 'dead' && identity ? () => void resend([row.id]) : null}
          />
        ))}
      </ul>
      {page?.more && last && (
        <div>
          <Button variant="default" disabled={busy} onClick={() => void look(last.seq)}>
            Show more
          </Button>
        </div>
      )}
    </Screen>
  );
}
