/** A bridge in memory, for tests of the data layer in a browser: it keeps what a shell would keep, and refuses on demand. */
import type { Bridge, CallInput, CallName, CallOutput, Failure } from '../../shared/bridge/contract.ts';
import { calls } from '../../shared/bridge/contract.ts';
import type { Identity, Mutation } from '../../shared/sync/protocol.ts';

export const identity: Identity = {
  deviceId: '01900000-0000-7000-8000-0000000000d1',
  deviceName: 'Test',
  person: {
    id: '01900000-0000-7000-8000-0000000000e1',
    name: 'Sample Engineer One',
    email: 'engineer.one@example.com',
  },
  organisation: {
    id: '01900000-0000-7000-8000-0000000000a1',
    name: 'Example Partner (sample)',
    sample: true,
  },
  roles: ['engineer'],
  scopes: ['catalogue', 'org:01900000-0000-7000-8000-0000000000a1'],
};

/** What a shell gives a page whose console nobody has protected. */
export const pageKeys = {
  rows: `${'A'.repeat(42)}E=`,
  drafts: `${'B'.repeat(42)}E=`,
  device: `${'C'.repeat(42)}E=`,
};
const unprotected = {
  state: 'unprotected',
  ways: [],
  keystore: false,
  trouble: null,
  openedBy: 'clear',
  id: '0'.repeat(32),
  lease: null,
};

const offline: Failure = {
  kind: 'offline',
  code: 'connection-refused',
  message: 'The hub cannot be reached.',
};

export interface MemoryBridge extends Bridge {
  journal: Mutation[];
  /** What the journal answers instead of keeping; null keeps. */
  journalFailure: Failure | null;
  replies: Partial<{ [N in CallName]: (input: CallInput<N>) => CallOutput<N> | Promise<CallOutput<N>> }>;
}

/** Everything that needs a network answers `offline` unless a reply is set. */
export function memoryBridge(): MemoryBridge {
  const bridge: MemoryBridge = {
    journal: [],
    journalFailure: null,
    replies: {},
    on: () => () => undefined,
    call: async (name, input) => {
      const parsed = calls[name].input.parse(input) as never;
      const reply = bridge.replies[name] as ((value: never) => unknown) | undefined;
      if (reply) return reply(parsed) as never;
      if (name === 'app.info') {
        return {
          shell: 'browser',
          version: 'test',
          platform: 'test',
          electron: null,
          chromium: null,
          sample: false,
          hub: null,
        } as never;
      }
      if (name === 'ending.state') return { ending: null } as never;
      if (name === 'keys.rows') return { ok: true, value: pageKeys } as never;
      if (name === 'store.sealing') return { sealing: null } as never;
      if (name === 'keys.copy') return { copy: null } as never;
      if (name === 'keys.state') return unprotected as never;
      if (name === 'journal.append') {
        if (bridge.journalFailure) return { ok: false, failure: bridge.journalFailure } as never;
        bridge.journal.push(...(parsed as CallInput<'journal.append'>).entries);
        return { ok: true, value: { bytes: 1 } } as never;
      }
      if (name === 'journal.read')
        return {
          ok: true,
          value: {
            devices: [
              {
                deviceId: identity.deviceId,
                personId: identity.person.id,
                // As the shell does: each number once, the last one written.
                entries: [...new Map(bridge.journal.map((entry) => [entry.n, entry])).values()],
                torn: 0,
              },
            ],
          },
        } as never;
      if (
        name === 'journal.acknowledge' ||
        name === 'journal.reopen' ||
        name === 'hub.listen' ||
        name === 'device.use'
      )
        return { ok: true, value: {} } as never;
      return { ok: false, failure: offline } as never;
    },
  };
  return bridge;
}
