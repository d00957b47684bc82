/**
 * Ended cases leave this computer (security 29) so many days after their end, as the organisation says: their files first, then their rows.
 * Nothing leaves before the hub has it, and nothing of a case that is open, waits, or holds what is on this computer alone. One case
 * is one transaction, so that a window which is killed leaves it here or gone, and never in between.
 */
import { endedAt, fetchedIsOver, isOver, type StayDays } from '../../shared/cases/retention.ts';
import { rulesOf, tableNames } from '../../shared/sync/tables.ts';
import type { RowChange } from '../store/changes.ts';
import type { ConsoleDatabase } from '../store/database.ts';
import { isAway, noDue, rowId } from '../store/device-rows.ts';
import { inOrder } from '../store/order.ts';
import { pageTables } from './apply.ts';
import { heldOriginals } from './held-originals.ts';
import { syncStateOf } from './sync-state.ts';
import { filesHere, type TransferParts } from './transfers.ts';
import { isNothingWaiting } from './waiting.ts';

/** Where the last round says what it did. */
export const RETENTION = 'retention';
/** Hashes of one question to the hub. */
const ASKED_AT_ONCE = 500;

/** Why an ended case stays although its time is over. */
export type Stays =
  | 'waits'
  | 'refused'
  | 'original'
  | 'begun'
  | 'undecided'
  | 'files'
  | 'unconfirmed'
  | 'open-here';

/** What the Sync screen says of it. */
export interface RetentionNote {
  /** Cases that have left since this computer was enrolled, the last one's time by the hub's clock; null where none has. */
  left: number;
  lastLeftAt: string | null;
  /** Files of ended cases that have left. */
  files: number;
  /** Ended cases that stay although their time is over, by why. */
  stays: Partial<Record<Stays, number>>;
}

export const nothingLeft: RetentionNote = { left: 0, lastLeftAt: null, files: 0, stays: {} };

export interface RetentionParts extends Pick<TransferParts, 'db' | 'bridge' | 'asDevice' | 'now'> {
  /** Shows screens what is gone. */
  publish: (changes: readonly RowChange[]) => void;
  /** Runs `work` unless a window has the case open. @returns false where one has */
  unlessOpen: (caseId: string, work: () => Promise<void>) => Promise<boolean>;
  /** Awaited between two cases: until the computer has nothing else to do. */
  pause: () => Promise<void>;
  stopped: () => boolean;
}

/** Tables whose rows are found by their case. */
const ofCase = tableNames.filter((table) => rulesOf(table).indexes.includes('caseId'));

/** What leaving a case touches and looks at. */
const leavingTables = [...pageTables, 'rejectedEdits', 'heldFiles', 'tokenNames', 'drafts', 'syncState'];

/** Ended cases that are here and whose days are over, each with its end. */
async function* dueCases(
  db: ConsoleDatabase,
  days: number,
  stay: StayDays,
  now: string,
): AsyncGenerator<string> {
  const lines = db.summaries.where('state').equals('closed');
  for (const id of await lines.primaryKeys()) {
    const [departed, events] = await Promise.all([
      db.departed.get(id),
      db.events.where({ caseId: id }).toArray(),
    ]);
    if (isAway(departed) || (departed && !fetchedIsOver(departed.at, stay, now))) continue;
    const record = await db.cases.get(id);
    const ended = record && endedAt(record.state, await inOrder(db, 'events', events));
    if (ended && isOver(ended, days, now)) yield id;
  }
}

/**
 * Why a case has to stay; null where it may leave.
 * @param ids its rows; the caller holds a transaction
 */
async function retentionReason(
  db: ConsoleDatabase,
  caseId: string,
  ids: readonly string[],
): Promise<Stays | null> {
  if ((await db.outbox.where({ caseId }).count()) > 0) return 'waits';
  if ((await db.rejectedEdits.where({ caseId }).count()) > 0) return 'refused';
  // An original is nowhere else, and the hub must not have it (H12).
  const held = await db.heldFiles.where({ caseId }).toArray();
  if (held.some(({ left }) => left?.state !== 'not-needed')) return 'original';
  if ((await db.drafts.where({ caseId }).count()) > 0) return 'begun';
  const conflicts = await db.conflicts.where({ caseId }).toArray();
  if (conflicts.some(({ resolvedAt }) => resolvedAt === null)) return 'undecided';
  const [synced, bases] = await Promise.all([db.synced.bulkGet([...ids]), db.bases.bulkGet([...ids])]);
  if (synced.some((row) => !row?.scope.startsWith('org:')) || bases.some((base) => base !== undefined))
    return 'unconfirmed';
  return null;
}

/** The rows of a case that are here, by table. */
async function keysOf(db: ConsoleDatabase, caseId: string): Promise<Map<string, string[]>> {
  const keys = new Map<string, string[]>([['cases', [caseId]]]);
  for (const table of ofCase) {
    const found = await db.table<unknown, string>(table).where({ caseId }).primaryKeys();
    if (found.length > 0) keys.set(table, found);
  }
  return keys;
}

/**
 * Takes a case's rows away, in one transaction, where nothing speaks against it by then.
 * @param now the hub's time
 * @returns what left the screens, or why it stays
 */
function leave(db: ConsoleDatabase, caseId: string, now: string): Promise<RowChange[] | Stays> {
  return db.transaction('rw', leavingTables, async () => {
    if ((await db.cases.get(caseId))?.state !== 'closed') return 'open-here';
    const keys = await keysOf(db, caseId);
    const ids = [...keys].flatMap(([table, each]) => each.map((key) => rowId(table, key)));
    const stays = await retentionReason(db, caseId, ids);
    if (stays) return stays;
    const changes: RowChange[] = [];
    for (const [table, each] of keys) {
      await db.table(table).bulkDelete(each);
      changes.push(...each.map((key) => ({ table, key, caseId, row: null }) as RowChange));
    }
    await db.heldFiles.where({ caseId }).delete();
    await db.tokenNames.where({ caseId }).delete();
    await db.departed.put({ id: caseId, state: 'left', at: now, rows: ids });
    const line = await db.summaries.get(caseId);
    if (line) await db.summaries.put({ ...line, ...noDue, waiting: 0, stale: 0, atHub: true });
    const note = await noteOf(db);
    await noteThat(db, { ...note, left: note.left + 1, lastLeftAt: now });
    return changes;
  });
}

async function noteOf(db: ConsoleDatabase): Promise<RetentionNote> {
  const kept = (await db.syncState.get(RETENTION))?.value as Partial<RetentionNote> | undefined;
  return { ...nothingLeft, ...kept };
}

async function noteThat(db: ConsoleDatabase, note: RetentionNote): Promise<void> {
  await db.syncState.put({ id: RETENTION, value: note });
}

/** An agreement with the hub that is older counts for nothing: it may have been restored from a backup since. */
const FRESH_MS = 5 * 60_000;

/** Whether this device and the hub agreed a moment ago, and nothing waits: before that nothing leaves. */
async function agrees({ db, now }: Pick<RetentionParts, 'db' | 'now'>): Promise<boolean> {
  const { link, agrees, lastAgreement } = await syncStateOf(db);
  const age = lastAgreement === null ? Number.NaN : now().getTime() - Date.parse(lastAgreement);
  // Of this computer's clock alone: what was set back or ahead meanwhile is no agreement either.
  return link === 'online' && agrees && age >= 0 && age < FRESH_MS && (await isNothingWaiting(db));
}

/** Who needs a file: cases by the hashes of their attachments, and originals that are on this computer alone. */
interface FileOwners {
  cases: ReadonlyMap<string, ReadonlySet<string>>;
  originals: ReadonlySet<string>;
}

async function readFileOwners(db: ConsoleDatabase): Promise<FileOwners> {
  const cases = new Map<string, Set<string>>();
  await db.attachments.each(({ sha256, caseId }) => {
    cases.set(sha256, (cases.get(sha256) ?? new Set()).add(caseId));
  });
  return { cases, originals: await heldOriginals(db) };
}

/**
 * Takes a case's files off this computer, where the hub says now that it has them whole. Files that something else here needs stay.
 * @param isLast the rows are next: what a person removed from the case, and the hub never got, goes with it
 * @returns whether none is left here
 */
async function leaveFiles(
  parts: RetentionParts,
  { device, stay, owners, isLast }: { device: string; stay: StayDays; owners: FileOwners; isLast: boolean },
  caseId: string,
): Promise<boolean> {
  const { db, bridge, asDevice, now } = parts;
  const files = (await db.attachments.where({ caseId }).toArray()).filter(
    ({ sha256 }) => (owners.cases.get(sha256)?.size ?? 0) < 2 && !owners.originals.has(sha256),
  );
  const needed = new Set(files.flatMap(({ sha256, removed }) => (removed ? [] : [sha256])));
  const here = await filesHere(bridge, files);
  if (here === null) return false;
  // What somebody fetched or sent a moment ago is being looked at.
  const known = await db.transfers.bulkGet([...here]);
  const hashes = [...here].filter((_, index) => {
    const row = known[index];
    const at = row?.state === 'waiting' ? undefined : row?.at;
    return at === undefined || fetchedIsOver(at, stay, now().toISOString());
  });
  let gone = 0;
  for (let from = 0; from < hashes.length; from += ASKED_AT_ONCE) {
    const some = hashes.slice(from, from + ASKED_AT_ONCE);
    const state = await asDevice(() => bridge.call('blob.state', { device, hashes: some }));
    if (!state.ok) break;
    const complete = new Set(state.value.complete);
    // Not at the hub any more: it is sent again.
    await db.transfers.bulkDelete(some.filter((sha256) => !complete.has(sha256)));
    const may = some.filter((sha256) => complete.has(sha256) || (isLast && !needed.has(sha256)));
    if (may.length === 0) continue;
    const removed = await bridge.call('blob.remove', { hashes: may });
    if (!removed.ok) break;
    gone += may.length;
  }
  if (gone > 0) await addFiles(db, gone);
  return gone === here.size;
}

/**
 * One round: files of ended cases, then cases. Ends early where it is stopped, or the hub and this device do not agree any more.
 * @param stay null where nothing leaves
 * @returns how many cases left
 */
export async function retentionRound(parts: RetentionParts, stay: StayDays | null): Promise<number> {
  const { db, publish, unlessOpen, pause, stopped } = parts;
  const stays: Partial<Record<Stays, number>> = {};
  const count = (why: Stays) => {
    stays[why] = (stays[why] ?? 0) + 1;
  };
  let left = 0;
  const goesOn = async () => !stopped() && (await agrees(parts));
  const device = await db.device.get('device');
  if (stay && device && (await goesOn())) {
    const { lastHubTime: now, identity } = device;
    const about = { device: identity.deviceId, stay, owners: await readFileOwners(db) };
    for await (const id of dueCases(db, stay.files, stay, now)) {
      await pause();
      if (!(await goesOn())) return left;
      await unlessOpen(id, async () => void (await leaveFiles(parts, { ...about, isLast: false }, id)));
    }
    for await (const id of dueCases(db, stay.rows, stay, now)) {
      await pause();
      if (!(await goesOn())) return left;
      const free = await unlessOpen(id, async () => {
        if (!(await leaveFiles(parts, { ...about, isLast: true }, id))) return count('files');
        const done = await leave(db, id, now);
        if (typeof done === 'string') return count(done);
        left += 1;
        publish(done);
      });
      if (!free) count('open-here');
    }
  }
  await db.transaction('rw', db.syncState, async () => noteThat(db, { ...(await noteOf(db)), stays }));
  return left;
}

async function addFiles(db: ConsoleDatabase, gone: number): Promise<void> {
  await db.transaction('rw', db.syncState, async () => {
    const note = await noteOf(db);
    await noteThat(db, { ...note, files: note.files + gone });
  });
}
