/** One occurrence of the fault: of a telephony fault the first thing that Level 3 asks (H44). */
import type { z } from 'zod';
import { describe } from './describe.ts';
import { field, ownIds } from './field.ts';

const fields = {
  ...ownIds,
  at: field.zoned({ label: 'When it happened', since: 5 }),
  what: field.text({ label: 'What happened', since: 5, wide: false }),
  calling: field.line({ label: 'Calling number', since: 5, optional: true, mono: true }),
  called: field.line({ label: 'Called number', since: 5, optional: true, mono: true }),
  user: field.line({ label: 'User', since: 5, optional: true }),
  device: field.line({ label: 'Phone or port', since: 5, optional: true, mono: true }),
  callId: field.line({ label: 'Call id', since: 5, optional: true, mono: true }),
  reportedBy: field.line({ label: 'Reported by', since: 5, optional: true }),
} as const;

export const examples = describe(fields, {
  part: 'request',
  title: 'Examples',
  none: 'No example was written down.',
  called: (_row, at) => `Example ${at + 1}`,
  remarkOn: 'what',
});

export const exampleRecord = examples.schema;
export type ExampleRecord = z.infer<typeof exampleRecord>;
