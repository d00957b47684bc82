/** Keeps what stands on Home in step with the database, for the rail's counts and for Home: one reading for both, at most one a second. */

import { t } from '@lingui/core/macro';
import { Dexie } from 'dexie';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Viewer } from '../../shared/home/lists.ts';
import type { Conflict } from '../../shared/sync/conflict.ts';
import type { ConsoleDatabase } from '../store/database.ts';
import { forgetFault, report } from '../store/report.ts';
import { nothingYet, type PartnerHome, readPartnerHome } from './home.ts';
import { OpenLines } from './open-lines.ts';

/** Tables that it rests on. */
const TABLES = [
  'summaries',
  'deskEntries',
  'deskReplies',
  'tickets',
  'rejectedEdits',
  'conflicts',
  'signatures',
  'reviews',
  'packets',
] as const;

/** Who types changes a line each second; a badge that is a second old serves. */
const GATHER_MS = 1_000;
/** The first cases of a computer are not waited for. */
const FIRST_MS = 40;

const OLD_HOME = t`What Home and the rail say needs you may be old until the next change arrives.`;

export class HomeSource {
  readonly store: StoreApi<PartnerHome> = createStore<PartnerHome>(() => nothingYet);
  readonly #read: () => Promise<PartnerHome>;
  readonly #db: ConsoleDatabase;
  readonly #lines: OpenLines;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #reading = false;
  #again = false;
  #closed = false;

  constructor(parts: { db: ConsoleDatabase; viewer: Viewer; wordsOf: (conflict: Conflict) => string }) {
    this.#db = parts.db;
    this.#lines = new OpenLines(parts.db);
    this.#read = async () => readPartnerHome(parts.db, parts.viewer, parts.wordsOf, await this.#lines.read());
    Dexie.on('storagemutated', this.#mutated);
    void this.#now();
  }

  close(): void {
    this.#closed = true;
    Dexie.on('storagemutated').unsubscribe(this.#mutated);
    if (this.#timer) clearTimeout(this.#timer);
  }

  readonly #mutated = (parts: unknown): void => {
    const changed = parts as Record<string, unknown>;
    if (!TABLES.some((table) => changed[`idb://${this.#db.name}/${table}/`] !== undefined)) return;
    this.#lines.changed(parts);
    const { needs, working, waits, team } = this.store.getState();
    const nothing = needs.length + working.length + waits.length + team.length === 0;
    this.#timer ??= setTimeout(
      () => {
        this.#timer = null;
        void this.#now();
      },
      nothing ? FIRST_MS : GATHER_MS,
    );
  };

  async #now(): Promise<void> {
    if (this.#reading) {
      this.#again = true;
      return;
    }
    this.#reading = true;
    try {
      do {
        this.#again = false;
        const home = await this.#read();
        if (this.#closed) return;
        this.store.setState(home, true);
      } while (this.#again);
      forgetFault('home');
    } catch (error) {
      if (!this.#closed && this.#db.isOpen()) report(error, 'home', OLD_HOME);
    } finally {
      this.#reading = false;
    }
  }
}
