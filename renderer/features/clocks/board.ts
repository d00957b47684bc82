/** Which of the running clocks the board shows. */
import type { Commitment } from '../../../shared/policy/clock-schema.ts';
import type { RunningClock } from '../../views/running-clocks.ts';

export interface BoardFilter {
  text: string;
  priority: string;
  commitment: Commitment | '';
  state: '' | 'late' | 'at-risk' | 'breached';
}
export const startFilter: BoardFilter = { text: '', priority: '', commitment: '', state: '' };

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
