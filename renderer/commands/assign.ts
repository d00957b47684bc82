/** Gives a case to a colleague: offline as well, and told in its history. See shared/cases/SPEC.md, CS12. */
import { t } from '@lingui/core/macro';
import type { PersonRef } from '../../shared/base/people.ts';
import { validateAssignment } from '../../shared/cases/assign.ts';
import { type Outcome, refusal } from '../store/outcome.ts';
import type { AppServices } from '../views/app-services.ts';
import { readUnsaved, unsavedWords } from './unsaved-case.ts';

type Parts = Pick<AppServices, 'db' | 'person' | 'newId' | 'here' | 'write'>;

/**
 * @param why what the colleague has to know, for the history; may be empty
 * @returns refused where something typed into the case here is not saved, the case is handed off, or the person is no engineer of the organisation
 */
export async function assignCase(
  app: Parts,
  caseId: string,
  person: PersonRef,
  why: string,
): Promise<Outcome> {
  const record = await app.db.cases.get(caseId);
  if (!record) return refusal('gone', t`The case is no longer on this computer.`);
  const member = (await app.db.members.get(person.id)) ?? null;
  const problem = validateAssignment(record, member);
  if (problem !== null) return refusal('invalid', problem, t`Nothing was changed.`);
  const texts = await readUnsaved(app, caseId);
  if (texts.length > 0)
    return refusal('unsaved', unsavedWords(texts), t`The case is back with who had it before.`);
  const engineer = { id: person.id, name: member?.name ?? person.name };
  const note = why.trim();
  return app.write([
    { op: 'patch', table: 'cases', key: caseId, fields: { engineer } },
    {
      op: 'insert',
      table: 'events',
      row: {
        id: app.newId(),
        caseId,
        kind: 'assigned',
        at: app.here(),
        by: await app.person(),
        from: null,
        to: null,
        reason: note === '' ? engineer.name : `${engineer.name}: ${note}`,
      },
    },
  ]);
}
