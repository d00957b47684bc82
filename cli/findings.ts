/** `findings CASE.json`: what the rules find in the facts that a case file holds. */

import { parseArgs } from 'node:util';
import { z } from 'zod';
import { messageOf } from '../shared/base/fault.ts';
import { instant } from '../shared/base/values.ts';
import { factsOfCase } from '../shared/collect/case-fields.ts';
import { evaluateFindings } from '../shared/collect/findings/evaluate.ts';
import { startSet } from '../shared/collect/findings/start-set.ts';
import { refuse } from './bounded-file.ts';
import { readCasePart } from './case-part.ts';

const source = z.object({
  kind: z.string(),
  name: z.string().optional(),
  fromLine: z.number().nullable().optional(),
});

/** Only what the question needs, so that a case file of another version, with other fields, is answered, too. */
const caseFile = z.object({
  format: z.literal('partner-console-case'),
  contents: z.object({
    case: z.object({ firstSeen: z.object({ at: z.string() }).nullable().default(null) }),
    systems: z.array(
      z.object({ id: z.string(), hostname: z.string(), productName: z.string(), provenance: source }),
    ),
    configuration: z.array(
      z.object({
        systemId: z.string(),
        section: z.string(),
        key: z.string(),
        value: z.string(),
        provenance: source,
      }),
    ),
    revisions: z.array(
      z.object({ systemId: z.string(), component: z.string(), version: z.string(), provenance: source }),
    ),
  }),
});

/** @returns the exit code */
export async function findings(args: readonly string[]): Promise<0 | 1 | 2> {
  let parsed: ReturnType<typeof options>;
  try {
    parsed = options(args);
  } catch (error) {
    return refuse(`${messageOf(error)}`);
  }
  const [path, ...more] = parsed.positionals;
  if (!path || more.length > 0) return refuse('Say which case file to look at: findings CASE.json');
  const now = parsed.values.at ?? new Date().toISOString();
  if (!instant.safeParse(now).success)
    return refuse(`--at ${now} is no time. Give one such as 2026-11-23T13:00:00Z.`);
  const read = await readCasePart(path, caseFile);
  if (!read.ok) return refuse(read.message);
  const { contents } = read.part;
  const found = evaluateFindings(factsOfCase(contents), startSet, {
    now,
    faultAt: contents.case.firstSeen?.at ?? null,
    capturedAt: null,
  });
  if (parsed.values.json)
    process.stdout.write(`${JSON.stringify({ rules: startSet.length, findings: found }, null, 2)}\n`);
  else {
    for (const { message, todo, clause, evidence } of found) {
      process.stdout.write(`${message}${clause === null ? '' : ` (${clause})`}\n  ${todo}\n`);
      for (const { file: name, line, text } of evidence) process.stdout.write(`  ${name}:${line}: ${text}\n`);
    }
    if (found.length === 0) process.stdout.write(`None of the ${startSet.length} rules finds anything.\n`);
  }
  return found.length === 0 ? 0 : 1;
}

function options(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, at: { type: 'string' } },
  });
}
