/** What people were told was saved, kept outside of everything that is simulated; and whether it is all there in the end. */

import { canonicalJson } from '../../shared/base/hash.ts';
import type { Mutation } from '../../shared/sync/protocol.ts';

export interface FinalRow {
  table: string;
  key: string;
  deleted: boolean;
  data: Record<string, unknown> | null;
}

/** Where an edit may have ended, for one organisation. */
export interface FinalState {
  rows: ReadonlyMap<string, FinalRow>;
  /**
   * What is kept beside the rows, as texts that hold every value in it: conflicts, refused edits, and what a lost database's
   * journal still holds. An edit that was restored has another id than the one it was saved under.
   */
  kept: readonly { table: string; key: string; text: string }[];
  /** Edits that a device keeps as refused, by their id. */
  refused: ReadonlySet<string>;
  /** Edits that a lost database's journal still keeps, by their id. */
  journalled: ReadonlySet<string>;
}

/** Tables whose rows get the hub's time where the device's cannot be, or always: their own time is nothing to lose. */
const timedByHub: ReadonlySet<string> = new Set(['events', 'deskEntries']);

const idOf = (table: string, key: string) => `${table} ${key}`;
const same = (a: unknown, b: unknown) => canonicalJson(a ?? null) === canonicalJson(b ?? null);

export class Ledger {
  readonly #saved = new Map<string, { organisation: string; edit: Mutation }>();
  /** All edits that were ever made: what somebody changed after having seen it is history. */
  readonly #made = new Map<string, Mutation>();
  readonly #byRow = new Map<string, Mutation[]>();

  get saved(): number {
    return this.#saved.size;
  }

  made(edits: readonly Mutation[]): void {
    for (const edit of edits) {
      if (this.#made.has(edit.id)) continue;
      this.#made.set(edit.id, edit);
      const id = idOf(edit.table, edit.key);
      this.#byRow.set(id, [...(this.#byRow.get(id) ?? []), edit]);
    }
  }

  save(organisation: string, edits: readonly Mutation[]): void {
    for (const edit of edits) this.#saved.set(edit.id, { organisation, edit });
  }

  /** Packets that somebody was told are queued. */
  packets(): { organisation: string; edit: Mutation }[] {
    return [...this.#saved.values()].filter(({ edit }) => edit.table === 'packets');
  }

  /** What was saved and is nowhere, in words. */
  lost(organisation: string, state: FinalState): string[] {
    const problems: string[] = [];
    for (const { organisation: owner, edit } of this.#saved.values()) {
      if (owner !== organisation) continue;
      if (state.refused.has(edit.id) || state.journalled.has(edit.id)) continue;
      problems.push(...this.#missing(edit, state).map((what) => `${edit.table} ${edit.key}: ${what}`));
    }
    return problems;
  }

  #missing(edit: Mutation, state: FinalState): string[] {
    const id = idOf(edit.table, edit.key);
    const row = state.rows.get(id);
    const kept = state.kept.filter((each) => each.table === edit.table && each.key === edit.key);
    if (edit.op === 'delete') {
      const again = this.#laterEdits(edit);
      return !row || row.deleted || kept.length > 0 || again.length > 0
        ? []
        : [`the delete (edit ${edit.id}) did not happen`];
    }
    if (!row && kept.length === 0) return [`the row of edit ${edit.id} (${edit.op}) is not at the hub`];
    const fields = Object.entries(edit.patch).filter(
      ([field]) => (edit.op === 'patch' || field !== 'id') && !(field === 'at' && timedByHub.has(edit.table)),
    );
    return fields
      .filter(([field, value]) => {
        if (row?.data && same(row.data[field], value)) return false;
        if (
          kept.some(({ text }) => text.includes(JSON.stringify(value)) || text.includes(canonicalJson(value)))
        )
          return false;
        return !this.#superseded(edit, field, value, state);
      })
      .map(
        ([field, value]) => `${field} = ${JSON.stringify(value)} (edit ${edit.id}, ${edit.op}) is nowhere`,
      );
  }

  #laterEdits(edit: Mutation): Mutation[] {
    return (this.#byRow.get(idOf(edit.table, edit.key)) ?? []).filter(
      (each) => each.op !== 'delete' && each.id !== edit.id,
    );
  }

  /** Somebody had this value before them and changed it, or deleted the row with it; or the hub moved the state on. */
  #superseded(edit: Mutation, field: string, value: unknown, state: FinalState): boolean {
    if (edit.table === 'cases' && field === 'state') return true;
    // Of two decisions about a conflict the first stands; the value that was decided for is an edit of its own.
    if (edit.table === 'conflicts') return true;
    const id = idOf(edit.table, edit.key);
    const row = state.rows.get(id);
    return (this.#byRow.get(id) ?? []).some(
      (each) =>
        each.id !== edit.id &&
        // One that was taken, and refused when it went again after a restore, has had its effect: its value is there.
        (!state.refused.has(each.id) || same(row?.data?.[field], each.patch[field])) &&
        Object.hasOwn(each.base, field) &&
        same(each.base[field], value),
    );
  }
}
