/** `entitlement CASE.json`: whether maintenance covers the work that a case file asks for. */

import type { ParseArgsOptionsConfig } from 'node:util';
import { z } from 'zod';
import { assertNever, date, yesNo } from '../shared/base/values.ts';
import { centralDate } from '../shared/policy/central-time.ts';
import { dateFault } from '../shared/policy/dates.ts';
import { type Coverage, coverage, feeBasedWork } from '../shared/policy/entitlement.ts';
import { statedMaintenance } from '../shared/policy/maintenance.ts';
import { readCasePart } from './case-part.ts';
import { refuse } from './files.ts';
import { readFileFlags } from './flags.ts';

/** Only what the question needs, so that a case file of an older console, without these fields, is answered, too. */
const caseFile = z.object({
  format: z.literal('partner-console-case'),
  contents: z.object({
    case: z.object({
      maintenance: z.enum(['current', 'lapsed', 'never']).nullable().default(null),
      maintenanceFrom: date.nullable().default(null),
      maintenanceUntil: date.nullable().default(null),
      impactMember: yesNo.nullable().default(null),
      workType: z
        .enum(['defect', 'information', 'minor-upgrade', ...feeBasedWork])
        .nullable()
        .default(null),
    }),
  }),
});

const missingWords = {
  maintenance: 'whether the customer has maintenance (P-16, P-17)',
  impactMember: 'whether the customer is an Impact member (P-12)',
  workType: 'what kind of work it is (P-15)',
} as const;

function printed(answer: Coverage, maintenance: string | null): string {
  const reasons = answer.reasons.map(({ words, clause }) => `  ${words} (${clause})`);
  const head = `Maintenance: ${maintenance ?? 'not answered'}.`;
  switch (answer.kind) {
    case 'covered':
      return [head, 'Covered by maintenance.', ...reasons, ''].join('\n');
    case 'fee-based': {
      const offer =
        answer.offer === null
          ? []
          : [
              `  First offer to ${answer.offer === 'renew' ? 'renew' : 'sign'} maintenance; otherwise the customer signs the fees (P-18)`,
            ];
      return [head, 'Fee based.', ...reasons, ...offer, ''].join('\n');
    }
    case 'unknown':
      return [
        head,
        'Not known yet. Missing:',
        ...answer.missing.map((field) => `  ${missingWords[field]}`),
        '',
      ].join('\n');
    default:
      return assertNever(answer);
  }
}

const options = {
  json: { type: 'boolean', default: false },
  at: { type: 'string' },
} satisfies ParseArgsOptionsConfig;

/** @returns the exit code */
export async function entitlement(args: readonly string[]): Promise<0 | 1 | 2> {
  const given = readFileFlags(args, options, 'Say which case file to look at: entitlement CASE.json');
  if (!given) return 2;
  const { path, values } = given;
  const day = values.at ?? centralDate(Date.now());
  const fault = dateFault(day);
  if (fault) return refuse(`--at: ${fault}`);
  const read = await readCasePart(path, caseFile);
  if (!read.ok) return refuse(read.message);
  const record = read.part.contents.case;
  const maintenance = statedMaintenance(record, day);
  const answer = coverage({
    maintenance,
    impactMember: record.impactMember === null ? null : record.impactMember === 'yes',
    workType: record.workType,
    releaseStep: 'none',
  });
  const { maintenanceFrom: from, maintenanceUntil: until } = record;
  process.stdout.write(
    values.json
      ? `${JSON.stringify({ at: day, maintenance, from, until, workType: record.workType, coverage: answer }, null, 2)}\n`
      : printed(answer, maintenance),
  );
  return answer.kind === 'covered' ? 0 : 1;
}
