/** One configuration entry, or one configuration file: then `attachmentId` is set and `value` may be empty (P-03, H10). */
import type { z } from 'zod';
import { describe } from './describe.ts';
import { field, ownIds } from './field.ts';

export const configuration = describe({
  ...ownIds,
  systemId: field.belongsTo('systems', { label: 'System' }),
  kind: field.kindOf({ entry: 'Entry', file: 'File' }, { label: 'Kind' }),
  section: field.line({ label: 'Section', mono: true, optional: true }),
  key: field.line({ label: 'Name', mono: true }),
  value: field.text({ label: 'Value', mono: true, when: { field: 'kind', is: ['entry'] } }),
  lastKnownGood: field.textOrUnknown({ label: 'Value when it last worked', mono: true, optional: true }),
  noSecretWhy: field.text({
    label: 'Why this value is no secret',
    // A word about the value, which is as it was captured.
    note: true,
    since: 5,
    optional: true,
    when: { field: 'kind', is: ['entry'] },
  }),
  attachmentId: field.reference('attachments', { label: 'File', when: { field: 'kind', is: ['file'] } }),
  capturedAt: field.instant({ label: 'When it was captured' }),
  provenance: field.provenance(),
});

export const configurationRecord = configuration.schema;
export type ConfigurationRecord = z.infer<typeof configurationRecord>;
