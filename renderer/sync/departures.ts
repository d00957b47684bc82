/**
 * What a pull does with rows of cases that have left this computer: their hashes are kept with those of all others, so that count and hash
 * of the scope are the hub's (S8); what they hold is not. A case that is open again comes back whole.
 */
import type { CaseRecord } from '../../shared/cases/schema.ts';
import type { PulledRow } from '../../shared/sync/protocol.ts';
import { isTable } from '../../shared/sync/tables.ts';
import type { ConsoleDatabase } from '../store/database.ts';
import { type DepartedCase, isAway, rowId } from '../store/device-rows.ts';
import { caseOf } from '../store/write.ts';
import type { StagedWrites } from './staged.ts';

/** The case that a row is of; empty where it is of none, or gone. */
function caseOfRow({ table, key, deleted, data }: PulledRow): string {
  return deleted || data === null || !isTable(table) ? '' : caseOf(table, key, data as { caseId?: unknown });
}

/** Forgets what has left, with its lines of the list: a snapshot brings all of it. The caller holds a transaction. */
export async function forgetDepartures(db: ConsoleDatabase): Promise<void> {
  const gone = await db.departed.where('state').anyOf('left', 'wanted').primaryKeys();
  await db.summaries.bulkDelete(gone);
  await db.departed.clear();
}

export class Departures {
  readonly #cases: Map<string, DepartedCase>;

  private constructor(cases: Map<string, DepartedCase>) {
    this.#cases = cases;
  }

  /** Reads which of these rows' cases have left; the caller holds a transaction. */
  static async load(db: ConsoleDatabase, rows: readonly PulledRow[]): Promise<Departures> {
    const cases = new Map<string, DepartedCase>();
    if ((await db.departed.limit(1).primaryKeys()).length > 0) {
      const ids = [...new Set(rows.map(caseOfRow))].filter((id) => id !== '');
      for (const each of await db.departed.bulkGet(ids)) if (isAway(each)) cases.set(each.id, each);
    }
    return new Departures(cases);
  }

  /** @returns whether the row stays at the hub; noted among its case's then, which is wanted once it is open again */
  keeps(writes: StagedWrites, row: PulledRow): boolean {
    const of = this.#cases.get(caseOfRow(row));
    if (!of) return false;
    const id = rowId(row.table, row.key);
    const isOpen = row.table === 'cases' && (row.data as Partial<CaseRecord>).state !== 'closed';
    if (!isOpen && of.rows.includes(id)) return true;
    const noted: DepartedCase = {
      ...of,
      state: isOpen ? 'wanted' : of.state,
      rows: of.rows.includes(id) ? of.rows : [...of.rows, id],
    };
    this.#cases.set(of.id, noted);
    writes.put('departed', of.id, noted);
    return true;
  }
}
