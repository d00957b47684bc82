/** Home for the Level 3 desk, and for those who keep what all read. */

import { useLiveQuery } from 'dexie-react-hooks';
import { Link } from 'wouter';
import { countOf } from '../../../shared/sync/tables.ts';
import type { DeskReply } from '../../../shared/tickets/schema.ts';
import { newestOf } from '../../store/order.ts';
import { Screen } from '../../ui/screen.tsx';
import { formatLocalTime } from '../../ui/times.ts';
import { useClockLines } from '../../views/clock-hooks.tsx';
import { useApp, useMay } from '../../views/hooks.tsx';
import type { ClockLine } from '../../views/running-clocks.ts';
import { CredentialReminder } from '../credentials/reminder.tsx';
import { NextDue } from '../level3/queue-screen.tsx';
import { Attention } from './attention.tsx';

const MOST = 10;

function Lines({
  id,
  title,
  lines,
  now,
}: {
  id: string;
  title: string;
  lines: readonly ClockLine[];
  now: string;
}) {
  if (lines.length === 0) return null;
  return (
    <section className="card stack" aria-labelledby={id}>
      <h2 id={id}>
        {title} <span className="num quiet">{lines.length}</span>
      </h2>
      <ul className="plain-list stack">
        {lines.slice(0, MOST).map((line) => (
          <li key={line.id}>
            <b>{line.priority}</b>{' '}
            <Link href={`/level3/${line.id}`}>
              <span className="mono">{line.number}</span> {line.title}
            </Link>{' '}
            <span className="quiet">{line.partner}:</span> <NextDue line={line} now={now} />
          </li>
        ))}
      </ul>
      {lines.length > MOST && (
        <p>
          <Link href="/level3">See all in the queue</Link>
        </p>
      )}
    </section>
  );
}

export function DeskHome() {
  const { db } = useApp();
  const { lines, now, loaded } = useClockLines();
  const tickets = lines.filter((line) => line.ticketId !== null && line.state !== 'closed');
  const replies = useLiveQuery(() => newestOf<DeskReply>(db, 'deskReplies', 5), [db]) ?? [];
  const late = tickets.filter(({ next }) => next && next.state.kind !== 'running');
  const fresh = tickets.filter(({ state }) => state === 'escalated');
  const others = tickets.filter((line) => !late.includes(line) && !fresh.includes(line));
  return (
    <Screen title="Home">
      <Attention />
      <CredentialReminder />
      {loaded && tickets.length === 0 && <p className="card empty">No ticket is open.</p>}
      <Lines id="late" title="Breached or at risk" lines={late} now={now} />
      <Lines id="fresh" title="Not acknowledged yet" lines={fresh} now={now} />
      <Lines id="others" title="In progress" lines={others} now={now} />
      {replies.length > 0 && (
        <section className="card stack" aria-labelledby="replies">
          <h2 id="replies">Replies of partners, newest first</h2>
          <ul className="plain-list stack">
            {replies.map((reply) => (
              <li key={reply.id}>
                <Link href={`/level3/${reply.ticketId}`}>{reply.text.slice(0, 80)}</Link>{' '}
                <span className="quiet num">
                  {reply.by.name}, {formatLocalTime(reply.at.at)}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Screen>
  );
}

export function PlainHome() {
  const certifies = useMay('certify');
  const keepsCatalogue = useMay('keep-catalogue');
  const { db } = useApp();
  const counts = useLiveQuery(
    async () => [
      ['products', await db.products.count()] as const,
      ['excludedSystems', await db.excludedSystems.count()] as const,
      ['rates', await db.rates.count()] as const,
      ['holidayLists', await db.holidayLists.count()] as const,
      ['policyDocuments', await db.policyDocuments.count()] as const,
    ],
    [db],
  );
  const registry = useLiveQuery(
    async () => [
      ['people', await db.people.count()] as const,
      ['exams', await db.exams.count()] as const,
      ['registryCredentials', await db.registryCredentials.count()] as const,
    ],
    [db],
  );
  return (
    <Screen title="Home">
      <Attention />
      <CredentialReminder />
      {certifies && (
        <section className="card stack" aria-labelledby="certification">
          <h2 id="certification">Certification</h2>
          <p>{(registry ?? []).map(([table, count]) => countOf(table, count)).join(', ')}</p>
          <p>
            <Link href="/credentials/admin">Issue and revoke credentials</Link>
          </p>
        </section>
      )}
      <section className="card stack" aria-labelledby="catalogue">
        <h2 id="catalogue">Catalogue</h2>
        <p>{(counts ?? []).map(([table, count]) => countOf(table, count)).join(', ')}</p>
        <p>
          <Link href="/catalogue">{keepsCatalogue ? 'Read and change it' : 'Read it'}</Link>
        </p>
      </section>
    </Screen>
  );
}
