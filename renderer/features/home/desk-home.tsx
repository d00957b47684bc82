/** Home for the Level 3 desk and its executives: what needs somebody there, what is in work, what waits for partners. */

import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Link } from 'wouter';
import { cut } from '../../../shared/base/cut.ts';
import { byUrgency, type Need, needRank, type Urgency } from '../../../shared/home/lists.ts';
import { Empty, Loading } from '../../ui/place.tsx';
import { Priority } from '../../ui/priority.tsx';
import { Screen } from '../../ui/screen.tsx';
import { SectionHead } from '../../ui/section-head.tsx';
import { capturedTime, dayWords } from '../../ui/times.ts';
import { useClockLines } from '../../views/clock-hooks.tsx';
import { deskLists } from '../../views/desk-lists.ts';
import type { HomeNeed } from '../../views/home.ts';
import { useIdentity } from '../../views/hooks.tsx';
import { openQuestions, readNewestReplies } from '../../views/open-questions.ts';
import type { ClockLine } from '../../views/running-clocks.ts';
import { useView } from '../../views/use-view.ts';
import { NextDue } from '../level3/next-due.tsx';
import { TakeNext } from '../level3/take-next.tsx';
import styles from './home.module.css';
import { NeedList } from './need-list.tsx';
import { RefusedHere } from './plain-home.tsx';
import { NewComputers, ShownRecoveries } from './security-notices.tsx';
import { ThisComputer, You } from './side.tsx';

/** What the desk has to do about a ticket, and the act. */
const deskWords: Readonly<Partial<Record<Need, { what: string; act: string }>>> = {
  acknowledge: { what: t`Acknowledge`, act: t`Acknowledge` },
  'plan-again': { what: t`The answer did not hold`, act: t`Plan again` },
  'tell-executive': { what: t`No executive was notified`, act: t`Notify one` },
  'read-reply': { what: t`A reply came`, act: t`Read` },
  'read-word': { what: t`The partner sent a message`, act: t`Read` },
  close: { what: t`The partner says that it works`, act: t`Close` },
};

const MOST = 10;
const REPLIES = 5;

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
    <section aria-labelledby={id}>
      <SectionHead id={id} title={title} count={lines.length} />
      <ul className={styles.lined}>
        {lines.slice(0, MOST).map((line) => (
          <li key={line.id} className={styles.ticket}>
            <Priority priority={line.priority} />
            <span className={styles.text}>
              <Link href={`/level3/${line.id}`} className={styles.name}>
                {line.title || t`No title`}
              </Link>
              <span className={styles.detail}>
                <span className="mono">{line.number}</span>, {line.partner}
                {line.customer === '' ? '' : `, ${line.customer}`}
              </span>
            </span>
            <span className={styles.due}>
              <NextDue line={line} now={now} />
            </span>
          </li>
        ))}
      </ul>
      {lines.length > MOST && (
        <p className={styles.more}>
          <Link href="/level3">
            <Trans>See all in the queue</Trans>
          </Link>
        </p>
      )}
    </section>
  );
}

export function DeskHome() {
  const identity = useIdentity();
  const { lines, now, loaded } = useClockLines();
  const questions = useView(openQuestions);
  const replies = useView(readNewestReplies, REPLIES) ?? [];
  const viewer = { id: identity?.person.id ?? '', roles: identity?.roles ?? [] };
  const lists = deskLists(lines, questions ?? [], viewer);
  const needs = lists.needs.map(({ line, need, since, until }): HomeNeed & Urgency & { due: number } => ({
    id: line.id,
    kind: need,
    title: `${deskWords[need]?.what ?? t`Over`}: ${line.title || t`no title`}`,
    detail: `${line.priority === 'none' ? '' : `${line.priority}, `}${line.number}, ${line.partner}${line.customer === '' ? '' : `, ${line.customer}`}`,
    since,
    until,
    act: deskWords[need]?.act ?? t`Open`,
    to: `/level3/${line.id}`,
    about: null,
    rank: needRank(need),
    priority: line.priority,
    due: line.dueAt,
  }));
  needs.sort((a, b) => a.due - b.due || byUrgency(a, b));
  // Of an executive: what they were told of comes first.
  const mine = lists.follows.filter(({ executives }) => executives.includes(viewer.id));
  const others = lists.follows.filter(({ executives }) => !executives.includes(viewer.id));
  const open = needs.length + lists.working.length + lists.waits.length + lists.follows.length;
  return (
    <Screen title={t`Home`} note={now === '' ? undefined : dayWords(now)} actions={<TakeNext />}>
      <NewComputers />
      <ShownRecoveries />
      <div className={styles.home}>
        <div className={styles.main}>
          <RefusedHere />
          {!loaded && (
            <Loading>
              <Trans>Reading the tickets and their clocks</Trans>
            </Loading>
          )}
          {loaded && open === 0 && (
            <Empty title={t`No ticket is open`}>
              <Trans>What partners hand off is listed here, what is due first at the top.</Trans>
            </Empty>
          )}
          {needs.length > 0 && (
            <NeedList
              id="needs"
              title={t`Needs you`}
              needs={needs}
              now={now}
              more={{ to: '/level3', word: t`See all in the queue` }}
            />
          )}
          <Lines id="working" title={t`In progress`} lines={lists.working} now={now} />
          <Lines id="mine" title={t`What I follow`} lines={mine} now={now} />
          <Lines id="follows" title={t`Others’ tickets`} lines={others} now={now} />
          <Lines id="waits" title={t`With the partners`} lines={lists.waits} now={now} />
        </div>
        <aside className={styles.side} aria-label={t`Replies, this computer and you`}>
          {replies.length > 0 && (
            <section aria-labelledby="replies">
              <SectionHead id="replies" title={t`Newest replies`} />
              <ul className={styles.notes}>
                {replies.map((reply) => (
                  <li key={reply.id} className={styles.reply}>
                    <Link href={`/level3/${reply.ticketId}`}>{cut(reply.text, 80)}</Link>
                    <span className="meta num">
                      {reply.by.name}, {capturedTime(reply.at)}
                    </span>
                  </li>
                ))}
              </ul>
            </section>
          )}
          <ThisComputer now={now === '' ? new Date(0).toISOString() : now} />
          {now !== '' && <You now={now} />}
        </aside>
      </div>
    </Screen>
  );
}
