/**
 * Dexie keeps for each live query the keys of all that changed, in any table, since that query ran last: what is none of its rows
 * makes it run never, and grow for ever. Keys that count up never meet one another again, so that each write leaves a node in each
 * query. Of these tables every query reads an end or all, and is told that any row may have changed: one node, for good.
 */
import { type DBCore, Dexie, type Middleware, type ObservabilitySet, RangeSet } from 'dexie';

/** Tables, or an index of one, whose keys only go up. */
const COUNTED = new Set(['syncLog', 'outbox', 'sentBatches', 'summaries/updatedAt']);

/** @param part `idb://DATABASE/TABLE/INDEX`; the index is empty for the key itself, and `:dels` for rows that went */
function isCounted(part: string): boolean {
  const [table = '', index = ''] = part.split('/').slice(3);
  return COUNTED.has(`${table}/${index}`) || (COUNTED.has(table) && (index === '' || index === ':dels'));
}

function widen(parts: ObservabilitySet): void {
  for (const part of Object.keys(parts) as (keyof ObservabilitySet)[])
    if (isCounted(String(part))) parts[part] = new RangeSet(Dexie.minKey, Dexie.maxKey);
}

/** Widens what a transaction tells of such keys, before Dexie tells it to live queries and to other windows. */
export const countedKeys: Middleware<DBCore> = {
  stack: 'dbcore',
  name: 'counted keys',
  create: (core) => ({
    ...core,
    transaction(stores, mode, options) {
      const transaction = core.transaction(stores, mode, options);
      // Dexie's own listener, which tells, comes after the transaction is made, and so after this one.
      if (mode === 'readwrite')
        (transaction as IDBTransaction & { mutatedParts?: ObservabilitySet }).addEventListener(
          'complete',
          function tell(this: IDBTransaction & { mutatedParts?: ObservabilitySet }) {
            if (this.mutatedParts) widen(this.mutatedParts);
          },
        );
      return transaction;
    },
  }),
};
