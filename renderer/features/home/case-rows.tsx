/** Cases on Home: what the person works on with how far it is, and what others have with where it stands. */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Link } from 'wouter';
import type { CaseState } from '../../../shared/cases/states.ts';
import { commitmentWords } from '../../../shared/policy/commitments.ts';
import type { Summary } from '../../store/device-rows.ts';
import { ClockBar, type ClockBarState } from '../../ui/clock-bar.tsx';
import { Priority } from '../../ui/priority.tsx';
import { PartsBar } from '../../ui/ring.tsx';
import { SectionHead } from '../../ui/section-head.tsx';
import { StateChip } from '../../ui/state-chip.tsx';
import { dueInFull, dueWords, formatLocalTime, shortTime } from '../../ui/times.ts';
import { Way, type WayStep } from '../../ui/way.tsx';
import type { HomeCase } from '../../views/home.ts';
import styles from './home.module.css';

const barStates: Readonly<Record<string, ClockBarState>> = {
  running: 'runs',
  'at-risk': 'risk',
  breached: 'over',
};

/** The clock that is due next, as a bar; nothing where none is. */
function NextClock({
  line,
  now,
}: {
  line: Pick<Summary, 'nextDue' | 'nextDueKind' | 'nextDueState' | 'nextDueFrom'>;
  now: string;
}) {
  const { nextDue, nextDueKind, nextDueState, nextDueFrom } = line;
  if (nextDueKind === null || nextDueState === null) return null;
  const over = nextDue < now;
  const [from, to, at] = [Date.parse(nextDueFrom ?? now), Date.parse(nextDue), Date.parse(now)];
  return (
    <ClockBar
      name={commitmentWords[nextDueKind]}
      word={dueWords(nextDue, now)}
      state={over ? 'over' : (barStates[nextDueState] ?? 'runs')}
      percent={over ? 100 : to > from ? ((at - from) / (to - from)) * 100 : 0}
      sentence={t`${commitmentWords[nextDueKind]} due ${dueInFull(nextDue, now)}`}
    />
  );
}

/** `49 of 67 answered` with its bar; nothing before the first count. */
function Progress({ line }: { line: Pick<Summary, 'progress'> }) {
  if (!line.progress) return null;
  const done = line.progress.reduce((sum, each) => sum + each.done, 0);
  const of = line.progress.reduce((sum, each) => sum + each.of, 0);
  return (
    <span className={styles.progress}>
      <span className="meta num">
        <Trans>
          {done} of {of}
          <span className="visually-hidden"> answered</span>
        </Trans>
      </span>
      <PartsBar small parts={line.progress.map(({ part, ...counts }) => ({ id: part, ...counts }))} />
    </span>
  );
}

function Name({ each, engineer }: { each: HomeCase; engineer: boolean }) {
  const { line } = each;
  return (
    <span className={styles.text}>
      <Link href={each.to} className={styles.name}>
        {line.title || t`Case without a title`}
      </Link>
      <span className={styles.detail}>
        <span className="mono">{line.ticket === '' ? line.number : line.ticket}</span>
        {line.customer === '' ? '' : `, ${line.customer}`}
        {engineer && each.engineer !== '' ? `, ${each.engineer}` : ''}
      </span>
    </span>
  );
}

const path = [
  'ready',
  'in-review',
  'approved',
  'escalated',
  'acknowledged',
  'planned',
] as const satisfies readonly CaseState[];

/** What comes next while others have the case, in one word each. */
const stepNames: Readonly<Record<(typeof path)[number], string>> = {
  ready: t`Queued`,
  'in-review': t`Lead`,
  approved: t`Files`,
  escalated: t`Received`,
  acknowledged: t`Plan`,
  planned: t`Answer`,
};

/** From the step that is present to the answer; what is done is said once. */
function stepsOf(state: CaseState): WayStep[] {
  const at = (path as readonly CaseState[]).indexOf(state);
  if (at === -1) return [];
  const from = Math.max(0, at - 1);
  return path.slice(from, from + 4).map((each, index) => ({
    name: stepNames[each],
    state: from + index < at ? 'done' : from + index === at ? 'present' : 'ahead',
  }));
}

const MOST = 10;

export function CaseRows({
  id,
  title,
  cases,
  now,
  kind,
}: {
  id: string;
  title: string;
  cases: readonly HomeCase[];
  now: string;
  kind: 'working' | 'waits' | 'team';
}) {
  if (cases.length === 0) return null;
  return (
    <section aria-labelledby={id}>
      <SectionHead id={id} title={title} count={cases.length} />
      <ul className={styles.lined}>
        {cases.slice(0, MOST).map((each) => (
          <li key={each.line.id} className={kind === 'working' ? styles.work : styles.wait}>
            <Priority priority={each.line.priority} />
            <Name each={each} engineer={kind === 'team'} />
            {kind === 'working' ? (
              <Progress line={each.line} />
            ) : (
              <span className={styles.way}>
                {each.line.state === 'level1' || each.line.state === 'level2' ? (
                  <Progress line={each.line} />
                ) : each.line.state === 'changes-requested' ||
                  each.line.state === 'answered' ||
                  each.line.state === 'verified' ? (
                  <StateChip state={each.line.state} />
                ) : (
                  <Way label={t`Where ${each.line.number} stands`} steps={stepsOf(each.line.state)} />
                )}
              </span>
            )}
            <span className={styles.clock}>
              {each.line.nextDueKind === null ? (
                <span className="meta" title={formatLocalTime(each.line.updatedAt)}>
                  <Trans>changed {shortTime(each.line.updatedAt, now)}</Trans>
                </span>
              ) : (
                <NextClock line={each.line} now={now} />
              )}
            </span>
          </li>
        ))}
      </ul>
      {cases.length > MOST && (
        <p className={styles.more}>
          <Link href="/cases">
            <Trans>All cases ({cases.length - MOST} more)</Trans>
          </Link>
        </p>
      )}
    </section>
  );
}
