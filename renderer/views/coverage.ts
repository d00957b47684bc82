/** Who of the organisation may escalate what, and which cases somebody works on. */
import type { ConsoleDatabase } from '../store/database.ts';
import { byName } from './by-name.ts';
import { heldByMembers } from './own-credentials.ts';

/** @param now an instant; credentials are judged as of it */
export async function readCoverage(db: ConsoleDatabase, now: string) {
  const [people, held, products] = await Promise.all([
    byName(db.members),
    heldByMembers(db, new Date(now)),
    db.products.toArray(),
  ]);
  return { people, held, products: products.map(({ id }) => id) };
}

/** Cases that somebody at the partner works on. */
export const readCasesInWork = (db: ConsoleDatabase, most: number) =>
  db.summaries.where('state').anyOf('level1', 'level2', 'changes-requested').limit(most).toArray();
