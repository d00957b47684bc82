/** The narrow side of Home: what is due next, what is on this computer, what the person's credential says. */

import { Link } from 'wouter';
import { counted } from '../../../shared/base/counted.ts';
import { commitmentWords } from '../../../shared/policy/commitments.ts';
import { Icon, type IconName } from '../../ui/icons.tsx';
import { lockAdvice } from '../../ui/lease-words.ts';
import { SectionHead } from '../../ui/section-head.tsx';
import { Timeline, type TimelineEntry } from '../../ui/timeline.tsx';
import { formatLocalTime, shortDay, shortTime } from '../../ui/times.ts';
import type { HomeCase, HomeNeed } from '../../views/home.ts';
import { useApp, useIdentity, useSyncStatus } from '../../views/hooks.tsx';
import { useOwnKeyStatus } from '../../views/keys.ts';
import { readCredentialsOf, remindersOf, takenBack } from '../../views/own-credentials.ts';
import { readWhatIsHere } from '../../views/this-computer.ts';
import { sortUnsent } from '../../views/unsent-files.ts';
import { useView } from '../../views/use-view.ts';
import styles from './home.module.css';

const MOST_DUE = 8;
const DAY_MS = 86_400_000;

/** What comes due, of cases and of approvals, on one line of time. */
export function DueNext({
  cases,
  needs,
  now,
}: {
  cases: readonly HomeCase[];
  needs: readonly HomeNeed[];
  now: string;
}) {
  const due = [
    ...cases.flatMap(({ line, to }) =>
      line.nextDueKind === null
        ? []
        : [
            {
              id: line.id,
              at: line.nextDue,
              text: commitmentWords[line.nextDueKind],
              detail: `${line.ticket || line.number}, ${line.title || 'no title'}`,
              to,
              risk: line.nextDueState === 'at-risk',
            },
          ],
    ),
    ...needs.flatMap((need) =>
      need.until === null
        ? []
        : [
            {
              id: need.id,
              at: need.until,
              text: 'Approval of a P1',
              detail: need.detail,
              to: need.to,
              risk: true,
            },
          ],
    ),
  ].sort((a, b) => (a.at < b.at ? -1 : 1));
  if (due.length === 0) return null;
  const entries = due.slice(0, MOST_DUE).map(
    ({ id, at, text, detail, to, risk }): TimelineEntry => ({
      id,
      time: at < now ? 'over' : shortTime(at, now),
      text: (
        <Link href={to} title={formatLocalTime(at)}>
          {text}
        </Link>
      ),
      detail,
      tone: at < now ? 'over' : risk ? 'soon' : 'plain',
    }),
  );
  return (
    <section aria-labelledby="due-next">
      <SectionHead id="due-next" title="Due next" count={due.length} />
      <Timeline label="Due next" entries={entries} />
    </section>
  );
}

function Note({ icon, children, tone }: { icon: IconName; children: React.ReactNode; tone?: string }) {
  return (
    <li className={tone}>
      <Icon name={icon} size={14} />
      <span>{children}</span>
    </li>
  );
}

/** What of this computer's work the hub has. Who reads that all is sent may put the computer away for good. */
function sentWords(waiting: number, files: number): string {
  const kept = [
    ...(waiting > 0 ? [counted(waiting, 'change')] : []),
    ...(files > 0 ? [counted(files, 'file')] : []),
  ];
  if (kept.length === 0) return 'All is sent';
  return `${kept.join(' and ')} ${waiting + files === 1 ? 'is' : 'are'} saved here, and will be sent`;
}

/** Whether this computer can go where there is no network: what is saved here, and how old what it was given is. */
export function ThisComputer({ now }: { now: string }) {
  const { waiting, link, lastAgreement, alarm } = useSyncStatus();
  const known = useView(readWhatIsHere);
  const { info, bridge } = useApp();
  const files = useView(sortUnsent, bridge)?.mine.length ?? 0;
  const { status } = useOwnKeyStatus();
  return (
    <section aria-labelledby="this-computer">
      <SectionHead id="this-computer" title="This computer" />
      <ul className={styles.notes}>
        {link === 'online' ? (
          <Note icon="cloud-ok">Connected to the hub</Note>
        ) : (
          <Note icon="offline">
            {lastAgreement === null
              ? 'Not in step with the hub yet'
              : `In step with the hub on ${formatLocalTime(lastAgreement)}`}
          </Note>
        )}
        <Note icon={waiting === 0 && files === 0 ? 'done' : 'upload'}>{sentWords(waiting, files)}</Note>
        {known && (
          <>
            {known.products === 0 ? (
              <Note icon="warning" tone="waiting">
                {link === 'online' && lastAgreement !== null
                  ? 'No catalogue yet: no product was published at the hub'
                  : 'No catalogue yet: connect once before you go offline'}
              </Note>
            ) : (
              <Note icon="catalogue">
                Catalogue with {known.products} {known.products === 1 ? 'product' : 'products'}
                {lastAgreement === null ? '' : `, as of ${shortDay(lastAgreement, now)}`}
              </Note>
            )}
            {known.customers > 0 && (
              <Note icon="customers">
                {known.customers} {known.customers === 1 ? 'customer' : 'customers'} within reach
              </Note>
            )}
          </>
        )}
        {status && !info.sample && status.state === 'unprotected' && (
          <Note icon="open-lock" tone="waiting">
            Not protected: whoever can read your files can read the cases.{' '}
            <Link href="/settings">Protect it</Link>
          </Note>
        )}
        {status && status.state === 'open' && !status.ways.includes('recovery') && (
          <Note icon="key" tone="waiting">
            No recovery code yet. <Link href="/settings">Make one</Link>
          </Note>
        )}
        {status?.lease?.near && (
          <Note icon="clock" tone={status.lease.over ? 'bad' : 'waiting'}>
            {lockAdvice(status.lease)} <Link href="/sync">Sync</Link>
          </Note>
        )}
        {alarm !== '' && (
          <Note icon="warning" tone="bad">
            {alarm} <Link href="/sync">Sync</Link>
          </Note>
        )}
      </ul>
    </section>
  );
}

/** The credential that counts longest, and how much of it is left. */
export function You({ now }: { now: string }) {
  const identity = useIdentity();
  const personId = identity?.person.id ?? '';
  const held = useView(readCredentialsOf, personId, now);
  if (!held || held.length === 0) return null;
  const best = held.find(({ verdict }) => verdict.accepted);
  const reminders = remindersOf(held, new Date(now));
  const first = reminders.find(({ urgent }) => urgent) ?? reminders[0];
  const until = best?.verdict.said?.validUntil ?? null;
  const left = until === null ? null : Math.ceil((Date.parse(until) - Date.parse(now)) / DAY_MS);
  return (
    <section aria-labelledby="you">
      <SectionHead id="you" title="You" />
      <ul className={styles.notes}>
        {best ? (
          <Note icon="credentials">
            <Link href="/credentials">
              {until === null ? 'Certified' : `Certified until ${shortDay(until, now)}`}
            </Link>
            <span className="meta">
              {' '}
              {best.verdict.said?.name}
              {left === null ? '' : `, ${left} ${left === 1 ? 'day' : 'days'} left`}
            </span>
          </Note>
        ) : (
          <Note icon="warning" tone="waiting">
            No credential of yours counts now. <Link href="/credentials">See your credentials</Link>
          </Note>
        )}
        {takenBack(held).map((sentence) => (
          <Note key={sentence} icon="warning" tone="bad">
            {sentence} <Link href="/credentials">The reason</Link>
          </Note>
        ))}
        {first && (
          <Note icon="warning" tone={first.urgent ? 'bad' : 'waiting'}>
            {first.text} {reminders.length > 1 && `So do ${reminders.length - 1} others, or have ended. `}
            <Link href="/credentials">See your credentials</Link>
          </Note>
        )}
      </ul>
    </section>
  );
}
