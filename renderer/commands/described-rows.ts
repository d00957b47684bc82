/** Rows of a case that hold nothing but what is described of them, and are cards on its form. */
import type { CaseTable } from '../../shared/cases/contents.ts';
import type { Outcome } from '../store/outcome.ts';
import type { Edit } from '../store/write.ts';
import type { AppServices } from '../views/app-services.ts';

export type RowTable = CaseTable;
export type RowRecord = Readonly<Record<string, unknown>> & { id: string };
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
