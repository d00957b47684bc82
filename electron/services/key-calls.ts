/** The bridge's calls of the device's keys, and what the shell refuses while it is locked. */
import type { CallName, CallOutput, Handlers } from '../../shared/bridge/contract.ts';
import type { KeyOutcome } from '../../shared/bridge/keys.ts';
import { diskFailure, ok } from './disk-failure.ts';
import { type KeyPurpose, type KeyRing, Locked, type OfferedCode, type RingOutcome } from './key-ring.ts';
import type { Lease } from './lease.ts';

type KeyHandlers = Pick<Handlers, Extract<CallName, `keys.${string}`>>;

/** What stands open while the console is locked, or was ended: what opens it, what the window needs, and what tells of faults. */
export const OPEN_GROUPS: readonly string[] = [
  'app',
  'ending',
  'keys',
  'log',
  'window',
  'network',
  'sample',
  'store',
];

const lockedFailure = {
  ok: false,
  failure: {
    kind: 'refused',
    code: 'locked',
    message: 'The console is locked. What was saved is safe; unlock it to go on.',
  },
} as const;

function outcomeOf(outcome: RingOutcome & { offered?: OfferedCode }): KeyOutcome {
  if (!outcome.ok) return { why: outcome.why, waitSeconds: outcome.waitSeconds, offered: null };
  const { offered } = outcome;
  return {
    why: null,
    waitSeconds: 0,
    offered: offered ? { code: offered.code, ask: [...offered.ask] } : null,
  };
}

async function told(
  work: () => Promise<RingOutcome & { offered?: OfferedCode }>,
): Promise<CallOutput<'keys.unlock'>> {
  try {
    return ok(outcomeOf(await work()));
  } catch (error) {
    if (error instanceof Locked) return lockedFailure;
    return diskFailure(error, 'The keys are as they were before. Free some space, then try again.');
  }
}

export function keyHandlers(ring: KeyRing, lease: Pick<Lease, 'status'>): KeyHandlers {
  const base64 = (purpose: KeyPurpose) => Buffer.from(ring.keyFor(purpose)).toString('base64');
  return {
    'keys.state': async () => {
      await ring.ready();
      const { ways, ...status } = ring.status();
      const told = lease.status();
      // Locked by hand meanwhile, or by what is over: what opens it has to reach the hub all the same.
      const overdue = status.state === 'locked' && told?.over === true;
      return {
        ...status,
        trouble: status.trouble ?? (overdue ? 'lease' : null),
        ways: [...ways],
        lease: told,
      };
    },
    'keys.rows': async () => {
      await ring.ready();
      if (ring.state === 'locked') return lockedFailure;
      return ok({ rows: base64('rows'), drafts: base64('drafts'), device: base64('device') });
    },
    'keys.lock': async () => ({ locked: ring.lock() }),
    'keys.unlock': ({ extend, ...by }) =>
      told(() =>
        ring.unlock(
          by.by === 'recovery'
            ? { by: 'recovery', code: by.code, ...(by.copy === undefined ? {} : { copy: by.copy }) }
            : by,
          extend ? 'extend' : 'ask',
        ),
      ),
    'keys.offer': ({ protection, old }) =>
      told(() => (protection ? ring.offerProtection(protection, old) : ring.offerRecoveryCode(old))),
    'keys.confirm': ({ groups }) => told(() => ring.confirm(groups)),
    'keys.change': ({ old, passphrase }) => told(() => ring.changePassphrase(old, passphrase)),
    'keys.copy': async () => ({ copy: ring.copy() }),
  };
}

/** All else waits for the ring to be read, and is refused while it is locked: each such call answers with a failure. */
export function closedWhileLocked(handlers: Handlers, ring: KeyRing): Handlers {
  const closed = Object.entries(handlers)
    .filter(([name]) => !OPEN_GROUPS.includes(name.slice(0, name.indexOf('.'))) && name !== 'opening.take')
    .map(([name, handler]) => [
      name,
      async (input: never) => {
        await ring.ready();
        if (ring.state === 'locked') return lockedFailure;
        try {
          return await (handler as (input: never) => unknown)(input);
        } catch (error) {
          // It was locked while this was being done.
          if (error instanceof Locked) return lockedFailure;
          throw error;
        }
      },
    ]);
  return { ...handlers, ...(Object.fromEntries(closed) as Partial<Handlers>) };
}
