/** Sets fields of a row to what they were, or to what they became: of one edit that a person takes back or makes again. */
import { sameValue } from '../../shared/base/hash.ts';
import type { Outcome } from '../store/outcome.ts';
import type { Edit } from '../store/write.ts';
import type { AppServices } from '../views/app-services.ts';

type Values = Readonly<Record<string, unknown>>;

/**
 * Only where the row still is as that edit left it: what somebody changed since is theirs.
 * @param from what the fields have to hold now
 * @returns null where they hold something else, or the row is gone; then nothing is written
 */
export async function setFieldsBack(
  app: Pick<AppServices, 'db' | 'write'>,
  { table, key }: { table: Edit['table']; key: string },
  from: Values,
  to: Values,
): Promise<(() => Promise<Outcome>) | null> {
  const row = (await app.db.table(table).get(key)) as Values | undefined;
  const isAsLeft = row !== undefined && Object.keys(from).every((name) => sameValue(row[name], from[name]));
  return isAsLeft ? () => app.write([{ op: 'patch', table, key, fields: to } as Edit]) : null;
}
