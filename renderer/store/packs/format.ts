/**
 * What lies in the stores of packs. A pack is one write of one table: the rows that it wrote and the keys that it removed, in one record
 * that is sealed as a whole. A long one has its rows in blocks beside it, so that whoever looks for keys does not read rows.
 */
import { tableNames } from '../../../shared/sync/tables.ts';
import { SEALED } from '../sealed-core.ts';
import type { Sealing } from '../sealing.ts';

/** The stores: packs by number, and the blocks of long ones. */
export const PACKS = 'packs';
export const BLOCKS = 'packBlocks';

/** The tables whose rows lie in packs: what sync brings by thousands. */
export const packedTables: ReadonlySet<string> = new Set([...tableNames, 'synced', 'rowOrders', 'summaries']);

/** Rows of a pack that together are shorter lie in the pack itself. Characters of JSON. */
const SHORT = 2_048;
/**
 * A block ends with the row that makes it longer than this, characters of JSON: to read one row all of its block is opened, and a value
 * of 64 KB and more Chromium keeps in a file of its own.
 */
const BLOCK = 16_384;
/** In place of a block: the row lies in the pack itself. */
export const INSIDE = -1;
/** Blocks are called by number: no pack has more. */
const MOST_BLOCKS = 2 ** 20;
/** What lies under a number beyond this is no pack: the numbers of its blocks, and of packs after it, could not be told apart. */
export const MOST_PACKS = 2 ** 32;
/** No JSON has one outside of its texts, and in texts it is escaped. */
const BETWEEN_ROWS = '\n';

/** What is in an index of the database; null where the row is in none. */
export type Indexed = IDBValidKey | null;

export interface Head {
  /** Rows that it wrote, by primary key. */
  keys: string[];
  /** The table's indexes as they were then, by name. */
  indexes: string[];
  /** For each row its place in each of these. */
  indexed: Indexed[][];
  /** The rows as JSON, where they lie here; else none. */
  rows: string[];
  /** How many rows each block has; none where the rows lie here. */
  blocks: number[];
  removed: string[];
}

/** A pack as it is stored. */
export interface StoredPack {
  /** Counts up with each write; one that was taken back may come again, with another mark. */
  seq: number;
  table: string;
  mark: string;
  /** Up to this pack of the table, what was removed is no longer said: whoever has seen less reads all of the table anew. */
  forgotten: number;
  /**
   * How many packs there are with this one: one that is missing is found out by it. Not of packs that were written before they were
   * counted, nor after such a one.
   */
  count?: number;
  /** The head as text, where nothing is sealed. */
  clear?: string;
  [SEALED]?: Uint8Array;
}

export interface StoredBlock {
  id: number;
  clear?: string;
  [SEALED]?: Uint8Array;
}

export const blockId = (seq: number, block: number): number => seq * MOST_BLOCKS + block;
/** The blocks of a pack are from this number on, and below that of the next. */
export const firstBlock = (seq: number): number => blockId(seq, 0);

const aboutPack = ({ seq, table, forgotten, count }: Omit<StoredPack, 'mark'>) =>
  `${PACKS}\n${seq}\n${table}\n${forgotten}${count === undefined ? '' : `\n${count}`}`;
const aboutBlock = (id: number) => `${BLOCKS}\n${id}`;

const sealedOrClear = (sealing: Sealing | null, about: string, text: string) =>
  sealing ? { [SEALED]: sealing.rows.sealPlain(about, text) } : { clear: text };

/** @returns null where it is damaged, or in clear where all is sealed */
function opened(
  sealing: Sealing | null,
  about: string,
  stored: { clear?: string; [SEALED]?: Uint8Array },
): string | null {
  const bytes = stored[SEALED];
  if (!sealing) return stored.clear ?? null;
  return bytes instanceof Uint8Array ? sealing.rows.openPlain(about, bytes) : null;
}

/** Where the rows of a pack go: into itself, or into blocks. @param rows as JSON */
export function laidOut(rows: readonly string[]): { inside: string[]; blocks: string[][] } {
  let length = 0;
  for (const row of rows) length += row.length;
  if (length < SHORT) return { inside: [...rows], blocks: [] };
  const blocks: string[][] = [];
  let block: string[] = [];
  let filled = 0;
  for (const row of rows) {
    block.push(row);
    filled += row.length;
    if (filled < BLOCK) continue;
    blocks.push(block);
    block = [];
    filled = 0;
  }
  if (block.length > 0) blocks.push(block);
  return { inside: [], blocks };
}

/**
 * Where each row of a pack lies, in their order.
 * @param blocks how many rows each block has; none where the rows lie in the pack itself
 */
export function* placesIn(blocks: readonly number[]): Generator<{ block: number; at: number }> {
  for (const [block, rows] of blocks.entries()) for (let at = 0; at < rows; at++) yield { block, at };
  if (blocks.length === 0) for (let at = 0; ; at++) yield { block: INSIDE, at };
}

export function storedPack(
  sealing: Sealing | null,
  pack: Pick<StoredPack, 'seq' | 'table' | 'mark' | 'forgotten' | 'count'>,
  head: Head,
): StoredPack {
  return { ...pack, ...sealedOrClear(sealing, aboutPack(pack), JSON.stringify(head)) };
}

export function headOf(sealing: Sealing | null, stored: StoredPack): Head | null {
  const text = opened(sealing, aboutPack(stored), stored);
  return text === null ? null : (JSON.parse(text) as Head);
}

export function storedBlock(sealing: Sealing | null, id: number, rows: readonly string[]): StoredBlock {
  return { id, ...sealedOrClear(sealing, aboutBlock(id), rows.join(BETWEEN_ROWS)) };
}

/** @returns the rows as JSON; null where the block is damaged or gone */
export function rowsOf(sealing: Sealing | null, stored: StoredBlock | undefined): string[] | null {
  return stored ? (opened(sealing, aboutBlock(stored.id), stored)?.split(BETWEEN_ROWS) ?? null) : null;
}
