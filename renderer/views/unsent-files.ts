/** Files on their way: which wait, which the hub refused, and whether sending is held. */
import { Dexie } from 'dexie';
import type { Bridge } from '../../shared/bridge/contract.ts';
import type { AttachmentRecord } from '../../shared/cases/records.ts';
import type { ConsoleDatabase } from '../store/database.ts';
import { filesHere, PAUSE, unsentFiles } from '../sync/transfers.ts';

export interface UnsentFiles {
  /** On this computer: they are sent from here. */
  mine: readonly AttachmentRecord[];
  /** Whether they are at the hub is known once it was asked, or somebody opens them. */
  others: readonly AttachmentRecord[];
}

export async function sortUnsent(db: ConsoleDatabase, bridge: Bridge): Promise<UnsentFiles> {
  const unsent = await unsentFiles(db);
  const here = await Dexie.waitFor(filesHere(bridge, unsent));
  return {
    mine: unsent.filter((file) => here === null || here.has(file.sha256)),
    others: unsent.filter((file) => here !== null && !here.has(file.sha256)),
  };
}

/**
 * How many files are still to be sent from this computer; null where it is not asked.
 * @param wanted every file of every case is looked at for it
 */
export async function countUnsent(
  db: ConsoleDatabase,
  bridge: Bridge,
  wanted: boolean,
): Promise<number | null> {
  return wanted ? (await sortUnsent(db, bridge)).mine.length : null;
}

/** What is known of a content at the hub; undefined where nothing is. */
export const readTransfer = (db: ConsoleDatabase, sha256: string) => db.transfers.get(sha256);

export const readRefusedFiles = (db: ConsoleDatabase) =>
  db.transfers.where('state').equals('refused').toArray();

/** Whether somebody held the sending of files. */
export async function readPaused(db: ConsoleDatabase): Promise<boolean> {
  return (await db.syncState.get(PAUSE))?.value === true;
}
