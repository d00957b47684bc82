/** Who pushes to which table. */
import { ORGANISATION_ROLES, type Role } from '../certification/access.ts';
import type { TableName } from './tables.ts';

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
