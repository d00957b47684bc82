/** The computers that are enrolled in the name of who works here: one that somebody else enrolled is noticed by its person. */

import { z } from 'zod';
import type { Bridge } from '../../shared/bridge/contract.ts';
import { type OwnDevice, ownDevice } from '../../shared/sync/protocol.ts';
import type { ConsoleDatabase } from '../store/database.ts';
import { report } from '../store/report.ts';

const OWN_COMPUTERS = 'own-computers';
const kept = z.strictObject({
  /** Those that this computer has seen, and said. */
  known: z.array(z.string()),
  /** Those that came since, and that nobody here has looked at. */
  fresh: z.array(ownDevice),
});
type Kept = z.infer<typeof kept>;

async function read(db: ConsoleDatabase): Promise<Kept | null> {
  const parsed = kept.safeParse((await db.syncState.get(OWN_COMPUTERS))?.value);
  return parsed.success ? parsed.data : null;
}

/** Asks the hub; where it does not answer, or is older, what is here stays. What was there before this computer is known. */
export async function lookForComputers({
  db,
  bridge,
}: {
  db: ConsoleDatabase;
  bridge: Bridge;
}): Promise<void> {
  const answer = await bridge.call('device.own', {}).catch((error: unknown) => {
    report(error, 'device.own');
    return null;
  });
  if (!answer?.ok) return;
  const { devices } = answer.value;
  await db.transaction('rw', db.syncState, async () => {
    const before = await read(db);
    const known = before?.known ?? devices.map(({ id }) => id);
    const fresh = devices.filter(({ id }) => !known.includes(id));
    await db.syncState.put({ id: OWN_COMPUTERS, value: { known, fresh } satisfies Kept });
  });
}

/** Computers that were enrolled in the person's name since this one looked first, until somebody here says that they know. */
export async function unseenComputers(db: ConsoleDatabase): Promise<readonly OwnDevice[]> {
  return (await read(db))?.fresh ?? [];
}

/** They are known from now on. */
export async function markComputersSeen({ db }: { db: ConsoleDatabase }): Promise<void> {
  await db.transaction('rw', db.syncState, async () => {
    const before = await read(db);
    if (!before) return;
    const known = [...before.known, ...before.fresh.map(({ id }) => id)];
    await db.syncState.put({ id: OWN_COMPUTERS, value: { known, fresh: [] } satisfies Kept });
  });
}
