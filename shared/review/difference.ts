/** What changed between two revisions of a case, row by row and field by field. */

import { sameValue } from '../base/hash.ts';
import { type CaseContents, caseTables, type CaseTable as Table } from '../cases/contents.ts';

type Row = Record<string, unknown> & { id: string };

export interface FieldDifference {
  field: string;
  before: unknown;
  after: unknown;
}

export interface RowDifference {
  table: Table | 'cases';
  id: string;
  kind: 'added' | 'removed' | 'changed';
  /** Of an added row what it holds, of a removed one what it held. */
  row: Row;
  fields: FieldDifference[];
}

/** What a lead reads first, in this order. */
const readFirst: readonly Table[] = [
  'examples',
  'systems',
  'links',
  'configuration',
  'revisions',
  'steps',
  'attachments',
  'redactions',
  'waivers',
  'consents',
];
const tablesInOrder = [...readFirst, ...caseTables.filter((table) => !readFirst.includes(table))];
/** Fields that change without anybody meaning it: where a fact comes from goes with the fact. */
const silent: readonly string[] = ['provenance', 'state'];

function fieldsOf(before: Record<string, unknown>, after: Record<string, unknown>): FieldDifference[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const found: FieldDifference[] = [];
  for (const field of names) {
    const [was, is] = [before[field] ?? null, after[field] ?? null];
    if (was === is || silent.includes(field)) continue;
    const plain = typeof was !== 'object' && typeof is !== 'object';
    if (plain || !sameValue(was, is)) found.push({ field, before: was, after: is });
  }
  return found;
}

/**
 * The differences, one row after the other. It answers after every row that it looked at (null for one that is the same), so
 * that a caller with something else to do, such as a window, can pause between any two.
 */
export function* differences(
  before: CaseContents,
  after: CaseContents,
): Generator<RowDifference | null, void, undefined> {
  const fields = fieldsOf(before.case, after.case);
  yield fields.length === 0
    ? null
    : { table: 'cases', id: after.case.id, kind: 'changed', row: after.case, fields };
  for (const table of tablesInOrder) {
    const old = new Map<string, Row>((before[table] as Row[]).map((row) => [row.id, row]));
    for (const row of after[table] as Row[]) {
      const was = old.get(row.id);
      old.delete(row.id);
      if (!was) yield { table, id: row.id, kind: 'added', row, fields: [] };
      else {
        const changed = fieldsOf(was, row);
        yield changed.length === 0 ? null : { table, id: row.id, kind: 'changed', row, fields: changed };
      }
    }
    for (const row of old.values()) yield { table, id: row.id, kind: 'removed', row, fields: [] };
  }
}
