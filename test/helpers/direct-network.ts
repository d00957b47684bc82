/** A shell's way to the hub where nothing is between: Node's own. */
import type { Network } from '../../electron/services/network.ts';

const refused = {
  ok: false,
  failure: { kind: 'refused', code: 'no-proxy', message: 'There is no proxy.' },
} as const;

export const directNetwork: Network = {
  request: fetch,
  state: async () => ({
    from: 'computer',
    proxy: null,
    asked: null,
    name: null,
    refused: false,
    kept: false,
  }),
  signIn: async () => refused,
  forget: async () => refused,
};
