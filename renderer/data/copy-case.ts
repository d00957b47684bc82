/** A copy of a case as a new one: what was described is taken over, what was signed, waived and decided is not. */
import { withNewIds } from '../../shared/cases/case-file.ts';
import type { CaseRecord } from '../../shared/cases/schema.ts';
import { caseNumber } from '../../shared/sync/ids.ts';
import type { Console } from './console.ts';
import { readContents } from './contents.ts';
import type { Edit } from './write.ts';

/** Answers that belong to the one time: a copy is asked for them again. */
const askedAgain = {
  firstSeen: null,
  lastWorked: null,
  level1Outcome: null,
  level1EndedAt: null,
  backupConfirmed: null,
  backupBy: '',
  backupAt: null,
  notifiedBy: null,
  notifiedAt: null,
  customerDelays: null,
  customerDelayNotes: '',
} as const satisfies Partial<CaseRecord>;

export async function copyCase(
  console: Console,
  caseId: string,
): Promise<{ ok: true; id: string } | { ok: false; message: string }> {
  const from = await readContents(console.db, caseId);
  if (!from) return { ok: false, message: 'The case is no longer on this computer.' };
  const contents = withNewIds({ ...from, steps: [], attachments: [], redactions: [] }, console.newId);
  const by = await console.person();
  const record: CaseRecord = {
    ...contents.case,
    ...askedAgain,
    title: `Copy of ${from.case.title}`.slice(0, 300),
    state: 'level1',
    engineer: by,
    createdAt: console.here(),
  };
  const edits: Edit[] = [
    { op: 'insert', table: 'cases', row: record },
    ...contents.systems.map((row): Edit => ({ op: 'insert', table: 'systems', row })),
    // Without files: they are of the other case.
    ...contents.configuration
      .filter((row) => row.kind === 'entry')
      .map((row): Edit => ({ op: 'insert', table: 'configuration', row })),
    ...contents.revisions.map((row): Edit => ({ op: 'insert', table: 'revisions', row })),
    {
      op: 'insert',
      table: 'events',
      row: {
        id: console.newId(),
        caseId: record.id,
        kind: 'opened',
        at: console.here(),
        by,
        from: null,
        to: 'level1',
        reason: `Copy of ${caseNumber(caseId)}`,
      },
    },
  ];
  const result = await console.write(edits);
  return result.kind === 'saved' || result.reason === 'journal'
    ? { ok: true, id: record.id }
    : { ok: false, message: result.message };
}
