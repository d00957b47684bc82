/** Rules of findings as the hub distributes them: published with outputs that they were tried on. See SPEC.md, N1 to N4. */
import { z } from 'zod';
import { messageOf } from '../base/fault.ts';
import { parseForeignJson } from '../base/json-bounds.ts';
import { later } from '../base/later.ts';
import { instant, line } from '../base/values.ts';
import { type FindingRule, findingRule } from '../collect/findings/schema.ts';
import { startSet } from '../collect/findings/start-set.ts';

/** An output, and whether the rule finds something in it. */
const ruleSample = later(() =>
  z.strictObject({
    name: line.min(1),
    /** With its prompt and command, as it is captured. */
    text: z.string().min(1).max(20_000),
    finds: z.boolean(),
    /** The day of the trial, for rules over dates; and when the fault was, where the rule asks for it. */
    now: instant,
    faultAt: instant.nullable(),
    capturedAt: instant.nullable(),
  }),
);
export type RuleSample = z.infer<typeof ruleSample>;

export const ruleRecord = later(() =>
  z.strictObject({
    /** The rule's own id: one of the start set is changed by a row with its id. */
    id: z.string().regex(/^[a-z0-9-]{3,60}$/),
    rule: findingRule,
    /** False switches the rule off on every device. */
    active: z.boolean(),
    samples: z.array(ruleSample).min(2).max(10),
    publishedAt: instant,
  }),
);
export type RuleRecord = z.infer<typeof ruleRecord>;

/** A rule with its samples as somebody typed it, or why it is none, in sentences. */
export function readRule(text: string): { row: RuleRecord } | { faults: string[] } {
  let value: unknown;
  try {
    value = parseForeignJson(text);
  } catch (error) {
    // Unreported: who types a rule is told what is wrong with it.
    return { faults: [`It is no JSON: ${messageOf(error)}.`] };
  }
  const parsed = ruleRecord.safeParse(value);
  if (parsed.success) return { row: parsed.data };
  return {
    faults: parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'The rule'}: ${message}.`),
  };
}

/** The rules that a device goes by: the start set, changed, switched off and added to by what the hub distributes. */
export function rulesInForce(published: readonly RuleRecord[]): FindingRule[] {
  const byId = new Map(startSet.map((rule) => [rule.id, rule]));
  for (const { id, rule, active } of published) {
    if (!active) byId.delete(id);
    // A console that is newer than what was published keeps its own.
    else if ((byId.get(id)?.version ?? 0) <= rule.version) byId.set(id, rule);
  }
  return [...byId.values()];
}
