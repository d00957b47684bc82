/** Roles, and which scopes of rows each may pull and push. One table for hub and screens. */
import { z } from 'zod';

export const role = z.enum(['engineer', 'lead', 'certification-admin', 'level3']);
export type Role = z.infer<typeof role>;

/** `org:ID`, `level3`, `registry` or `catalogue` (design, section 5). */
export const scopeName = z.string().regex(/^(org:[0-9a-f-]{36}|level3|registry|catalogue)$/);

const ORGANISATION_ROLES: readonly Role[] = ['engineer', 'lead'];

/**
 * The scopes whose rows a person's devices receive (S13).
 * @param person roles, and the organisation they belong to
 */
export function readableScopes(person: { roles: readonly Role[]; organisationId: string }): string[] {
  const scopes = new Set<string>(['catalogue']);
  for (const each of person.roles) {
    if (ORGANISATION_ROLES.includes(each)) scopes.add(`org:${person.organisationId}`);
    if (each === 'certification-admin') scopes.add('registry');
    if (each === 'level3') scopes.add('level3');
  }
  return [...scopes].sort();
}

/** Whether the person may push to the table of a scope. Only their own organisation's rows, in this version. */
export function mayPush(
  person: { roles: readonly Role[]; organisationId: string },
  scope: string,
  table: string,
): boolean {
  if (scope !== `org:${person.organisationId}`) return false;
  if (table === 'packets') return person.roles.includes('engineer');
  return person.roles.some((each) => ORGANISATION_ROLES.includes(each));
}
