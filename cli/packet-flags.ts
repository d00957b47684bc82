/** The flags of `packet`, for each of its actions. */
import { parseArgs } from 'node:util';

export function packetOptions(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      at: { type: 'string' },
      out: { type: 'string' },
      files: { type: 'string' },
      revision: { type: 'string' },
      trust: { type: 'string' },
    },
  });
}
export type PacketFlags = ReturnType<typeof packetOptions>['values'];
