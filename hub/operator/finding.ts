/** Finds what an operator names: people by e-mail address or id, organisations by name or id. */

import { uuid } from '../../shared/base/ids.ts';
import { organisationNameKey } from '../../shared/certification/organisation-names.ts';
import type { Database, Transaction } from '../store/database.ts';
import { UsageError } from './given.ts';

export interface Named {
  id: string;
  name: string;
}

/** @throws UsageError where there is none, or several of the name */
export async function findOrganisation(database: Database | Transaction, asked: string): Promise<Named> {
  const found = await organisationsNamed(database, asked);
  const [first, ...more] = found;
  if (!first)
    throw new UsageError(`There is no organisation "${asked}". See: npm run hub -- organisations list`);
  if (more.length > 0)
    throw new UsageError(
      `${found.length} organisations are called "${asked}": give the id, one of ${found.map(({ id }) => id).join(', ')}.`,
    );
  return first;
}

/** All of this name or id; several only where they were made before names were kept apart. */
export async function organisationsNamed(database: Database | Transaction, asked: string): Promise<Named[]> {
  const { rows } = await database.query<Named>('SELECT id, name FROM organisations ORDER BY name, id');
  if (uuid.safeParse(asked.toLowerCase()).success) return rows.filter(({ id }) => id === asked.toLowerCase());
  const key = organisationNameKey(asked);
  return rows.filter(({ name }) => organisationNameKey(name) === key);
}

/** @throws UsageError where there is no such person */
export async function findPerson(database: Database | Transaction, asked: string): Promise<Named> {
  const isId = uuid.safeParse(asked.toLowerCase()).success;
  const { rows } = await database.query<Named>(
    `SELECT id, name FROM people WHERE ${isId ? 'id = $1::uuid' : 'lower(email) = lower($1)'}`,
    [isId ? asked.toLowerCase() : asked],
  );
  if (!rows[0])
    throw new UsageError(`Nobody has the e-mail address or id "${asked}". See: npm run hub -- people list`);
  return rows[0];
}
