/** What maintenance covers and what is fee based, with clause and reason (P-10 to P-18). See SPEC.md, E4 to E7. */
import { assertNever } from '../base/values.ts';
import type { MaintenanceKind } from './maintenance.ts';

/** Work outside maintenance, whatever the customer has (P-15). */
export const feeBasedWork = [
  'major-release',
  'configuration-or-design',
  'network-change',
  'customer-request',
  'live-release-help',
  'added-application',
  'modification',
] as const;
export type FeeBasedWork = (typeof feeBasedWork)[number];
/** Of these the terms stand in a separate agreement with whoever provides the work: none of IPcelerate's rates (P-15, P-18). */
export const separateWork = [
  'configuration-or-design',
  'network-change',
  'customer-request',
  'live-release-help',
  'added-application',
  'modification',
] as const satisfies readonly FeeBasedWork[];
/** What is asked for: a defect (P-14), information (P-29), a minor upgrade (P-11), or one of the fee-based kinds. */
export type WorkType = 'defect' | 'information' | 'minor-upgrade' | FeeBasedWork;

/** How screens name the kinds of work. */
export const workTypeWords: Readonly<Record<WorkType, string>> = {
  defect: 'Failure or defect of a product',
  information: 'Information: a question, nothing has failed',
  'minor-upgrade': 'Minor upgrade',
  'major-release': 'Major release',
  'configuration-or-design': 'Configuration or design',
  'network-change': 'Work caused by network changes',
  'customer-request': 'Changes that the customer asks for',
  'live-release-help': 'Live help with a release',
  'added-application': 'Configuration for added applications',
  modification: 'Modifications, extensions and added functions',
};

export interface CoverageQuestion {
  /** Null where nobody has answered. */
  maintenance: MaintenanceKind | null;
  impactMember: boolean | null;
  workType: WorkType | null;
  /** The release that the work puts in (P-10, P-11), not one that happens to exist. */
  releaseStep: 'none' | 'minor' | 'major';
}

export interface Reason {
  clause: string;
  words: string;
}

export type Coverage =
  | { kind: 'covered'; clauses: readonly string[]; reasons: readonly Reason[] }
  | {
      kind: 'fee-based';
      clauses: readonly string[];
      reasons: readonly Reason[];
      /** What is offered before any fee (P-18): to renew, or to sign for a first year; null with current maintenance. */
      offer: 'renew' | 'sign' | null;
    }
  /** Not answered yet, and the answer decides. `missing` names the fields. */
  | {
      kind: 'unknown';
      clauses: readonly string[];
      reasons: readonly Reason[];
      missing: readonly ('maintenance' | 'impactMember' | 'workType')[];
    };

const withClauses = (reasons: readonly Reason[]) => ({
  clauses: [...new Set(reasons.map(({ clause }) => clause))],
  reasons,
});

/** Whether maintenance covers the work. Every reason cites its clause. */
export function coverage(question: CoverageQuestion): Coverage {
  const { maintenance, impactMember, workType } = question;
  const fees: Reason[] = [];
  const covered: Reason[] = [];
  const missing = new Set<'maintenance' | 'impactMember' | 'workType'>();

  if (maintenance === null) missing.add('maintenance');
  else if (maintenance !== 'current') fees.push(...withoutMaintenance(maintenance));

  if (workType === null) missing.add('workType');
  else if (isFeeBased(workType) && workType !== 'major-release')
    fees.push({
      clause: workType === 'modification' ? 'P-39' : 'P-15',
      words: `${workTypeWords[workType]}: by separate agreement with whoever provides it, outside maintenance.`,
    });
  else if (workType === 'minor-upgrade')
    covered.push({ clause: 'P-11', words: 'Maintenance covers minor upgrades and their documentation.' });
  else if (workType === 'defect')
    covered.push({
      clause: 'P-14',
      words: 'The product performs differently than its specifications and documentation say.',
    });
  else if (workType === 'information')
    covered.push({ clause: 'P-29', words: 'Maintenance covers information about what a product can do.' });

  const major = workType === 'major-release' || question.releaseStep === 'major';
  if (major) {
    if (impactMember === true && maintenance === 'current')
      covered.push({
        clause: 'P-12',
        words: 'Impact members with current maintenance pay nothing for major releases.',
      });
    else if (impactMember === true && maintenance === null) missing.add('maintenance');
    else if (impactMember === null && maintenance !== 'lapsed' && maintenance !== 'never')
      missing.add('impactMember');
    else fees.push(majorReleaseFee(impactMember === true));
  } else if (question.releaseStep === 'minor' && workType !== 'minor-upgrade')
    covered.push({ clause: 'P-11', words: 'The release that comes with it is a minor one.' });

  if (fees.length > 0) return { kind: 'fee-based', ...withClauses(fees), offer: offerFor(maintenance) };
  if (missing.size > 0) return { kind: 'unknown', ...withClauses(covered), missing: [...missing] };
  return { kind: 'covered', ...withClauses(covered) };
}

function majorReleaseFee(member: boolean): Reason {
  return member
    ? {
        clause: 'P-12',
        words: 'A major release is free for Impact members with current maintenance only.',
      }
    : { clause: 'P-10', words: 'A major release is fee based and not part of maintenance.' };
}

export function isFeeBased(workType: WorkType): workType is FeeBasedWork {
  return (feeBasedWork as readonly string[]).includes(workType);
}

function withoutMaintenance(kind: 'lapsed' | 'never'): Reason[] {
  const terms: Reason = {
    clause: 'P-18',
    words: 'Fees and terms are agreed to before any service, and are due whatever the result.',
  };
  switch (kind) {
    case 'lapsed':
      return [
        {
          clause: 'P-16',
          words:
            'Maintenance has lapsed: time and materials at current rates, or renewal with an assessment fee in advance.',
        },
        terms,
      ];
    case 'never':
      return [
        {
          clause: 'P-17',
          words:
            'There never was maintenance: time and materials, or a first year with an assessment fee in advance.',
        },
        terms,
      ];
    default:
      return assertNever(kind);
  }
}

function offerFor(maintenance: MaintenanceKind | null): 'renew' | 'sign' | null {
  if (maintenance === 'lapsed') return 'renew';
  return maintenance === 'never' ? 'sign' : null;
}
