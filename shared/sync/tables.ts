/** The synced tables: what each row must look like, and how it may change. One entry here is all that a table needs. */
import type { z } from 'zod';
import { uuid } from '../base/ids.ts';
import { consent } from '../cases/consents.ts';
import { customer, installation, site } from '../cases/customer.ts';
import {
  attachmentRecord,
  commentRecord,
  configurationRecord,
  revisionRecord,
  stepRecord,
  systemRecord,
} from '../cases/records.ts';
import { caseEvent, caseRecord, receipt } from '../cases/schema.ts';
import { caseWaiver, redaction } from '../cases/statements.ts';
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
import { catalogueChange, excludedSystem, policyDocument } from '../policy/documents.ts';
import { productRecord } from '../policy/products.ts';
import { agreement, holidayList, rate } from '../policy/schema.ts';
import { review, reviewTick, template } from '../review/schema.ts';
import { deskEntry, deskReply, ticket } from '../tickets/schema.ts';
import { conflict } from './conflict.ts';

interface TableRules {
  schema: z.ZodType;
  /** Who may write: devices push and the hub writes, the hub alone, or the hub makes the row and devices change it. */
  writer: 'device' | 'hub' | 'hub-first';
  /** `merge`: any field. `add`: rows are only ever added (S5). A list: only these fields ever change. */
  change: 'merge' | 'add' | readonly string[];
  deletable: boolean;
  /** The scope that devices push its rows to, seen from the device's organisation. The hub may carry rows over to others. */
  scope: 'organisation' | 'level3' | 'registry' | 'catalogue';
  /** What a row's `caseId` or `ticketId` has to name at the hub; null for rows that stand alone. */
  belongsTo: 'case' | 'ticket' | null;
  /** Where the hub also puts its rows: the desk gets what was handed off, the partner what the desk answers. */
  carriedTo?: 'level3' | 'organisation';
  /** A key is a UUID, or a name that a person gave. */
  key: 'uuid' | 'name';
}

const ofCase = { scope: 'organisation', belongsTo: 'case', key: 'uuid' } as const;
const ofOrganisation = { scope: 'organisation', belongsTo: null, key: 'uuid' } as const;
const ofCatalogue = { scope: 'catalogue', belongsTo: null } as const;
/** The hub's own: what it makes of the acts of certification admins, which do not come as edits. */
const ofHub = { writer: 'hub', change: 'merge', deletable: true, belongsTo: null } as const;
const merged = { writer: 'device', change: 'merge', deletable: true } as const;
const added = { writer: 'device', change: 'add', deletable: false } as const;

export const tables = {
  cases: { ...merged, ...ofOrganisation, schema: caseRecord, deletable: false },
  systems: { ...merged, ...ofCase, schema: systemRecord },
  configuration: { ...merged, ...ofCase, schema: configurationRecord },
  revisions: { ...merged, ...ofCase, schema: revisionRecord },
  steps: { ...added, ...ofCase, schema: stepRecord },
  attachments: {
    ...ofCase,
    schema: attachmentRecord,
    writer: 'device',
    change: ['systemId', 'category', 'coversFrom', 'coversTo', 'readable', 'note', 'removed'],
    deletable: false,
  },
  comments: { ...added, ...ofCase, schema: commentRecord },
  events: { ...added, ...ofCase, schema: caseEvent },
  consents: { ...added, ...ofCase, schema: consent },
  packets: { ...added, ...ofCase, schema: packet, carriedTo: 'level3' },
  /** The engineer's and the lead's, each beside its packet. */
  signatures: { ...added, ...ofCase, schema: packetSignature, carriedTo: 'level3' },
  reviews: { ...added, ...ofCase, schema: review },
  reviewTicks: { ...added, ...ofCase, schema: reviewTick },
  waivers: { ...added, ...ofCase, schema: caseWaiver },
  redactions: { ...added, ...ofCase, schema: redaction },
  templates: { ...added, ...ofOrganisation, schema: template },
  receipts: { ...added, ...ofCase, schema: receipt, writer: 'hub', carriedTo: 'level3' },
  conflicts: {
    ...ofCase,
    schema: conflict,
    writer: 'hub-first',
    change: ['resolvedAt', 'resolvedBy', 'resolution'],
    deletable: false,
  },
  customers: { ...merged, ...ofOrganisation, schema: customer },
  sites: { ...merged, ...ofOrganisation, schema: site },
  installations: { ...merged, ...ofOrganisation, schema: installation },
  agreements: { ...merged, ...ofOrganisation, schema: agreement },
  /** The hub's own row, in `level3` and in the organisation's scope. */
  tickets: {
    ...ofCase,
    schema: ticket,
    writer: 'hub',
    change: 'merge',
    deletable: false,
    carriedTo: 'level3',
  },
  /** From the desk; carried over to the organisation. */
  deskEntries: {
    ...added,
    schema: deskEntry,
    scope: 'level3',
    belongsTo: 'ticket',
    key: 'uuid',
    carriedTo: 'organisation',
  },
  /** From the organisation; carried over to the desk. */
  deskReplies: { ...added, ...ofCase, schema: deskReply, carriedTo: 'level3' },
  products: { ...merged, ...ofCatalogue, schema: productRecord, key: 'name' },
  excludedSystems: { ...merged, ...ofCatalogue, schema: excludedSystem, key: 'name' },
  holidayLists: { ...added, ...ofCatalogue, schema: holidayList, key: 'uuid' },
  rates: { ...added, ...ofCatalogue, schema: rate, key: 'uuid' },
  policyDocuments: { ...added, ...ofCatalogue, schema: policyDocument, key: 'uuid' },
  issuerKeys: { ...ofHub, schema: issuerKeyRecord, scope: 'catalogue', key: 'name' },
  statusLists: { ...ofHub, schema: statusListRecord, scope: 'catalogue', key: 'name' },
  members: { ...ofHub, schema: memberRecord, scope: 'organisation', key: 'uuid' },
  credentials: { ...ofHub, schema: credentialRecord, scope: 'organisation', key: 'uuid' },
  people: { ...ofHub, schema: personRecord, scope: 'registry', key: 'uuid' },
  exams: { ...ofHub, schema: examRecord, scope: 'registry', key: 'uuid' },
  results: { ...ofHub, schema: resultRecord, scope: 'registry', key: 'uuid' },
  registryCredentials: { ...ofHub, schema: registryCredential, scope: 'registry', key: 'uuid' },
  audits: { ...ofHub, schema: auditRecord, scope: 'registry', key: 'name' },
  catalogueChanges: { ...added, ...ofCatalogue, schema: catalogueChange, writer: 'hub', key: 'uuid' },
} as const satisfies Record<string, TableRules>;

export type TableName = keyof typeof tables;
export type RowOf<T extends TableName> = z.infer<(typeof tables)[T]['schema']>;

export const tableNames = Object.keys(tables) as TableName[];

/** Narrows a name from outside. */
export function isTable(name: string): name is TableName {
  return Object.hasOwn(tables, name);
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
