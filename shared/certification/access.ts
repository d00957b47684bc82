/** Roles, and what each may read and write. One table for hub and screens: what it does not name is refused. */
import { z } from 'zod';
import type { TableName } from '../sync/tables.ts';

export const role = z.enum([
  'engineer',
  'lead',
  'certification-admin',
  'level3',
  /** Follows what Level 3 does (P-34), and writes nothing. */
  'executive',
  /** Keeps products, releases, excluded systems, rates, holidays and the policy's text. */
  'catalogue-admin',
]);
export type Role = z.infer<typeof role>;

/** `org:ID`, `level3`, `registry` or `catalogue` (design, section 5). */
export const scopeName = z.string().regex(/^(org:[0-9a-f-]{36}|level3|registry|catalogue)$/);

const ORGANISATION_ROLES: readonly Role[] = ['engineer', 'lead'];
const DESK_ROLES: readonly Role[] = ['level3', 'executive'];

/** The scope of an organisation's rows. */
export function organisationScope(organisationId: string): string {
  return `org:${organisationId}`;
}

/**
 * Whether one person may have these roles together. What a partner handed off is at the desk under the same ids as with the
 * partner, so that nobody holds both.
 */
export function rolesFit(roles: readonly Role[]): boolean {
  return !(
    roles.some((each) => ORGANISATION_ROLES.includes(each)) && roles.some((each) => DESK_ROLES.includes(each))
  );
}

/**
 * The scopes whose rows a person's devices receive (S13).
 * @param person roles, and the organisation they belong to
 */
export function readableScopes(person: { roles: readonly Role[]; organisationId: string }): string[] {
  const scopes = new Set<string>(['catalogue']);
  for (const each of person.roles) {
    if (ORGANISATION_ROLES.includes(each)) scopes.add(organisationScope(person.organisationId));
    if (each === 'certification-admin') scopes.add('registry');
    if (DESK_ROLES.includes(each)) scopes.add('level3');
  }
  return [...scopes].sort();
}

/** Which roles push to a table, each in the scope that the table lives in. A table that is not here is the hub's own. */
export const tableWriters: Readonly<Partial<Record<TableName, readonly Role[]>>> = {
  cases: ORGANISATION_ROLES,
  systems: ORGANISATION_ROLES,
  configuration: ORGANISATION_ROLES,
  revisions: ORGANISATION_ROLES,
  steps: ORGANISATION_ROLES,
  attachments: ORGANISATION_ROLES,
  comments: ORGANISATION_ROLES,
  events: ORGANISATION_ROLES,
  conflicts: ORGANISATION_ROLES,
  /** A lead's device may carry what an engineer's device signed. */
  packets: ORGANISATION_ROLES,
  signatures: ORGANISATION_ROLES,
  reviews: ['lead'],
  reviewTicks: ORGANISATION_ROLES,
  waivers: ['lead'],
  redactions: ORGANISATION_ROLES,
  templates: ORGANISATION_ROLES,
  customers: ORGANISATION_ROLES,
  sites: ORGANISATION_ROLES,
  installations: ORGANISATION_ROLES,
  agreements: ORGANISATION_ROLES,
  consents: ORGANISATION_ROLES,
  deskReplies: ORGANISATION_ROLES,
  deskEntries: ['level3'],
  products: ['catalogue-admin'],
  excludedSystems: ['catalogue-admin'],
  holidayLists: ['catalogue-admin'],
  rates: ['catalogue-admin'],
  policyDocuments: ['catalogue-admin'],
};

/** Whether the person may push to the table, in the scope that it lives in. */
export function mayPush(person: { roles: readonly Role[] }, table: TableName): boolean {
  return person.roles.some((each) => tableWriters[table]?.includes(each));
}

const ADMIN: readonly Role[] = ['certification-admin'];
const ADMIN_AND_LEAD: readonly Role[] = ['certification-admin', 'lead'];

/** Which roles do what in certification (C6, C8). A lead does it for their own organisation only; an act that is not here is refused. */
export const actDoers: Readonly<Record<string, readonly Role[]>> = {
  'save-exam': ADMIN,
  'record-results': ADMIN,
  issue: ADMIN,
  renew: ADMIN,
  revoke: ADMIN,
  suspend: ADMIN,
  reinstate: ADMIN,
  'save-person': ADMIN,
  'make-code': ADMIN,
  'list-devices': ADMIN_AND_LEAD,
  'name-device': ADMIN_AND_LEAD,
  'revoke-device': ADMIN_AND_LEAD,
};

/**
 * Whether the person may do this in certification.
 * @param organisationId whose people, credentials or devices it is about; null where it is about none
 */
export function mayAct(
  person: { roles: readonly Role[]; organisationId: string },
  action: string,
  organisationId: string | null,
): boolean {
  const doers = Object.hasOwn(actDoers, action) ? (actDoers[action] ?? []) : [];
  return person.roles.some(
    (each) =>
      doers.includes(each) && (each === 'certification-admin' || organisationId === person.organisationId),
  );
}

/** Roles that a certification admin gives and takes; the others are the operator's to give. */
export const grantableRoles: readonly Role[] = ['engineer', 'lead', 'certification-admin'];

/** Whether a certification admin could have given all of these, and so may let somebody with them enrol a computer. */
export function areGrantable(roles: readonly Role[]): boolean {
  return roles.every((each) => grantableRoles.includes(each));
}

/**
 * Whether the person may end this computer for good. Not one of another lead's: a stolen lead's laptop would lock the partner
 * out. An admin of certification or the hub's operator does that.
 */
export function mayEndDevice(
  person: { id: string; roles: readonly Role[] },
  owner: { id: string; roles: readonly Role[] },
): boolean {
  return (
    person.roles.includes('certification-admin') || owner.id === person.id || !owner.roles.includes('lead')
  );
}
