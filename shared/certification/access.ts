/**
 * Roles and what each may do. The one place that names a role: everybody else asks for a permission, so that a new role is
 * one entry here. What no permission names is refused.
 */
import { z } from 'zod';

/** What a person may do at all. Tables, routes, acts and screens ask for one of these. */
export const permissions = [
  /** Cases and everything of the person's own organisation: read. */
  'read-cases',
  /** Cases, customers and everything of the person's own organisation: capture, correct. Who writes them reads them, too. */
  'work-cases',
  /** Hands a case off as its engineer (H33, H36). */
  'sign-packets',
  /** Reviews, waives, approves and carries colleagues' packets (H37). */
  'review-packets',
  /** What partners handed off, and what Level 3 does with it. */
  'see-tickets',
  /** Is told of a P1 and P2, and follows them to their end (P-34). */
  'follow-tickets',
  /** Acknowledges, asks, plans and answers as Level 3. */
  'answer-tickets',
  /** Products, releases, excluded systems, rates, holidays and the policy's text. */
  'keep-catalogue',
  /** Rules of findings, recipes and known problems. */
  'keep-knowledge',
  /** People, exams and credentials of all organisations (C6). */
  'certify',
  /** Devices: of everybody where the person certifies, else of the own organisation (C8). */
  'manage-devices',
] as const;
export type Permission = (typeof permissions)[number];

/** With whom a role's holder works: a partner's and the desk's do not go together, see `rolesFit`. */
type Side = 'partner' | 'desk' | 'either';

interface RoleRules {
  /** How screens and papers call it. */
  word: string;
  /** What somebody does who has it, for the operator who gives it. */
  does: string;
  side: Side;
  permissions: readonly Permission[];
  /** Who gives and takes it: certification admins on screen, or the operator alone. */
  givenBy: 'certification-admin' | 'operator';
}

const roleTable = {
  engineer: {
    word: 'engineer',
    does: 'records cases for a partner and hands them off',
    side: 'partner',
    permissions: ['read-cases', 'work-cases', 'sign-packets'],
    givenBy: 'certification-admin',
  },
  lead: {
    word: 'lead',
    does: 'reviews and approves handoffs of the partner, and ends its computers',
    side: 'partner',
    permissions: ['read-cases', 'work-cases', 'review-packets', 'manage-devices'],
    givenBy: 'certification-admin',
  },
  'certification-admin': {
    word: 'certification admin',
    does: 'adds people, records exams, issues and revokes credentials',
    side: 'either',
    permissions: ['certify', 'manage-devices'],
    givenBy: 'certification-admin',
  },
  level3: {
    word: 'Level 3',
    does: 'works at the Level 3 desk, and writes known problems, rules of findings and recipes',
    side: 'desk',
    permissions: ['see-tickets', 'answer-tickets', 'keep-knowledge'],
    givenBy: 'operator',
  },
  /** Follows what Level 3 does (P-34), and writes nothing. */
  executive: {
    word: 'executive',
    does: 'reads what Level 3 does, and writes nothing',
    side: 'desk',
    permissions: ['see-tickets', 'follow-tickets'],
    givenBy: 'operator',
  },
  'catalogue-admin': {
    word: 'catalogue admin',
    does: 'keeps products, releases, excluded systems, rates, holidays and the policy document; known problems, rules, recipes',
    side: 'either',
    permissions: ['keep-catalogue', 'keep-knowledge'],
    givenBy: 'operator',
  },
} as const satisfies Record<string, RoleRules>;

export type Role = keyof typeof roleTable;
export const roles = Object.keys(roleTable) as [Role, ...Role[]];
export const role = z.enum(roles);

const rulesOf = (each: Role): RoleRules => roleTable[each];

/** `engineer, certification admin`: roles as people call them. */
export function roleWords(held: readonly Role[]): string {
  return held.map((each) => rulesOf(each).word).join(', ');
}

/** What somebody does who has the role, without a full stop. */
export function roleDoes(each: Role): string {
  return rulesOf(each).does;
}

/** The roles of a side, by the names that the operator gives them by. */
export function rolesOfSide(side: Side): Role[] {
  return roles.filter((each) => rulesOf(each).side === side);
}

/** Whether the person may do it. */
export function may(person: { roles: readonly Role[] }, permission: Permission): boolean {
  return person.roles.some((each) => rulesOf(each).permissions.includes(permission));
}

/** Which roles may do it, for a message or a choice of people. */
export function rolesThat(permission: Permission): Role[] {
  return roles.filter((each) => may({ roles: [each] }, permission));
}

/** `org:ID`, `level3`, `registry` or `catalogue` (shared/sync/SPEC.md). */
export const scopeName = z.string().regex(/^(org:[0-9a-f-]{36}|level3|registry|catalogue)$/);

/** The scope of an organisation's rows. */
export function organisationScope(organisationId: string): string {
  return `org:${organisationId}`;
}

/**
 * Whether one person may have these roles together. What a partner handed off is at the desk under the same ids as with the
 * partner, so that nobody holds both.
 */
export function rolesFit(held: readonly Role[]): boolean {
  const sides = new Set(held.map((each) => rulesOf(each).side));
  return !(sides.has('partner') && sides.has('desk'));
}

/**
 * The scopes whose rows a person's devices receive (S13).
 * @param person roles, and the organisation they belong to
 */
export function readableScopes(person: { roles: readonly Role[]; organisationId: string }): string[] {
  const scopes = ['catalogue'];
  if (may(person, 'read-cases')) scopes.push(organisationScope(person.organisationId));
  if (may(person, 'certify')) scopes.push('registry');
  if (may(person, 'see-tickets')) scopes.push('level3');
  return scopes.sort();
}

/** What each act of certification asks for (C6, C8). An act that is not here is refused. */
export const actPermissions = {
  'save-exam': 'certify',
  'record-results': 'certify',
  issue: 'certify',
  renew: 'certify',
  revoke: 'certify',
  suspend: 'certify',
  reinstate: 'certify',
  'save-person': 'certify',
  'make-code': 'certify',
  'list-devices': 'manage-devices',
  'name-device': 'manage-devices',
  'revoke-device': 'manage-devices',
  'show-recovery-code': 'manage-devices',
} as const satisfies Record<string, Permission>;
export type CertificationAction = keyof typeof actPermissions;

/**
 * Whether the person may do this in certification: in any organisation where they certify, else in their own.
 * @param organisationId whose people, credentials or devices it is about; null where it is about none
 */
export function mayAct(
  person: { roles: readonly Role[]; organisationId: string },
  action: CertificationAction,
  organisationId: string | null,
): boolean {
  if (!may(person, actPermissions[action])) return false;
  return may(person, 'certify') || organisationId === person.organisationId;
}

/** Roles that a certification admin gives and takes; the others are the operator's to give. */
export const grantableRoles: readonly Role[] = roles.filter(
  (each) => rulesOf(each).givenBy === 'certification-admin',
);

/** Whether a certification admin could have given all of these, and so may let somebody with them enrol a computer. */
export function areGrantable(held: readonly Role[]): boolean {
  return held.every((each) => grantableRoles.includes(each));
}

/**
 * Whether the person may end this computer for good. Not one of another lead's: a stolen lead's laptop would lock the partner
 * out. An admin of certification or the hub's operator does that.
 */
export function mayEndDevice(
  person: { id: string; roles: readonly Role[] },
  owner: { id: string; roles: readonly Role[] },
): boolean {
  return may(person, 'certify') || owner.id === person.id || !may(owner, 'manage-devices');
}

/**
 * Whether the person may be shown what opens this computer, which makes them its owner for whoever has it in hand: as with ending it, and nobody's whose
 * roles they could not give.
 */
export function mayOpenDevice(
  person: { id: string; roles: readonly Role[] },
  owner: { id: string; roles: readonly Role[] },
): boolean {
  return mayEndDevice(person, owner) && (owner.id === person.id || areGrantable(owner.roles));
}
