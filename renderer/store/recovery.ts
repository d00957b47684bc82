/** The journal and the database help each other out: after a crash, and after a database that was lost. */

import type { Mutation } from '../../shared/sync/protocol.ts';
import { isTable, type TableName } from '../../shared/sync/tables.ts';
import type { Outcome } from './outcome.ts';
import { refusalWords } from './outcome.ts';
import { report } from './report.ts';
import { appendToJournal, type Edit, ownerOf, type WriteParts } from './write.ts';

/**
 * Appends again what is in the outbox but not in the journal: the computer stopped between the two, or the disk was full. A number whose
 * edit was replaced (`take-back.ts`) counts as lacking while the journal has the edit of before.
 * Where the shell does not answer it stays as it is; the outbox is sent all the same.
 * @returns whether the journal has all of it now
 */
export async function repairJournal({ db, bridge }: Pick<WriteParts, 'db' | 'bridge'>): Promise<boolean> {
  const device = await db.device.get('device');
  if (!device) return true;
  const { deviceId } = device.identity;
  const answer = await bridge.call('journal.read', { deviceId }).catch((error: unknown) => {
    report(error, 'journal.read');
    return null;
  });
  if (!answer?.ok) return false;
  const known = new Map(
    answer.value.devices.flatMap((each) => each.entries.map(({ n, hash }) => [n, hash] as const)),
  );
  const missing = (await db.outbox.orderBy('n').toArray()).filter(({ n, hash }) => known.get(n) !== hash);
  return missing.length === 0 || (await appendToJournal(bridge, ownerOf(device), missing)) === null;
}

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 60_000;

/**
 * Tries again until the journal has what it lacks, sooner at first: a shell that was started anew is there in a moment, a disk that is
 * full takes longer. Until then the edit is in the database alone.
 */
export class JournalRetry {
  readonly #parts: Pick<WriteParts, 'db' | 'bridge'>;
  readonly #timer: (ms: number, fire: () => Promise<void>) => unknown;
  #isWaiting = false;

  constructor(
    parts: Pick<WriteParts, 'db' | 'bridge'> & { timer: (ms: number, fire: () => Promise<void>) => unknown },
  ) {
    this.#parts = parts;
    this.#timer = parts.timer;
  }

  /** The journal lacks an edit that was saved. */
  begin(): void {
    if (!this.#isWaiting) this.#after(FIRST_RETRY_MS);
  }

  #after(ms: number): void {
    this.#isWaiting = true;
    this.#timer(ms, () => this.#tryAgain(ms));
  }

  async #tryAgain(ms: number): Promise<void> {
    // Unreported: told to whoever saved; the window may be closing.
    const isWhole = await repairJournal(this.#parts).catch(() => !this.#parts.db.isOpen());
    this.#isWaiting = false;
    if (!isWhole) this.#after(Math.min(LONGEST_RETRY_MS, 2 * ms));
  }
}

export interface Unsent {
  deviceId: string;
  entries: Mutation[];
}

/**
 * Edits in the journal that no database holds: those of devices other than the one enrolled here now, and of the same person.
 * What somebody else wrote on this computer is neither offered nor sent as this person's. Before anybody is enrolled, all.
 */
export async function unsentOfLostDatabases({
  db,
  bridge,
}: Pick<WriteParts, 'db' | 'bridge'>): Promise<Unsent[]> {
  const device = await db.device.get('device');
  const answer = await bridge.call('journal.read', { deviceId: null });
  if (!answer.ok) return [];
  const { devices } = answer.value;
  const others = devices.filter(
    (each) => each.deviceId !== device?.identity.deviceId && each.entries.length > 0,
  );
  const own = device ? await ofPerson(bridge, others, device.identity.person.id) : others;
  return own.map(({ deviceId, entries }) => ({ deviceId, entries }));
}

/** Those that the person wrote. Of a journal from before that was noted, the hub knows whose computer it is of. */
async function ofPerson<T extends { deviceId: string; personId: string | null }>(
  bridge: WriteParts['bridge'],
  journals: readonly T[],
  personId: string,
): Promise<T[]> {
  const unnoted = journals.some((each) => each.personId === null);
  const answer = unnoted ? await bridge.call('device.own', {}) : null;
  const known = new Set(answer?.ok ? answer.value.devices.map(({ id }) => id) : []);
  return journals.filter((each) =>
    each.personId === null ? known.has(each.deviceId) : each.personId === personId,
  );
}

/**
 * Writes a lost database's unsent edits as edits of this device. What the hub received before is merged there with
 * itself; what belonged to another organisation stays in the journal.
 * @returns how many edits were restored, or what stopped it
 */
export async function restoreUnsent(
  parts: WriteParts & { write: (edits: readonly Edit[]) => Promise<Outcome> },
  lost: Unsent,
): Promise<{ restored: number; left: number; problem: string | null }> {
  const { db, bridge } = parts;
  let restored = 0;
  let left = 0;
  for (const entry of lost.entries) {
    if (!isTable(entry.table)) {
      left += 1;
      continue;
    }
    const edit = await editFor(db, entry, entry.table);
    if (!edit) continue;
    const result = await parts.write([edit]);
    if (result.kind === 'saved') restored += 1;
    else if (result.code === 'invalid' || result.code === 'gone' || result.code === 'not-permitted')
      left += 1;
    else return { restored, left, problem: refusalWords(result) };
  }
  const last = lost.entries.at(-1)?.n;
  if (last !== undefined && left === 0)
    await bridge.call('journal.acknowledge', { deviceId: lost.deviceId, n: last, keep: [] });
  return { restored, left, problem: null };
}

/** The edit that brings the row to where the journal has it; null where it is there already. */
async function editFor(db: WriteParts['db'], entry: Mutation, table: TableName): Promise<Edit | null> {
  const current = await db.table(table).get(entry.key);
  if (entry.op === 'delete') return current ? ({ op: 'delete', table, key: entry.key } as Edit) : null;
  if (entry.op === 'insert')
    return current ? null : ({ op: 'insert', table, row: entry.patch } as unknown as Edit);
  return { op: 'patch', table, key: entry.key, fields: entry.patch } as Edit;
}
