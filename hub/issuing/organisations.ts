/** Organisations at the hub: one of a name, listed, renamed and merged. What ends them is in leaving.ts. */
import { counted } from '../../shared/base/counted.ts';
import { organisationScope } from '../../shared/certification/access.ts';
import { organisationNameKey } from '../../shared/certification/organisation-names.ts';
import { Refusal } from '../refusal.ts';
import { type Database, type Transaction, transaction } from '../store/database.ts';
import { addOrganisation } from '../store/organisations.ts';
import { ScopeBatch } from '../store/rows.ts';
import { addAudit } from './audit.ts';
import { publishPeople, scopeIn } from './registry.ts';

/** Any number that nothing else locks: who makes or renames an organisation sees all other names, and none comes meanwhile. */
const NAMES_LOCK = 7_426_136;

interface StoredOrganisation {
  id: string;
  name: string;
  endedAt: Date | null;
}

const FIND = 'SELECT id, name, ended_at AS "endedAt" FROM organisations';

/** @throws Refusal 404 */
export async function organisationOf(client: Transaction, id: string): Promise<StoredOrganisation> {
  const { rows } = await client.query<StoredOrganisation>(`${FIND} WHERE id = $1`, [id]);
  if (!rows[0]) throw new Refusal(404, 'unknown-organisation', 'There is no such organisation.');
  return rows[0];
}

/** An organisation that people can be put into. @throws Refusal 404, 409 where it was ended */
export async function takingOrganisation(client: Transaction, id: string): Promise<StoredOrganisation> {
  const organisation = await organisationOf(client, id);
  if (organisation.endedAt)
    throw new Refusal(
      409,
      'ended-organisation',
      `${organisation.name} was ended. Nobody comes into it; take it back first.`,
    );
  return organisation;
}

/** Holds the names until the transaction ends. @throws Refusal 409 with the id where another organisation has the name */
async function claimName(client: Transaction, name: string, own: string | null): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock($1)', [NAMES_LOCK]);
  const { rows } = await client.query<StoredOrganisation>(FIND);
  const wanted = organisationNameKey(name);
  const known = rows.find((each) => each.id !== own && organisationNameKey(each.name) === wanted);
  if (known)
    throw new Refusal(
      409,
      'known-organisation',
      `There is an organisation "${known.name}" already: its id is ${known.id}. Nothing was changed.`,
      undefined,
      { organisationId: known.id },
    );
}

/**
 * Sees to it that an organisation with this id is there; a new one is made where its name is free.
 * @throws Refusal 409 where another has the name
 */
export async function ensureOrganisation(
  client: Transaction,
  organisation: { id: string; name: string; sample: boolean },
): Promise<void> {
  const known = await client.query('SELECT 1 FROM organisations WHERE id = $1', [organisation.id]);
  if (!known.rowCount) await claimName(client, organisation.name, organisation.id);
  await addOrganisation(client, organisation, []);
}

/** Makes an organisation without people. @throws Refusal 409 where there is one of the name */
export async function makeOrganisation(
  database: Database,
  organisation: { id: string; name: string },
): Promise<void> {
  await transaction(database, async (client) => {
    await ensureOrganisation(client, { ...organisation, sample: false });
    const registry = scopeIn(await ScopeBatch.lock(client, ['registry']), 'registry');
    await addAudit(client, registry, {
      by: null,
      action: 'organisation-added',
      subject: organisation.id,
      reason: '',
      detail: { organisation: organisation.name },
    });
    await registry.save();
  });
}

export interface OrganisationEntry {
  id: string;
  name: string;
  sample: boolean;
  endedAt: Date | null;
  /** Who has not left. */
  people: number;
  /** Computers that were not ended. */
  devices: number;
  cases: number;
}

/** All organisations, by name. */
export async function listOrganisations(database: Database): Promise<OrganisationEntry[]> {
  const { rows } = await database.query<OrganisationEntry>(
    `SELECT o.id, o.name, o.sample, o.ended_at AS "endedAt",
            (SELECT count(*) FROM people p WHERE p.organisation_id = o.id AND p.ended_at IS NULL) AS people,
            (SELECT count(*) FROM devices d JOIN people p ON p.id = d.person_id
              WHERE p.organisation_id = o.id AND d.revoked_at IS NULL) AS devices,
            (SELECT count(*) FROM rows r WHERE r.scope = 'org:' || o.id AND r.tbl = 'cases' AND NOT r.deleted) AS cases
       FROM organisations o ORDER BY o.name, o.id`,
  );
  return rows;
}

/** Gives an organisation another name, in the registry too. @throws Refusal 404, 409 where another has it */
export async function renameOrganisation(
  database: Database,
  { organisationId, name }: { organisationId: string; name: string },
): Promise<void> {
  await transaction(database, async (client) => {
    const { name: before } = await organisationOf(client, organisationId);
    await claimName(client, name, organisationId);
    await client.query('UPDATE organisations SET name = $2 WHERE id = $1', [organisationId, name]);
    const scopes = await ScopeBatch.lock(client, ['level3', 'registry', organisationScope(organisationId)]);
    await publishPeople(client, scopes, organisationId, await peopleIn(client, organisationId));
    await addAudit(client, scopeIn(scopes, 'registry'), {
      by: null,
      action: 'organisation-renamed',
      subject: organisationId,
      reason: '',
      detail: { organisation: name, before },
    });
    for (const scope of scopes.values()) await scope.save();
  });
}

/** Everybody of an organisation, also who left. */
export async function peopleIn(client: Transaction, organisationId: string): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    'SELECT id FROM people WHERE organisation_id = $1 ORDER BY id',
    [organisationId],
  );
  return rows.map(({ id }) => id);
}

/** @throws Refusal 409 where the organisation holds more than people: work of a partner stays where it was done. */
export async function assertWithoutWork(client: Transaction, organisationId: string): Promise<void> {
  const { rows } = await client.query<{ cases: number; others: number; files: number }>(
    `SELECT count(*) FILTER (WHERE tbl = 'cases') AS cases,
            count(*) FILTER (WHERE tbl NOT IN ('cases', 'members', 'credentials')) AS others,
            (SELECT count(*) FROM blobs WHERE organisation_id = $1) AS files
       FROM rows WHERE scope = $2 AND NOT deleted`,
    [organisationId, organisationScope(organisationId)],
  );
  const { cases, others, files } = rows[0] ?? { cases: 0, others: 0, files: 0 };
  if (cases + others + files > 0)
    throw new Refusal(
      409,
      'organisation-has-work',
      `It has ${counted(cases, 'case')}, ${counted(files, 'file')} and ${others === 1 ? '1 other entry' : `${others} other entries`}, which stay with the organisation that made them. Merge the other one into it, or move its people one by one.`,
    );
}
