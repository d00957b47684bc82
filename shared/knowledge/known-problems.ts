/** Known problems: what was found once, for whoever meets it next (P-04, H19, H20). See SPEC.md, N7 to N10. */
import { z } from 'zod';
import { uuid } from '../base/ids.ts';
import { instant, line, text } from '../base/values.ts';
import { documentationSource } from '../cases/steps.ts';
import type { FindingRule } from '../collect/findings/schema.ts';
import { isLinear } from '../collect/textfsm/regex/linear.ts';
import { PatternError } from '../collect/textfsm/regex/syntax.ts';

/** A pattern that a message of a log fits where the problem is met; empty for none. In linear time only, as all of rules. */
const signature = line.superRefine((source, context) => {
  if (source === '') return;
  try {
    if (!isLinear(source))
      context.addIssue({
        code: 'custom',
        message: 'has look-around or references, which no signature may have',
      });
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    context.addIssue({ code: 'custom', message: `is no pattern: ${error.message}` });
  }
});

export const knownProblem = z.strictObject({
  /** As people call it: `KP-0213`. */
  id: z.string().regex(/^[A-Z]{2,4}-\d{1,8}$/),
  title: line.min(1),
  symptom: text,
  /** Products of the catalogue; none for any. */
  products: z.array(line).max(50),
  /** Versions that have it, `below` not in it; empty where it is not known. */
  from: line,
  below: line,
  signature,
  workaround: text,
  fixedIn: line,
  /** What kind of documentation it is (P-04). */
  source: documentationSource,
  /** The whole of a bulletin, a chapter or a list, as Markdown; may be empty. */
  body: z.string().max(100_000),
  /** The ticket whose answer it comes from. */
  ticketId: uuid.nullable(),
  publishedAt: instant,
  sample: z.boolean(),
});
export type KnownProblem = z.infer<typeof knownProblem>;

/** The next free number of the form `KP-0001`. */
export function nextProblemId(problems: readonly Pick<KnownProblem, 'id'>[]): string {
  const numbers = problems.map(({ id }) => Number(/^KP-(\d+)$/.exec(id)?.[1] ?? 0));
  return `KP-${String(Math.max(0, ...numbers) + 1).padStart(4, '0')}`;
}

/** The signatures of known problems as rules over what was collected. */
export function signatureRules(problems: readonly KnownProblem[]): FindingRule[] {
  return problems
    .filter(({ signature: pattern }) => pattern !== '')
    .map((problem) => ({
      id: `known-${problem.id.toLowerCase()}`,
      version: 1,
      when: [{ kind: 'log', pattern: problem.signature, count: 1, minutes: null }],
      message: `{system} shows what ${problem.id} describes: ${problem.title.replace(/[{}]/g, '')}.`.slice(
        0,
        1_000,
      ),
      todo: (problem.workaround.trim() === ''
        ? `Read ${problem.id} and say in the case whether it is the same.`
        : problem.workaround
      ).slice(0, 1_000),
      clause: 'P-04',
      handoff: problem.fixedIn === '' ? null : `Fixed in ${problem.fixedIn}.`,
    }));
}
