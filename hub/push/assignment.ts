/** Giving a case to a colleague, as the hub takes it: its engineer is somebody of the organisation who may hand it off (CS12). */
import { personRef } from '../../shared/base/people.ts';
import { validateAssignment } from '../../shared/cases/assign.ts';
import type { CaseRecord } from '../../shared/cases/case.ts';
import { roles } from '../../shared/certification/access.ts';
import type { Rejection } from '../../shared/sync/protocol.ts';
import type { EditContext, TableEdit } from './batch.ts';
import { namesOf } from './names.ts';

/**
 * A new case with an engineer of the organisation. One that came by file may name somebody whom the organisation does not have: it
 * is then of who brings it, and nobody is named as its engineer whom the hub does not know.
 */
export async function withOwnEngineer(context: EditContext, edit: TableEdit): Promise<TableEdit> {
  if (edit.table !== 'cases' || edit.op !== 'insert') return edit;
  const made = personRef.safeParse(edit.patch.engineer);
  if (!made.success || (await namesOf(context)).has(made.data.id)) return edit;
  const { id, name } = context.identity.person;
  return { ...edit, patch: { ...edit.patch, engineer: { id, name } } };
}

/** Why the case does not become this person's; null where it does, and where the edit changes no engineer. */
export async function refusedAssignment(
  { client, identity, scope }: EditContext,
  edit: TableEdit,
): Promise<Rejection | null> {
  if (edit.table !== 'cases' || edit.op !== 'patch' || edit.patch.engineer === undefined) return null;
  const to = personRef.safeParse(edit.patch.engineer);
  const record = scope.get('cases', edit.key)?.data as CaseRecord | null | undefined;
  // What has no shape, or no case, is refused as any edit is; what changes nobody is no assignment.
  if (!to.success || !record || to.data.id === record.engineer.id) return null;
  const { rows } = await client.query<{ id: string; name: string; roles: string[] }>(
    'SELECT id, name, roles FROM people WHERE id = $1 AND organisation_id = $2 AND ended_at IS NULL',
    [to.data.id, identity.organisation.id],
  );
  const [person] = rows;
  const colleague = person && { ...person, roles: roles.filter((role) => person.roles.includes(role)) };
  const message = validateAssignment(record, colleague ?? null);
  return message === null ? null : { code: person ? 'state' : 'forbidden', message };
}
