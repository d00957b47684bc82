/** How a partner's case ends, and how a lead takes an end back. See shared/cases/SPEC.md, CS2 and CS10. */
import { t } from '@lingui/core/macro';
import { isSentence } from '../../shared/base/spoken.ts';
import { type PartnerEnd, validateEnd } from '../../shared/cases/ends.ts';
import type { CaseRecord } from '../../shared/cases/schema.ts';
import { collapseSteps } from '../../shared/cases/steps.ts';
import { type Outcome, refusal } from '../store/outcome.ts';
import type { AppServices } from '../views/app-services.ts';
import { transitionEdits } from './cases.ts';
import { readUnsaved, unsavedWords } from './unsaved-case.ts';

type Parts = Pick<AppServices, 'db' | 'person' | 'newId' | 'here' | 'write'>;

export interface EndFields {
  endedAs: PartnerEnd;
  endClause?: string;
  endSentTo?: string;
  endReason?: string;
  level1Summary?: string;
  level2Summary?: string;
}

/** Ends the case, where what its end asks for is said, and nothing that was typed into it waits to be saved: nobody could complete it then. */
export async function endCase(app: Parts, record: CaseRecord, said: EndFields): Promise<Outcome> {
  const now = app.here();
  const fields: Partial<CaseRecord> = {
    ...said,
    ...(said.endedAs === 'solved-level1' && {
      level1Outcome: 'solved' as const,
      level1EndedAt: record.level1EndedAt ?? now,
    }),
    ...(said.endedAs === 'solved-level2' && { level2EndedAt: record.level2EndedAt ?? now }),
  };
  const rows = await app.db.steps.where({ caseId: record.id }).toArray();
  const steps = collapseSteps(rows).map(({ current }) => current);
  const problem = validateEnd({ ...record, ...fields }, steps);
  if (problem) return refusal('invalid', problem, t`The case is open as it was.`);
  const texts = await readUnsaved(app, record.id);
  if (texts.length > 0) return refusal('unsaved', unsavedWords(texts), t`The case is open as it was.`);
  const { level1Summary, level2Summary, endReason } = { ...record, ...fields };
  const reason = endReason || level2Summary || level1Summary;
  return app.write([
    { op: 'patch', table: 'cases', key: record.id, fields },
    ...(await transitionEdits(app, record, 'closed', reason)),
  ]);
}

/** Opens a closed case again, where it was; a lead does that, and says why. */
export async function reopenCase(app: Parts, record: CaseRecord, reason: string): Promise<Outcome> {
  if (!isSentence(reason))
    return refusal(
      'invalid',
      t`Write in a sentence why the case is opened again.`,
      t`It is closed as it was.`,
    );
  const to = record.level1Outcome === 'not-solved' ? 'level2' : 'level1';
  // Level 2 has not ended in a case that goes on.
  const open = { endedAs: null, endClause: '', endSentTo: '', endReason: '', level2EndedAt: null };
  return app.write([
    // The state first: what is closed takes nothing else.
    ...(await transitionEdits(app, record, to, reason)),
    {
      op: 'patch',
      table: 'cases',
      key: record.id,
      fields: { ...open, ...(to === 'level1' && { level1Outcome: null, level1EndedAt: null }) },
    },
  ]);
}
