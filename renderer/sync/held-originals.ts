/** Which files may not leave this computer: originals that are held, or that a redacted copy left in place of (security 31). */
import type { ConsoleDatabase } from '../store/database.ts';

/** Hashes of originals; one that was said not to need redaction is none any more. */
export async function heldOriginals(db: ConsoleDatabase): Promise<Set<string>> {
  const files = await db.heldFiles.toArray();
  const free = new Set(files.filter(({ left }) => left?.state === 'not-needed').map(({ sha256 }) => sha256));
  return new Set(files.map(({ sha256 }) => sha256).filter((sha256) => !free.has(sha256)));
}
