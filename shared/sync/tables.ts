/** The synced tables: what each row must look like, and how it may change. One entry here is all that a table needs. */
import type { z } from 'zod';
import { caseEvent, caseRecord, receipt } from '../cases/schema.ts';
import {
  attachmentRecord,
  commentRecord,
  configurationRecord,
  productRecord,
  revisionRecord,
  stepRecord,
  systemRecord,
} from '../diagnostics/schema.ts';
import { packet } from '../handoff/schema.ts';
import { conflict } from './conflict.ts';

interface TableRules {
  schema: z.ZodType;
  /** Who may write: devices push and the hub writes, the hub alone, or the hub makes the row and devices change it. */
  writer: 'device' | 'hub' | 'hub-first';
  /** `merge`: any field. `add`: rows are only ever added (S5). A list: only these fields ever change. */
  change: 'merge' | 'add' | readonly string[];
  deletable: boolean;
  /** The scope the row lives in, seen from the device's organisation. */
  scope: 'organisation' | 'catalogue';
}

export const tables = {
  cases: { schema: caseRecord, writer: 'device', change: 'merge', deletable: false, scope: 'organisation' },
  systems: {
    schema: systemRecord,
    writer: 'device',
    change: 'merge',
    deletable: true,
    scope: 'organisation',
  },
  configuration: {
    schema: configurationRecord,
    writer: 'device',
    change: 'merge',
    deletable: true,
    scope: 'organisation',
  },
  revisions: {
    schema: revisionRecord,
    writer: 'device',
    change: 'merge',
    deletable: true,
    scope: 'organisation',
  },
  steps: { schema: stepRecord, writer: 'device', change: 'add', deletable: false, scope: 'organisation' },
  attachments: {
    schema: attachmentRecord,
    writer: 'device',
    change: ['systemId', 'category', 'coversFrom', 'coversTo', 'readable', 'note', 'removed'],
    deletable: false,
    scope: 'organisation',
  },
  comments: {
    schema: commentRecord,
    writer: 'device',
    change: 'add',
    deletable: false,
    scope: 'organisation',
  },
  events: { schema: caseEvent, writer: 'device', change: 'add', deletable: false, scope: 'organisation' },
  packets: { schema: packet, writer: 'device', change: 'add', deletable: false, scope: 'organisation' },
  receipts: { schema: receipt, writer: 'hub', change: 'add', deletable: false, scope: 'organisation' },
  conflicts: {
    schema: conflict,
    writer: 'hub-first',
    change: ['resolvedAt', 'resolvedBy', 'resolution'],
    deletable: false,
    scope: 'organisation',
  },
  products: { schema: productRecord, writer: 'hub', change: 'merge', deletable: true, scope: 'catalogue' },
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
