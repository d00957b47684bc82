/** Files on their way: which wait, which the hub refused, and whether sending is held. */
import { Dexie } from 'dexie';
import type { Bridge } from '../../shared/bridge/contract.ts';
import type { AttachmentRecord } from '../../shared/cases/records.ts';
import type { ConsoleDatabase } from '../store/database.ts';
import { filesHere, PAUSE, unsentFiles } from '../sync/transfers.ts';

export interface UnsentFiles {
  /** On this computer, added here or missed by the hub: they are sent from here. */
  mine: readonly AttachmentRecord[];
  /**
   * On this computer, and the hub was not asked about them yet. Several people may work here, whose files lie in one place: they may be
   * another one's, and at the hub for long.
   */
  unasked: readonly AttachmentRecord[];
  /** Whether they are at the hub is known once it was asked, or somebody opens them. */
  others: readonly AttachmentRecord[];
}

export async function sortUnsent(db: ConsoleDatabase, bridge: Bridge): Promise<UnsentFiles> {
  const asked = await db.transfers.where('state').anyOf('waiting', 'refused').primaryKeys();
  const unsent = await unsentFiles(db);
  const here = await Dexie.waitFor(filesHere(bridge, unsent));
  const known = new Set(asked);
  const isHere = ({ sha256 }: AttachmentRecord) => here === null || here.has(sha256);
  return {
    mine: unsent.filter((file) => isHere(file) && known.has(file.sha256)),
    unasked: unsent.filter((file) => isHere(file) && !known.has(file.sha256)),
    others: unsent.filter((file) => here !== null && !here.has(file.sha256)),
  };
}

/**
 * How many files are still to be sent from this computer, and of how many that is not known; null where it is not asked.
 * @param wanted every file of every case is looked at for it
 */
export async function countUnsent(
  db: ConsoleDatabase,
  bridge: Bridge,
  wanted: boolean,
): Promise<{ mine: number; unasked: number } | null> {
  if (!wanted) return null;
  const { mine, unasked } = await sortUnsent(db, bridge);
  return { mine: mine.length, unasked: unasked.length };
}

/** What is known of a content at the hub; undefined where nothing is. */
export const readTransfer = (db: ConsoleDatabase, sha256: string) => db.transfers.get(sha256);

export const readRefusedFiles = (db: ConsoleDatabase) =>
  db.transfers.where('state').equals('refused').toArray();

/** Whether somebody held the sending of files. */
export async function readPaused(db: ConsoleDatabase): Promise<boolean> {
  return (await db.syncState.get(PAUSE))?.value === true;
}
