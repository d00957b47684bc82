/** What a case holds, and the rows that tell its history. See SPEC.md. */
import { z } from 'zod';
import { uuid } from '../base/ids.ts';
import { personRef } from '../base/people.ts';
import { date, instant, line, text, yesNo, zonedInstant } from '../base/values.ts';
import { priority } from '../policy/priority.ts';

/** The states of a case, in the order in which it meets them. */
export const caseStates = [
  'level1',
  'level2',
  'ready',
  'in-review',
  'changes-requested',
  'approved',
  'escalated',
  'acknowledged',
  'planned',
  'answered',
  'closed',
] as const;
export const caseState = z.enum(caseStates);
export type CaseState = z.infer<typeof caseState>;

/** What is asked for. All but the first two are outside maintenance (P-11, P-14, P-15). */
export const workTypes = [
  'defect',
  'minor-upgrade',
  'major-release',
  'configuration-or-design',
  'network-change',
  'customer-request',
  'live-release-help',
  'added-application',
] as const;
export const workType = z.enum(workTypes);
export type WorkType = z.infer<typeof workType>;

/** Fields that cases got with schema 3: nothing is answered in a row that is older. */
const entitlementFields = {
  // The customer and its maintenance on the day of the case (P-12, P-16, P-17), H26.
  customerId: uuid.nullable().default(null),
  maintenance: z.enum(['current', 'lapsed', 'never']).nullable().default(null),
  maintenanceFrom: date.nullable().default(null),
  maintenanceUntil: date.nullable().default(null),
  impactMember: yesNo.nullable().default(null),
  // The offer to renew, which comes before any fee (P-18), H27.
  renewalOffered: yesNo.nullable().default(null),
  renewalOfferedAt: zonedInstant.nullable().default(null),
  renewalOfferedTo: line.default(''),
  renewalAnswer: z.enum(['renews', 'declines', 'undecided']).nullable().default(null),
  // What is asked for (P-15), H28, and what it is thought to take, for the estimate.
  workType: workType.nullable().default(null),
  estimateRemoteHours: z.number().int().min(0).max(10_000).nullable().default(null),
  estimateRemoteDays: z.number().int().min(0).max(1_000).nullable().default(null),
  estimateOnSiteDays: z.number().int().min(0).max(1_000).nullable().default(null),
  // Where the fault is thought to lie (P-23), H29: one of the case's systems, or an excluded system of the catalogue.
  suspectedSystemId: uuid.nullable().default(null),
  suspectedExcludedId: line.default(''),
  suspectedWhy: text.default(''),
};

/**
 * A case. Fields are flat, because a merge works field by field (S5): two people may fill in different fields of one case.
 * An empty text or `null` means 'not answered yet'.
 */
export const caseRecord = z.strictObject({
  id: uuid,
  organisationId: uuid,
  createdAt: zonedInstant,
  engineer: personRef,
  title: line,
  customer: line,
  site: line,
  state: caseState,

  // The problem: what the specification says against what happens (P-14), H1 to H5.
  specified: text,
  observed: text,
  firstSeen: zonedInstant.nullable(),
  lastWorked: zonedInstant.nullable(),
  frequency: z.enum(['constant', 'intermittent', 'once']).nullable(),
  reproduced: yesNo.nullable(),
  reproduction: text,
  unmodified: yesNo.nullable(),
  impact: text,
  affectedUsers: z.number().int().min(0).max(10_000_000).nullable(),
  priority: priority.nullable(),
  priorityReason: text,

  // What changed since it last worked (P-24), H11.
  networkChanged: yesNo.nullable(),
  networkChange: text,
  networkChangedAt: zonedInstant.nullable(),
  ucChanged: yesNo.nullable(),
  ucChange: text,
  ucChangedAt: zonedInstant.nullable(),

  // Level 1's outcome (P-05, H21) and why Level 3 (P-08, H25).
  level1Outcome: z.enum(['solved', 'not-solved']).nullable(),
  level1Summary: text,
  level1EndedAt: zonedInstant.nullable(),
  escalationReason: z.enum(['technical-nature', 'proprietary-information']).nullable(),
  escalationExplanation: text,
  oneProblem: yesNo.nullable(),
  ask: text,

  // People and papers: H30, H31, H34, H40, H42, H43.
  contactName: line,
  contactPhone: line,
  contactEmail: line,
  contactAroundTheClock: yesNo.nullable(),
  backupConfirmed: yesNo.nullable(),
  backupBy: line,
  backupAt: zonedInstant.nullable(),
  accessHow: text,
  accessContact: line,
  notifiedBy: z.enum(['telephone', 'web-ticket']).nullable(),
  notifiedAt: zonedInstant.nullable(),
  customerDelays: yesNo.nullable(),
  customerDelayNotes: text,
  ...entitlementFields,
});
export type CaseRecord = z.infer<typeof caseRecord>;

/** What a case of before schema 3 lacks, as not answered. */
export const unansweredEntitlement = z.object(entitlementFields).parse({});

/** A transition of a case, or another thing worth telling: who, when, from where to where, why. Only ever added. */
export const caseEvent = z.strictObject({
  id: uuid,
  caseId: uuid,
  kind: z.enum(['opened', 'transition', 'imported', 'handed-off', 'approved', 'received', 'refused']),
  at: zonedInstant,
  /** Nobody, where the hub itself acted. */
  by: personRef.nullable(),
  from: caseState.nullable(),
  to: caseState.nullable(),
  reason: text,
});
export type CaseEvent = z.infer<typeof caseEvent>;

/** The hub's receipt for one packet (S10). Written by the hub only. */
export const receipt = z.strictObject({
  id: uuid,
  caseId: uuid,
  packetId: uuid,
  revision: z.number().int().min(1),
  /** `T-1042`. */
  ticket: z.string().regex(/^T-\d{1,12}$/),
  receivedAt: instant,
  ruleSetVersion: z.string().max(40),
});
export type Receipt = z.infer<typeof receipt>;
