/** How handoffs went, for leads: from the signatures and reviews that this computer has. */
import { qualityOf } from '../../shared/review/quality.ts';
import type { ConsoleDatabase } from '../store/database.ts';

/** @param since an instant; packets from then on are counted */
export async function readQuality(db: ConsoleDatabase, since: string) {
  const signatures = await db.signatures.toArray();
  const ids = [...new Set(signatures.map((each) => each.caseId))];
  const cases = (await db.cases.bulkGet(ids)).flatMap((each) => each ?? []);
  return qualityOf({ cases, signatures, reviews: await db.reviews.toArray() }, since);
}
