/** Tells open screens which rows changed: precisely within this window, by case to the other windows of this device. */
import type { RowOrder } from '../../shared/base/order.ts';
import type { TableName } from '../../shared/sync/tables.ts';

export interface RowChange {
  table: TableName;
  key: string;
  caseId: string;
  row: unknown;
  /** Its place, where its table's rows are only ever added (S2). */
  order?: RowOrder;
}

type Listener = (changes: readonly RowChange[] | 'reload') => void;

/** A disk that takes its time keeps no screen from showing what the database has. */
const PATIENCE_MS = 50;
/** What was removed goes from the screen once whoever removed it can take it back: before that, *Undo* would be about what came before. */
const REMOVED_PATIENCE_MS = 1_000;

const open = new Set<Changes>();

/** Tells at once what would be told in a moment: for whoever goes on with what was saved. */
export function tellPending(): void {
  for (const each of open) each.tellPending();
}

/** By which a person goes on: what they did before is told first, and drawn before the screen hears of it. */
const NEXT = ['keydown', 'pointerdown', 'beforeinput', 'focusin'] as const;

export class Changes {
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #channel = new BroadcastChannel('partner-console-changes');
  /** What is told in a moment, in the order of its transactions. */
  #pending: { changes: readonly RowChange[]; timer: ReturnType<typeof setTimeout> }[] = [];

  readonly #goOn = () => this.tellPending();

  constructor() {
    open.add(this);
    for (const name of NEXT) window.addEventListener(name, this.#goOn, { capture: true });
    this.#channel.onmessage = ({ data }: MessageEvent<string[]>) => {
      // Of another window, and of now: what is told after it would take its place.
      this.tellPending();
      for (const caseId of data) for (const listener of this.#listeners.get(caseId) ?? []) listener('reload');
    };
  }

  /** After the transaction has committed. */
  publish(changes: readonly RowChange[]): void {
    this.tellPending();
    this.#tell(changes);
  }

  /**
   * As `publish`, once whoever waits for `saved` has gone on: drawing what follows from an edit takes longer than saving it, and the
   * field has its own text already.
   */
  publishAfter(changes: readonly RowChange[], saved: Promise<unknown>): void {
    const patience = changes.some(({ row }) => row === null) ? REMOVED_PATIENCE_MS : PATIENCE_MS;
    const pending = { changes, timer: setTimeout(() => this.tellPending(), patience) };
    this.#pending.push(pending);
    const soon = () => {
      if (!this.#pending.includes(pending)) return;
      clearTimeout(pending.timer);
      pending.timer = setTimeout(() => this.tellPending());
    };
    saved.then(soon, soon);
  }

  tellPending(): void {
    const pending = this.#pending;
    this.#pending = [];
    for (const { changes, timer } of pending) {
      clearTimeout(timer);
      this.#tell(changes);
    }
  }

  #tell(changes: readonly RowChange[]): void {
    const byCase = new Map<string, RowChange[]>();
    for (const change of changes) byCase.set(change.caseId, [...(byCase.get(change.caseId) ?? []), change]);
    for (const [caseId, own] of byCase)
      for (const listener of this.#listeners.get(caseId) ?? []) listener(own);
    if (byCase.size > 0) this.#channel.postMessage([...byCase.keys()]);
  }

  listen(caseId: string, listener: Listener): () => void {
    const all = this.#listeners.get(caseId) ?? new Set();
    all.add(listener);
    this.#listeners.set(caseId, all);
    return () => {
      all.delete(listener);
      if (all.size === 0) this.#listeners.delete(caseId);
    };
  }

  close(): void {
    open.delete(this);
    for (const name of NEXT) window.removeEventListener(name, this.#goOn, { capture: true });
    for (const { timer } of this.#pending.splice(0)) clearTimeout(timer);
    this.#channel.close();
  }
}
