/**
 * The list's lines of open cases, for what counts over all of them. Each line is sealed, and opening thousands takes a large part of a
 * second: they are opened once, in pages, and from then on only those that changed.
 */
import { caseStates } from '../../shared/cases/states.ts';
import type { ConsoleDatabase } from '../store/database.ts';
import type { Summary } from '../store/device-rows.ts';
import { changedKeys } from '../store/mutated.ts';
import { pagesOf } from '../store/slices.ts';

const openStates = caseStates.filter((state) => state !== 'closed');

/** Lines that are opened in one task. */
const PAGE = 100;

export class OpenLines {
  readonly #db: ConsoleDatabase;
  #lines: Map<string, Summary> | null = null;
  #changed = new Set<string>();
  /** Counted up where nobody knows what changed. */
  #unknown = 0;

  constructor(db: ConsoleDatabase) {
    this.#db = db;
  }

  /** To be told of each change. @param parts what `storagemutated` tells */
  changed(parts: unknown): void {
    const keys = changedKeys(parts, this.#db.name, 'summaries');
    if (keys === 'all') {
      this.#lines = null;
      this.#unknown += 1;
    } else for (const key of keys ?? []) this.#changed.add(key);
  }

  /** All lines of open cases as they are now, in no order. What changes meanwhile is in the next answer. */
  async read(): Promise<Summary[]> {
    const changed = this.#changed;
    this.#changed = new Set();
    try {
      const before = this.#lines;
      if (before === null) {
        const unknown = this.#unknown;
        const all = await this.#readAll();
        if (unknown === this.#unknown) this.#lines = all;
        return [...all.values()];
      }
      const ids = [...changed];
      for (let from = 0; from < ids.length; from += PAGE) {
        const page = ids.slice(from, from + PAGE);
        const lines = await this.#db.summaries.bulkGet(page);
        for (const [at, id] of page.entries()) {
          const line = lines[at];
          if (line && line.state !== 'closed') before.set(id, line);
          else before.delete(id);
        }
      }
      return [...before.values()];
    } catch (error) {
      for (const id of changed) this.#changed.add(id);
      throw error;
    }
  }

  async #readAll(): Promise<Map<string, Summary>> {
    const { summaries } = this.#db;
    const found = new Map<string, Summary>();
    const open: string[] = [];
    for (const state of openStates) open.push(...(await summaries.where({ state }).primaryKeys()));
    // Pages in the order of keys cost a fraction of single keys, and open the closed ones as well.
    if (open.length * 2 > (await summaries.count())) {
      for await (const page of pagesOf(summaries, PAGE))
        for (const line of page) if (line.state !== 'closed') found.set(line.id, line);
      return found;
    }
    for (let from = 0; from < open.length; from += PAGE)
      for (const line of await summaries.bulkGet(open.slice(from, from + PAGE)))
        if (line && line.state !== 'closed') found.set(line.id, line);
    return found;
  }
}
