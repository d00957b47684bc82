/** What rows of a case are called where others name them by their ids. Pure. */
import { cut } from '../base/cut.ts';
import { dayInWords } from '../base/day-words.ts';
import { fileNames } from './attachments.ts';
import type { CaseContents } from './contents.ts';
import { systemName } from './systems.ts';

const MOST_OF_A_STEP = 80;

/** By table, then by id. */
export function rowNames({
  systems,
  attachments,
  consents,
  steps,
}: Pick<CaseContents, 'systems' | 'attachments' | 'consents' | 'steps'>) {
  const named = <R extends { id: string }>(rows: readonly R[], name: (row: R) => string) =>
    new Map(rows.map((row) => [row.id, name(row)]));
  return {
    systems: named(systems, systemName),
    attachments: fileNames(attachments),
    consents: named(consents, (row) => `${row.name}, ${dayInWords(row.signedOn)}`),
    steps: named(steps, (row) => cut(row.did, MOST_OF_A_STEP)),
  };
}
