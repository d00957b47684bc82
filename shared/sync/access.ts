/** Who pushes to which table. */
import { may, type Role } from '../certification/access.ts';
import { rulesOf, type TableName } from './tables.ts';

/** Whether the person may push to the table, in the scope that it lives in. */
export function mayPush(person: { roles: readonly Role[] }, table: TableName): boolean {
  const { writes } = rulesOf(table);
  return writes !== 'hub' && may(person, writes);
}
