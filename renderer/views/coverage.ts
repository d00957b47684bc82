/** Who of the organisation may escalate what, and what an open case would ask of who takes it over. */
import type { ConsoleDatabase } from '../store/database.ts';
import { heldByMembers } from './own-credentials.ts';

/** @param now an instant; credentials are judged as of it */
export async function readCoverage(db: ConsoleDatabase, now: string) {
  const [people, held, products] = await Promise.all([
    db.members.orderBy('name').toArray(),
    heldByMembers(db, new Date(now)),
    db.products.toArray(),
  ]);
  return { people, held, products: products.map(({ id }) => id) };
}

/** Cases that somebody at the partner works on. */
export const readCasesInWork = (db: ConsoleDatabase, most: number) =>
  db.summaries.where('state').anyOf('level1', 'level2', 'changes-requested').limit(most).toArray();

/** Whose a case is and which products it names; null where none is chosen. */
export async function readWhatIsNeeded(db: ConsoleDatabase, caseId: string) {
  if (caseId === '') return null;
  const [record, systems] = await Promise.all([db.cases.get(caseId), db.systems.where({ caseId }).toArray()]);
  return {
    engineer: record?.engineer ?? null,
    products: [...new Set(systems.flatMap(({ productId }) => productId ?? []))],
  };
}
