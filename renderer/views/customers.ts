/** Customers, and what is known of one: agreements, sites, systems. */
import { caseNumber } from '../../shared/base/ids.ts';
import type { CaseRecord } from '../../shared/cases/case.ts';
import { lastCaseOf, rememberedOf } from '../../shared/cases/remembered.ts';
import { centralDate } from '../../shared/policy/central-time.ts';
import { maintenanceAt } from '../../shared/policy/maintenance.ts';
import type { Agreement } from '../../shared/policy/schema.ts';
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

/** What a customer's agreements say of its maintenance on this day, as a case says it; empty where there are none. */
export function maintenanceOf(
  agreements: readonly Agreement[],
  now: Date,
): Partial<Pick<CaseRecord, 'maintenance' | 'maintenanceFrom' | 'maintenanceUntil'>> {
  if (agreements.length === 0) return {};
  const found = maintenanceAt(agreements, centralDate(now.getTime()));
  switch (found.kind) {
    case 'current':
      return { maintenance: 'current', maintenanceFrom: found.from, maintenanceUntil: found.until };
    case 'lapsed':
      return { maintenance: 'lapsed', maintenanceFrom: null, maintenanceUntil: found.until };
    case 'never':
      // All of its agreements lie ahead: none has begun.
      return { maintenance: 'never', maintenanceFrom: null, maintenanceUntil: null };
  }
}

/** Names of customers that a new case may be of: from the list, and from cases. */
export async function readKnownCustomers(db: ConsoleDatabase): Promise<string[]> {
  const [listed, ofCases] = await Promise.all([
    db.customers.orderBy('name').uniqueKeys(),
    db.summaries.orderBy('customer').uniqueKeys(),
  ]);
  const names = new Set([...listed, ...ofCases].map((name) => String(name).trim()));
  names.delete('');
  return [...names].sort((a, b) => a.localeCompare(b));
}

/** Places of a customer, from its card and from its cases. @param name as it is typed */
export async function readKnownSites(db: ConsoleDatabase, name: string): Promise<string[]> {
  const wanted = name.trim();
  if (wanted === '') return [];
  const [listed, lines] = await Promise.all([
    db.customers.where('name').equalsIgnoreCase(wanted).first(),
    db.summaries.where('customer').equalsIgnoreCase(wanted).toArray(),
  ]);
  const sites = listed ? await db.sites.where({ customerId: listed.id }).toArray() : [];
  const found = new Set([...sites.map((each) => each.name), ...lines.map((each) => each.site)]);
  found.delete('');
  return [...found].sort((a, b) => a.localeCompare(b));
}

/** What a new case of this customer may take over (CS13), and from where. */
export interface RememberedCustomer {
  fields: Partial<CaseRecord>;
  /** `C-7K2M-Q4RD`, `the customer's card`: in words, for the person and the history. */
  from: string;
  /** What there is, in words: `contact Sample Contact`. */
  words: readonly string[];
}

/** @param name as it is typed. @param now an instant. @returns null where nothing is known of such a customer */
export async function readRemembered(
  db: ConsoleDatabase,
  name: string,
  now: string,
): Promise<RememberedCustomer | null> {
  const wanted = name.trim();
  if (wanted === '') return null;
  const lines = await db.summaries.where('customer').equalsIgnoreCase(wanted).toArray();
  const [records, listed] = await Promise.all([
    db.cases.bulkGet(lines.map(({ id }) => id)),
    db.customers.where('name').equalsIgnoreCase(wanted).first(),
  ]);
  const last = lastCaseOf(
    records.flatMap((record) => record ?? []),
    name,
  );
  const agreements = listed ? await db.agreements.where({ customerId: listed.id }).toArray() : [];
  const before = last ? rememberedOf(last) : {};
  const maintenance = maintenanceOf(agreements, new Date(now));
  const words = [
    ...(before.contactName ? [`contact ${before.contactName}`] : []),
    ...(before.accessHow ? [`access: ${before.accessHow}`] : []),
    ...(maintenance.maintenance
      ? [
          maintenance.maintenance === 'current'
            ? `maintenance until ${maintenance.maintenanceUntil}`
            : `maintenance ${maintenance.maintenance === 'lapsed' ? 'lapsed' : 'not begun'}`,
        ]
      : []),
  ];
  if (words.length === 0) return null;
  const card = listed && { customerId: listed.id, customer: listed.name };
  const member = listed?.impactMember ? { impactMember: listed.impactMember } : {};
  return {
    fields: { ...before, ...card, ...member, ...maintenance },
    from: [
      ...(last && Object.keys(before).length > 0 ? [caseNumber(last.id)] : []),
      ...(listed ? ['the customer’s card'] : []),
    ].join(' and '),
    words,
  };
}
