/** What the operator does: see people and their devices, add people, end a device. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { uuid, uuidv7 } from '../../shared/base/ids.ts';
import { line } from '../../shared/base/values.ts';
import { role, rolesFit } from '../../shared/certification/access.ts';
import { Refusal } from '../refusal.ts';
import { type Database, transaction } from '../store/database.ts';
import { addOrganisation } from '../store/organisations.ts';
import { addOwnAudit } from './audit.ts';

export const codeRequest = z.strictObject({ personId: uuid });
export const personRequest = z.strictObject({
  /** Made where it is not there yet; null gives a fresh id. */
  organisation: z.strictObject({ id: uuid.nullable(), name: line.min(1) }),
  name: line.min(1),
  email: z.email().max(300),
  roles: z.array(role).min(1).max(8).refine(rolesFit, 'the desk’s roles do not go with a partner’s'),
});
export const revokeRequest = z.strictObject({ deviceId: uuid, reason: line.min(1) });

/** Everybody with organisation and devices, by organisation and name; the first thousand. */
export async function listPeople(database: Database): Promise<unknown[]> {
  const { rows } = await database.query(
    `SELECT p.id, p.name, p.email, p.roles, json_build_object('id', o.id, 'name', o.name, 'sample', o.sample) AS organisation,
            coalesce(json_agg(json_build_object('id', d.id, 'name', d.name, 'enrolledAt', d.enrolled_at, 'revokedAt', d.revoked_at)
              ORDER BY d.enrolled_at) FILTER (WHERE d.id IS NOT NULL), '[]') AS devices
       FROM people p JOIN organisations o ON o.id = p.organisation_id LEFT JOIN devices d ON d.person_id = p.id
      GROUP BY p.id, o.id ORDER BY o.name, p.name LIMIT 1000`,
  );
  return rows;
}

/** Adds a person, and their organisation where it is new. @throws Refusal 409 where the e-mail address is known */
export async function addPerson(
  database: Database,
  request: z.infer<typeof personRequest>,
): Promise<{ personId: string; organisationId: string }> {
  const newId = () => uuidv7(Date.now(), randomBytes(10));
  const personId = newId();
  const organisationId = request.organisation.id ?? newId();
  const { name, email, roles } = request;
  return transaction(database, async (client) => {
    const known = await client.query('SELECT 1 FROM people WHERE email = $1', [email]);
    if (known.rowCount) throw new Refusal(409, 'known-person', 'There is a person with this e-mail address.');
    await addOrganisation(client, { id: organisationId, name: request.organisation.name, sample: false }, [
      { id: personId, name, email, roles },
    ]);
    await addOwnAudit(client, {
      action: 'person-added',
      subject: personId,
      detail: { name, organisationId, roles: roles.join(', ') },
    });
    return { personId, organisationId };
  });
}

/** Ends a device at once, for good. @throws Refusal 404 */
export async function revokeDevice(
  database: Database,
  { deviceId, reason }: z.infer<typeof revokeRequest>,
): Promise<{ revokedAt: string }> {
  return transaction(database, async (client) => {
    const { rows } = await client.query<{ revoked_at: Date }>(
      'UPDATE devices SET revoked_at = coalesce(revoked_at, now()) WHERE id = $1 RETURNING revoked_at',
      [deviceId],
    );
    const [device] = rows;
    if (!device) throw new Refusal(404, 'unknown-device', 'There is no such device.');
    await addOwnAudit(client, { action: 'device-revoked', subject: deviceId, reason });
    return { revokedAt: device.revoked_at.toISOString() };
  });
}
