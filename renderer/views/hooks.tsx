/** How components read: live queries on the database, and the open case. */
import { useLiveQuery } from 'dexie-react-hooks';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import { may, type Permission } from '../../shared/certification/access.ts';
import { type HandoffState, handoffState } from '../../shared/review/handoff-state.ts';
import { type CaseLock, caseLock, mayPush } from '../../shared/sync/access.ts';
import type { Identity } from '../../shared/sync/protocol.ts';
import type { TableName } from '../../shared/sync/tables.ts';
import { hubAheadMs } from '../sync/hub-clock.ts';
import { type SyncStatus, syncStatus } from '../sync/status.ts';
import { startState, syncStateOf } from '../sync/sync-state.ts';
import type { AppServices } from './app-services.ts';
import type { OpenCase } from './case-store.ts';

const AppContext = createContext<AppServices | null>(null);
const IdentityContext = createContext<Identity | null | undefined>(undefined);

export function AppProvider({ console: app, children }: { console: AppServices; children: ReactNode }) {
  return (
    <AppContext value={app}>
      <IdentityProvider>{children}</IdentityProvider>
    </AppContext>
  );
}

/**
 * Reads who works here once for all components: its row changes with every edit, which is counted there, and each reader of its
 * own would read it again, and draw again, at each of them.
 */
function IdentityProvider({ children }: { children: ReactNode }) {
  const { db, openedFor } = useApp();
  const text = useLiveQuery(
    async () => JSON.stringify((await db.device.get('device'))?.identity ?? null),
    [db],
    // Read a moment ago: the first screen does not wait for it once more.
    openedFor === null ? undefined : JSON.stringify(openedFor),
  );
  const identity = useMemo(
    () => (text === undefined ? undefined : (JSON.parse(text) as Identity | null)),
    [text],
  );
  return <IdentityContext value={identity}>{children}</IdentityContext>;
}

export function useApp(): AppServices {
  const found = useContext(AppContext);
  if (!found) throw new Error('no console above this component');
  return found;
}

/** Undefined while it is read, null where this computer is not enrolled. */
export function useIdentity(): Identity | null | undefined {
  return useContext(IdentityContext);
}

/** Whether the person who works here may do it. The hub decides; this leaves out what it would refuse. */
export function useMay(permission: Permission): boolean {
  const identity = useIdentity();
  return identity ? may(identity, permission) : false;
}

/** Whether the person who works here may add to the table or change it, whatever the state of the case. */
export function useMayPush(table: TableName): boolean {
  const identity = useIdentity();
  return identity ? mayPush(identity, table) : false;
}

/** Draws anew every minute, for what grows old while nothing changes. */
function useMinute(): void {
  const [, setMinute] = useState(0);
  useEffect(() => {
    const id = setInterval(() => setMinute((before) => before + 1), 60_000);
    return () => clearInterval(id);
  }, []);
}

/** Each part is read by itself: an edit changes what waits, and is no reason to go through all conflicts again. */
export function useSyncStatus(): SyncStatus {
  const { db, now } = useApp();
  useMinute();
  // In one transaction: a state of before an edit was sent, with an outbox of after it, would say 'up to date' (S8).
  const sync = useLiveQuery(
    () =>
      db.transaction('r', [db.syncState, db.outbox], async () => ({
        state: await syncStateOf(db),
        since: (await db.outbox.orderBy('n').first())?.at ?? null,
        waiting: await db.outbox.count(),
        hubAheadMs: await hubAheadMs(db),
      })),
    [db],
  );
  const rejected = useLiveQuery(() => db.rejectedEdits.count(), [db]);
  const conflicts = useLiveQuery(() => db.conflicts.filter((each) => each.resolvedAt === null).count(), [db]);
  // Not before all is known: half of it would say 'up to date' for a moment.
  if (!sync || rejected === undefined || conflicts === undefined)
    return syncStatus(startState, { waiting: 0, since: null, rejected: 0, conflicts: 0, now: '' });
  const { state, ...waits } = sync;
  return syncStatus(state, { ...waits, rejected, conflicts, now: now().toISOString() });
}

/** Whether the hub answered last. */
export function useHubThere(): boolean {
  const { db } = useApp();
  return useLiveQuery(async () => (await syncStateOf(db)).link === 'online', [db]) ?? false;
}

const CaseContext = createContext<StoreApi<OpenCase> | null>(null);

export function CaseProvider({ store, children }: { store: StoreApi<OpenCase>; children: ReactNode }) {
  return <CaseContext value={store}>{children}</CaseContext>;
}

/** A part of the open case; the component renders again only when that part changes. */
export function useCasePart<T>(select: (open: OpenCase) => T): T {
  const store = useContext(CaseContext);
  if (!store) throw new Error('no open case above this component');
  return useStore(store, select);
}

/** Answers the open case as it is when it is called: for what a key does, which waits for no drawing. */
export function useCaseNow(): () => OpenCase {
  const store = useContext(CaseContext);
  if (!store) throw new Error('no open case above this component');
  return store.getState;
}

/** The contents, where the case is there: screens below the workspace only render then. */
export function contentsOf(open: OpenCase) {
  if (open.contents === 'loading' || open.contents === null) throw new Error('the case is not open');
  return open.contents;
}

/** What keeps who works here from changing the open case; null where nothing does. Somebody who is not known changes nothing. */
export function useCaseLock(): CaseLock | null {
  const identity = useIdentity();
  return useCasePart((open) => caseLock(identity ?? { roles: [] }, contentsOf(open).case.state));
}

/** Whether who works here may change what the open case holds, as it is now. */
export function useEditable(): boolean {
  return useCaseLock() === null;
}

export function useHandoff(caseId: string): HandoffState {
  const { db } = useApp();
  return (
    useLiveQuery(async () => {
      const [record, packets, receipts, rejected, reviews] = await Promise.all([
        db.cases.get(caseId),
        db.packets.where({ caseId }).toArray(),
        db.receipts.where({ caseId }).toArray(),
        db.rejectedEdits.where({ caseId }).toArray(),
        db.reviews.where({ caseId }).toArray(),
      ]);
      const refusals = rejected
        .filter(({ edit }) => edit.table === 'packets')
        .map(({ edit, rejection }) => ({
          packetId: edit.key,
          revision: Number(edit.patch.revision ?? 0),
          message: rejection.message,
          findings: rejection.findings ?? [],
        }));
      return handoffState({ state: record?.state ?? null, packets, receipts, refusals, reviews });
    }, [db, caseId]) ?? { kind: 'draft' }
  );
}
