/** Customers, and what is known of one: agreements, sites, systems. */
import { plural, t } from '@lingui/core/macro';
import { caseNumber } from '../../shared/base/ids.ts';
import { folded } from '../../shared/base/spoken.ts';
import type { CaseRecord } from '../../shared/cases/case.ts';
import { standingConsents } from '../../shared/cases/consents.ts';
import type { CaseContents } from '../../shared/cases/contents.ts';
import type { Installation } from '../../shared/cases/customer.ts';
import {
  furtherInstalled,
  lastCaseOf,
  type RememberedSystem,
  rememberedOf,
  rememberedSystems,
} from '../../shared/cases/remembered.ts';
import { centralDate } from '../../shared/policy/central-time.ts';
import { answersByContract, contractFor } from '../../shared/policy/contracts.ts';
import { documentInForce, type PolicyDocument } from '../../shared/policy/documents.ts';
import { maintenanceAt } from '../../shared/policy/maintenance.ts';
import type { Agreement } from '../../shared/policy/schema.ts';
import type { ConsoleDatabase } from '../store/database.ts';
import type { Summary } from '../store/device-rows.ts';
import { byName, firstNamed } from './by-name.ts';
import { type EarlierAcceptance, readEarlierAcceptance } from './earlier-acceptance.ts';

/** Null where this computer does not have the customer. */
export async function readCustomer(db: ConsoleDatabase, id: string) {
  return (await db.customers.get(id)) ?? null;
}

/** By name. */
export const readCustomers = (db: ConsoleDatabase) => byName(db.customers);

/** Customers whose name holds these letters, by name. @param words in small letters */
export async function findCustomers(db: ConsoleDatabase, words: string) {
  return (await byName(db.customers)).filter((each) => each.name.toLowerCase().includes(words));
}

export const readCustomerNamed = (db: ConsoleDatabase, name: string) => firstNamed(db.customers, name);

export const readAgreements = (db: ConsoleDatabase, customerId: string) =>
  db.agreements.where({ customerId }).sortBy('startsOn');

/** @param ids of customers, parted by blanks */
export const readAgreementsOf = (db: ConsoleDatabase, ids: string) =>
  db.agreements.where('customerId').anyOf(ids.split(' ')).toArray();

/** @param customerId null where no customer is chosen */
export const countAgreements = (db: ConsoleDatabase, customerId: string | null) =>
  customerId === null ? 0 : db.agreements.where({ customerId }).count();

/** IPcelerate's contract that a case falls under (P-16); null where none, or more than one, is known here. */
export const readContractFor = async (db: ConsoleDatabase, contractNumber: string, customer: string) =>
  contractFor(await db.contracts.toArray(), { contractNumber, customer });

/** IPcelerate's contracts of a customer of this name, the newest first. */
export const readContractsOf = async (db: ConsoleDatabase, customer: string) =>
  (await db.contracts.filter((each) => folded(each.customer) === folded(customer)).toArray()).sort((a, b) =>
    a.startsOn < b.startsOn ? 1 : -1,
  );

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

/** The lines of a customer's cases. @param name letters large or small */
function linesOfCustomer(db: ConsoleDatabase, name: string): Promise<Summary[]> {
  const wanted = name.toLowerCase();
  return db.summaries.filter((line) => line.customer.toLowerCase() === wanted).toArray();
}

/** Names of customers that a new case may be of: from the list, from cases, and from IPcelerate's contracts. */
export async function readKnownCustomers(db: ConsoleDatabase): Promise<string[]> {
  const [listed, ofCases, contracts] = await Promise.all([
    db.customers.toArray(),
    db.summaries.toArray(),
    db.contracts.toArray(),
  ]);
  const names = new Set(
    [...listed.map(({ name }) => name), ...[...ofCases, ...contracts].map(({ customer }) => customer)].map(
      (name) => name.trim(),
    ),
  );
  names.delete('');
  return [...names].sort((a, b) => a.localeCompare(b));
}

/** Places of a customer, from its card and from its cases. @param name as it is typed */
export async function readKnownSites(db: ConsoleDatabase, name: string): Promise<string[]> {
  const wanted = name.trim();
  if (wanted === '') return [];
  const [listed, lines] = await Promise.all([firstNamed(db.customers, wanted), linesOfCustomer(db, wanted)]);
  const sites = listed ? await db.sites.where({ customerId: listed.id }).toArray() : [];
  const found = new Set([...sites.map((each) => each.name), ...lines.map((each) => each.site)]);
  found.delete('');
  return [...found].sort((a, b) => a.localeCompare(b));
}

/** What a case of this customer may take over (CS13), and from where. */
export interface RememberedCustomer {
  fields: Partial<CaseRecord>;
  systems: readonly RememberedSystem[];
  /** The policy as the customer accepted it in another case, in the document that is in force. */
  acceptance: (EarlierAcceptance & { document: PolicyDocument }) | null;
  /** `C-7K2M-Q4RD`, `the customer's card`: in words, for the person and the history. */
  from: string;
  /** What there is, in words: `contact Sample Contact`. */
  words: readonly string[];
}

/** Systems of the customer's newest case that has any, and what its card has besides. */
async function knownSystems(
  db: ConsoleDatabase,
  records: readonly CaseRecord[],
  installed: readonly Installation[],
): Promise<{ systems: RememberedSystem[]; from: CaseRecord | null }> {
  const newestFirst = [...records].sort((a, b) => (a.createdAt.at < b.createdAt.at ? 1 : -1));
  let from: CaseRecord | null = null;
  let systems: RememberedSystem[] = [];
  for (const record of newestFirst) {
    const rows = await db.systems.where({ caseId: record.id }).toArray();
    if (rows.length === 0) continue;
    systems = rememberedSystems(rows, await db.revisions.where({ caseId: record.id }).toArray());
    from = record;
    break;
  }
  const products = await db.products.toArray();
  const further = furtherInstalled(installed, systems).map(
    ({ productId, productName, hostname, version }): RememberedSystem => {
      // The card keeps one version: that of the product itself.
      const component = products.find(({ id }) => id === productId)?.components[0]?.name;
      const known = component !== undefined && version.trim() !== '';
      return {
        fields: { productId, productName, hostname },
        revisions: known ? [{ component, version }] : [],
      };
    },
  );
  return { systems: [...systems, ...further], from };
}

const maintenanceWords = ({
  maintenance,
  maintenanceUntil,
}: Partial<Pick<CaseRecord, 'maintenance' | 'maintenanceUntil'>>): string[] => {
  if (!maintenance) return [];
  if (maintenance === 'current') return [t`maintenance until ${maintenanceUntil ?? ''}`];
  return [t`maintenance ${maintenance === 'lapsed' ? t`lapsed` : t`not begun`}`];
};

const wordsOf = (
  fields: Partial<CaseRecord>,
  systems: readonly RememberedSystem[],
  acceptance: RememberedCustomer['acceptance'],
): string[] => [
  ...(fields.contactName ? [t`contact ${fields.contactName}`] : []),
  // In a list of words: without the full stop that ends it where it was written.
  ...(fields.accessHow ? [t`access: ${fields.accessHow.trim().replace(/[.;,]+$/, '')}`] : []),
  ...maintenanceWords(fields),
  ...(systems.length > 0 ? [plural(systems.length, { one: '# system', other: '# systems' })] : []),
  ...(acceptance ? [t`policy accepted by ${acceptance.consent.name}`] : []),
];

/**
 * @param name as it is typed. @param now an instant. @param except a case that is not asked: the one that would take it over
 * @returns null where nothing is known of such a customer
 */
export async function readRemembered(
  db: ConsoleDatabase,
  name: string,
  now: string,
  except: string | null = null,
): Promise<RememberedCustomer | null> {
  const wanted = name.trim();
  if (wanted === '') return null;
  const lines = await linesOfCustomer(db, wanted);
  const [found, listed, documents] = await Promise.all([
    db.cases.bulkGet(lines.map(({ id }) => id).filter((id) => id !== except)),
    firstNamed(db.customers, wanted),
    db.policyDocuments.toArray(),
  ]);
  const records = found.flatMap((record) => record ?? []);
  const last = lastCaseOf(records, name);
  const agreements = listed ? await db.agreements.where({ customerId: listed.id }).toArray() : [];
  const installed = listed ? await db.installations.where({ customerId: listed.id }).toArray() : [];
  const before = last ? rememberedOf(last) : {};
  // A case of before may name a contract that has been renewed: what counts for a new one is found by the name.
  const contract = await readContractFor(db, '', name);
  const maintenance = {
    ...maintenanceOf(agreements, new Date(now)),
    ...(contract && answersByContract(contract, centralDate(Date.parse(now)))),
  };
  const { systems, from: described } = await knownSystems(db, records, installed);
  const document = documentInForce(documents, centralDate(Date.parse(now)));
  const accepted = await readEarlierAcceptance(db, except ?? '', wanted, document?.id ?? null);
  const acceptance = accepted && document ? { ...accepted, document } : null;
  const words = wordsOf({ ...before, ...maintenance }, systems, acceptance);
  if (words.length === 0) return null;
  const card = listed && { customerId: listed.id, customer: listed.name };
  const member = listed?.impactMember ? { impactMember: listed.impactMember } : {};
  const cases = new Set([
    ...(last && Object.keys(before).length > 0 ? [caseNumber(last.id)] : []),
    ...(described ? [caseNumber(described.id)] : []),
    ...(acceptance ? [acceptance.number] : []),
  ]);
  return {
    fields: { ...before, ...card, ...member, ...maintenance },
    systems,
    acceptance,
    from: [
      ...cases,
      ...(listed ? [t`the customer’s card`] : []),
      ...(contract ? [t`contract ${contract.id}`] : []),
    ].join(t` and `),
    words,
  };
}

const isOpen = (value: unknown) => value === null || value === '';

/** What of it is still open in the case; null where nothing is. What somebody answered stays. */
export function stillRemembered(
  known: RememberedCustomer,
  { case: record, systems, consents }: Pick<CaseContents, 'case' | 'systems' | 'consents'>,
): RememberedCustomer | null {
  const fields: Partial<CaseRecord> = Object.fromEntries(
    Object.entries(known.fields).filter(([field]) => isOpen(record[field as keyof CaseRecord])),
  );
  const signed = standingConsents(consents).some(({ kind }) => kind === 'policy');
  const acceptance = signed ? null : known.acceptance;
  const left = systems.length > 0 ? [] : known.systems;
  const words = wordsOf(fields, left, acceptance);
  return words.length === 0 ? null : { ...known, fields, systems: left, acceptance, words };
}
