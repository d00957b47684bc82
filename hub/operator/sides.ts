/** Whether an organisation is a partner, or the one with the desk: by the people that it has. */
import { type Role, rolesOfSide } from '../../shared/certification/access.ts';
import type { Database, Transaction } from '../store/database.ts';
import { UsageError } from './given.ts';

const sides = { partner: rolesOfSide('partner'), desk: rolesOfSide('desk') };
const others = { partner: 'desk', desk: 'partner' } as const;
const words = {
  partner: 'Whoever hands off belongs to a partner',
  desk: 'Whoever has it reads the tickets of all partners, and is IPcelerate’s own',
};

const has = (held: readonly string[], side: keyof typeof sides) =>
  held.some((each) => (sides[side] as string[]).includes(each));

/**
 * As `assertSideFits`, for all who would come with an organisation that is merged into another.
 * @throws UsageError where those of the one do not go with those of the other
 */
export async function assertSidesFit(
  database: Database | Transaction,
  from: { id: string },
  into: { id: string; name: string },
): Promise<void> {
  // Who left comes along too, and may be taken back there.
  const { rows } = await database.query<{ roles: Role[] }>(
    'SELECT roles FROM people WHERE organisation_id = $1',
    [from.id],
  );
  await assertSideFits(database, into, [...new Set(rows.flatMap(({ roles }) => roles))]);
}

/**
 * A slip of the organisation's name must not put somebody of a partner's among those who read every partner's tickets. An organisation
 * that has people of both sides already is left as it is.
 * @param asked the roles that the person is to have
 * @param except the person, where they are of the organisation already
 * @throws UsageError where everybody else there is of the other side
 */
export async function assertSideFits(
  database: Database | Transaction,
  organisation: { id: string; name: string },
  asked: readonly Role[],
  except: string | null = null,
): Promise<void> {
  const { rows } = await database.query<{ roles: string[] }>(
    'SELECT roles FROM people WHERE organisation_id = $1 AND ended_at IS NULL AND id IS DISTINCT FROM $2',
    [organisation.id, except],
  );
  const there = rows.flatMap(({ roles }) => roles);
  for (const side of ['partner', 'desk'] as const) {
    const other = others[side];
    if (!has(asked, side) || has(there, side) || !has(there, other)) continue;
    const given = asked.filter((each) => sides[side].includes(each)).join(', ');
    const theirs = sides[other].filter((each) => there.includes(each)).join(', ');
    throw new UsageError(
      `${organisation.name} has people with ${theirs}, and ${given} does not go with these. ${words[side]}. Nothing was changed; name the other organisation.`,
    );
  }
}
