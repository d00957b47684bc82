import type { ConsoleDatabase } from '../store/database.ts';

/** What sync is doing, for every window of this device. */
export interface SyncState {
  /** `fault`: not the line and not the hub, the console itself stopped. */
  link: 'unknown' | 'online' | 'offline' | 'refused' | 'fault';
  moving: boolean;
  /** Last time that outbox was empty and every scope's hash equal, ISO 8601. */
  lastAgreement: string | null;
  agrees: boolean;
  /** Why it does not go on, in words; empty where it does. */
  problem: string;
  /** What stands between this computer and the hub, by the codes of line.ts; empty where the hub answers. */
  fault: string;
}

export const startState: SyncState = {
  link: 'unknown',
  moving: false,
  lastAgreement: null,
  agrees: false,
  problem: '',
  fault: '',
};

/** As whichever window syncs wrote it last. */
export async function syncStateOf(db: Pick<ConsoleDatabase, 'syncState'>): Promise<SyncState> {
  const kept = (await db.syncState.get('sync'))?.value as Partial<SyncState> | undefined;
  return { ...startState, ...kept };
}
