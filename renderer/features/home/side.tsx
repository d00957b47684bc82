/** The narrow side of Home: what is due next, what is on this computer, what the person's credential says. */

import { plural, t } from '@lingui/core/macro';
import { Plural, Trans } from '@lingui/react/macro';
import { Link } from 'wouter';
import { commitmentWords } from '../../../shared/policy/commitments.ts';
import type { SyncState } from '../../sync/sync-state.ts';
import { Icon, type IconName } from '../../ui/icons.tsx';
import { lockAdvice } from '../../ui/lease-words.ts';
import { SectionHead } from '../../ui/section-head.tsx';
import { Timeline, type TimelineEntry } from '../../ui/timeline.tsx';
import { dueDay, dueInFull, dueTime, formatLocalTime, shortDay } from '../../ui/times.ts';
import type { HomeCase, HomeNeed } from '../../views/home.ts';
import { useApp, useIdentity, useSyncStatus } from '../../views/hooks.tsx';
import { useOwnKeyStatus } from '../../views/keys.ts';
import { readCredentialsOf, remindersOf, takenBack } from '../../views/own-credentials.ts';
import { readWhatIsHere } from '../../views/this-computer.ts';
import { countUnsent } from '../../views/unsent-files.ts';
import { useView } from '../../views/use-view.ts';
import { useFirstScreenDrawn } from '../../views/when-idle.ts';
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
              detail: `${line.ticket || line.number}, ${line.title || t`no title`}`,
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
              text: t`Approval of a P1`,
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
      time: at < now ? t`over` : dueDay(at, now),
      text: (
        <Link href={to} title={dueInFull(at, now)}>
          {text}
        </Link>
      ),
      detail: at < now ? t`was due ${dueTime(at, now)}; ${detail}` : detail,
      tone: at < now ? 'over' : risk ? 'soon' : 'plain',
    }),
  );
  return (
    <section aria-labelledby="due-next">
      <SectionHead id="due-next" title={t`Due next`} count={due.length} />
      <Timeline label={t`Due next`} entries={entries} />
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

/**
 * What of this computer's work the hub has. Who reads that all is sent may put the computer away for good.
 * @param known how many files wait, and of how many the hub was not asked; null until they were looked at
 * @param isAsked the hub is there, and is being asked
 */
function sentWords(
  waiting: number,
  known: { mine: number; unasked: number } | null,
  isAsked: boolean,
): string {
  const files = known?.mine ?? 0;
  const kept = [
    ...(waiting > 0 ? [plural(waiting, { one: '# change', other: '# changes' })] : []),
    ...(files > 0 ? [plural(files, { one: '# file', other: '# files' })] : []),
  ];
  if (kept.length === 0 && known?.unasked === 0) return t`All is sent`;
  if (kept.length === 0)
    return known === null || isAsked
      ? t`Looking whether all is sent`
      : t`Whether the hub has ${plural(known.unasked, { one: '# file', other: '# files' })} is not known yet`;
  return t`${kept.join(t` and `)} ${plural(waiting + files, { one: 'is', other: 'are' })} saved here, and will be sent`;
}

/** Nothing to worry about while it may still be on its way. */
function NoCatalogue({ link, agreed }: { link: SyncState['link']; agreed: boolean }) {
  const isComing = link === 'unknown' || (link === 'online' && !agreed);
  if (isComing)
    return (
      <Note icon="catalogue">
        <Trans>The catalogue is on its way</Trans>
      </Note>
    );
  return (
    <Note icon="warning" tone="waiting">
      {link === 'online'
        ? t`No catalogue yet: no product was published at the hub`
        : t`No catalogue yet: connect once before you go offline`}
    </Note>
  );
}

/** Whether this computer can go where there is no network: what is saved here, and how old what it was given is. */
export function ThisComputer({ now }: { now: string }) {
  const { waiting, link, lastAgreement, alarm } = useSyncStatus();
  const known = useView(readWhatIsHere);
  const { info, bridge } = useApp();
  const drawn = useFirstScreenDrawn();
  const files = useView(countUnsent, bridge, drawn) ?? null;
  const { status } = useOwnKeyStatus();
  return (
    <section aria-labelledby="this-computer">
      <SectionHead id="this-computer" title={t`This computer`} />
      <ul className={styles.notes}>
        {link === 'online' ? (
          <Note icon="cloud-ok">
            <Trans>Connected to the hub</Trans>
          </Note>
        ) : (
          <Note icon="offline">
            {lastAgreement === null
              ? t`Not in sync with the hub yet`
              : t`Last in sync on ${formatLocalTime(lastAgreement)}`}
          </Note>
        )}
        <Note icon={waiting === 0 && files?.mine === 0 && files.unasked === 0 ? 'done' : 'upload'}>
          {sentWords(waiting, files, link === 'online')}
        </Note>
        {known && (
          <>
            {known.products === 0 ? (
              <NoCatalogue link={link} agreed={lastAgreement !== null} />
            ) : (
              <Note icon="catalogue">
                <Trans>
                  Catalogue with <Plural value={known.products} one="# product" other="# products" />
                  {lastAgreement === null ? '' : t`, as of ${shortDay(lastAgreement, now)}`}
                </Trans>
              </Note>
            )}
            {known.customers > 0 && (
              <Note icon="customers">
                <Trans>
                  <Plural value={known.customers} one="# customer" other="# customers" /> within reach
                </Trans>
              </Note>
            )}
          </>
        )}
        {status && !info.sample && status.state === 'unprotected' && (
          <Note icon="open-lock" tone="waiting">
            <Trans>
              Not protected: whoever can read your files can read the cases.{' '}
              <Link href="/settings">Protect it</Link>
            </Trans>
          </Note>
        )}
        {status && status.state === 'open' && !status.ways.includes('recovery') && (
          <Note icon="key" tone="waiting">
            <Trans>
              No recovery code yet. <Link href="/settings">Make one</Link>
            </Trans>
          </Note>
        )}
        {status?.lease?.near && (
          <Note icon="clock" tone={status.lease.over ? 'bad' : 'waiting'}>
            {lockAdvice(status.lease)}{' '}
            <Link href="/sync">
              <Trans>Sync</Trans>
            </Link>
          </Note>
        )}
        {alarm !== '' && (
          <Note icon="warning" tone="bad">
            {alarm}{' '}
            <Link href="/sync">
              <Trans>Sync</Trans>
            </Link>
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
      <SectionHead id="you" title={t`You`} />
      <ul className={styles.notes}>
        {best ? (
          <Note icon="credentials">
            <Link href="/credentials">
              {until === null ? t`Certified` : t`Certified until ${shortDay(until, now)}`}
            </Link>
            <span className="meta">
              {' '}
              {best.verdict.said?.name}
              {left === null ? '' : t`, ${plural(left, { one: '# day', other: '# days' })} left`}
            </span>
          </Note>
        ) : (
          <Note icon="warning" tone="waiting">
            <Trans>
              No credential of yours counts now. <Link href="/credentials">See your credentials</Link>
            </Trans>
          </Note>
        )}
        {takenBack(held).map((sentence) => (
          <Note key={sentence} icon="warning" tone="bad">
            {sentence}{' '}
            <Link href="/credentials">
              <Trans>The reason</Trans>
            </Link>
          </Note>
        ))}
        {first && (
          <Note icon="warning" tone={first.urgent ? 'bad' : 'waiting'}>
            {first.text} {reminders.length > 1 && t`So do ${reminders.length - 1} others, or have ended. `}
            <Link href="/credentials">
              <Trans>See your credentials</Trans>
            </Link>
          </Note>
        )}
      </ul>
    </section>
  );
}
