/** Blocks that were opened lately, as rows of JSON. */
import { firstBlock } from './format.ts';

/** Characters of all blocks together: a few cases and a page of the list. */
const MOST = 4_000_000;

export class BlockCache {
  /** In the order of their last use. */
  readonly #blocks = new Map<number, readonly string[]>();
  #length = 0;

  has(id: number): boolean {
    return this.#blocks.has(id);
  }

  get(id: number): readonly string[] | undefined {
    const rows = this.#blocks.get(id);
    if (!rows) return undefined;
    this.#blocks.delete(id);
    this.#blocks.set(id, rows);
    return rows;
  }

  put(id: number, rows: readonly string[]): void {
    this.#drop(id);
    this.#blocks.set(id, rows);
    this.#length += lengthOf(rows);
    for (const oldest of this.#blocks.keys()) {
      if (this.#length <= MOST || oldest === id) return;
      this.#drop(oldest);
    }
  }

  clear(): void {
    this.#blocks.clear();
    this.#length = 0;
  }

  /** Forgets the blocks of a pack. */
  forget(seq: number): void {
    for (const id of [...this.#blocks.keys()])
      if (id >= firstBlock(seq) && id < firstBlock(seq + 1)) this.#drop(id);
  }

  #drop(id: number): void {
    const rows = this.#blocks.get(id);
    if (!rows) return;
    this.#blocks.delete(id);
    this.#length -= lengthOf(rows);
  }
}

function lengthOf(rows: readonly string[]): number {
  let length = 0;
  for (const row of rows) length += row.length;
  return length;
}
