/** What can be found: rows of the tables as documents of a search, each part with the place where it stands. Pure. */

import { dayInWords } from '../base/day-words.ts';
import { allClauses } from '../policy/clauses.ts';

export type FoundKind =
  | 'case'
  | 'ticket'
  | 'customer'
  | 'contract'
  | 'clause'
  | 'person'
  | 'registered'
  | 'exam'
  | 'product'
  | 'excluded'
  | 'rates'
  | 'holidays'
  | 'document'
  | 'problem'
  | 'recipe'
  | 'rule';

/** One text of a document, and the row and field it was read from. */
export interface SearchPart {
  table: string;
  rowId: string;
  field: string;
  text: string;
}

export interface SearchDocument {
  /** `case:ID`. */
  id: string;
  kind: FoundKind;
  title: string;
  /** Number, customer, site: what tells it from others of the same title. */
  subtitle: string;
  parts: readonly SearchPart[];
}

/** A row as the device keeps it; its text is what is found of it. */
export type Row = Readonly<Record<string, unknown>>;

/** Longer texts are found by their beginning. */
const MOST_TEXT = 4_000;
const MOST_PARTS = 5_000;
/** What no person would type: proofs, places in time, ids of others. */
const leftOut: ReadonlySet<string> = new Set([
  'id',
  'zone',
  'digest',
  'certificate',
  'signature',
  'drawing',
  'sha256',
  'token',
  'ruleSetVersion',
  'schema',
  'organisationId',
]);
/** What has such a name and is read all the same: the message of a log by which a known problem is found. */
const isRead = (table: string, field: string) => table === 'knownProblems' && field === 'signature';
const unreadable = /^([0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{64}|\d{4}-\d\d-\d\dT[\d:.]+Z?)$/;

function gather(
  parts: SearchPart[],
  at: Omit<SearchPart, 'text' | 'field'>,
  field: string,
  value: unknown,
): void {
  if (parts.length >= MOST_PARTS) return;
  if (typeof value === 'string') {
    if (value.trim() === '' || unreadable.test(value)) return;
    parts.push({ ...at, field, text: value.length > MOST_TEXT ? value.slice(0, MOST_TEXT) : value });
  } else if (typeof value === 'number') {
    if (Number.isFinite(value) && value > 9) parts.push({ ...at, field, text: String(value) });
  } else if (Array.isArray(value)) {
    for (const each of value) gather(parts, at, field, each);
  } else if (value !== null && typeof value === 'object') {
    for (const [key, inner] of Object.entries(value)) if (!leftOut.has(key)) gather(parts, at, field, inner);
  }
}

/** All readable texts of a row. */
function partsOf(table: string, row: Row): SearchPart[] {
  const parts: SearchPart[] = [];
  const at = { table, rowId: typeof row.id === 'string' ? row.id : '' };
  for (const [field, value] of Object.entries(row))
    if (!leftOut.has(field) || isRead(table, field)) gather(parts, at, field, value);
  return parts;
}

const textOf = (row: Row, field: string): string => {
  const value = row[field];
  return typeof value === 'string' ? value : '';
};

const joined = (words: readonly string[]) => words.filter((each) => each !== '').join(', ');

/** Tables whose rows are found with their case. */
export const tablesOfCase = [
  'systems',
  'links',
  'examples',
  'configuration',
  'revisions',
  'steps',
  'attachments',
  'comments',
  'deskEntries',
  'deskReplies',
] as const;

/** A case that has left the computer: found by its line of the list, which says where it is. */
export function departedDocument(line: Row, number: string): SearchDocument {
  const id = textOf(line, 'id');
  const [ticket, title, customer, site] = ['ticket', 'title', 'customer', 'site'].map((field) => ({
    field,
    text: textOf(line, field),
  }));
  const parts = [ticket, title, customer, site].flatMap((each) => (each && each.text !== '' ? [each] : []));
  return {
    id: `case:${id}`,
    kind: 'case',
    title: title?.text ?? '',
    subtitle: joined([number, ticket?.text ?? '', customer?.text ?? '', site?.text ?? '', 'at the hub only']),
    parts: [{ field: 'number', text: number }, ...parts].map((each) => ({
      table: 'cases',
      rowId: id,
      ...each,
    })),
  };
}

/**
 * A case with all its rows.
 * @param number as people say it, `C-7K2M-Q4RD`
 * @param tickets of the case: their numbers, `T-1042`
 * @param rows by table
 */
export function caseDocument(
  record: Row,
  number: string,
  tickets: readonly string[],
  rows: Readonly<Partial<Record<(typeof tablesOfCase)[number], readonly Row[]>>>,
): SearchDocument {
  const id = textOf(record, 'id');
  return {
    id: `case:${id}`,
    kind: 'case',
    title: textOf(record, 'title'),
    subtitle: joined([number, ...tickets, textOf(record, 'customer'), textOf(record, 'site')]),
    parts: [
      { table: 'cases', rowId: id, field: 'number', text: number },
      ...tickets.map((text) => ({ table: 'tickets', rowId: id, field: 'ticket', text })),
      ...partsOf('cases', record),
      ...tablesOfCase.flatMap((table) => (rows[table] ?? []).flatMap((row) => partsOf(table, row))),
    ],
  };
}

/** A ticket as the desk has it, with what was said on it. */
export function ticketDocument(ticket: Row, said: readonly { table: string; row: Row }[]): SearchDocument {
  return {
    id: `ticket:${textOf(ticket, 'id')}`,
    kind: 'ticket',
    title: textOf(ticket, 'title'),
    subtitle: joined([
      textOf(ticket, 'ticket'),
      textOf(ticket, 'organisationName'),
      textOf(ticket, 'customer'),
      textOf(ticket, 'site'),
    ]),
    parts: [
      ...partsOf('tickets', { ...ticket, findings: [] }),
      ...said.flatMap(({ table, row }) => partsOf(table, row)),
    ],
  };
}

/** The number of a row, where it is its key. */
function numberPart(table: string, row: Row): SearchPart {
  const id = textOf(row, 'id');
  return { table, rowId: id, field: 'number', text: id };
}

/** A customer with sites, what is installed there, agreements, and IPcelerate's contracts by their numbers. */
export function customerDocument(
  customer: Row,
  rows: readonly { table: string; row: Row }[],
  contracts: readonly Row[] = [],
): SearchDocument {
  return {
    id: `customer:${textOf(customer, 'id')}`,
    kind: 'customer',
    title: textOf(customer, 'name'),
    subtitle: 'Customer',
    parts: [
      ...partsOf('customers', customer),
      ...rows.flatMap(({ table, row }) => partsOf(table, row)),
      ...contracts.map((row) => numberPart('contracts', row)),
    ],
  };
}

/** A contract of IPcelerate's with a customer who is not in the list yet. */
export function contractDocument(contract: Row): SearchDocument {
  const about = [textOf(contract, 'customer'), 'IPcelerate’s contract, customer not in the list yet'];
  return {
    id: `contract:${textOf(contract, 'id')}`,
    kind: 'contract',
    title: `Contract ${textOf(contract, 'id')}`,
    subtitle: joined(about),
    parts: [numberPart('contracts', contract)],
  };
}

/** A person as their organisation knows them, with the numbers of their credentials. */
export function personDocument(member: Row, credentials: readonly Row[] = []): SearchDocument {
  const document = single('members', 'person', member, textOf(member, 'name'), ['Colleague']);
  return withCredentials(document, 'credentials', credentials);
}

/** A person as the registry knows them: of those who certify. */
export function registeredDocument(person: Row, credentials: readonly Row[] = []): SearchDocument {
  const about = [textOf(person, 'organisationName'), textOf(person, 'email')];
  const document = single('people', 'registered', person, textOf(person, 'name'), [
    'Person of the registry',
    ...about,
  ]);
  return withCredentials(document, 'registryCredentials', credentials);
}

function withCredentials(
  document: SearchDocument,
  table: string,
  credentials: readonly Row[],
): SearchDocument {
  return { ...document, parts: [...document.parts, ...credentials.map((row) => numberPart(table, row))] };
}

export function examDocument(exam: Row): SearchDocument {
  return single('exams', 'exam', exam, textOf(exam, 'name'), ['Exam']);
}

/** By its id as well: it stands beside the name wherever the product does. */
export function productDocument(product: Row): SearchDocument {
  return single('products', 'product', product, textOf(product, 'name'), ['Product of the catalogue'], true);
}

export function excludedDocument(system: Row): SearchDocument {
  return single('excludedSystems', 'excluded', system, textOf(system, 'name'), ['Excluded system (P-23)']);
}

export function ratesDocument(rate: Row): SearchDocument {
  const title = `Rates from ${dayInWords(textOf(rate, 'effectiveFrom'))}`;
  return single('rates', 'rates', rate, title, ['Rates of the catalogue']);
}

/** Each version, with its days: which day was free in which list is what is asked. */
export function holidaysDocument(list: Row): SearchDocument {
  return single('holidayLists', 'holidays', list, `Holidays, version ${list.version}`, [
    'Holiday list of the catalogue',
  ]);
}

export function policyDocumentDocument(document: Row): SearchDocument {
  const title = `Version ${document.version}: ${textOf(document, 'title')}`;
  return single('policyDocuments', 'document', document, title, ['Policy document of the catalogue']);
}

/** A known problem, by its number first: `KP-0213` is how people call it. */
export function problemDocument(problem: Row): SearchDocument {
  const number = textOf(problem, 'id');
  const about = [number, 'Known problem'];
  return single('knownProblems', 'problem', problem, textOf(problem, 'title'), about, true);
}

export function recipeDocument(recipe: Row): SearchDocument {
  return single('recipes', 'recipe', recipe, textOf(recipe, 'title'), ['Recipe']);
}

export function ruleDocument(rule: Row): SearchDocument {
  return single('findingRules', 'rule', rule, textOf(rule, 'id'), ['Rule of findings']);
}

/**
 * A row that is a document by itself.
 * @param number whether its id is one that people say, and not a key alone
 */
function single(
  table: string,
  kind: FoundKind,
  row: Row,
  title: string,
  about: readonly string[],
  number = false,
): SearchDocument {
  const id = textOf(row, 'id');
  return {
    id: `${kind}:${id}`,
    kind,
    title,
    subtitle: joined(about),
    parts: [...(number ? [{ table, rowId: id, field: 'number', text: id }] : []), ...partsOf(table, row)],
  };
}

/** The clauses of the policy, which are the same on every computer. */
export function clauseDocuments(): SearchDocument[] {
  return allClauses.map(({ id, text, reading }) => ({
    id: `clause:${id}`,
    kind: 'clause',
    title: `${id} ${text.length > 90 ? `${text.slice(0, 89)}…` : text}`,
    subtitle: 'Clause of the maintenance policy',
    parts: [
      { table: 'clauses', rowId: id, field: 'id', text: id },
      { table: 'clauses', rowId: id, field: 'text', text },
      ...(reading === '' ? [] : [{ table: 'clauses', rowId: id, field: 'reading', text: reading }]),
    ],
  }));
}
