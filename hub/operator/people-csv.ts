/** People from a CSV file: all of them or nobody, each row's fate told. */

import { z } from 'zod';
import { counted } from '../../shared/base/counted.ts';
import { readTable } from '../../shared/base/csv-columns.ts';
import { messageOf } from '../../shared/base/fault.ts';
import { organisationScope } from '../../shared/certification/access.ts';
import { organisationNameKey } from '../../shared/certification/organisation-names.ts';
import { addPersonIn, type PersonRequest } from '../issuing/people.ts';
import { Refusal } from '../refusal.ts';
import { type Database, type Transaction, transaction } from '../store/database.ts';
import { ScopeBatch } from '../store/rows.ts';
import { nearWords, organisationsNamed } from './finding.ts';
import { peopleCounted, rolesOf, typedLine, UsageError } from './given.ts';
import { assertSideFits } from './sides.ts';

export const MAX_PEOPLE_BYTES = 8 * 1024 * 1024;
const MAX_PEOPLE = 10_000;
/** Complaints that are printed; the others are counted. */
const TOLD = 50;

const COLUMNS = {
  name: { names: ['name', 'person'], needed: true },
  email: { names: ['email', 'e mail', 'e mail address', 'email address'], needed: true },
  roles: { names: ['roles', 'role'], needed: true },
  organisation: { names: ['organisation', 'organization', 'partner', 'organisation id'], needed: true },
} as const;

interface ReadPerson {
  line: number;
  organisation: string;
  request: Omit<PersonRequest, 'organisation'>;
}

interface AskedOrganisation {
  /** Null where it is to be made. */
  id: string | null;
  name: string;
  /** `Is "Example Partner" meant?` where it is to be made and one is called nearly so. */
  near: string;
}

interface Complaint {
  line: number;
  words: string;
}
const complaintWords = ({ line, words }: Complaint) => `Line ${line}: ${words}`;

/** Nothing of it stays: thrown at the end of a dry run, so that everything before was tried for real. */
class TakenBack extends Error {}

/**
 * Adds everybody of the file in one transaction.
 * @returns what was done, or would be
 * @throws UsageError with a line for each row that does not fit; then nobody was added
 */
export async function importPeople(
  database: Database,
  bytes: Uint8Array,
  { dryRun, newOrganisations }: { dryRun: boolean; newOrganisations: boolean },
): Promise<string> {
  const table = readTable(bytes, COLUMNS, { bytes: MAX_PEOPLE_BYTES, rows: MAX_PEOPLE });
  if (!table.ok) throw new UsageError(table.message);
  const complaints: Complaint[] = [];
  const read: ReadPerson[] = [];
  const lines = new Map<string, number>();
  for (const row of table.rows) {
    try {
      const person = personOfRow(row);
      const address = person.request.email.toLowerCase();
      const before = lines.get(address);
      // Told here: once the first of them is added, the hub would name a person who is taken back with the file.
      if (before !== undefined)
        throw new UsageError(`${person.request.email} stands in line ${before} already.`);
      lines.set(address, row.line);
      read.push(person);
    } catch (error) {
      complaints.push({ line: row.line, words: messageOf(error) });
    }
  }
  let made: string[] = [];
  try {
    await transaction(database, async (client) => {
      made = await addAll(client, read, newOrganisations, complaints);
      if (dryRun || complaints.length > 0) throw new TakenBack();
    });
  } catch (error) {
    if (!(error instanceof TakenBack)) throw error;
  }
  const ignored =
    table.ignored.length > 0
      ? ` Columns that were not read: ${table.ignored.map((each) => `"${each}"`).join(', ')}.`
      : '';
  complaints.sort((a, b) => a.line - b.line);
  if (complaints.length > 0)
    throw new UsageError(
      [
        ...complaints.slice(0, TOLD).map(complaintWords),
        ...(complaints.length > TOLD ? [`and ${complaints.length - TOLD} more`] : []),
        `${complaints.length} of ${counted(table.rows.length, 'row')} ${complaints.length === 1 ? 'does' : 'do'} not fit. Nobody was added.${ignored}`,
      ].join('\n'),
    );
  const organisations = made.length > 0 ? ` New organisations: ${made.join(', ')}.` : '';
  return dryRun
    ? `Would be added: ${peopleCounted(read.length)}. Nothing was changed.${organisations}${ignored}`
    : `Added: ${peopleCounted(read.length)}.${organisations}${ignored}`;
}

function personOfRow(row: {
  line: number;
  cells: Record<keyof typeof COLUMNS, string>;
  tooLong: boolean;
}): ReadPerson {
  const { cells } = row;
  if (row.tooLong) throw new UsageError('It has more cells than the first row.');
  if (!typedLine.safeParse(cells.name).success)
    throw new UsageError('The name is missing, longer than 300 characters, or of several lines.');
  if (!z.email().max(300).safeParse(cells.email).success)
    throw new UsageError(`"${cells.email}" is no e-mail address.`);
  if (!typedLine.safeParse(cells.organisation).success)
    throw new UsageError('The organisation is missing, longer than 300 characters, or of several lines.');
  return {
    line: row.line,
    organisation: cells.organisation,
    request: { name: cells.name, email: cells.email, roles: rolesOf(cells.roles) },
  };
}

/** Adds each, and goes on after one that is refused, so that all complaints are told at once. @returns organisations that it made, in words */
async function addAll(
  client: Transaction,
  people: readonly ReadPerson[],
  newOrganisations: boolean,
  complaints: Complaint[],
): Promise<string[]> {
  const made: string[] = [];
  const ids = new Map<string, AskedOrganisation>();
  // Scopes in their order before the first is written, so that nothing at the hub waits for this and this for it.
  const known = await client.query<{ id: string }>('SELECT id FROM organisations');
  await ScopeBatch.lock(client, ['level3', 'registry', ...known.rows.map(({ id }) => organisationScope(id))]);
  for (const { line: at, organisation: asked, request } of people) {
    const key = organisationNameKey(asked);
    try {
      const organisation = ids.get(key) ?? (await organisationAsked(client, asked, newOrganisations));
      const { id, name, near } = organisation;
      if (id !== null) await assertSideFits(client, { id, name }, request.roles);
      const added = await addPersonIn(client, { ...request, organisation: { id, name } });
      if (id === null) made.push(`"${name}"${near === '' ? '' : ` (${near})`}`);
      ids.set(key, { id: added.organisationId, name, near: '' });
    } catch (error) {
      // Refused before it wrote: the transaction goes on.
      if (!(error instanceof Refusal || error instanceof UsageError)) throw error;
      complaints.push({ line: at, words: error.message });
    }
  }
  return made;
}

async function organisationAsked(
  client: Transaction,
  asked: string,
  newOrganisations: boolean,
): Promise<AskedOrganisation> {
  const [first, ...more] = await organisationsNamed(client, asked);
  if (more.length > 0)
    throw new UsageError(`Several organisations are called "${asked}". Give the id instead.`);
  if (first) return { ...first, near: '' };
  if (!newOrganisations)
    throw new UsageError(
      `There is no organisation "${asked}".${await nearWords(client, asked)} --new-organisation makes it.`,
    );
  return { id: null, name: asked, near: (await nearWords(client, asked)).trim() };
}
