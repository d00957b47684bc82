/** The way of a case as its strip shows it. */
import { t } from '@lingui/core/macro';
import type { CaseState } from '../../../shared/cases/states.ts';
import type { Ticket } from '../../../shared/tickets/schema.ts';
import { dueTime } from '../../ui/times.ts';
import type { WayStep } from '../../ui/way.tsx';

const names = [t`Level 1`, t`Level 2`, t`Handoff`, t`Lead`, t`Level 3`, t`Verified`] as const;

/** The step at which each state stands. */
const standing: Readonly<Record<CaseState, number>> = {
  level1: 0,
  level2: 1,
  'changes-requested': 1,
  ready: 2,
  'in-review': 3,
  approved: 3,
  escalated: 4,
  acknowledged: 4,
  planned: 4,
  answered: 5,
  verified: 5,
  closed: 6,
};

const words: Readonly<Partial<Record<CaseState, string>>> = {
  'changes-requested': t`sent back`,
  approved: t`approved`,
  planned: t`planned`,
  answered: t`to verify`,
  verified: t`verified`,
};

const LEAD = standing['in-review'];

/** The lead's step of a P1 that went on without it (H37): owed until it is given, however far the case has come. */
function owedStep(dueAt: string, state: CaseState, now: string): WayStep {
  const late = Date.parse(now) > Date.parse(dueAt);
  const word =
    state === 'closed'
      ? t`never approved`
      : late
        ? t`not approved, overdue since ${dueTime(dueAt)}`
        : t`not approved, due by ${dueTime(dueAt)}`;
  return { name: names[LEAD] ?? '', state: late ? 'late' : 'owed', word };
}

/**
 * @param solvedAt the level that solved it, where none went further: what lies behind it was never gone
 * @param approval of a P1 that went ahead of it; null where a lead approved before Level 3 had it
 */
export function wayOf(
  state: CaseState,
  solvedAt: 1 | 2 | null,
  { approval, now }: { approval: Ticket['approval'] | null; now: string },
): WayStep[] {
  const reached = names.slice(0, solvedAt ?? names.length);
  const at = solvedAt === null ? standing[state] : reached.length;
  const word = words[state];
  return reached.map((name, index) => {
    if (index === LEAD && index < at && approval?.at === null) return owedStep(approval.dueAt, state, now);
    const present = index === at;
    return {
      name,
      state: index < at ? 'done' : present ? 'present' : 'ahead',
      ...(present && word !== undefined && { word }),
    };
  });
}
