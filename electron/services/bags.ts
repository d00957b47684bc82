/**
 * Packets as bags on this computer: written out of the blob store, and read into it. Files have names of the shell's own, in a folder
 * of its own, and are sealed there as all that it keeps: in clear is what the person gets. A name out of a bag never becomes part of a path.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { nodePlatform } from '../../node/bag-files.ts';
import { type ByteStream, Cancelled, type Control } from '../../shared/bag/bytes.ts';
import { isValid } from '../../shared/bag/report.ts';
import type { BagSource } from '../../shared/bag/source.ts';
import { ChangedFile, writeBag } from '../../shared/bag/write.ts';
import { UnreadableZip } from '../../shared/bag/zip/reader.ts';
import { openZipBag } from '../../shared/bag/zip/source.ts';
import { WrongSize } from '../../shared/bag/zip/writer.ts';
import type { CallInput, CallOutput, EventPayload, Failure } from '../../shared/bridge/contract.ts';
import { bagName, packetBagPlan, travellingFiles } from '../../shared/handoff/packet-bag.ts';
import { readPacketBag } from '../../shared/handoff/packet-bag-reader.ts';
import { BagFiles } from './bag-files.ts';
import { BagStaging } from './bag-staging.ts';
import type { Blobs } from './blobs.ts';
import { streamOf } from './content.ts';
import { diskFailure, ok } from './disk-failure.ts';
import { removeClear, removeClearFolder } from './overwrite.ts';
import type { Deliver } from './save-as.ts';
import { NotAuthentic } from './seal.ts';

const MOST_JOBS = 2;
/** Written bags that wait for the person; the oldest of more are dropped. */
const MOST_WRITTEN = 4;
/** Folders that are being brought in at once. */
const MOST_FOLDERS = 2;
/** Not `staged`, where consoles of before had theirs in clear: that one is removed like any half. */
const STAGED = 'staging';
const MOST_BYTES = 1_099_511_627_776;
/** Entries of a zip: as of a folder, as many as a packet has attachments, with room. Each step over all of them is short then. */
const MOST_FILES = 10_000;
/** What an import leaves free for all else that this computer does. */
const SPARE_BYTES = 256 * 1024 * 1024;

export interface BagParts {
  /** Of the shell's own, for nothing else. */
  folder: string;
  blobs: Blobs;
  agent: string;
  now: () => Date;
  progress: (payload: EventPayload<'bag.progress'>) => void;
  deliver: Deliver;
  /** Bytes that may still be written where a folder lies; the file system's own word where it is left out. */
  freeBytes?: (folder: string) => Promise<number>;
}

/** The disk has no room for what a packet brings. */
class NoRoom extends Error {
  constructor(needed: number, free: number) {
    const inMegabytes = (bytes: number) => `${Math.ceil(bytes / 1_000_000).toLocaleString('en')} MB`;
    super(
      `The packet brings ${inMegabytes(needed)} and this computer has ${inMegabytes(free)} free, of which ${inMegabytes(SPARE_BYTES)} are left to it. Make room and import it again.`,
    );
  }
}

/** A console of before left it in clear. */
async function removeLeft(path: string): Promise<void> {
  if ((await stat(path)).isDirectory()) await removeClearFolder(path);
  else await removeClear(path);
}

async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

type Refused = { ok: false; failure: Failure };

function refused(code: string, message: string): Refused {
  return { ok: false, failure: { kind: 'refused', code, message } };
}

const noUpload = refused('unknown-upload', 'The file did not arrive whole. Add it again.');
const KEPT =
  'Nothing was imported. Files that were verified already are kept for a week, so that the same packet goes on from there.';

export class Bags {
  readonly #parts: BagParts;
  readonly #running = new Map<string, { cancelled: boolean; done: Promise<unknown> }>();
  readonly #written = new Map<string, { path: string; name: string }>();
  /** Folders whose files are coming in, by the job that will read them. */
  readonly #folders = new Map<string, BagFiles>();
  readonly #staging: BagStaging;
  #ready: Promise<void> | null = null;

  constructor(parts: BagParts) {
    this.#parts = parts;
    this.#staging = new BagStaging(join(parts.folder, STAGED), parts.blobs, () => parts.now().getTime());
  }

  /** What an earlier run left half-way is removed, nobody refers to it; but for attachments that it had verified. */
  prepare(): Promise<void> {
    const { folder } = this.#parts;
    this.#ready ??= (async () => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      for (const name of await readdir(folder)) if (name !== STAGED) await removeLeft(join(folder, name));
      await this.#staging.prepare();
    })();
    // Unreported: whoever waits for it gets the error; the next try makes the folder anew.
    this.#ready.catch(() => {
      this.#ready = null;
    });
    return this.#ready;
  }

  /** Runs the work as a job that can be stopped; what stops it becomes an answer. */
  async #run<T>(
    job: string,
    kept: string,
    work: (control: Control) => Promise<T | Refused>,
  ): Promise<T | Refused> {
    if (this.#running.has(job)) return refused('running', 'This is being done already.');
    if (this.#running.size >= MOST_JOBS)
      return refused('too-many', 'Two packets are being written or read. Wait for one to end.');
    const state = { cancelled: false, done: Promise.resolve() as Promise<unknown> };
    this.#running.set(job, state);
    let shown = 0;
    const control: Control = {
      cancelled: () => state.cancelled,
      progress: (done, total) => {
        // A hundred tellings are enough for any bar.
        if (done < total && done - shown < total / 100) return;
        shown = done;
        this.#parts.progress({ job, done, total });
      },
    };
    const doing = this.prepare().then(() => work(control));
    // Unreported: whoever asked for it gets the error; this one only waits for the end.
    state.done = doing.catch(() => undefined);
    try {
      return await doing;
    } catch (error) {
      if (error instanceof Cancelled) return refused('cancelled', `It was stopped. ${kept}`);
      if (error instanceof NoRoom) return refused('no-room', `${error.message} ${kept}`);
      if (error instanceof NotAuthentic)
        return refused('damaged', `What this computer kept of it for the moment was damaged. ${kept}`);
      return diskFailure(error, kept);
    } finally {
      this.#running.delete(job);
    }
  }

  async export(input: CallInput<'bag.export'>): Promise<CallOutput<'bag.export'>> {
    const { job, packet, signatures, credentials } = input;
    const { folder, blobs, agent, now } = this.#parts;
    return this.#run(job, 'Nothing was written; the packet is unchanged.', async (control) => {
      const missing: string[] = [];
      for (const file of travellingFiles(packet)) {
        if ((await blobs.sizeOf(file.sha256)) !== file.size) missing.push(file.name);
      }
      if (missing.length > 0)
        return refused(
          'missing-files',
          `Not on this computer, so that the packet would not be whole: ${missing.slice(0, 10).join(', ')}${missing.length > 10 ? ` and ${missing.length - 10} more` : ''}. Fetch them first.`.slice(
            0,
            2_000,
          ),
        );
      const path = join(folder, `${randomUUID()}.zip`);
      const sink = await blobs.files.create(path, false);
      try {
        const plan = packetBagPlan({
          packet,
          signatures,
          credentials,
          at: now().toISOString(),
          agent,
          open: (sha256) => this.#attachment(sha256),
        });
        const size = await writeBag(sink, plan, nodePlatform, control);
        await sink.finish();
        const name = `${bagName(packet)}.zip`;
        await this.#keep(job, { path, name });
        return ok({ name, size });
      } catch (error) {
        // Unreported: the error that led here is the one that is told.
        await sink.close().catch(() => undefined);
        await rm(path, { force: true });
        if (error instanceof ChangedFile || error instanceof WrongSize || error instanceof NotAuthentic)
          return refused(
            'damaged',
            'An attachment is damaged on this computer: it no longer fits its hash. Nothing was written. Fetch it from the hub again.',
          );
        throw error;
      }
    });
  }

  async *#attachment(sha256: string): ByteStream {
    const content = await this.#parts.blobs.open(sha256);
    if (!content) throw new ChangedFile('it is not here any more');
    yield* streamOf(content);
  }

  async #keep(job: string, written: { path: string; name: string }): Promise<void> {
    await this.#forget(job);
    this.#written.set(job, written);
    const [oldest] = this.#written.keys();
    if (oldest !== undefined && this.#written.size > MOST_WRITTEN) await this.#forget(oldest);
  }

  async #forget(job: string): Promise<void> {
    const written = this.#written.get(job);
    this.#written.delete(job);
    if (written) await rm(written.path, { force: true });
  }

  async save({ job }: CallInput<'bag.save'>): Promise<CallOutput<'bag.save'>> {
    const written = this.#written.get(job);
    if (!written) return refused('not-written', 'This packet is no longer at hand. Export it again.');
    try {
      const { blobs, deliver } = this.#parts;
      const delivered = await deliver(() => blobs.files.open(written.path, null), written.name);
      if (delivered.kind === 'saved') await this.#forget(job);
      return ok(delivered);
    } catch (error) {
      if (error instanceof NotAuthentic)
        return refused('damaged', 'This packet is damaged on this computer. Export it again.');
      return diskFailure(error, 'The file was not saved there. Choose another place.');
    }
  }

  /** Takes over a file of a folder that `open` will read. */
  async add({ job, name, upload }: CallInput<'bag.add'>): Promise<CallOutput<'bag.add'>> {
    let taken: { path: string; size: number } | null = null;
    try {
      taken = await this.#parts.blobs.take(upload);
      if (!taken) return refused('unknown-upload', 'The file did not arrive whole. Choose the folder again.');
      await this.prepare();
      const known = this.#folders.get(job);
      if (!known && this.#folders.size >= MOST_FOLDERS) {
        // One whose window was closed or reloaded is nobody's any more.
        const left = [...this.#folders.keys()].find((each) => !this.#running.has(each));
        if (left === undefined)
          return refused('too-many', 'Two folders are being read. Wait for one to end.');
        await this.#dropFolder(left);
      }
      const files = known ?? new BagFiles(this.#parts.folder, this.#parts.blobs.files);
      this.#folders.set(job, files);
      return (await files.add(name, taken))
        ? ok({})
        : refused('too-many', 'The folder holds more files than a packet has. Import it as a zip.');
    } catch (error) {
      return diskFailure(error, 'Nothing of it was kept.');
    } finally {
      if (taken) await rm(taken.path, { force: true });
    }
  }

  async #dropFolder(job: string): Promise<void> {
    await this.#folders.get(job)?.remove();
    this.#folders.delete(job);
  }

  async open({ job, upload }: CallInput<'bag.open'>): Promise<CallOutput<'bag.open'>> {
    const { blobs } = this.#parts;
    try {
      return await this.#run(job, KEPT, async (control) => {
        if (upload === null) {
          const files = this.#folders.get(job);
          return files ? ok(await this.#read(files.source(), control)) : noUpload;
        }
        const taken = await blobs.take(upload);
        if (!taken) return noUpload;
        const file = await blobs.files.open(taken.path, null);
        const whole = {
          size: file.size,
          read: async (offset: number, length: number) => {
            const bytes = await file.read(offset, length);
            if (bytes.length < length) throw new UnreadableZip('It ends before its parts do.');
            return bytes;
          },
        };
        try {
          return ok(await this.#read(await openZipBag(whole, nodePlatform, MOST_FILES), control));
        } catch (error) {
          if (!(error instanceof UnreadableZip)) throw error;
          const words = `The file is no packet that can be read. ${error.message}`;
          const checks = [{ check: 'container', ok: false, words }];
          return ok({
            verdict: 'unreadable' as const,
            checks,
            packet: null,
            signatures: [],
            credentials: [],
          });
        } finally {
          await file.close();
          await rm(taken.path, { force: true });
        }
      });
    } finally {
      await this.#dropFolder(job);
    }
  }

  /** Verifies a bag while its attachments come in; they are kept where all of it is valid. */
  async #read(source: BagSource, control: Control) {
    const taking = this.#staging.begin();
    try {
      const { checks, packet, signatures, credentials } = await readPacketBag(source, {
        platform: nodePlatform,
        control,
        mostBytes: MOST_BYTES,
        mostFiles: MOST_FILES,
        expect: (files) => this.#assertSpace(files),
        takeAttachment: (sha256) => taking.take(sha256),
      });
      const valid = isValid(checks);
      await (valid ? taking.adopt() : taking.drop());
      const verdict = valid ? ('valid' as const) : ('invalid' as const);
      return { verdict, checks, packet, signatures, credentials };
    } catch (error) {
      if (error instanceof UnreadableZip) await taking.drop();
      throw error;
    } finally {
      await taking.close();
    }
  }

  /** @throws NoRoom where the attachments that are not here yet do not fit on the disk */
  async #assertSpace(files: readonly { sha256: string; size: number }[]): Promise<void> {
    const { folder, blobs, freeBytes } = this.#parts;
    let needed = 0;
    for (const { sha256, size } of files) {
      if (!(await blobs.has(sha256))) needed += size;
    }
    const free = await (freeBytes ?? freeBytesOf)(folder);
    if (needed > 0 && needed + SPARE_BYTES > free) throw new NoRoom(needed, free);
  }

  async cancel({ job }: CallInput<'bag.cancel'>): Promise<CallOutput<'bag.cancel'>> {
    const running = this.#running.get(job);
    if (running) running.cancelled = true;
    await running?.done;
    await this.#forget(job);
    await this.#dropFolder(job);
    return ok({});
  }

  async close(): Promise<void> {
    for (const job of [...this.#running.keys(), ...this.#written.keys(), ...this.#folders.keys()])
      await this.cancel({ job });
  }
}
