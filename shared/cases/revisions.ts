/** The revision level of one component of one system (P-03, H14). `version` is what the source says, letter for letter. */
import type { z } from 'zod';
import { describe } from './describe.ts';
import { field, ownIds } from './field.ts';

const stateWords = { active: 'Active', inactive: 'Inactive' } as const;

export const revisions = describe({
  ...ownIds,
  systemId: field.belongsTo('systems', { label: 'System' }),
  component: field.line({ label: 'Component' }),
  version: field.line({ label: 'Revision level', mono: true }),
  /** Of a system with two partitions: the one that runs, or the other. Null where nothing tells them apart. */
  state: field.choice(stateWords, { label: 'Active or inactive', since: 6, optional: true }),
  capturedAt: field.instant({ label: 'When it was captured' }),
  provenance: field.provenance(),
});

export const revisionRecord = revisions.schema;
export type RevisionRecord = z.infer<typeof revisionRecord>;

/** What `state` can be, with its words. */
export const revisionStates = Object.entries(stateWords).map(([value, label]) => ({ value, label }));

/** Whether it is what runs: what lies on the other partition is told, and is no revision level of the system. */
export function isRunning({ state }: Pick<RevisionRecord, 'state'>): boolean {
  return state !== 'inactive';
}

/** How it is called beside the others of its system. */
export function componentName({ component, state }: Pick<RevisionRecord, 'component' | 'state'>): string {
  const name = component.trim();
  return state !== 'inactive' || /\binactive\b/i.test(name) ? name : `${name}, inactive`;
}
