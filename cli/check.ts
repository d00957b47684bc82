/** `check CASE.json`: the handoff rules on a case file. */

import type { ParseArgsOptionsConfig } from 'node:util';
import { MAX_CASE_FILE_BYTES } from '../shared/bridge/contract.ts';
import { parseCaseFile } from '../shared/cases/case-file.ts';
import { evaluate, hasBlockers } from '../shared/handoff/evaluate.ts';
import { RULE_SET_VERSION } from '../shared/handoff/rule-set.ts';
import { type Finding, parts } from '../shared/handoff/schema.ts';
import { readBounded } from './bounded-file.ts';
import { refuse } from './files.ts';
import { readFileFlags } from './flags.ts';
import { instantOf } from './instant-flag.ts';

const partWords = {
  problem: 'Problem',
  systems: 'System description',
  configuration: 'Configuration',
  revisions: 'Revision levels',
  steps: 'Steps already taken',
  papers: 'People and papers',
} as const;
const severityWords = { blocker: 'missing', warning: 'warning', note: 'note' } as const;

function printed(findings: readonly Finding[]): string {
  const lines: string[] = [];
  for (const part of parts) {
    const own = findings.filter((finding) => finding.part === part);
    if (own.length === 0) continue;
    lines.push(partWords[part]);
    for (const { severity, rule, clause, message, fix } of own) {
      lines.push(
        `  ${severityWords[severity].padEnd(8)}${rule.padEnd(4)} ${message}${clause ? ` (${clause})` : ''}. ${fix}`,
      );
    }
  }
  const blockers = findings.filter((finding) => finding.severity === 'blocker').length;
  lines.push(
    blockers === 0
      ? 'Nothing blocks the handoff.'
      : `${blockers} ${blockers === 1 ? 'thing is' : 'things are'} missing.`,
  );
  return `${lines.join('\n')}\n`;
}

const options = {
  json: { type: 'boolean', default: false },
  at: { type: 'string' },
} satisfies ParseArgsOptionsConfig;

/** @returns the exit code */
export async function check(args: readonly string[]): Promise<0 | 1 | 2> {
  const given = readFileFlags(args, options, 'Say which case file to check: check CASE.json');
  const at = given && instantOf(given.values.at);
  if (!at) return 2;
  const { path, values } = given;
  const file = await readBounded(path, 'case file', MAX_CASE_FILE_BYTES / 1_048_576);
  if (!file.ok) return refuse(file.message);
  const answer = parseCaseFile(file.text, MAX_CASE_FILE_BYTES);
  if (!answer.ok) return refuse(`${path}: ${answer.message}`);
  const { contents, products, papers: referenceData = null } = answer.file;
  const findings = evaluate(contents, { now: at, products, referenceData });
  process.stdout.write(
    values.json
      ? `${JSON.stringify({ ruleSetVersion: RULE_SET_VERSION, at, findings }, null, 2)}\n`
      : printed(findings),
  );
  return hasBlockers(findings) ? 1 : 0;
}
