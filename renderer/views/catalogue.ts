/** The catalogue as this device has it: products, rates, holidays, what customers accept, and what was changed of them. */

import { documentInForce } from '../../shared/policy/documents.ts';
import { rateAt } from '../../shared/policy/rates.ts';
import type { TableName } from '../../shared/sync/tables.ts';
import type { ConsoleDatabase } from '../store/database.ts';
import { inOrder } from '../store/order.ts';

/** By id. */
export const readProducts = (db: ConsoleDatabase) => db.products.toArray();
/** Names of these products, of those that are not in the catalogue the ids. */
export async function readProductNames(db: ConsoleDatabase, ids: readonly string[]): Promise<string[]> {
  const found = await db.products.bulkGet([...ids]);
  return found.map((product, at) => product?.name ?? ids[at] ?? '');
}
export const readRates = (db: ConsoleDatabase) => db.rates.toArray();
export const readHolidayLists = (db: ConsoleDatabase) => db.holidayLists.toArray();
export const readPolicyDocuments = (db: ConsoleDatabase) => db.policyDocuments.toArray();
/** By id. */
export const readExcludedSystems = (db: ConsoleDatabase) => db.excludedSystems.toArray();

/** What was changed of a row, in the order of the hub (S2). */
export async function readRowChanges(db: ConsoleDatabase, table: TableName, rowKey: string) {
  const rows = await db.catalogueChanges.where('[table+key]').equals([table, rowKey]).toArray();
  return inOrder(db, 'catalogueChanges', rows);
}

/** What clocks are counted by. */
export async function readClockPolicy(db: ConsoleDatabase) {
  return { holidayLists: await db.holidayLists.toArray(), products: await db.products.toArray() };
}

/** What a customer accepts on a day, `YYYY-MM-DD` in Central time: the document and the rates in force. */
export async function readInForce(db: ConsoleDatabase, day: string) {
  return {
    document: documentInForce(await db.policyDocuments.toArray(), day),
    rate: rateAt(await db.rates.toArray(), day),
  };
}

/** How many rows a table of the catalogue, or of the registry, has here. */
export async function countRows<T extends TableName>(db: ConsoleDatabase, ...tables: readonly T[]) {
  return Promise.all(tables.map(async (table) => [table, await db.table(table).count()] as const));
}
