/** Customers, and what is known of one: agreements, sites, systems. */
import type { ConsoleDatabase } from '../store/database.ts';

/** Null where this computer does not have the customer. */
export async function readCustomer(db: ConsoleDatabase, id: string) {
  return (await db.customers.get(id)) ?? null;
}

/** By name. */
export const readCustomers = (db: ConsoleDatabase) => db.customers.orderBy('name').toArray();

/** Customers whose name holds these letters, by name. @param words in small letters */
export const findCustomers = (db: ConsoleDatabase, words: string) =>
  db.customers
    .orderBy('name')
    .filter((each) => each.name.toLowerCase().includes(words))
    .toArray();

export const readCustomerNamed = (db: ConsoleDatabase, name: string) =>
  db.customers.where('name').equalsIgnoreCase(name).first();

export const readAgreements = (db: ConsoleDatabase, customerId: string) =>
  db.agreements.where({ customerId }).sortBy('startsOn');

/** @param ids of customers, parted by blanks */
export const readAgreementsOf = (db: ConsoleDatabase, ids: string) =>
  db.agreements.where('customerId').anyOf(ids.split(' ')).toArray();

/** @param customerId null where no customer is chosen */
export const countAgreements = (db: ConsoleDatabase, customerId: string | null) =>
  customerId === null ? 0 : db.agreements.where({ customerId }).count();

export const readSites = (db: ConsoleDatabase, customerId: string) =>
  db.sites.where({ customerId }).sortBy('id');

export const readInstallations = (db: ConsoleDatabase, customerId: string) =>
  db.installations.where({ customerId }).sortBy('id');
