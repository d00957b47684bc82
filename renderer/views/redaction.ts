/** What redaction of a case shows of this computer: files that are held, and what stands behind tokens. */
import type { ConsoleDatabase } from '../store/database.ts';

/** Held files of which nothing has left, in the order in which they came. */
export async function readHeldFiles(db: ConsoleDatabase, caseId: string) {
  return (await db.heldFiles.where({ caseId }).toArray())
    .filter(({ left }) => left === null)
    .sort((a, b) => (a.addedAt < b.addedAt ? -1 : 1));
}

/** All originals of the case on this computer, those of which a copy has left included. */
export const readOriginals = (db: ConsoleDatabase, caseId: string) =>
  db.heldFiles.where({ caseId }).toArray();

export const readHeldFile = (db: ConsoleDatabase, id: string) => db.heldFiles.get(id);

export const countChoices = (db: ConsoleDatabase, caseId: string) =>
  db.redactionChoices.where({ caseId }).count();

/** Originals of tokens that this computer knows. @param words that may be tokens, parted by blanks */
export async function readTokenNames(db: ConsoleDatabase, caseId: string, words: string) {
  const ids = words === '' ? [] : words.split(' ').map((word) => `${caseId} ${word}`);
  return (await db.tokenNames.bulkGet(ids)).filter((each) => each !== undefined);
}
