/** Who could take an open case over: engineers of the organisation, and what their credentials say of the case's products. */
import type { PersonRef } from '../../shared/base/people.ts';
import { validateAssignment } from '../../shared/cases/assign.ts';
import { couldTakeOver, coverageTable } from '../../shared/certification/coverage.ts';
import type { ConsoleDatabase } from '../store/database.ts';
import { byName } from './by-name.ts';
import { heldByMembers } from './own-credentials.ts';

export interface TakeOver {
  engineer: PersonRef;
  /** Of its systems, by id; empty where it names none yet. */
  products: readonly string[];
  /** By name. Those who may hand it off now come first. */
  people: readonly { person: PersonRef; certified: boolean }[];
}

/** @param now an instant; credentials are judged as of it. @returns null where the case is not here */
export async function readTakeOver(
  db: ConsoleDatabase,
  caseId: string,
  now: string,
): Promise<TakeOver | null> {
  const record = await db.cases.get(caseId);
  if (!record) return null;
  const [systems, members, held] = await Promise.all([
    db.systems.where({ caseId }).toArray(),
    byName(db.members),
    heldByMembers(db, new Date(now)),
  ]);
  const products = [...new Set(systems.flatMap(({ productId }) => productId ?? []))];
  const { rows } = coverageTable(members, held, [], now, 0);
  const able = new Set(couldTakeOver(rows, products, record.engineer.id).map(({ id }) => id));
  const people = members
    .filter((member) => validateAssignment(record, member) === null)
    .map(({ id, name }) => ({ person: { id, name }, certified: able.has(id) }));
  return {
    engineer: record.engineer,
    products,
    people: [...people.filter((each) => each.certified), ...people.filter((each) => !each.certified)],
  };
}
