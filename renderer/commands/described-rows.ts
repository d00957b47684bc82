/** Rows of a case that hold nothing but what is described of them, and are cards on its form. */
import type { CaseTable } from '../../shared/cases/contents.ts';
import type { Outcome } from '../store/outcome.ts';
import type { Edit } from '../store/write.ts';
import type { AppServices } from '../views/app-services.ts';
import { type BinParts, type RemovedRow, removeToBin } from './bin.ts';

export type RowTable = CaseTable;
export type RowRecord = Readonly<Record<string, unknown>> & { id: string };
export type CaseRow = RowRecord & { caseId: string };
type Writer = Pick<AppServices, 'write'>;

export const addRow = (app: Writer, table: RowTable, row: RowRecord): Promise<Outcome> =>
  app.write([{ op: 'insert', table, row } as Edit]);

export const patchRow = (
  app: Writer,
  table: RowTable,
  key: string,
  fields: Readonly<Record<string, unknown>>,
): Promise<Outcome> => app.write([{ op: 'patch', table, key, fields } as Edit]);

/** Removes it into the bin. @param words what it is there, among others of its kind */
export function removeRow(
  app: BinParts,
  table: RowTable,
  row: CaseRow,
  words: string,
): ReturnType<typeof removeToBin> {
  return removeToBin(app, row.caseId, words, [{ op: 'insert', table, row } as RemovedRow]);
}
