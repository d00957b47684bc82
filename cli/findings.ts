/** `findings CASE.json`: what the rules find in the facts that a case file holds. */

import type { ParseArgsOptionsConfig } from 'node:util';
import { z } from 'zod';
import { factsOfCase } from '../shared/collect/case-fields.ts';
import { evaluateFindings } from '../shared/collect/findings/evaluate.ts';
import { startSet } from '../shared/collect/findings/start-set.ts';
import { readCasePart } from './case-part.ts';
import { refuse } from './files.ts';
import { readFileFlags } from './flags.ts';
import { instantOf } from './instant-flag.ts';

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
      z.object({
        systemId: z.string(),
        component: z.string(),
        version: z.string(),
        // Not there in files of before schema 6.
        state: z.enum(['active', 'inactive']).nullable().default(null),
        provenance: source,
      }),
    ),
  }),
});

const options = {
  json: { type: 'boolean', default: false },
  at: { type: 'string' },
} satisfies ParseArgsOptionsConfig;

/** @returns the exit code */
export async function findings(args: readonly string[]): Promise<0 | 1 | 2> {
  const given = readFileFlags(args, options, 'Say which case file to look at: findings CASE.json');
  const now = given && instantOf(given.values.at);
  if (!now) return 2;
  const { path, values } = given;
  const read = await readCasePart(path, caseFile);
  if (!read.ok) return refuse(read.message);
  const { contents } = read.part;
  const found = evaluateFindings(factsOfCase(contents), startSet, {
    now,
    faultAt: contents.case.firstSeen?.at ?? null,
    capturedAt: null,
  });
  if (values.json)
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
