/**
 * The journal: every saved edit on disk beside IndexedDB, which Chromium may reset when the disk is full.
 * One file a device, one record a line: `CHECKSUM JSON`. Append-only; compacted once the hub has acknowledged.
 */
import { createHash } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CallInput, type CallOutput, journalEntry } from '../../shared/bridge/contract.ts';
import type { Mutation } from '../../shared/sync/protocol.ts';
import { diskFailure, ok } from './disk-failure.ts';

/** Acknowledged bytes that a file may hold before it is written anew without them. */
const COMPACT_AFTER_BYTES = 4 * 1024 * 1024;

function checksum(json: string): string {
  return createHash('sha256').update(json).digest('hex').slice(0, 16);
}

function lineOf(entry: Mutation): string {
  const json = JSON.stringify(entry);
  return `${checksum(json)} ${json}\n`;
}

interface Device {
  file: FileHandle;
  size: number;
  acknowledged: number;
  /** One append after the other; an append that failed does not stop the next. */
  queue: Promise<unknown>;
}

interface JournalRead {
  entries: Mutation[];
  /** Bytes at the end that were no whole record: a write that power or a kill cut off. */
  torn: number;
  whole: number;
}

/** Reads records up to the first that is not whole. */
function readRecords(bytes: Buffer): JournalRead {
  const entries: Mutation[] = [];
  let whole = 0;
  while (whole < bytes.length) {
    const end = bytes.indexOf(0x0a, whole);
    if (end === -1) break;
    const line = bytes.toString('utf8', whole, end);
    const json = line.slice(17);
    if (line.charAt(16) !== ' ' || checksum(json) !== line.slice(0, 16)) break;
    const parsed = journalEntry.safeParse(JSON.parse(json));
    if (!parsed.success) break;
    entries.push(parsed.data);
    whole = end + 1;
  }
  return { entries, torn: bytes.length - whole, whole };
}

export class Journal {
  readonly #folder: string;
  readonly #devices = new Map<string, Promise<Device>>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  #path(deviceId: string): string {
    return join(this.#folder, `${deviceId}.journal`);
  }

  async #syncFolder(): Promise<void> {
    // Windows has no folder handles to sync; its journaled file system keeps the rename.
    if (process.platform === 'win32') return;
    const folder = await open(this.#folder, 'r');
    await folder.sync().finally(() => folder.close());
  }

  /** Opens a device's file; a torn tail is set aside in a file of its own, so that appends follow a whole record. */
  async #open(deviceId: string): Promise<Device> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const path = this.#path(deviceId);
    const file = await open(path, 'a+', 0o600);
    const bytes = await readFile(path);
    const { torn, whole } = readRecords(bytes);
    if (torn > 0) {
      await writeFile(`${path}.torn-${whole}`, bytes.subarray(whole), { mode: 0o600 });
      await file.truncate(whole);
      await file.sync();
    }
    await this.#syncFolder();
    return { file, size: whole, acknowledged: await this.#acknowledged(deviceId), queue: Promise.resolve() };
  }

  #device(deviceId: string): Promise<Device> {
    let device = this.#devices.get(deviceId);
    if (!device) {
      device = this.#open(deviceId);
      this.#devices.set(deviceId, device);
      // A folder that could not be opened may be there at the next try.
      device.catch(() => this.#devices.delete(deviceId));
    }
    return device;
  }

  async #acknowledged(deviceId: string): Promise<number> {
    const text = await readFile(`${this.#path(deviceId)}.acknowledged`, 'utf8').catch(() => '0');
    const n = Number(text);
    return Number.isSafeInteger(n) ? n : 0;
  }

  /** Writes the entries and fsyncs. An append that fails half-way is cut off again. */
  async append({ deviceId, entries }: CallInput<'journal.append'>): Promise<CallOutput<'journal.append'>> {
    try {
      const device = await this.#device(deviceId);
      const bytes = Buffer.from(entries.map(lineOf).join(''));
      const turn = device.queue.then(async () => {
        try {
          await device.file.appendFile(bytes);
          await device.file.datasync();
        } catch (error) {
          await device.file.truncate(device.size).catch(() => undefined);
          throw error;
        }
        device.size += bytes.length;
      });
      device.queue = turn.catch(() => undefined);
      await turn;
      return ok({ bytes: bytes.length });
    } catch (error) {
      return diskFailure(
        error,
        'The edit is in the console’s database but not in its journal. Free some space; the console tries again by itself.',
      );
    }
  }

  /** Notes that the hub has everything up to `n`, and writes the file anew when much of it is no longer needed. */
  async acknowledge({
    deviceId,
    n,
  }: CallInput<'journal.acknowledge'>): Promise<CallOutput<'journal.acknowledge'>> {
    try {
      const device = await this.#device(deviceId);
      const turn = device.queue.then(async () => {
        if (n <= device.acknowledged) return;
        await this.#replace(`${this.#path(deviceId)}.acknowledged`, Buffer.from(String(n)));
        device.acknowledged = n;
        if (device.size >= COMPACT_AFTER_BYTES) await this.#compact(deviceId, device);
      });
      device.queue = turn.catch(() => undefined);
      await turn;
      return ok({});
    } catch (error) {
      return diskFailure(error, 'What the hub has is safe there; the journal is tidied later.');
    }
  }

  async #replace(path: string, bytes: Buffer): Promise<void> {
    const temporary = `${path}.new`;
    const file = await open(temporary, 'w', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    await this.#syncFolder();
  }

  async #compact(deviceId: string, device: Device): Promise<void> {
    const path = this.#path(deviceId);
    const { entries } = readRecords(await readFile(path));
    const kept = Buffer.from(
      entries
        .filter((entry) => entry.n > device.acknowledged)
        .map(lineOf)
        .join(''),
    );
    await this.#replace(path, kept);
    await device.file.close();
    device.file = await open(path, 'a+', 0o600);
    device.size = kept.length;
  }

  /** What the hub has not acknowledged, by device; each number once, the last one written. */
  async read({ deviceId }: CallInput<'journal.read'>): Promise<CallOutput<'journal.read'>> {
    try {
      const names = await readdir(this.#folder).catch(() => []);
      const ids = names
        .filter((name) => name.endsWith('.journal'))
        .map((name) => name.slice(0, -'.journal'.length));
      const devices = [];
      for (const id of ids.filter((each) => deviceId === null || each === deviceId)) {
        const { entries, torn } = readRecords(await readFile(this.#path(id)));
        const acknowledged = await this.#acknowledged(id);
        const unsent = new Map(
          entries.filter((entry) => entry.n > acknowledged).map((entry) => [entry.n, entry]),
        );
        devices.push({ deviceId: id, entries: [...unsent.values()].sort((a, b) => a.n - b.n), torn });
      }
      return ok({ devices });
    } catch (error) {
      return diskFailure(error, 'The journal was not changed.');
    }
  }

  async close(): Promise<void> {
    for (const device of this.#devices.values()) {
      const opened = await device.catch(() => null);
      await opened?.queue;
      await opened?.file.close();
    }
    this.#devices.clear();
  }
}
