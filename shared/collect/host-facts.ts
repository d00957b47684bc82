/** What a computer says about itself. */
import { z } from 'zod';
import { line, text } from '../base/values.ts';

/** One fact that the computer in front of the person says about itself. */
export const hostFact = z.strictObject({
  /** What was asked, for provenance: `systeminformation.osInfo`. */
  query: line,
  area: z.enum(['system', 'revision', 'network']),
  /** For `system`: the field of a system record it would fill (`os`, `hardware`, `hostname`, `platform`, `networkAttachment`). For `revision`: the component. */
  name: line,
  value: text,
});
export type HostFact = z.infer<typeof hostFact>;
