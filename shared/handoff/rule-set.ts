/** All handoff rules that are in force, in the order of their numbers. SPEC.md says which numbers come with later work. */
import type { Rule } from './rule.ts';
import { fileRules } from './rules/files.ts';
import { paperRules } from './rules/papers.ts';
import { problemRules } from './rules/problem.ts';
import { stepRules } from './rules/steps.ts';
import { systemRules } from './rules/systems.ts';

/** The number in `H12`. */
export function ruleNumber(id: string): number {
  return Number(id.slice(1));
}

export const ruleSet: readonly Rule[] = [
  ...problemRules,
  ...systemRules,
  ...fileRules,
  ...stepRules,
  ...paperRules,
].sort((a, b) => ruleNumber(a.id) - ruleNumber(b.id));
