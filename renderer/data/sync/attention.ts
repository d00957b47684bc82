/** Edits that the hub refused: kept until a person deals with them (S6). */
import type { ConsoleDatabase } from '../database.ts';

const MOST_KEPT = 10_000;

/** Their numbers: the journal keeps these edits although the hub has answered them. */
export async function refusedNumbers(db: ConsoleDatabase): Promise<number[]> {
  const rows = await db.attention.limit(MOST_KEPT).toArray();
  return rows.map(({ edit }) => edit.n).sort((a, b) => a - b);
}
