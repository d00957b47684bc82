/** Rows of a case that hold nothing but what is described of them: examples of the fault, and links between systems. */
import type { ExampleRecord } from '../../shared/cases/examples.ts';
import type { LinkRecord } from '../../shared/cases/links.ts';
import type { Outcome } from '../store/outcome.ts';
import type { Edit } from '../store/write.ts';
import type { AppServices } from '../views/app-services.ts';

export type RowTable = 'examples' | 'links';
export type RowRecord = ExampleRecord | LinkRecord;
type Writer = Pick<AppServices, 'write'>;

export const addRow = (app: Writer, table: RowTable, row: RowRecord): Promise<Outcome> =>
  app.write([{ op: 'insert', table, row } as Edit]);

export const patchRow = (
  app: Writer,
  table: RowTable,
  key: string,
  fields: Readonly<Record<string, unknown>>,
): Promise<Outcome> => app.write([{ op: 'patch', table, key, fields } as Edit]);

export async function removeRow(
  app: Writer,
  table: RowTable,
  row: RowRecord,
): Promise<{ result: Outcome; undo: () => Promise<Outcome> }> {
  const result = await app.write([{ op: 'delete', table, key: row.id }]);
  return { result, undo: () => addRow(app, table, row) };
}
