/** Finds what an operator names: people by e-mail address or id, organisations by name or id. */

import { uuid } from '../../shared/base/ids.ts';
import type { Role } from '../../shared/certification/access.ts';
import { organisationNameKey } from '../../shared/certification/organisation-names.ts';
import type { Database, Transaction } from '../store/database.ts';
import { UsageError } from './given.ts';

export interface Named {
  id: string;
  name: string;
}

interface FoundPerson extends Named {
  roles: Role[];
  left: boolean;
  organisation: Named;
}

/** @throws UsageError where there is none, or several of the name */
export async function findOrganisation(database: Database | Transaction, asked: string): Promise<Named> {
  const found = await organisationsNamed(database, asked);
  const [first, ...more] = found;
  if (!first)
    throw new UsageError(
      `There is no organisation "${asked}".${await nearWords(database, asked)} See: npm run hub -- organisations list`,
    );
  if (more.length > 0)
    throw new UsageError(
      `${found.length} organisations are called "${asked}": give the id, one of ${found.map(({ id }) => id).join(', ')}.`,
    );
  return first;
}

/** Whether two names differ by a few slips of the fingers. */
function isNear(one: string, other: string): boolean {
  const [a, b] = [organisationNameKey(one), organisationNameKey(other)];
  // A word more, or one left out: `Example Partner GmbH`.
  if (Math.min(a.length, b.length) >= 5 && (a.startsWith(b) || b.startsWith(a))) return true;
  let before = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [row, letter] of [...a].entries()) {
    const line = [row + 1];
    for (let at = 1; at <= b.length; at++)
      line[at] = Math.min(
        (line[at - 1] ?? 0) + 1,
        (before[at] ?? 0) + 1,
        (before[at - 1] ?? 0) + (b[at - 1] === letter ? 0 : 1),
      );
    before = line;
  }
  return (before.at(-1) ?? 0) <= Math.max(1, Math.floor(Math.max(a.length, b.length) / 5));
}

/** ` Is "Example Partner" meant?` where one is called nearly so; else nothing. */
export async function nearWords(database: Database | Transaction, asked: string): Promise<string> {
  const { rows } = await database.query<{ name: string }>('SELECT name FROM organisations ORDER BY name');
  const near = rows.flatMap(({ name }) => (isNear(name, asked) ? [`"${name}"`] : [])).slice(0, 3);
  return near.length === 0 ? '' : ` Is ${near.join(' or ')} meant?`;
}

/** What to do where a new organisation was meant to be one that is there. @param near as `nearWords` says it */
export function slipWords(near: string): string {
  return `${near.trim()} Then merge them before anybody works there: npm run hub -- organisations merge --help`;
}

/** All of this name or id; several only where they were made before names were kept apart. */
export async function organisationsNamed(database: Database | Transaction, asked: string): Promise<Named[]> {
  const { rows } = await database.query<Named>('SELECT id, name FROM organisations ORDER BY name, id');
  if (uuid.safeParse(asked.toLowerCase()).success) return rows.filter(({ id }) => id === asked.toLowerCase());
  const key = organisationNameKey(asked);
  return rows.filter(({ name }) => organisationNameKey(name) === key);
}

/** @throws UsageError where there is no such person */
export async function findPerson(database: Database | Transaction, asked: string): Promise<FoundPerson> {
  const isId = uuid.safeParse(asked.toLowerCase()).success;
  const { rows } = await database.query<FoundPerson>(
    `SELECT p.id, p.name, p.roles, p.ended_at IS NOT NULL AS "left",
            jsonb_build_object('id', o.id, 'name', o.name) AS organisation
       FROM people p JOIN organisations o ON o.id = p.organisation_id
      WHERE ${isId ? 'p.id = $1::uuid' : 'lower(p.email) = lower($1)'}`,
    [isId ? asked.toLowerCase() : asked],
  );
  if (!rows[0])
    throw new UsageError(`Nobody has the e-mail address or id "${asked}". See: npm run hub -- people list`);
  return rows[0];
}
