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

export class Changes {
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #channel = new BroadcastChannel('partner-console-changes');

  constructor() {
    this.#channel.onmessage = ({ data }: MessageEvent<string[]>) => {
      for (const caseId of data) for (const listener of this.#listeners.get(caseId) ?? []) listener('reload');
    };
  }

  /** After the transaction has committed. */
  publish(changes: readonly RowChange[]): void {
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
    this.#channel.close();
  }
}
