/**
 * The synced tables: what a row must look like, who writes it and in whose name, how it may change, where it lies and where the
 * hub carries it, and how devices find it. Device stores, access, the hub's checks and words on screen are computed from it.
 */
import type { z } from 'zod';
import { uuid } from '../base/ids.ts';
import { consent } from '../cases/consents.ts';
import type { CaseTable } from '../cases/contents.ts';
import { customer, installation, site } from '../cases/customer.ts';
import {
  attachmentRecord,
  commentRecord,
  configurationRecord,
  exampleRecord,
  linkRecord,
  revisionRecord,
  stepRecord,
  systemRecord,
} from '../cases/records.ts';
import { caseEvent, caseRecord, receipt } from '../cases/schema.ts';
import { caseWaiver, redaction } from '../cases/statements.ts';
import type { Permission } from '../certification/access.ts';
import {
  auditRecord,
  credentialRecord,
  examRecord,
  issuerKeyRecord,
  memberRecord,
  personRecord,
  registryCredential,
  resultRecord,
  statusListRecord,
} from '../certification/schema.ts';
import { packet } from '../handoff/schema.ts';
import { packetSignature } from '../handoff/signature.ts';
import { knownProblem } from '../knowledge/known-problems.ts';
import { recipe } from '../knowledge/recipes.ts';
import { ruleRecord } from '../knowledge/rules.ts';
import { catalogueChange, excludedSystem, policyDocument } from '../policy/documents.ts';
import { productRecord } from '../policy/products.ts';
import { agreement, contract, holidayList, rate } from '../policy/schema.ts';
import { redactionChoice, redactionKey } from '../redaction/records.ts';
import { review, reviewTick, template } from '../review/schema.ts';
import { deskEntry, deskReply, ticket } from '../tickets/schema.ts';
import { conflict } from './conflict.ts';

interface TableRules {
  schema: z.ZodType;
  /** How people call one of its rows, and many. */
  words: { one: string; many: string };
  /** What a device's person has to be allowed to push to it; `hub` where only the hub writes. */
  writes: Permission | 'hub';
  /** Who makes a row: devices, or the hub, whose rows devices then change. */
  madeBy: 'device' | 'hub';
  /**
   * For whom a row speaks. `sender`: `by` names who sends it, and the hub refuses another's name. `signer`: `by` names who signed
   * it, which its own intake proves, because a colleague's device may carry it. `anybody`: it tells what somebody did, whoever
   * writes that down. `nobody`: it holds facts, and says nothing in a person's name.
   */
  speaksFor: 'sender' | 'signer' | 'anybody' | 'nobody';
  /** `merge`: any field. `add`: rows are only ever added (S5). A list: only these fields ever change. */
  change: 'merge' | 'add' | readonly string[];
  deletable: boolean;
  /** The scope that devices push its rows to, seen from the device's organisation. The hub may carry rows over to others. */
  scope: 'organisation' | 'level3' | 'registry' | 'catalogue';
  /** What a row's `caseId` or `ticketId` has to name at the hub; null for rows that stand alone. */
  belongsTo: 'case' | 'ticket' | null;
  /** Where the hub also puts its rows: the desk gets what was handed off, the partner what the desk answers. */
  carriedTo?: 'level3' | 'organisation';
  /** In this scope a pull leaves out what a row holds: it is fetched by its key where somebody opens it, or it is theirs (S14). */
  fetchedIn?: 'level3';
  /** A key is a UUID, or a name that a person gave. */
  key: 'uuid' | 'name';
  /** By what else than its key a device finds its rows: IndexedDB's indexes. They lie in clear: ids, states, numbers and times, never words. */
  indexes: readonly string[];
}

const ofCase = { scope: 'organisation', belongsTo: 'case', key: 'uuid', indexes: ['caseId'] } as const;
const ofOrganisation = { scope: 'organisation', belongsTo: null, key: 'uuid' } as const;
const ofCatalogue = {
  scope: 'catalogue',
  belongsTo: null,
  writes: 'keep-catalogue',
  speaksFor: 'nobody',
  indexes: [],
} as const;
/** The hub's own: what it makes of the acts of certification admins, which do not come as edits. */
const ofHub = {
  writes: 'hub',
  madeBy: 'hub',
  speaksFor: 'nobody',
  change: 'merge',
  deletable: true,
  belongsTo: null,
} as const;
const merged = { writes: 'work-cases', madeBy: 'device', change: 'merge', deletable: true } as const;
const added = { writes: 'work-cases', madeBy: 'device', change: 'add', deletable: false } as const;
const facts = { ...merged, ...ofCase, speaksFor: 'nobody' } as const;
const said = { ...added, ...ofCase, speaksFor: 'sender' } as const;
const customers = { ...merged, ...ofOrganisation, speaksFor: 'nobody' } as const;
const words = (one: string, many = `${one}s`) => ({ one, many });

/** Counted up where a table comes or goes, or where an index changes: devices then make their stores anew (renderer/store/database.ts). */
export const STORES = 1;

export const tables = {
  cases: {
    ...merged,
    ...ofOrganisation,
    schema: caseRecord,
    words: words('case'),
    speaksFor: 'anybody',
    deletable: false,
    indexes: [],
  },
  systems: { ...facts, schema: systemRecord, words: words('system') },
  links: { ...facts, schema: linkRecord, words: words('link') },
  examples: { ...facts, schema: exampleRecord, words: words('example') },
  configuration: { ...facts, schema: configurationRecord, words: words('configuration value') },
  revisions: { ...facts, schema: revisionRecord, words: words('revision level') },
  /** A colleague's step may be written down by whoever has the case. */
  steps: { ...added, ...ofCase, schema: stepRecord, words: words('step'), speaksFor: 'anybody' },
  attachments: {
    ...facts,
    schema: attachmentRecord,
    words: words('attachment'),
    change: ['systemId', 'category', 'coversFrom', 'coversTo', 'readable', 'note', 'removed'],
    deletable: false,
  },
  comments: { ...said, schema: commentRecord, words: words('comment') },
  events: { ...said, schema: caseEvent, words: words('history entry', 'history entries') },
  consents: { ...said, schema: consent, words: words('signature') },
  /** A lead's device may carry what an engineer's device signed. */
  packets: {
    ...said,
    schema: packet,
    words: words('handoff'),
    speaksFor: 'signer',
    carriedTo: 'level3',
    fetchedIn: 'level3',
  },
  /** The engineer's and the lead's, each beside its packet. */
  signatures: {
    ...said,
    schema: packetSignature,
    words: words('packet signature'),
    speaksFor: 'signer',
    carriedTo: 'level3',
    indexes: ['caseId', 'packetId'],
  },
  reviews: {
    ...said,
    schema: review,
    words: words('review'),
    writes: 'review-packets',
    indexes: ['caseId', 'packetId'],
  },
  reviewTicks: { ...said, schema: reviewTick, words: words('answer to a review', 'answers to reviews') },
  waivers: { ...said, schema: caseWaiver, words: words('waiver'), writes: 'review-packets' },
  redactions: {
    ...said,
    schema: redaction,
    words: words('statement about redaction', 'statements about redaction'),
  },
  /** Never carried to the desk, and in no packet: who has a case's key can tell which original a token is. */
  redactionKeys: { ...said, schema: redactionKey, words: words('key of redaction', 'keys of redaction') },
  redactionChoices: {
    ...said,
    schema: redactionChoice,
    words: words('choice about redaction', 'choices about redaction'),
  },
  templates: {
    ...added,
    ...ofOrganisation,
    schema: template,
    words: words('template'),
    speaksFor: 'sender',
    indexes: ['templateId'],
  },
  receipts: {
    ...ofHub,
    ...ofCase,
    schema: receipt,
    words: words('receipt'),
    change: 'add',
    deletable: false,
    carriedTo: 'level3',
  },
  /** The hub makes them where two wrote one field; who resolves one is asked of the edit that does (S5). */
  conflicts: {
    ...ofCase,
    schema: conflict,
    words: words('decision'),
    writes: 'work-cases',
    madeBy: 'hub',
    speaksFor: 'nobody',
    change: ['resolvedAt', 'resolvedBy', 'resolution'],
    deletable: false,
  },
  customers: { ...customers, schema: customer, words: words('customer'), indexes: [] },
  sites: { ...customers, schema: site, words: words('site'), indexes: ['customerId'] },
  installations: {
    ...customers,
    schema: installation,
    words: words('installed system'),
    indexes: ['customerId'],
  },
  agreements: {
    ...customers,
    schema: agreement,
    words: words('maintenance agreement'),
    indexes: ['customerId'],
  },
  /** IPcelerate's own contracts of the organisation's customers; the partner's notes are agreements. */
  contracts: {
    ...ofHub,
    schema: contract,
    words: words('contract'),
    scope: 'organisation',
    key: 'name',
    indexes: [],
  },
  /** The hub's own row, in `level3` and in the organisation's scope. */
  tickets: {
    ...ofHub,
    ...ofCase,
    schema: ticket,
    words: words('ticket'),
    deletable: false,
    carriedTo: 'level3',
    indexes: ['caseId', 'state'],
  },
  /** From the desk; carried over to the organisation. */
  deskEntries: {
    ...added,
    schema: deskEntry,
    words: words('entry of Level 3', 'entries of Level 3'),
    writes: 'answer-tickets',
    speaksFor: 'sender',
    scope: 'level3',
    belongsTo: 'ticket',
    key: 'uuid',
    carriedTo: 'organisation',
    indexes: ['caseId', 'ticketId', 'kind'],
  },
  /** From the organisation; carried over to the desk. */
  deskReplies: {
    ...said,
    schema: deskReply,
    words: words('reply to Level 3', 'replies to Level 3'),
    carriedTo: 'level3',
    indexes: ['caseId', 'ticketId'],
  },
  products: { ...merged, ...ofCatalogue, schema: productRecord, words: words('product'), key: 'name' },
  excludedSystems: {
    ...merged,
    ...ofCatalogue,
    schema: excludedSystem,
    words: words('excluded system'),
    key: 'name',
  },
  holidayLists: { ...added, ...ofCatalogue, schema: holidayList, words: words('holiday list'), key: 'uuid' },
  rates: {
    ...added,
    ...ofCatalogue,
    schema: rate,
    words: words('list of rates', 'lists of rates'),
    key: 'uuid',
  },
  policyDocuments: {
    ...added,
    ...ofCatalogue,
    schema: policyDocument,
    words: words('policy document'),
    key: 'uuid',
  },
  findingRules: {
    ...merged,
    ...ofCatalogue,
    schema: ruleRecord,
    words: words('rule of findings', 'rules of findings'),
    writes: 'keep-knowledge',
    key: 'name',
  },
  recipes: {
    ...merged,
    ...ofCatalogue,
    schema: recipe,
    words: words('recipe'),
    writes: 'keep-knowledge',
    key: 'name',
  },
  knownProblems: {
    ...merged,
    ...ofCatalogue,
    schema: knownProblem,
    words: words('known problem'),
    writes: 'keep-knowledge',
    key: 'name',
  },
  issuerKeys: {
    ...ofHub,
    schema: issuerKeyRecord,
    words: words('issuer key'),
    scope: 'catalogue',
    key: 'name',
    indexes: [],
  },
  statusLists: {
    ...ofHub,
    schema: statusListRecord,
    words: words('status list'),
    scope: 'catalogue',
    key: 'name',
    indexes: [],
  },
  members: {
    ...ofHub,
    schema: memberRecord,
    words: words('colleague'),
    scope: 'organisation',
    // Of those who follow tickets alone.
    carriedTo: 'level3',
    key: 'uuid',
    indexes: [],
  },
  credentials: {
    ...ofHub,
    schema: credentialRecord,
    words: words('credential'),
    scope: 'organisation',
    key: 'uuid',
    indexes: ['personId'],
  },
  people: {
    ...ofHub,
    schema: personRecord,
    words: words('person', 'people'),
    scope: 'registry',
    key: 'uuid',
    indexes: ['organisationId'],
  },
  exams: {
    ...ofHub,
    schema: examRecord,
    words: words('exam'),
    scope: 'registry',
    key: 'uuid',
    indexes: [],
  },
  results: {
    ...ofHub,
    schema: resultRecord,
    words: words('exam result'),
    scope: 'registry',
    key: 'uuid',
    indexes: ['personId', 'examId'],
  },
  registryCredentials: {
    ...ofHub,
    schema: registryCredential,
    words: words('issued credential'),
    scope: 'registry',
    key: 'uuid',
    indexes: ['personId', 'examId', 'validUntil'],
  },
  audits: {
    ...ofHub,
    schema: auditRecord,
    words: words('audit entry', 'audit entries'),
    scope: 'registry',
    key: 'name',
    indexes: ['at', 'subject'],
  },
  catalogueChanges: {
    ...ofHub,
    ...ofCatalogue,
    writes: 'hub',
    schema: catalogueChange,
    words: words('change of the catalogue', 'changes of the catalogue'),
    change: 'add',
    deletable: false,
    key: 'uuid',
    indexes: ['[table+key]'],
  },
  // Each table of a case is one of them: forgotten here, it is missing at this line.
} as const satisfies Record<string, TableRules> & Record<CaseTable, TableRules>;

export type TableName = keyof typeof tables;
export type RowOf<T extends TableName> = z.infer<(typeof tables)[T]['schema']>;

export const tableNames = Object.keys(tables) as TableName[];

/** A table's rules, as every table has them. */
export function rulesOf(table: TableName): TableRules {
  return tables[table];
}

/** `1 step`, `3 steps`; a table of a newer console by its own name. */
export function countOf(table: string, count: number): string {
  if (!isTable(table)) return `${count} ${table}`;
  return `${count} ${count === 1 ? tables[table].words.one : tables[table].words.many}`;
}

/** `step`: how people call one row of it; a table of a newer console by its own name. */
export function tableWord(table: string): string {
  return isTable(table) ? tables[table].words.one : table;
}

/** Narrows a name from outside. */
export function isTable(name: string): name is TableName {
  return Object.hasOwn(tables, name);
}

/** Whether the table’s rows are only ever added, so that their order says which of them counts (S2). */
export function isAdded(table: string): table is TableName {
  return isTable(table) && rulesOf(table).change === 'add';
}

/** Whether a change to this field of an existing row is allowed at all. */
export function mayChange(table: TableName, field: string): boolean {
  const { change } = tables[table];
  if (field === 'id' || field === 'caseId') return false;
  return change === 'merge' || (change !== 'add' && (change as readonly string[]).includes(field));
}

/** Whether this can be the key of a row of the table. */
export function isKey(table: TableName, key: string): boolean {
  return tables[table].key === 'name' || uuid.safeParse(key).success;
}

/** A table's scope, seen from an organisation: where a device's edits of it go. */
export function scopeOf(table: TableName, organisationId: string): string {
  const { scope } = tables[table];
  return scope === 'organisation' ? `org:${organisationId}` : scope;
}

/** Tables whose rows a pull of the scope gives without what they hold (S14). */
export function fetchedTables(scope: string): TableName[] {
  return tableNames.filter((table) => rulesOf(table).fetchedIn === scope);
}

/** The scope by which a device gets a table's rows: the table's own where the person reads it, else the one it is carried to. */
export function pulledBy(
  table: TableName,
  { scopes, organisation }: { scopes: readonly string[]; organisation: { id: string } },
): string {
  const own = scopeOf(table, organisation.id);
  const { carriedTo }: TableRules = tables[table];
  if (scopes.includes(own) || !carriedTo) return own;
  return carriedTo === 'organisation' ? `org:${organisation.id}` : carriedTo;
}
