/**
 * What would come back from Level 3, or cost the customer, and why: said before the drive home, whether it blocks or not.
 * Findings say what is missing; this says what the answers that are there lead to.
 */

import type { SystemRecord } from '../cases/records.ts';
import type { CaseRecord } from '../cases/schema.ts';
import type { ExcludedSystem } from '../policy/documents.ts';
import { coverage } from '../policy/entitlement.ts';
import { systemName } from './rule.ts';

export interface Outlook {
  /** `returned`: Level 3 does not take it so. `charged`: it takes it, and the customer pays or may pay. `void`: no times are promised. */
  kind: 'returned' | 'charged' | 'void';
  clause: string;
  words: string;
}

/** In the order of their weight: what is returned first. Empty where nothing of the kind is known. */
export function outlook(
  record: CaseRecord,
  systems: readonly SystemRecord[],
  excluded: readonly ExcludedSystem[],
): Outlook[] {
  const found: Outlook[] = [];
  const say = (kind: Outlook['kind'], clause: string, words: string) => found.push({ kind, clause, words });

  if (record.suspectedExcludedId !== '') {
    const name = excluded.find(({ id }) => id === record.suspectedExcludedId)?.name ?? 'the system';
    say('returned', 'P-23', `The suspected system is one that IPcelerate does not troubleshoot: ${name}.`);
  }
  const suspected = systems.find(({ id }) => id === record.suspectedSystemId);
  if (suspected?.productId === null && suspected.suppliedByIpcelerate === 'no')
    say('returned', 'P-23', `IPcelerate did not provide ${systemName(suspected)}, the suspected system.`);
  if (record.unmodified === 'no')
    say('returned', 'P-21', 'It does not show in the unmodified product on the approved platform.');
  for (const system of systems)
    if (system.role === 'affected' && system.approvedPlatform === 'no')
      say('returned', 'P-21', `${systemName(system)} does not run on the approved platform.`);

  if (record.damage === 'yes')
    say('returned', 'P-22', 'It may come from damage by the customer, its environment or negligence.');

  const covered = coverage({
    maintenance: record.maintenance,
    impactMember: record.impactMember === null ? null : record.impactMember === 'yes',
    workType: record.workType,
    releaseStep: 'none',
  });
  if (covered.kind === 'fee-based')
    for (const { clause, words } of covered.reasons) say('charged', clause, words);
  for (const [changed, what] of [
    [record.networkChanged, 'The network'],
    [record.ucChanged, 'Cisco Unified Communications'],
  ] as const)
    if (changed === 'yes')
      say(
        'charged',
        'P-24',
        `${what} changed: problems that come from it are not IPcelerate’s, and work on them may be charged.`,
      );

  if (record.customerDelays === 'yes')
    say('void', 'P-33', 'The customer caused delays: times are void where access is denied or delayed.');
  return found;
}
