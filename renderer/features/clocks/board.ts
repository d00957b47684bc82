/** The board's rows: one for each clock that runs, in the order of what is due. */
import type { Commitment } from '../../../shared/policy/clock-schema.ts';
import type { Clock } from '../../../shared/policy/clocks.ts';
import { dayNumber } from '../../../shared/policy/dates.ts';
import type { ClockLine } from '../../data/clock-lines.ts';

export interface RunningClock {
  id: string;
  line: ClockLine;
  clock: Clock;
}

export interface BoardFilter {
  text: string;
  priority: string;
  commitment: Commitment | '';
  state: '' | 'late' | 'at-risk' | 'breached';
}
export const startFilter: BoardFilter = { text: '', priority: '', commitment: '', state: '' };

const MS_A_DAY = 86_400_000;
/** What promises no latest time stands behind what does: by its day, where it has one. */
const LATER = 1e14;
const NEVER = 2e14;

function rankOf({ deadline }: Clock): number {
  switch (deadline.kind) {
    case 'due':
      return Date.parse(deadline.at);
    case 'notBefore':
      return LATER + Date.parse(deadline.at);
    case 'nextRelease':
      return deadline.date === null ? NEVER : LATER + dayNumber(deadline.date) * MS_A_DAY;
  }
}

function runs({ state }: Clock): boolean {
  return state.kind !== 'met' && state.kind !== 'met-late' && state.kind !== 'void';
}

/** Clocks that run, nearest due first; of cases that are closed none does. */
export function runningClocks(lines: readonly ClockLine[]): RunningClock[] {
  const ranked: { rank: number; row: RunningClock }[] = [];
  for (const line of lines) {
    if (line.state === 'closed') continue;
    for (const clock of line.clocks)
      if (runs(clock))
        ranked.push({ rank: rankOf(clock), row: { id: `${line.id}-${clock.kind}`, line, clock } });
  }
  ranked.sort((a, b) => a.rank - b.rank || (a.row.id < b.row.id ? -1 : 1));
  return ranked.map(({ row }) => row);
}

/** Those that fit, in the same order. */
export function shownClocks(all: readonly RunningClock[], filter: BoardFilter): readonly RunningClock[] {
  const words = filter.text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0 && filter.priority === '' && filter.commitment === '' && filter.state === '')
    return all;
  return all.filter(({ line, clock }) => {
    if (filter.priority !== '' && clock.priority !== filter.priority) return false;
    if (filter.commitment !== '' && clock.kind !== filter.commitment) return false;
    const { kind } = clock.state;
    if (filter.state === 'late' && kind !== 'at-risk' && kind !== 'breached') return false;
    if ((filter.state === 'at-risk' || filter.state === 'breached') && kind !== filter.state) return false;
    if (words.length === 0) return true;
    const text =
      `${line.number} ${line.title} ${line.partner} ${line.customer} ${line.engineer}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
