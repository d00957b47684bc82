/** What Level 3 owes of a ticket next, whatever its state: one answer for queue, Home and the ticket's own screen. See SPEC.md, I12. */
import type { CaseState } from '../cases/states.ts';
import { type Clock, isRunning } from '../policy/clocks.ts';
import { type DueClock, nextDue } from './case-clocks.ts';

export type Owed =
  /** A commitment with a latest time. */
  | { kind: 'due'; clock: DueClock }
  /** One that promises none: 'not before', and 'next release' (P-32). */
  | { kind: 'open'; clock: Clock }
  /** To be acknowledged: the clocks start then (P-31). */
  | { kind: 'acknowledge' }
  /** `why`: what there is instead; `none` where nothing more is to be said. */
  | { kind: 'nothing'; why: 'closed' | 'returned' | 'answered' | 'verified' | 'refused' | 'none' };

/** @param clocks of the ticket, in the order of the policy's table */
export function owedOf(
  { state, acknowledgedAt }: { state: CaseState; acknowledgedAt: string | null },
  clocks: readonly Clock[],
): Owed {
  // What is closed or sent back owes nothing, whatever its clocks came to.
  if (state === 'closed') return { kind: 'nothing', why: 'closed' };
  if (state === 'changes-requested') return { kind: 'nothing', why: 'returned' };
  const due = nextDue(clocks);
  if (due) return { kind: 'due', clock: due };
  const open = clocks.find(isRunning);
  if (open) return { kind: 'open', clock: open };
  if (state === 'answered' || state === 'verified') return { kind: 'nothing', why: state };
  if (clocks.some((each) => each.state.kind === 'void')) return { kind: 'nothing', why: 'refused' };
  if (acknowledgedAt === null) return { kind: 'acknowledge' };
  return { kind: 'nothing', why: 'none' };
}
