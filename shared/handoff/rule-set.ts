/** All handoff rules that are in force, in the order of their numbers. SPEC.md says which numbers come with later work. */
import type { Rule } from './rule.ts';
import { causeRules } from './rules/cause.ts';
import { certificationRules } from './rules/certification.ts';
import { changeRules } from './rules/changes.ts';
import { configurationRules } from './rules/configuration.ts';
import { entitlementRules } from './rules/entitlement.ts';
import { evidenceRules } from './rules/evidence.ts';
import { fileRules } from './rules/files.ts';
import { peopleRules } from './rules/people.ts';
import { policyAcceptanceRules } from './rules/policy-acceptance.ts';
import { problemRules } from './rules/problem.ts';
import { requestRules } from './rules/request.ts';
import { revisionRules } from './rules/revisions.ts';
import { stepRules } from './rules/steps.ts';
import { systemRules } from './rules/systems.ts';

/** The number in `H12`. */
export function ruleNumber(id: string): number {
  return Number(id.slice(1));
}

export const ruleSet: readonly Rule[] = [
  ...problemRules,
  ...requestRules,
  ...systemRules,
  ...configurationRules,
  ...changeRules,
  ...revisionRules,
  ...stepRules,
  ...evidenceRules,
  ...peopleRules,
  ...entitlementRules,
  ...causeRules,
  ...policyAcceptanceRules,
  ...certificationRules,
  ...fileRules,
].sort((a, b) => ruleNumber(a.id) - ruleNumber(b.id));

/** The version whose rules name none: it is counted up where a rule goes, which can say nothing any more. */
const BEGINNING = '2026.11.5';

/** The later of two versions, number by number: `2026.11.10` comes after `2026.11.9`. */
function later(one: string, other: string): string {
  const [a, b] = [one, other].map((each) => each.split('.').map(Number)) as [number[], number[]];
  const at = a.findIndex((part, index) => part !== b[index]);
  return (a[at] ?? 0) < (b[at] ?? 0) ? other : one;
}

/** The version of these rules: the latest that one of them names. */
export function versionOf(rules: readonly Pick<Rule, 'asOf'>[]): string {
  return rules.reduce((latest, { asOf = BEGINNING }) => later(latest, asOf), BEGINNING);
}

/** Version of the rule set; stamped on every packet and receipt. Changes whenever a rule's answer can change. */
export const RULE_SET_VERSION = versionOf(ruleSet);
