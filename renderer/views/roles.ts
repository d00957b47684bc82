/** What a person's roles open on screen. The hub decides what they may; this only leaves out what would be refused. */
import { mayAct, readableScopes } from '../../shared/certification/access.ts';
import { mayPush } from '../../shared/sync/access.ts';
import type { Identity } from '../../shared/sync/protocol.ts';

export interface Openings {
  /** Cases of the person's own organisation. */
  cases: boolean;
  /** What leads review, and how it goes over time. */
  review: boolean;
  /** The Level 3 desk's queue, to read. */
  desk: boolean;
  /** The desk's entries, to make. */
  deskWrites: boolean;
  /** What outside ticket systems were not told yet. */
  deliveries: boolean;
  /** The board of running clocks. */
  clocks: boolean;
  /** The catalogue, to change. */
  catalogueWrites: boolean;
  /** Exams, people and their credentials, to issue and revoke. */
  certification: boolean;
  /** Devices of the person's own organisation, where they have not all of them. */
  ownDevices: boolean;
}

export function openingsOf({ roles, organisation }: Identity): Openings {
  const scopes = readableScopes({ roles, organisationId: organisation.id });
  const cases = scopes.some((each) => each.startsWith('org:'));
  const desk = scopes.includes('level3');
  const person = { roles, organisationId: organisation.id };
  const certification = mayAct(person, 'issue', null);
  return {
    cases,
    review: mayPush({ roles }, 'reviews'),
    desk,
    deskWrites: mayPush({ roles }, 'deskEntries'),
    deliveries: roles.includes('level3'),
    clocks: desk || cases,
    catalogueWrites: mayPush({ roles }, 'products'),
    certification,
    ownDevices: !certification && mayAct(person, 'list-devices', organisation.id),
  };
}
