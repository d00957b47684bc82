/** The flags of `packet`, for each of its actions. */
import type { ParseArgsOptionsConfig } from 'node:util';
import type { readFlags } from './flags.ts';

export const packetOptions = {
  json: { type: 'boolean', default: false },
  at: { type: 'string' },
  out: { type: 'string' },
  files: { type: 'string' },
  revision: { type: 'string' },
  trust: { type: 'string' },
} satisfies ParseArgsOptionsConfig;
export type PacketFlags = NonNullable<ReturnType<typeof readFlags<typeof packetOptions>>>['values'];
