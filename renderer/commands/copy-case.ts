/** A copy of a case as a new one: what was described is taken over, what was signed, waived and decided is not. */

import { t } from '@lingui/core/macro';
import { cut } from '../../shared/base/cut.ts';
import { caseNumber } from '../../shared/base/ids.ts';
import { withNewIds } from '../../shared/cases/case-file.ts';
import type { CaseRecord } from '../../shared/cases/schema.ts';
import { refusalWords } from '../store/outcome.ts';
import type { Edit } from '../store/write.ts';
import type { AppServices } from '../views/app-services.ts';
import { readContents } from '../views/contents.ts';

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
  productChanged: null,
  productChangedAt: null,
  productChange: '',
  changeNotCause: '',
  level2EndedAt: null,
  level2Summary: '',
  noWorkAroundWhy: '',
  noExampleWhy: '',
  backupWhat: '',
  backupWhere: '',
  accessTriedAt: null,
  damage: null,
  damageNotes: '',
  endedAs: null,
  endClause: '',
  endSentTo: '',
  endReason: '',
  customerDelays: null,
  customerDelayNotes: '',
} as const satisfies Partial<CaseRecord>;

export async function copyCase(
  app: AppServices,
  caseId: string,
): Promise<{ ok: true; id: string } | { ok: false; message: string }> {
  const from = await readContents(app.db, caseId);
  if (!from) return { ok: false, message: t`The case is no longer on this computer.` };
  const contents = withNewIds({ ...from, steps: [], attachments: [], redactions: [] }, app.newId);
  const by = await app.person();
  const record: CaseRecord = {
    ...contents.case,
    ...askedAgain,
    title: cut(`Copy of ${from.case.title}`, 300),
    state: 'level1',
    engineer: by,
    createdAt: app.here(),
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
        id: app.newId(),
        caseId: record.id,
        kind: 'opened',
        at: app.here(),
        by,
        from: null,
        to: 'level1',
        reason: `Copy of ${caseNumber(caseId)}`,
      },
    },
  ];
  const result = await app.write(edits);
  return result.kind === 'saved' ? { ok: true, id: record.id } : { ok: false, message: refusalWords(result) };
}
