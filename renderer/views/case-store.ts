/**
 * An open case in memory, beside its findings: read once, then kept in step row by row, so that a keystroke in a case of
 * thousands of rows costs that row and the rules it touches.
 */

import { createStore, type StoreApi } from 'zustand/vanilla';
import { compareOrder, type RowOrder } from '../../shared/base/order.ts';
import { type CaseContents, caseTables } from '../../shared/cases/contents.ts';
import { type Change, createEvaluator, type Evaluator } from '../../shared/handoff/evaluate.ts';
import type { Progress } from '../../shared/handoff/outline.ts';
import type { Finding } from '../../shared/handoff/schema.ts';
import type { ProductRecord } from '../../shared/policy/products.ts';
import { isAdded } from '../../shared/sync/tables.ts';
import type { RowChange } from '../store/changes.ts';
import { rowId } from '../store/device-rows.ts';
import { inSlices } from '../store/slices.ts';
import type { AppServices } from './app-services.ts';
import { readCase } from './contents.ts';
import { noteOpen } from './open-cases.ts';
import { readReferenceData } from './reference-data.ts';
import { holdOpen } from './retention-run.ts';
import { readTrust, trustRevision, watchTrust } from './trust.ts';

export interface OpenCase {
  /** `loading`, then the case, or null where there is none. */
  contents: CaseContents | null | 'loading';
  findings: readonly Finding[];
  progress: Progress | null;
  /** The catalogue that the rules were asked with. */
  products: readonly ProductRecord[];
}

type RowTable = Exclude<Change['table'], 'cases'>;
const rowTables: readonly string[] = caseTables satisfies readonly RowTable[];

/** How often rules that depend on the time of day are asked again. */
const CLOCK_MS = 60_000;

export function openCaseStore(
  app: AppServices,
  caseId: string,
): { store: StoreApi<OpenCase>; close: () => void } {
  const store = createStore<OpenCase>(() => ({
    contents: 'loading',
    findings: [],
    progress: null,
    products: [],
  }));
  let catalogue: readonly ProductRecord[] = [];
  let evaluator: Evaluator | null = null;
  let orders = new Map<string, RowOrder>();
  let closed = false;
  let unwatch: (() => void) | null = null;
  /** Readings that have not come to their end: until then what is here is behind what is stored. */
  let reading = 0;

  async function load(): Promise<void> {
    reading += 1;
    try {
      await readAll();
    } finally {
      reading -= 1;
    }
  }

  async function readAll(): Promise<void> {
    const [read, products] = [await readCase(app.db, caseId), await app.db.products.toArray()];
    const contents = read?.contents ?? null;
    const engineer = contents?.case.engineer;
    const revision = engineer ? await trustRevision(app.db, engineer) : '';
    const trust = engineer ? await readTrust(app.db, engineer, app.now()) : null;
    const referenceData = await readReferenceData(app.db);
    // What was read came in one turn; what is made of it is another.
    if (store.getState().contents === 'loading') await new Promise((turn) => setTimeout(turn));
    if (closed) return;
    catalogue = products;
    orders = read?.orders ?? new Map();
    const asked =
      contents && createEvaluator(contents, { now: app.now().toISOString(), products, trust, referenceData });
    if (asked && store.getState().contents === 'loading') {
      // All rules are asked for the first time here, a few at a turn, and the screen is drawn for the first time below. What changes
      // between the two finds the case still loading, and has it read again.
      await inSlices(
        asked.asking(),
        () => undefined,
        () => closed,
      );
      await new Promise((turn) => setTimeout(turn));
      if (closed) return;
    }
    evaluator = asked;
    if (engineer) unwatch ??= watchTrust(app.db, engineer, revision, () => void askAgain());
    show(contents);
  }

  function show(contents: CaseContents | null): void {
    store.setState({
      contents,
      findings: evaluator?.findings() ?? [],
      progress: evaluator?.progress() ?? null,
      products: catalogue,
    });
  }

  function take(changes: readonly RowChange[]): void {
    const { contents } = store.getState();
    if (contents === 'loading' || contents === null || !evaluator) return void load();
    let next = contents;
    for (const { table, key, row, order } of changes) {
      if (table === 'cases') {
        if (!row) return void load();
        next = { ...next, case: row as CaseContents['case'] };
        evaluator.apply({ table, row: next.case });
      } else if (rowTables.includes(table)) {
        const name = table as RowTable;
        const rows = next[name] as { id: string }[];
        const at = rows.findIndex((each) => each.id === key);
        const kept = at === -1 ? rows : rows.filter((_, index) => index !== at);
        const inserted = row
          ? at === -1
            ? [...rows, row]
            : rows.map((each, index) => (index === at ? row : each))
          : kept;
        if (order) orders.set(rowId(table, key), order);
        // Somebody else's row came before one that is here: what counts last has to be found anew.
        if (row && isAdded(table) && !standsInOrder(table, inserted as { id: string }[], key))
          return void load();
        next = { ...next, [name]: inserted };
        evaluator.apply({ table: name, id: key, row } as Change);
      }
    }
    show(next);
  }

  /** Whether the row has its place between its neighbours. */
  function standsInOrder(table: string, rows: readonly { id: string }[], key: string): boolean {
    const at = rows.findIndex((each) => each.id === key);
    const place = (index: number) => orders.get(rowId(table, rows[index]?.id ?? ''));
    const [before, own, after] = [place(at - 1), place(at), place(at + 1)];
    if (!own) return true;
    return !(before && compareOrder(before, own) > 0) && !(after && compareOrder(own, after) > 0);
  }

  const letGo = holdOpen(caseId);
  const end = app.changes.listen(caseId, (changes) => (changes === 'reload' ? void load() : take(changes)));
  /** Asks the rules again that look at the time of day, the catalogue, and what credentials are worth. */
  async function askAgain(): Promise<void> {
    const products = await app.db.products.toArray();
    const open = store.getState().contents;
    if (closed || open === 'loading' || open === null) return;
    const trust = await readTrust(app.db, open.case.engineer, app.now());
    const referenceData = await readReferenceData(app.db);
    // An edit may have come while that was read.
    const { contents } = store.getState();
    if (closed || contents === 'loading' || contents === null || !evaluator) return;
    catalogue = products;
    evaluator.setContext({ now: app.now().toISOString(), products, trust, referenceData });
    show(contents);
  }
  const clock = setInterval(() => void askAgain(), CLOCK_MS);
  const forget = noteOpen(app.db, caseId, () => {
    // What it is asked for is what the database has.
    app.changes.tellPending();
    const { contents } = store.getState();
    return reading > 0 || contents === 'loading' ? null : contents;
  });
  void load();
  return {
    store,
    close: () => {
      closed = true;
      forget();
      end();
      letGo();
      unwatch?.();
      clearInterval(clock);
    },
  };
}
