/** Trying a rule of findings on its samples before it is published. See SPEC.md, N2. */
import { collect } from '../collect/collect.ts';
import type { FindingRule } from '../collect/findings/schema.ts';
import type { RuleRecord, RuleSample } from './rules.ts';

/** What the rule finds in one of its samples. */
export function findsInSample(rule: FindingRule, sample: RuleSample): boolean {
  const { now, faultAt, capturedAt } = sample;
  const { findings } = collect([{ name: sample.name, text: sample.text, notes: [] }], {
    findings: { rules: [rule], context: { now, faultAt, capturedAt } },
  });
  return findings.length > 0;
}

/** What is wrong with a rule before it is tried, in sentences. */
export function faultsOfForm({ id, rule, samples }: RuleRecord): string[] {
  const faults: string[] = [];
  if (rule.id !== id) faults.push(`The rule calls itself ${rule.id}, and is published as ${id}.`);
  for (const wanted of [true, false])
    if (!samples.some(({ finds }) => finds === wanted))
      faults.push(
        wanted
          ? 'None of the samples is one in which it finds something.'
          : 'None of the samples is a near miss, in which it finds nothing.',
      );
  return faults;
}

/** Why a rule may not be published, in sentences; none where it may. */
export function validateFindingRule(record: RuleRecord): string[] {
  const { rule, samples } = record;
  const faults = faultsOfForm(record);
  for (const sample of samples) {
    const finds = findsInSample(rule, sample);
    if (finds !== sample.finds)
      faults.push(
        finds
          ? `In ${sample.name} it finds something, and should not.`
          : `In ${sample.name} it finds nothing, and should.`,
      );
  }
  return faults;
}
