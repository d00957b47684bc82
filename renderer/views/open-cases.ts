/** The cases that are open in this window, each in memory and in step with its database. */
import type { CaseContents } from '../../shared/cases/contents.ts';
import type { ConsoleDatabase } from '../store/database.ts';

/** What a case holds now; null while it is read anew. */
type Held = () => CaseContents | null;

const opened = new WeakMap<ConsoleDatabase, Map<string, Held>>();

/** Says that a case is open here. @returns says that it no longer is */
export function noteOpen(db: ConsoleDatabase, caseId: string, held: Held): () => void {
  const ofDatabase = opened.get(db) ?? new Map<string, Held>();
  opened.set(db, ofDatabase.set(caseId, held));
  return () => {
    if (ofDatabase.get(caseId) === held) ofDatabase.delete(caseId);
  };
}

/**
 * What a case that is open in this window holds; null where it is not open, or is being read. Reading a case of thousands of rows
 * again holds up who types in it.
 */
export function openContents(db: ConsoleDatabase, caseId: string): CaseContents | null {
  return opened.get(db)?.get(caseId)?.() ?? null;
}
