/** The keys by which the hub vouches for devices, kept so that signatures can be checked where there is no network (PK4). */

import type { Bridge } from '../../shared/bridge/contract.ts';
import { type HubPublicKey, hubKeys } from '../../shared/handoff/trust.ts';
import type { ConsoleDatabase } from '../store/database.ts';
import { report } from '../store/report.ts';

const HUB_KEYS = 'hub-keys';

/** Asks the hub for them; where it does not answer, those that are here stay. */
export async function learnHubKeys({ db, bridge }: { db: ConsoleDatabase; bridge: Bridge }): Promise<void> {
  const answer = await bridge.call('hub.keys', {}).catch((error: unknown) => {
    report(error, 'hub.keys');
    return null;
  });
  if (answer?.ok) await db.syncState.put({ id: HUB_KEYS, value: answer.value });
}

/** @returns none where this computer has not reached the hub since it was enrolled */
export async function readHubKeys(db: ConsoleDatabase): Promise<readonly HubPublicKey[]> {
  const parsed = hubKeys.safeParse((await db.syncState.get(HUB_KEYS))?.value);
  return parsed.success ? parsed.data.keys : [];
}

/** The computers that the hub vouches for no more, as it last said; null where it never did. */
export async function readEndedDevices(db: ConsoleDatabase): Promise<readonly string[] | null> {
  const parsed = hubKeys.safeParse((await db.syncState.get(HUB_KEYS))?.value);
  return parsed.success ? (parsed.data.ended ?? null) : null;
}
