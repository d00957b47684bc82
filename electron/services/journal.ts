/**
 * The journal: every saved edit on disk beside IndexedDB, which Chromium may reset when the disk is full.
 * One file a device, one sealed record a line (journal-records.ts). Append-only; compacted once the hub has acknowledged. While the console
 * is locked nothing is appended and nothing read: whoever asks gets the lock's refusal.
 */
import * as nodeDisk from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { uuid } from '../../shared/base/ids.ts';
import type { CallInput, CallOutput } from '../../shared/bridge/contract.ts';
import type { Mutation } from '../../shared/sync/protocol.ts';
import { diskFailure, ok } from './disk-failure.ts';
import { keptLines, type LineSeal, lineOf, lineSeal, readRecords } from './journal-records.ts';
import type { Keys } from './key-ring.ts';
import { overwrite } from './overwrite.ts';
import { seal } from './seal.ts';
import { replaceFile, syncFolder } from './whole-file.ts';

/** What the journal asks of a disk: these functions of `node:fs/promises`. */
export type JournalDisk = Pick<
  typeof nodeDisk,
  'mkdir' | 'open' | 'readdir' | 'readFile' | 'rename' | 'writeFile'
>;
type FileHandle = nodeDisk.FileHandle;

/** Bytes that a file may hold before an acknowledgement has it written anew without what the hub has. */
const COMPACT_AFTER_BYTES = 4 * 1024 * 1024;
/** What a device may hold unsent: far beyond a year of typing, and as much as a recovery reads at once. */
const MOST_BYTES = 512 * 1024 * 1024;
const MOST_UNSENT = 100_000;
/** What was set aside is sealed too; consoles of before left it in clear, without this ending. */
export const ASIDE = '.sealed';

/** Consoles say whose edits they are; without it the journal stays what it is of: nobody known, or who wrote before. */
type AppendInput = Omit<CallInput<'journal.append'>, 'personId'> &
  Partial<Pick<CallInput<'journal.append'>, 'personId'>>;

interface Waiting {
  bytes: Buffer;
  entries: readonly Mutation[];
  done: () => void;
  failed: (error: unknown) => void;
}

/** What the hub has: all edits up to `n`, of which it refused those in `keep`. */
const acknowledgedFile = z.object({
  n: z.number().int().min(0),
  keep: z.array(z.number().int().min(1)).max(10_000),
});
type Acknowledged = z.infer<typeof acknowledgedFile>;

function isUnsent({ n, keep }: Acknowledged, entry: number): boolean {
  return entry > n || keep.includes(entry);
}

interface Device {
  file: FileHandle;
  /** The person who writes here; null where that was not noted yet. */
  owner: string | null;
  size: number;
  /** Records in the file, acknowledged ones too. */
  records: number;
  /** Of them those that lie in clear, since before. */
  clear: number;
  acknowledged: Acknowledged;
  unsent: Set<number>;
  /** Bytes at the end that were cut off when the file was opened. */
  torn: number;
  /** One writer after the other; one that failed does not stop the next. */
  queue: Promise<unknown>;
  /** Appends that go to the disk together, with the next fsync. */
  waiting: Waiting[];
  /** The file was let go of: what still comes here goes to the device that is opened next. */
  closed: boolean;
}

export class Journal {
  readonly #folder: string;
  readonly #keys: Pick<Keys, 'keyFor'>;
  readonly #disk: JournalDisk;
  readonly #compactAfter: number;
  readonly #readsClear: () => boolean;
  readonly #devices = new Map<string, Promise<Device>>();

  /**
   * @param compactAfter bytes of a file after which an acknowledgement has it written anew
   * @param readsClear whether lines in clear may still lie there, since before; once all were sealed, one is what another hand wrote
   */
  constructor(
    folder: string,
    keys: Pick<Keys, 'keyFor'>,
    disk: JournalDisk = nodeDisk,
    compactAfter = COMPACT_AFTER_BYTES,
    readsClear = () => true,
  ) {
    this.#folder = folder;
    this.#keys = keys;
    this.#compactAfter = compactAfter;
    this.#readsClear = readsClear;
    this.#disk = disk;
  }

  /** Drawn anew each time: a console that was locked meanwhile has none. */
  #seal(deviceId: string): LineSeal {
    return lineSeal(this.#keys.keyFor('journal'), deviceId, this.#readsClear());
  }

  #path(deviceId: string): string {
    return join(this.#folder, `${deviceId}.journal`);
  }

  #ownerPath(deviceId: string): string {
    return `${this.#path(deviceId)}.owner`;
  }

  /** Opens a device's file; a torn tail is set aside in a file of its own, so that appends follow a whole record. */
  async #open(deviceId: string): Promise<Device> {
    await this.#disk.mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const path = this.#path(deviceId);
    await (await this.#disk.open(path, 'a', 0o600)).close();
    // Not in append mode: Windows lets nobody cut a file that is open for appending.
    const file = await this.#disk.open(path, 'r+');
    try {
      const bytes = await this.#disk.readFile(path);
      const { entries, end, clear } = await readRecords(bytes, this.#seal(deviceId));
      const torn = bytes.length - end;
      if (torn > 0) {
        await this.setAside(deviceId, `torn-${end}`, bytes.subarray(end));
        await file.truncate(end);
        await file.sync();
      }
      await syncFolder(this.#folder, this.#disk);
      const acknowledged = await this.#acknowledged(deviceId);
      const unsent = new Set(entries.map((entry) => entry.n).filter((n) => isUnsent(acknowledged, n)));
      return {
        file,
        owner: await this.#owner(deviceId),
        size: end,
        records: entries.length,
        clear,
        acknowledged,
        unsent,
        torn,
        queue: Promise.resolve(),
        waiting: [],
        closed: false,
      };
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  #device(deviceId: string): Promise<Device> {
    let device = this.#devices.get(deviceId);
    if (!device) {
      device = this.#open(deviceId);
      this.#devices.set(deviceId, device);
      // A folder that could not be opened may be there at the next try.
      // Unreported: whoever waits for it gets the error.
      device.catch(() => this.#devices.delete(deviceId));
    }
    return device;
  }

  async #acknowledged(deviceId: string): Promise<Acknowledged> {
    const none = { n: 0, keep: [] };
    // Unreported: not there or unreadable is the same: everything counts as unsent.
    const text = await this.#disk.readFile(`${this.#path(deviceId)}.acknowledged`, 'utf8').catch(() => '');
    try {
      const value: unknown = JSON.parse(text);
      // Until version 0.1 it was the number alone.
      return acknowledgedFile.parse(typeof value === 'number' ? { n: value, keep: [] } : value);
    } catch {
      // Unreported: unreadable: everything counts as unsent, and the hub knows a repeat.
      return none;
    }
  }

  async #owner(deviceId: string): Promise<string | null> {
    // Unreported: not there or unreadable is the same: it is not known.
    const text = await this.#disk.readFile(this.#ownerPath(deviceId), 'utf8').catch(() => '');
    const parsed = uuid.safeParse(text.trim());
    return parsed.success ? parsed.data : null;
  }

  /** Notes whose edits these are before the first of them is there, so that nobody else is offered them. */
  async #noteOwner(deviceId: string, device: Device, personId: string): Promise<void> {
    await this.#inTurn(device, async () => {
      if (device.owner === personId) return;
      await replaceFile(this.#ownerPath(deviceId), Buffer.from(`${personId}\n`), this.#disk);
      device.owner = personId;
    });
  }

  /** Runs `work` after all that was asked for before it. */
  #inTurn<T>(device: Device, work: () => Promise<T>): Promise<T> {
    const turn = device.queue.then(work);
    // Unreported: whoever asked for the work gets the error; the next work does not.
    device.queue = turn.catch(() => undefined);
    return turn;
  }

  /** Writes the entries and fsyncs; appends that arrive meanwhile share the next fsync. Answers when the disk has them. */
  async append({ deviceId, personId, entries }: AppendInput): Promise<CallOutput<'journal.append'>> {
    try {
      const device = await this.#device(deviceId);
      if (personId !== undefined && device.owner !== personId)
        await this.#noteOwner(deviceId, device, personId);
      const by = this.#seal(deviceId);
      const bytes = Buffer.from(entries.map((entry) => lineOf(entry, by)).join(''));
      if (device.size + bytes.length > MOST_BYTES || device.unsent.size + entries.length > MOST_UNSENT) {
        return {
          ok: false,
          failure: {
            kind: 'disk',
            code: 'journal-full',
            message:
              'The journal holds as many unsent edits as it can. The edit is in the console’s database; connect to the hub, so that the journal can let go of what was sent.',
          },
        };
      }
      await new Promise<void>((done, failed) =>
        this.#enqueue(deviceId, device, [{ bytes, entries, done, failed }]),
      );
      return ok({ bytes: bytes.length });
    } catch (error) {
      return diskFailure(
        error,
        'The edit is in the console’s database but not in its journal. Free some space; the console tries again by itself.',
      );
    }
  }

  #enqueue(deviceId: string, device: Device, group: readonly Waiting[]): void {
    const first = device.waiting.length === 0;
    device.waiting.push(...group);
    if (first) void this.#inTurn(device, () => this.#flush(deviceId, device));
  }

  async #flush(deviceId: string, device: Device): Promise<void> {
    const group = device.waiting;
    device.waiting = [];
    try {
      if (device.closed) {
        this.#enqueue(deviceId, await this.#device(deviceId), group);
        return;
      }
      const bytes = Buffer.concat(group.map((each) => each.bytes));
      await writeWhole(device.file, bytes, device.size);
      await device.file.datasync();
      device.size += bytes.length;
      for (const { entries, done } of group) {
        device.records += entries.length;
        for (const { n } of entries) device.unsent.add(n);
        done();
      }
    } catch (error) {
      // Half a record must not stay before the next: cut here, or when the file is opened again.
      // Unreported: each that waits is told below; the file is opened and cut anew.
      if (!device.closed) await device.file.truncate(device.size).catch(() => this.#letGo(deviceId, device));
      for (const { failed } of group) failed(error);
    }
  }

  /** Forgets the open file; the next call opens it again and cuts what is torn. */
  async #letGo(deviceId: string, device: Device): Promise<void> {
    device.closed = true;
    this.#devices.delete(deviceId);
    // Unreported: it is opened anew at the next call.
    await device.file.close().catch(() => undefined);
  }

  /** Notes that the hub has everything up to `n`, and writes the file anew when much of it is no longer needed. */
  async acknowledge({
    deviceId,
    n,
    keep,
  }: CallInput<'journal.acknowledge'>): Promise<CallOutput<'journal.acknowledge'>> {
    try {
      const device = await this.#device(deviceId);
      await this.#inTurn(device, async () => {
        const before = device.acknowledged;
        if (n < before.n || (n === before.n && sameNumbers(keep, before.keep))) return;
        await replaceFile(
          `${this.#path(deviceId)}.acknowledged`,
          Buffer.from(JSON.stringify({ n, keep })),
          this.#disk,
        );
        device.acknowledged = { n, keep };
        for (const each of device.unsent)
          if (!isUnsent(device.acknowledged, each)) device.unsent.delete(each);
        // Not before half of it can go: each record is then copied once or twice, however often the hub acknowledges.
        if (device.size >= this.#compactAfter && 2 * device.unsent.size <= device.records)
          await this.#compact(deviceId, device);
      });
      return ok({});
    } catch (error) {
      return diskFailure(error, 'What the hub has is safe there; the journal is tidied later.');
    }
  }

  /** Takes back what was noted as acknowledged beyond `n`: what is still in the file counts as unsent again. */
  async reopen({ deviceId, n }: CallInput<'journal.reopen'>): Promise<CallOutput<'journal.reopen'>> {
    try {
      const device = await this.#device(deviceId);
      await this.#inTurn(device, async () => {
        if (n >= device.acknowledged.n) return;
        const acknowledged = { n, keep: device.acknowledged.keep.filter((each) => each <= n) };
        await replaceFile(
          `${this.#path(deviceId)}.acknowledged`,
          Buffer.from(JSON.stringify(acknowledged)),
          this.#disk,
        );
        device.acknowledged = acknowledged;
        const bytes = await this.#disk.readFile(this.#path(deviceId));
        const { entries } = await readRecords(bytes, this.#seal(deviceId));
        for (const each of entries) if (each.n > n) device.unsent.add(each.n);
      });
      return ok({});
    } catch (error) {
      return diskFailure(error, 'The edits are in the console’s database.');
    }
  }

  #compact(deviceId: string, device: Device): Promise<void> {
    return this.#writeAnew(deviceId, device, ({ n }) => isUnsent(device.acknowledged, n));
  }

  /** Writes the file anew with the records that `keeps` wants, all sealed. Within its turn. */
  async #writeAnew(deviceId: string, device: Device, keeps: (entry: Mutation) => boolean): Promise<void> {
    const path = this.#path(deviceId);
    const bytes = await this.#disk.readFile(path);
    const by = this.#seal(deviceId);
    const read = await readRecords(bytes, by);
    const { damaged, end, clear } = read;
    // What cannot be read here, a newer console may have written: it is set aside, not thrown away.
    if (damaged > 0) await this.setAside(deviceId, `damaged-${end}`, bytes);
    const kept = keptLines(bytes, read, keeps, by);
    const inClear = clear > 0 && process.platform !== 'win32' ? await this.#disk.open(path, 'r+') : null;
    // Closed first: Windows renames nothing over an open file. Nobody writes meanwhile, because this is the file's turn.
    await device.file.close();
    try {
      await replaceFile(path, kept.bytes, this.#disk);
      device.file = await this.#disk.open(path, 'r+');
      device.size = (await device.file.stat()).size;
      device.records = kept.count;
      device.clear = 0;
    } catch (error) {
      await inClear?.close();
      // Old or new, one of the two whole files stands there: the next call opens it.
      await this.#letGo(deviceId, device);
      throw error;
    }
    if (inClear) await overwrite(inClear);
  }

  /** Keeps what could not be read, sealed, beside the file. @param what it is, and where it began */
  async setAside(deviceId: string, what: string, bytes: Uint8Array): Promise<void> {
    const sealed = seal(this.#keys.keyFor('journal'), Buffer.from(`set aside of ${deviceId}`), bytes);
    await this.#disk.writeFile(`${this.#path(deviceId)}.${what}${ASIDE}`, sealed, { mode: 0o600 });
  }

  /** Seals a journal of which something lies in clear, since before; nothing of it is dropped. */
  async sealOld(deviceId: string): Promise<void> {
    const device = await this.#device(deviceId);
    await this.#inTurn(device, async () => {
      if (!device.closed && device.clear > 0) await this.#writeAnew(deviceId, device, () => true);
    });
  }

  /** What the hub has not acknowledged, by device; each number once, the last one written. */
  async read({ deviceId }: CallInput<'journal.read'>): Promise<CallOutput<'journal.read'>> {
    try {
      const names = await this.#disk.readdir(this.#folder).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return [];
        throw error;
      });
      const ids = names
        .filter((name) => name.endsWith('.journal'))
        .map((name) => name.slice(0, -'.journal'.length))
        .filter((id) => deviceId === null || id === deviceId);
      const devices = [];
      for (const id of ids) {
        // Unreported: one that could not be opened is read from the disk.
        const opened = await this.#devices.get(id)?.catch(() => null);
        const bytes = opened
          ? await this.#inTurn(opened, () => this.#disk.readFile(this.#path(id)))
          : await this.#disk.readFile(this.#path(id));
        const { entries, damaged } = await readRecords(bytes, this.#seal(id));
        const acknowledged = await this.#acknowledged(id);
        const unsent = new Map(
          entries.filter((entry) => isUnsent(acknowledged, entry.n)).map((entry) => [entry.n, entry]),
        );
        devices.push({
          deviceId: id,
          personId: opened ? opened.owner : await this.#owner(id),
          entries: [...unsent.values()].sort((a, b) => a.n - b.n),
          torn: damaged + (opened?.torn ?? 0),
        });
      }
      return ok({ devices });
    } catch (error) {
      return diskFailure(error, 'The journal was not changed.');
    }
  }

  async close(): Promise<void> {
    for (const device of [...this.#devices.values()]) {
      // Unreported: one that could not be opened has nothing to close.
      const opened = await device.catch(() => null);
      await opened?.queue;
      // Unreported: every record was synced when it was answered.
      await opened?.file.close().catch(() => undefined);
    }
    this.#devices.clear();
  }
}

function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((each, index) => each === b[index]);
}

/** A write may end before its last byte. */
async function writeWhole(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let written = 0; written < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, written, bytes.length - written, position + written);
    written += bytesWritten;
  }
}
