/**
 * Which database this browser opens. A console has one; where the sample partner is tried, each of its people has one of their own
 * on the same computer, with device, keys, drafts and settings, and the chosen one is kept beyond the window.
 */
import { DATABASE_NAME, openDatabase } from './database.ts';
import type { Sealing } from './sealing.ts';

const CHOSEN = 'partner-console-database';
const ofPerson = new RegExp(`^${DATABASE_NAME} [0-9a-f-]{36}$`);

/** Null where nobody chose, or what is kept is no name of ours. */
export function chosenDatabase(): string | null {
  const kept = localStorage.getItem(CHOSEN);
  return kept !== null && ofPerson.test(kept) ? kept : null;
}

export function chooseDatabase(name: string): void {
  if (name === DATABASE_NAME) localStorage.removeItem(CHOSEN);
  else localStorage.setItem(CHOSEN, name);
}

/**
 * The name of a person's database: the first one where they were the first to work here, else one of their own. It may not be
 * there yet.
 */
export async function databaseOfPerson(personId: string, sealing: Sealing | null): Promise<string> {
  const first = await openDatabase(DATABASE_NAME, sealing);
  if (first.kind === 'newer') first.reader.close();
  if (first.kind !== 'open') return `${DATABASE_NAME} ${personId}`;
  const device = await first.db.device.get('device');
  first.db.close();
  return device?.identity.person.id === personId ? DATABASE_NAME : `${DATABASE_NAME} ${personId}`;
}
