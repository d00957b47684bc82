/** A console whose device was ended, opened to hand over and for nothing else (security 29). */
import type { Answer, Bridge } from '../../shared/bridge/contract.ts';
import type { KeyStatus } from '../../shared/bridge/keys.ts';
import { openDatabase } from '../store/database.ts';
import { sealingOf } from '../store/sealing.ts';
import { handOver, readUnsent, type Unsent } from '../sync/ending.ts';

export interface EndedConsole {
  /** As it stood when it was opened: nothing is written any more. */
  unsent: Unsent;
  /** @param tell how many changes the hub has */
  handOver(tell: (handed: number) => void): Promise<Answer<{ kept: number }>>;
  close(): void;
}

/** @returns the state of its keys where they are locked @throws Error where the database cannot be opened */
export async function openEnded(bridge: Bridge): Promise<EndedConsole | KeyStatus> {
  const keys = await bridge.call('keys.rows', {});
  if (!keys.ok) return bridge.call('keys.state', {});
  const outcome = await openDatabase(undefined, await sealingOf(keys.value));
  if (outcome.kind !== 'open') throw new Error('the console’s database cannot be opened');
  const { db } = outcome;
  const unsent = await readUnsent(db, bridge);
  const parts = { db, bridge, now: () => new Date(), newId: () => crypto.randomUUID() };
  return { unsent, handOver: (tell) => handOver(parts, unsent, tell), close: () => db.close() };
}
