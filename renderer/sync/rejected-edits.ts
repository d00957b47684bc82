/** Edits that the hub refused: kept until a person deals with them (S6). */
import type { ConsoleDatabase } from '../store/database.ts';

const MOST_KEPT = 10_000;

/** Their numbers: the journal keeps these edits although the hub has answered them. */
export async function rejectedNumbers(db: ConsoleDatabase): Promise<number[]> {
  const rows = await db.rejectedEdits.limit(MOST_KEPT).toArray();
  // Rows that a restored hub lacks are listed there too; those are no edits of this device's.
  const refused = rows.filter(({ id, edit }) => id === edit.id);
  return refused.map(({ edit }) => edit.n).sort((a, b) => a - b);
}
