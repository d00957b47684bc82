/** The revision level of one component of one system (P-03, H14). `version` is what the source says, letter for letter. */
import type { z } from 'zod';
import { describe } from './describe.ts';
import { field, ownIds } from './field.ts';

export const revisions = describe({
  ...ownIds,
  systemId: field.belongsTo('systems', { label: 'System' }),
  component: field.line({ label: 'Component' }),
  version: field.line({ label: 'Revision level', mono: true }),
  capturedAt: field.instant({ label: 'When it was captured' }),
  provenance: field.provenance(),
});

export const revisionRecord = revisions.schema;
export type RevisionRecord = z.infer<typeof revisionRecord>;
