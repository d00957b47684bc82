/** People at the hub: seen, added and corrected by the operator; and the end of a device. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { dataChoice } from '../../shared/base/data-choice.ts';
import { uuid, uuidv7 } from '../../shared/base/ids.ts';
import { line } from '../../shared/base/values.ts';
import { organisationScope, role, rolesFit } from '../../shared/certification/access.ts';
import { organisationNameKey } from '../../shared/certification/organisation-names.ts';
import { Refusal } from '../refusal.ts';
import { type Database, type Transaction, transaction } from '../store/database.ts';
import { ScopeBatch } from '../store/rows.ts';
import { addAudit, addOwnAudit } from './audit.ts';
import { ensureOrganisation, takingOrganisation } from './organisations.ts';
import { publishPeople, type Scopes, scopeIn } from './registry.ts';

/** Nobody is found twice by an address: it is compared without regard to case. */
const email = z.email().max(300);
export const codeRequest = z.strictObject({ personId: uuid });
export const personRequest = z.strictObject({
  /** Made where it is not there yet, under this id or, where that is null, a fresh one. */
  organisation: z.strictObject({ id: uuid.nullable(), name: line.min(1) }),
  name: line.min(1),
  email,
  roles: z.array(role).min(1).max(8).refine(rolesFit, 'the desk’s roles do not go with a partner’s'),
});
export type PersonRequest = z.infer<typeof personRequest>;
export const revokeRequest = z.strictObject({
  deviceId: uuid,
  reason: line.min(1),
  data: dataChoice.default('hand-over'),
});

export interface ListedPerson {
  id: string;
  name: string;
  email: string;
  roles: string[];
  endedAt: Date | null;
  organisation: { id: string; name: string; sample: boolean };
  devices: { id: string; name: string; enrolledAt: string; revokedAt: string | null }[];
}

/** Everybody with organisation and devices, by organisation and name. */
export async function listPeople(database: Database | Transaction): Promise<ListedPerson[]> {
  const { rows } = await database.query<ListedPerson>(
    `SELECT p.id, p.name, p.email, p.roles, p.ended_at AS "endedAt",
            json_build_object('id', o.id, 'name', o.name, 'sample', o.sample) AS organisation,
            coalesce(json_agg(json_build_object('id', d.id, 'name', d.name, 'enrolledAt', d.enrolled_at, 'revokedAt', d.revoked_at)
              ORDER BY d.enrolled_at) FILTER (WHERE d.id IS NOT NULL), '[]') AS devices
       FROM people p JOIN organisations o ON o.id = p.organisation_id LEFT JOIN devices d ON d.person_id = p.id
      GROUP BY p.id, o.id ORDER BY o.name, o.id, p.name, p.id`,
  );
  return rows;
}

const newId = () => uuidv7(Date.now(), randomBytes(10));

/** @throws Refusal 409 where somebody else has the e-mail address */
async function assertAddressFree(client: Transaction, address: string, own: string | null): Promise<void> {
  const { rows } = await client.query<{ id: string; name: string }>(
    'SELECT id, name FROM people WHERE lower(email) = lower($1)',
    [address],
  );
  const other = rows.find(({ id }) => id !== own);
  if (other)
    throw new Refusal(
      409,
      'known-person',
      `There is a person with the e-mail address ${address}: ${other.name}, whose id is ${other.id}. Nothing was changed.`,
      undefined,
      { personId: other.id },
    );
}

/**
 * Adds a person, and their organisation where it is new, and publishes both in the same commit: the admins of certification
 * see them with their next sync.
 * @throws Refusal 409 where the e-mail address is known, the organisation's name is there under another id, its id is there
 *   under another name, or it was ended
 */
export async function addPerson(
  database: Database,
  request: PersonRequest,
): Promise<{ personId: string; organisationId: string }> {
  return transaction(database, (client) => addPersonIn(client, request));
}

/** As `addPerson`, in a transaction of the caller's, which may take it back. */
export async function addPersonIn(
  client: Transaction,
  { organisation, name, email: address, roles }: PersonRequest,
): Promise<{ personId: string; organisationId: string }> {
  const personId = newId();
  const organisationId = organisation.id ?? newId();
  await ensureOrganisation(client, { id: organisationId, name: organisation.name, sample: false });
  const scopes = await ScopeBatch.lock(client, ['level3', 'registry', organisationScope(organisationId)]);
  const known = await takingOrganisation(client, organisationId);
  if (organisationNameKey(known.name) !== organisationNameKey(organisation.name))
    throw new Refusal(
      409,
      'other-organisation',
      `The organisation ${organisationId} is called "${known.name}", not "${organisation.name}". Nothing was changed.`,
    );
  await assertAddressFree(client, address, null);
  await client.query(
    'INSERT INTO people (id, organisation_id, name, email, roles) VALUES ($1, $2, $3, $4, $5)',
    [personId, organisationId, name, address, roles],
  );
  await publishPeople(client, scopes, organisationId, [personId]);
  await addAudit(client, scopeIn(scopes, 'registry'), {
    by: null,
    action: 'person-added',
    subject: personId,
    reason: '',
    detail: { name, organisation: known.name, organisationId, roles: roles.join(', ') },
  });
  for (const scope of scopes.values()) await scope.save();
  return { personId, organisationId };
}

export interface StoredPerson {
  id: string;
  name: string;
  email: string;
  roles: string[];
  organisationId: string;
  endedAt: Date | null;
}

/** @throws Refusal 404 */
export async function personOf(client: Transaction, id: string): Promise<StoredPerson> {
  const { rows } = await client.query<StoredPerson>(
    `SELECT id, name, email, roles, organisation_id AS "organisationId", ended_at AS "endedAt"
       FROM people WHERE id = $1`,
    [id],
  );
  if (!rows[0]) throw new Refusal(404, 'unknown-person', 'There is no such person.');
  return rows[0];
}

/**
 * The person, as nobody else changes them until the transaction ends: whoever does holds the registry. Scopes first and in their
 * order, so that two transactions never wait for each other.
 * @param more scopes beside the registry and the one of the person's organisation
 * @throws Refusal 404, 409 where they were moved at this very moment
 */
export async function lockedPerson(
  client: Transaction,
  id: string,
  more: readonly string[] = [],
): Promise<{ person: StoredPerson; scopes: Scopes }> {
  const { organisationId } = await personOf(client, id);
  const scopes = await ScopeBatch.lock(client, [
    ...['level3', 'registry', organisationScope(organisationId)],
    ...more,
  ]);
  const person = await personOf(client, id);
  if (person.organisationId !== organisationId)
    throw new Refusal(409, 'moved', `${person.name} was moved just now. Look again.`);
  return { person, scopes };
}

/** Name, address and roles of a person put right; what is not said stays. */
const correctionRequest = z.strictObject({
  personId: uuid,
  name: line.min(1).optional(),
  email: email.optional(),
  roles: personRequest.shape.roles.optional(),
});

/** @throws Refusal 404, 409 where somebody else has the address */
export async function correctPerson(
  database: Database,
  { personId, ...change }: z.infer<typeof correctionRequest>,
): Promise<void> {
  await transaction(database, async (client) => {
    const { person: before, scopes } = await lockedPerson(client, personId);
    const name = change.name ?? before.name;
    const address = change.email ?? before.email;
    const roles = change.roles ?? before.roles;
    await assertAddressFree(client, address, personId);
    await client.query('UPDATE people SET name = $2, email = $3, roles = $4 WHERE id = $1', [
      personId,
      name,
      address,
      roles,
    ]);
    await publishPeople(client, scopes, before.organisationId, [personId]);
    await addAudit(client, scopeIn(scopes, 'registry'), {
      by: null,
      action: 'person-changed',
      subject: personId,
      reason: '',
      detail: { name, before: before.name, roles: roles.join(', ') },
    });
    for (const scope of scopes.values()) await scope.save();
  });
}

/** Ends a device at once, for good. @throws Refusal 404 */
export async function revokeDevice(
  database: Database,
  { deviceId, reason, data }: z.infer<typeof revokeRequest>,
): Promise<{ revokedAt: string }> {
  return transaction(database, async (client) => {
    const { rows } = await client.query<{ revoked_at: Date; device: string; person: string }>(
      `UPDATE devices d SET revoked_at = coalesce(d.revoked_at, now()), ended_data = $2 FROM people p
        WHERE d.id = $1 AND p.id = d.person_id RETURNING d.revoked_at, d.name AS device, p.name AS person`,
      [deviceId, data],
    );
    const [ended] = rows;
    if (!ended) throw new Refusal(404, 'unknown-device', 'There is no such device.');
    const { device, person, revoked_at: revokedAt } = ended;
    await addOwnAudit(client, {
      action: 'device-revoked',
      subject: deviceId,
      reason,
      detail: { device, person, data },
    });
    return { revokedAt: revokedAt.toISOString() };
  });
}
