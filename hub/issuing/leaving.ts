/** Who moves to another organisation, who leaves, and organisations that are merged or end. */

import { z } from 'zod';
import { counted } from '../../shared/base/counted.ts';
import { uuid } from '../../shared/base/ids.ts';
import { line } from '../../shared/base/values.ts';
import { organisationScope } from '../../shared/certification/access.ts';
import { Refusal } from '../refusal.ts';
import { type Database, type Transaction, transaction } from '../store/database.ts';
import { ScopeBatch } from '../store/rows.ts';
import { addAudit } from './audit.ts';
import { publishCredential, setState } from './credentials.ts';
import type { Issuer } from './issuer-keys.ts';
import { assertWithoutWork, organisationOf, peopleIn, takingOrganisation } from './organisations.ts';
import { lockedPerson, personOf, type StoredPerson } from './people.ts';
import { publishPeople, type Scopes, scopeIn } from './registry.ts';

/** What becomes of the credentials of somebody who leaves. */
const credentialsChoice = z.enum(['keep', 'suspend', 'revoke']);
const endPersonRequest = z.strictObject({
  personId: uuid,
  credentials: credentialsChoice,
  reason: line.min(1),
});
const endOrganisationRequest = z.strictObject({
  organisationId: uuid,
  credentials: credentialsChoice,
  reason: line.min(1),
});

interface Leaving {
  client: Transaction;
  issuer: Issuer;
  scopes: Scopes;
  now: Date;
}

async function audited(
  { client, scopes }: Pick<Leaving, 'client' | 'scopes'>,
  action: string,
  subject: string,
  reason: string,
  detail: Record<string, string | number>,
): Promise<void> {
  await addAudit(client, scopeIn(scopes, 'registry'), { by: null, action, subject, reason, detail });
}

const saved = async (scopes: Scopes) => {
  for (const scope of scopes.values()) await scope.save();
};

/** Ends all devices of these people at once. @returns how many */
async function endDevices(client: Transaction, personIds: readonly string[]): Promise<number> {
  const { rowCount } = await client.query(
    'UPDATE devices SET revoked_at = now() WHERE person_id = ANY($1) AND revoked_at IS NULL',
    [personIds],
  );
  return rowCount ?? 0;
}

/** Codes that were told and not used serve no more. */
async function endCodes(client: Transaction, personIds: readonly string[]): Promise<void> {
  await client.query('DELETE FROM enrolment_codes WHERE person_id = ANY($1) AND used_at IS NULL', [
    personIds,
  ]);
}

export interface Ended {
  devices: number;
  /** Credentials that were suspended or revoked. */
  credentials: number;
}

async function endOne(
  leaving: Leaving,
  person: StoredPerson,
  { credentials, reason }: { credentials: z.infer<typeof credentialsChoice>; reason: string },
): Promise<Ended> {
  const { client, scopes, now } = leaving;
  await client.query('UPDATE people SET ended_at = $2 WHERE id = $1', [person.id, now]);
  const devices = await endDevices(client, [person.id]);
  await endCodes(client, [person.id]);
  let changed = 0;
  if (credentials !== 'keep') {
    const state = credentials === 'revoke' ? 'revoked' : 'suspended';
    const from = credentials === 'revoke' ? ['valid', 'suspended'] : ['valid'];
    const { rows } = await client.query<{ id: string }>(
      'SELECT id FROM credentials WHERE person_id = $1 AND state = ANY($2) AND valid_until > $3 ORDER BY id FOR UPDATE',
      [person.id, from, now],
    );
    for (const { id } of rows) {
      await setState(leaving, id, { state, reason });
      await audited(leaving, `credential-${state}`, id, reason, { person: person.name });
    }
    changed = rows.length;
  }
  await publishPeople(client, scopes, person.organisationId, [person.id]);
  await audited(leaving, 'person-ended', person.id, reason, {
    person: person.name,
    devices,
    credentials: changed,
  });
  return { devices, credentials: changed };
}

/**
 * Somebody leaves: no code can be made for them, their devices end at once, their credentials become what was chosen. Results,
 * credentials and what they wrote stay.
 * @throws Refusal 404, 409 where they left already
 */
export async function endPerson(
  { database, issuer, now }: { database: Database; issuer: Issuer; now: Date },
  request: z.infer<typeof endPersonRequest>,
): Promise<Ended> {
  return transaction(database, async (client) => {
    const { person, scopes } = await lockedPerson(client, request.personId, ['catalogue']);
    if (person.endedAt) throw new Refusal(409, 'ended-person', `${person.name} was ended already.`);
    const ended = await endOne({ client, issuer, scopes, now }, person, request);
    await saved(scopes);
    return ended;
  });
}

/** Somebody comes back. Devices stay ended and credentials as they are: both are given anew. @throws Refusal 404, 409 */
export async function takeBackPerson(
  database: Database,
  { personId, reason }: { personId: string; reason: string },
): Promise<void> {
  await transaction(database, async (client) => {
    const { person, scopes } = await lockedPerson(client, personId);
    if (!person.endedAt) throw new Refusal(409, 'not-ended', `${person.name} was not ended.`);
    await takingOrganisation(client, person.organisationId);
    // One that was enrolling when they left.
    await endDevices(client, [personId]);
    await client.query('UPDATE people SET ended_at = NULL WHERE id = $1', [personId]);
    await publishPeople(client, scopes, person.organisationId, [personId]);
    await audited({ client, scopes }, 'person-taken-back', personId, reason, { person: person.name });
    await saved(scopes);
  });
}

/** Takes a person's rows out of one organisation's scope and puts them into another's. Both are locked, and the registry. */
async function move(client: Transaction, scopes: Scopes, person: StoredPerson, toId: string): Promise<void> {
  await client.query('UPDATE people SET organisation_id = $2 WHERE id = $1', [person.id, toId]);
  const { rows } = await client.query<{ id: string }>(
    'SELECT id FROM credentials WHERE person_id = $1 ORDER BY id',
    [person.id],
  );
  const from = scopeIn(scopes, organisationScope(person.organisationId));
  const gone = [
    { table: 'members', key: person.id },
    ...rows.map(({ id }) => ({ table: 'credentials', key: id })),
  ];
  await from.load(gone);
  for (const { table, key } of gone) {
    const row = from.get(table, key);
    if (row && !row.deleted) from.put(table, key, null, null);
  }
  await publishPeople(client, scopes, toId, [person.id]);
  for (const { id } of rows) await publishCredential({ client, scopes }, id);
}

/** @throws Refusal 409 where devices are left that the caller did not say to end */
async function assertNoDevices(
  client: Transaction,
  personIds: readonly string[],
  end: boolean,
): Promise<number> {
  if (end) return endDevices(client, personIds);
  const { rowCount } = await client.query(
    'SELECT 1 FROM devices WHERE person_id = ANY($1) AND revoked_at IS NULL',
    [personIds],
  );
  if (rowCount)
    throw new Refusal(
      409,
      'has-devices',
      `Enrolled there, with work of that organisation: ${counted(rowCount, 'computer')}. Let them sync, then say that they are to end; each is enrolled anew with a code.`,
    );
  return 0;
}

/**
 * A person goes to another organisation, with results and credentials; what they worked on stays with the one before.
 * @param request `endDevices` ends their computers, which hold work of the organisation before
 * @throws Refusal 404, 409 where a computer is enrolled and is not to end
 */
export async function movePerson(
  database: Database,
  request: { personId: string; organisationId: string; endDevices: boolean; reason: string },
): Promise<{ devices: number }> {
  const { personId, organisationId, reason } = request;
  return transaction(database, async (client) => {
    const { person, scopes } = await lockedPerson(client, personId, [organisationScope(organisationId)]);
    const from = await organisationOf(client, person.organisationId);
    const to = await takingOrganisation(client, organisationId);
    if (from.id === to.id) throw new Refusal(409, 'same-organisation', `${person.name} is in ${to.name}.`);
    const devices = await assertNoDevices(client, [personId], request.endDevices);
    await endCodes(client, [personId]);
    await move(client, scopes, person, to.id);
    await audited({ client, scopes }, 'person-moved', personId, reason, {
      person: person.name,
      from: from.name,
      to: to.name,
      devices,
    });
    await saved(scopes);
    return { devices };
  });
}

/**
 * Two organisations that are one: everybody goes to `intoId`, and the other one ends. It may hold no work, because a case and its
 * files stay with the organisation that packets and tickets name.
 * @throws Refusal 404, 409
 */
export async function mergeOrganisations(
  { database, now }: { database: Database; now: Date },
  request: { organisationId: string; intoId: string; endDevices: boolean; reason: string },
): Promise<{ people: number; devices: number }> {
  const { organisationId, intoId, reason } = request;
  return transaction(database, async (client) => {
    const [from, into] = [await organisationOf(client, organisationId), await organisationOf(client, intoId)];
    if (from.id === into.id) throw new Refusal(409, 'same-organisation', 'These are one organisation.');
    if (into.endedAt) throw new Refusal(409, 'ended-organisation', `${into.name} was ended.`);
    const ids = await peopleIn(client, from.id);
    const scopes = await ScopeBatch.lock(client, [
      'level3',
      'registry',
      organisationScope(from.id),
      organisationScope(into.id),
    ]);
    // Under the scope's lock, so that no case comes meanwhile.
    await assertWithoutWork(client, from.id);
    const devices = await assertNoDevices(client, ids, request.endDevices);
    await endCodes(client, ids);
    for (const id of ids) await move(client, scopes, await personOf(client, id), into.id);
    await client.query('UPDATE organisations SET ended_at = coalesce(ended_at, $2) WHERE id = $1', [
      from.id,
      now,
    ]);
    await audited({ client, scopes }, 'organisation-merged', from.id, reason, {
      organisation: from.name,
      into: into.name,
      people: ids.length,
      devices,
    });
    await saved(scopes);
    return { people: ids.length, devices };
  });
}

/** A partner ends: so does everybody in it. Its cases stay, and those at Level 3 go on there. @throws Refusal 404, 409 */
export async function endOrganisation(
  { database, issuer, now }: { database: Database; issuer: Issuer; now: Date },
  request: z.infer<typeof endOrganisationRequest>,
): Promise<Ended & { people: number }> {
  const { organisationId, reason } = request;
  return transaction(database, async (client) => {
    const scopes = await ScopeBatch.lock(client, [
      'catalogue',
      'level3',
      'registry',
      organisationScope(organisationId),
    ]);
    const organisation = await organisationOf(client, organisationId);
    if (organisation.endedAt)
      throw new Refusal(409, 'ended-organisation', `${organisation.name} was ended already.`);
    await client.query('UPDATE organisations SET ended_at = $2 WHERE id = $1', [organisationId, now]);
    const ids = await peopleIn(client, organisationId);
    const people: StoredPerson[] = [];
    for (const id of ids) {
      const person = await personOf(client, id);
      if (!person.endedAt) people.push(person);
    }
    const sum = { people: people.length, devices: 0, credentials: 0 };
    for (const person of people) {
      const { devices, credentials } = await endOne({ client, issuer, scopes, now }, person, request);
      sum.devices += devices;
      sum.credentials += credentials;
    }
    await audited({ client, scopes }, 'organisation-ended', organisationId, reason, {
      organisation: organisation.name,
      ...sum,
    });
    await saved(scopes);
    return sum;
  });
}

/** An organisation that ended takes people again; those of before are taken back one by one. @throws Refusal 404, 409 */
export async function takeBackOrganisation(
  database: Database,
  { organisationId, reason }: { organisationId: string; reason: string },
): Promise<void> {
  await transaction(database, async (client) => {
    const scopes = await ScopeBatch.lock(client, ['registry']);
    const organisation = await organisationOf(client, organisationId);
    if (!organisation.endedAt) throw new Refusal(409, 'not-ended', `${organisation.name} was not ended.`);
    await client.query('UPDATE organisations SET ended_at = NULL WHERE id = $1', [organisationId]);
    await audited({ client, scopes }, 'organisation-taken-back', organisationId, reason, {
      organisation: organisation.name,
    });
    await saved(scopes);
  });
}
