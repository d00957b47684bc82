/** How fields and tables are called where they stand outside their own form: in conflicts, refused changes and sums. */
import { descriptions } from '../../shared/cases/contents.ts';
import { labelOf } from '../../shared/cases/words.ts';
import type { TableName } from '../../shared/sync/tables.ts';

const tableWords: Record<TableName, { one: string; many: string }> = {
  cases: { one: 'case', many: 'cases' },
  systems: { one: 'system', many: 'systems' },
  configuration: { one: 'configuration value', many: 'configuration values' },
  revisions: { one: 'revision level', many: 'revision levels' },
  steps: { one: 'step', many: 'steps' },
  attachments: { one: 'attachment', many: 'attachments' },
  comments: { one: 'comment', many: 'comments' },
  events: { one: 'history entry', many: 'history entries' },
  packets: { one: 'handoff', many: 'handoffs' },
  receipts: { one: 'receipt', many: 'receipts' },
  signatures: { one: 'packet signature', many: 'packet signatures' },
  reviews: { one: 'review', many: 'reviews' },
  reviewTicks: { one: 'answer to a review', many: 'answers to reviews' },
  waivers: { one: 'waiver', many: 'waivers' },
  redactions: { one: 'statement about redaction', many: 'statements about redaction' },
  templates: { one: 'template', many: 'templates' },
  conflicts: { one: 'decision', many: 'decisions' },
  products: { one: 'product', many: 'products' },
  consents: { one: 'signature', many: 'signatures' },
  customers: { one: 'customer', many: 'customers' },
  sites: { one: 'site', many: 'sites' },
  installations: { one: 'installed system', many: 'installed systems' },
  agreements: { one: 'maintenance agreement', many: 'maintenance agreements' },
  tickets: { one: 'ticket', many: 'tickets' },
  deskEntries: { one: 'entry of Level 3', many: 'entries of Level 3' },
  deskReplies: { one: 'reply to Level 3', many: 'replies to Level 3' },
  excludedSystems: { one: 'excluded system', many: 'excluded systems' },
  holidayLists: { one: 'holiday list', many: 'holiday lists' },
  rates: { one: 'list of rates', many: 'lists of rates' },
  policyDocuments: { one: 'policy document', many: 'policy documents' },
  issuerKeys: { one: 'issuer key', many: 'issuer keys' },
  statusLists: { one: 'status list', many: 'status lists' },
  members: { one: 'colleague', many: 'colleagues' },
  credentials: { one: 'credential', many: 'credentials' },
  people: { one: 'person', many: 'people' },
  exams: { one: 'exam', many: 'exams' },
  results: { one: 'exam result', many: 'exam results' },
  registryCredentials: { one: 'issued credential', many: 'issued credentials' },
  audits: { one: 'audit entry', many: 'audit entries' },
  catalogueChanges: { one: 'change of the catalogue', many: 'changes of the catalogue' },
};

/** `1 step`, `3 steps`; a table of a newer console by its own name. */
export function countOf(table: string, count: number): string {
  const words = Object.hasOwn(tableWords, table) ? tableWords[table as TableName] : undefined;
  return `${count} ${words ? (count === 1 ? words.one : words.many) : table}`;
}

export function tableWord(table: string): string {
  return Object.hasOwn(tableWords, table) ? tableWords[table as TableName].one : table;
}

/** Fields of tables that are not of a case. */
const fieldWords: Readonly<Record<string, string>> = {
  components: 'Components',
  releases: 'Releases',
  required: 'its revision level is needed',
};

/**
 * The label by which people know the field: that of its own table, else the one that a field of this name has elsewhere in a
 * case (an installed system has a host name as well); its own name where there is none.
 */
export function fieldWord(table: string, field: string): string {
  const own = labelOf(table, field);
  if (own !== null) return own;
  if (Object.hasOwn(fieldWords, field)) return fieldWords[field] ?? field;
  for (const other of Object.keys(descriptions)) {
    const label = labelOf(other, field);
    if (label !== null) return label;
  }
  return field;
}
