/** Clocks as bars, for a strip that has little room: the sentence of each is its title. */
import { plural, t } from '@lingui/core/macro';
import { assertNever } from '../../shared/base/values.ts';
import { centralHour } from '../../shared/policy/clock-words.ts';
import type { Clock } from '../../shared/policy/clocks.ts';
import { ClockBar, type ClockBarState } from './clock-bar.tsx';
import { wordsOf } from './clock-text.tsx';
import { dueDay } from './times.ts';

const names: Readonly<Record<Clock['kind'], string>> = {
  'level1-response': t`Level 1`,
  'level2-response': t`Level 2`,
  'action-plan': t`Action plan`,
  patch: t`Patch`,
};

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** `22 h`, `5 d`, `40 min`: the largest unit that says it. */
function spanWords(ms: number): string {
  const size = Math.abs(ms);
  if (size >= 2 * DAY_MS) return t`${Math.floor(size / DAY_MS)} d`;
  if (size >= 2 * HOUR_MS) return t`${Math.floor(size / HOUR_MS)} h`;
  return t`${Math.max(1, Math.floor(size / 60_000))} min`;
}

/** The instant of a deadline; null for a release of which nobody gave the day. */
function dueOf({ deadline }: Clock): number | null {
  const at = deadline.kind === 'nextRelease' ? deadline.date : deadline.at;
  return at === null ? null : Date.parse(at);
}

function stateOf({ state, deadline }: Clock): ClockBarState {
  switch (state.kind) {
    case 'running':
      return deadline.kind === 'due' ? 'runs' : 'not-before';
    case 'at-risk':
      return 'risk';
    case 'breached':
      return 'over';
    case 'met':
      return 'met';
    case 'met-late':
      return 'late';
    case 'void':
      return 'void';
    case 'returned':
      return 'returned';
    default:
      return 'not-before';
  }
}

/** One word of how it stands. @param now ISO instant */
function wordOf(clock: Clock, now: string): string {
  const { state, deadline, remaining } = clock;
  const due = dueOf(clock);
  const hour = deadline.kind === 'due' ? centralHour(deadline.at, now) : null;
  switch (state.kind) {
    case 'met':
      return 'met';
    case 'met-late':
      return due === null ? t`met after its time` : t`met, ${spanWords(Date.parse(state.at) - due)} late`;
    case 'void':
      return 'void';
    case 'breached': {
      const span = spanWords(Date.parse(now) - Date.parse(state.since));
      return hour === null ? t`${span} over` : t`${span} over, ${hour}`;
    }
    case 'running':
    case 'at-risk':
      if (deadline.kind === 'nextRelease') return t`next release`;
      if (deadline.kind === 'notBefore' || due === null) return t`not before ${dueDay(deadline.at, now)}`;
      // Of what is due today the hour is said, and no count of days.
      if (hour !== null) return t`${spanWords(due - Date.parse(now))} left, ${hour}`;
      if (remaining?.unit === 'business-days')
        return plural(remaining.value, { one: '# business day', other: '# business days' });
      return t`${spanWords(due - Date.parse(now))} left`;
    case 'returned':
      return 'returned';
    case 'not-before-passed':
    case 'release-date-passed':
      return t`date passed`;
    default:
      return assertNever(state);
  }
}

/** @param now ISO instant */
export function ClockStrip({ clocks, now }: { clocks: readonly Clock[]; now: string }) {
  return clocks.map((clock) => {
    const { start, state, kind } = clock;
    const ended = 'at' in state ? state.at : now;
    const elapsed = Date.parse(ended) - Date.parse(start.at);
    const allowed = (dueOf(clock) ?? 0) - Date.parse(start.at);
    return (
      <ClockBar
        key={kind}
        name={names[kind]}
        word={wordOf(clock, now)}
        state={stateOf(clock)}
        percent={allowed > 0 ? (elapsed / allowed) * 100 : 100}
        sentence={wordsOf(clock, now).text}
      />
    );
  });
}
