/** What outside ticket systems were not told yet: dead letters, to be sent again, and what waits for its next try. */
import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
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
const groups: Readonly<Record<string, string>> = { ticket: t`Ticket`, desk: t`Desk`, partner: t`Partner` };

/** `com.ipcelerate.console.desk.acknowledged` as people say it. */
function eventWords(type: string): string {
  const [group = '', what = ''] = type.split('.').slice(-2);
  return `${groups[group] ?? group}: ${what.replaceAll('-', ' ')}`;
}

function Row({ row, onResend }: { row: Page['deliveries'][number]; onResend: (() => void) | null }) {
  const words = eventWords(row.type);
  const tried = plural(row.tries, { one: 'Tried once.', other: 'Tried # times.' });
  return (
    <li className="card stack">
      <div>
        <Link href={`/level3/${row.ticketId}`}>{row.ticket}</Link> {words}{' '}
        <span className="quiet">
          <Trans>to {row.system}</Trans>
        </span>
      </div>
      <div className="quiet">
        {formatLocalTime(row.createdAt)}. {row.tries === 0 ? t`Not tried yet.` : tried}{' '}
        {row.nextAt !== null && t`Next try ${formatLocalTime(row.nextAt)}.`}
      </div>
      {row.problem !== '' && <div className="bad">{row.problem}</div>}
      {onResend && (
        <div className="row">
          <Button
            variant="default"
            aria-label={t`Send again: ${row.ticket}, ${words}, to ${row.system}`}
            onClick={onResend}
          >
            <Trans>Send again</Trans>
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
    if (await look())
      setTold(plural(count, { one: '# event is sent again.', other: '# events are sent again.' }));
  }

  const rows = page?.deliveries ?? [];
  const last = rows.at(-1);
  const empty = kind === 'dead' ? t`No event was given up.` : t`Nothing waits.`;
  return (
    <Screen title={t`Outside ticket systems`}>
      <p className="quiet">
        <Trans>
          What has not reached them yet. The hub keeps the list, so it is shown while this computer is
          connected.
        </Trans>
      </p>
      <div className="row">
        <NativeSelect
          label={t`Which events`}
          value={kind}
          onChange={({ currentTarget }) => setKind(currentTarget.value === 'waiting' ? 'waiting' : 'dead')}
          data={[
            { value: 'dead', label: t`Given up${page ? ` (${page.counts.dead})` : ''}` },
            { value: 'waiting', label: t`Waiting${page ? ` (${page.counts.waiting})` : ''}` },
          ]}
        />
        <Button
          mt={20}
          variant="default"
          disabled={busy}
          onClick={() => void look().then((ok) => ok && setTold(''))}
        >
          <Trans>Refresh</Trans>
        </Button>
        {kind === 'dead' && identity && rows.length > 1 && (
          <Button
            disabled={busy}
            onClick={() => void resend(rows.slice(0, MOST_AT_ONCE).map(({ id }) => id))}
          >
            <Trans>
              Send {rows.length > MOST_AT_ONCE ? t`the first ${MOST_AT_ONCE}` : t`all ${rows.length}`} again
            </Trans>
          </Button>
        )}
      </div>
      <p role="status">{told}</p>
      {page && rows.length === 0 && <p className="empty">{empty}</p>}
      <ul className="plain-list stack" aria-label={t`Events`}>
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
            <Trans>Show more</Trans>
          </Button>
        </div>
      )}
    </Screen>
  );
}
