/** Who pushes to which table, and with that who may change a case. */
import { type CaseState, isEditable } from '../cases/states.ts';
import { may, type Role } from '../certification/access.ts';
import { rulesOf, type TableName } from './tables.ts';

/** Whether the person may push to the table, in the scope that it lives in. */
export function mayPush(person: { roles: readonly Role[] }, table: TableName): boolean {
  const { writes } = rulesOf(table);
  return writes !== 'hub' && may(person, writes);
}

/** What keeps a case from being changed: who reads it has no role that writes it, or its state keeps it as it is. */
export type CaseLock = 'role' | 'state';

/**
 * What keeps this person from changing what the case holds now; null where nothing does. Forms, keys and drops all ask here, so that a
 * role which only reads is offered nothing that the hub would refuse.
 * @param table of the rows that would be written
 */
export function caseLock(
  person: { roles: readonly Role[] },
  state: CaseState,
  table: TableName = 'cases',
): CaseLock | null {
  if (!mayPush(person, table)) return 'role';
  return isEditable(state) ? null : 'state';
}
