/** What keepers of the catalogue and of knowledge publish: everybody has it after their next sync. */
import type { ExcludedSystem } from '../../shared/policy/documents.ts';
import type { RowOf } from '../../shared/sync/tables.ts';
import type { Outcome } from '../store/outcome.ts';
import type { Edit } from '../store/write.ts';
import type { AppServices } from '../views/app-services.ts';

type Writer = Pick<AppServices, 'write'>;
type Published =
  | 'excludedSystems'
  | 'findingRules'
  | 'holidayLists'
  | 'knownProblems'
  | 'policyDocuments'
  | 'products'
  | 'rates'
  | 'recipes';

export const publishRow = <T extends Published>(app: Writer, table: T, row: RowOf<T>): Promise<Outcome> =>
  app.write([{ op: 'insert', table, row } as Edit]);

/** Changes fields of what is published. */
export const changeRow = <T extends Published>(
  app: Writer,
  table: T,
  key: string,
  fields: Partial<RowOf<T>>,
): Promise<Outcome> => app.write([{ op: 'patch', table, key, fields } as Edit]);

export async function removeExcluded(
  app: Writer,
  system: ExcludedSystem,
): Promise<{ result: Outcome; undo: () => Promise<Outcome> }> {
  const result = await app.write([{ op: 'delete', table: 'excludedSystems', key: system.id }]);
  return { result, undo: () => publishRow(app, 'excludedSystems', system) };
}
