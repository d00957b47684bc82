/**
 * New versions (security 23): by file, where the person chooses the publisher's signed file with the installer beside it, or from a
 * feed, where the publisher set one up. Either way what the publisher signed is proved, and so is a copy that only the person can
 * write to; that copy is handed to the system once the person says so.
 */
import type { KeyObject } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Answer, CallOutput, EventPayload } from '../../shared/bridge/contract.ts';
import { isStaged, MOST_UPDATE_CHARACTERS, type UpdateManifest } from '../../shared/sync/releases.ts';
import { diskFailure, ok } from './disk-failure.ts';
import { failed } from './hub-client.ts';
import { hashOf, hashOfFile, STEP_BYTES, UpdateDownloads } from './update-download.ts';
import type { UpdateFeed } from './update-feed.ts';
import { readUpdate, updateKey } from './update-file.ts';
import { type Running, refused, validateDownload, validateInstallation } from './update-rules.ts';

export interface UpdateParts {
  /** The publisher's key; null where none is set, and there are no updates by file. */
  key: string | null;
  /** False where who manages this computer installs what it gets. */
  allowed: boolean;
  /** Where it looks for new versions; null where the publisher set up no feed, or who manages this computer wants none. */
  feed: UpdateFeed | null;
  /** Asks the person for the signed file; null where they think better of it. */
  choose: () => Promise<string | null>;
  /** Gives an installer to the system; answers what keeps it from being opened, in words, null for nothing. */
  handOver: (path: string) => Promise<string | null>;
}

/** Fetched installers, below the folder for copies of those that were chosen. */
const FETCHED = 'fetched';

async function removeEmpty(folder: string): Promise<void> {
  await rmdir(folder).catch((error: NodeJS.ErrnoException) => {
    // Windows says EPERM of one that is not empty.
    if (!['ENOENT', 'ENOTEMPTY', 'EEXIST', 'EPERM'].includes(error.code ?? '')) throw error;
  });
}

/** An installer that may be handed over. */
interface Proved {
  manifest: UpdateManifest;
  path: string;
  from: 'file' | 'feed';
}

export class Updates {
  readonly #parts: UpdateParts;
  readonly #folder: string;
  readonly #running: Running;
  readonly #tell: (payload: EventPayload<'update.progress'>) => void;
  readonly #key: KeyObject | null;
  readonly #fetched: UpdateDownloads;
  readonly #device: () => string | null;
  /** What the feed has for this console, as the publisher signed it, and how much of it is here. */
  #found: { manifest: UpdateManifest; signed: string; here: number } | null = null;
  #proved: Proved | null = null;
  #busy = false;
  #fetching: AbortController | null = null;

  /**
   * @param folder of the shell's own, for installers
   * @param line how bytes of a feed come, and which device asks for them
   */
  constructor(
    parts: UpdateParts,
    folder: string,
    running: Running,
    tell: (payload: EventPayload<'update.progress'>) => void,
    line: { request: typeof fetch; device: () => string | null } = { request: fetch, device: () => null },
  ) {
    this.#parts = parts;
    this.#folder = folder;
    this.#running = running;
    this.#tell = tell;
    this.#key = parts.key === null ? null : updateKey(parts.key);
    this.#fetched = new UpdateDownloads(join(folder, FETCHED), line.request);
    this.#device = line.device;
  }

  /** Of an earlier run what is still to be installed from a feed is gone on with; all else was handed over, or was never whole. */
  async tidy(): Promise<void> {
    await this.#tidyChosen();
    const key = this.#key;
    const isWorth = (signed: string) => {
      const manifest = key && this.#parts.feed ? readUpdate(signed, key) : null;
      return manifest !== null && validateDownload(manifest, this.#running) === null;
    };
    await this.#fetched.tidy(isWorth);
    await removeEmpty(join(this.#folder, FETCHED));
    await removeEmpty(this.#folder);
  }

  async #tidyChosen(): Promise<void> {
    // Unreported: a folder that is not there has nothing in it.
    for (const name of await readdir(this.#folder).catch(() => []))
      if (name !== FETCHED) await rm(join(this.#folder, name), { recursive: true, force: true });
    await removeEmpty(this.#folder);
  }

  state(): CallOutput<'update.state'> {
    if (!this.#key) return { kind: 'none' };
    const { allowed, feed } = this.#parts;
    if (!allowed && !feed) return { kind: 'managed' };
    const proved = this.#proved;
    const found = this.#found;
    return {
      kind: 'on',
      byFile: allowed,
      feed: feed?.from ?? null,
      found: found && { version: found.manifest.version, size: found.manifest.size, here: found.here },
      fetching: this.#fetching !== null,
      proved: proved && { version: proved.manifest.version, file: proved.manifest.file, from: proved.from },
    };
  }

  /** Asks the feed for the next version. What it names is only told once its signature holds, and it may be installed here. */
  async look(): Promise<CallOutput<'update.look'>> {
    const { feed } = this.#parts;
    const key = this.#key;
    if (!key || !feed) return refused('no-updates', 'This console looks for no new versions by itself.');
    const answer = await feed.look();
    if (!answer.ok) return answer;
    const signed = answer.value;
    if (signed === null) return this.#nothing();
    const manifest = readUpdate(signed, key);
    if (!manifest) {
      this.#found = null;
      return refused(
        'signature',
        'What was offered as a new version is not signed by the publisher of this console, or it was changed since.',
      );
    }
    const why = validateDownload(manifest, this.#running);
    // A feed that has only what runs here already has nothing new.
    if (why?.failure.code === 'same-version') return this.#nothing();
    if (why) {
      this.#found = null;
      return why;
    }
    if (feed.byPublishersPercent && manifest.percent !== undefined) {
      const device = this.#device();
      if (device === null || !isStaged(device, manifest.version, manifest.percent)) return this.#nothing();
    }
    this.#found = { manifest, signed, here: await this.#fetched.here(manifest) };
    return ok({ version: manifest.version });
  }

  /** The feed has nothing for this console, or no longer: what was fetched of it is not installed any more. */
  #nothing(): CallOutput<'update.look'> {
    this.#found = null;
    if (this.#proved?.from === 'feed') this.#proved = null;
    return ok({ version: null });
  }

  /** Fetches and proves what was found; `update.progress` follows. */
  async get(): Promise<CallOutput<'update.fetch'>> {
    const { feed } = this.#parts;
    const found = this.#found;
    if (!feed || !found) return refused('not-found', 'No new version was found yet.');
    if (this.#busy) return failed('busy', 'update', 'An update is being fetched or checked already.');
    this.#busy = true;
    const fetching = new AbortController();
    this.#fetching = fetching;
    const { manifest, signed } = found;
    try {
      const tell = (done: number) => {
        found.here = done;
        this.#tell({ done, size: manifest.size });
      };
      const answer = await this.#fetched.get(feed, manifest, signed, tell, fetching.signal);
      found.here = await this.#fetched.here(manifest);
      if (!answer.ok) return answer;
      await this.#tidyChosen();
      this.#proved = { manifest, path: answer.value, from: 'feed' };
      return ok({ version: manifest.version, file: manifest.file });
    } catch (error) {
      return diskFailure(error, 'Nothing was installed. What came so far is kept, and the rest follows.');
    } finally {
      this.#busy = false;
      this.#fetching = null;
    }
  }

  /** Ends a fetch; what came so far stays. */
  stop(): CallOutput<'update.stop'> {
    this.#fetching?.abort();
    return ok({});
  }

  async choose(): Promise<CallOutput<'update.choose'>> {
    if (!this.#key || !this.#parts.allowed)
      return refused('no-updates', 'This console takes no updates by file.');
    if (this.#busy) return failed('busy', 'update', 'An update is being checked already.');
    this.#busy = true;
    try {
      const path = await this.#parts.choose();
      if (path === null) return ok({ kind: 'cancelled' });
      return await this.#proveChosen(path, this.#key);
    } catch (error) {
      return diskFailure(error, 'Nothing was installed.');
    } finally {
      this.#busy = false;
    }
  }

  async #proveChosen(path: string, key: KeyObject): Promise<CallOutput<'update.choose'>> {
    this.#proved = null;
    await this.#tidyChosen();
    const chosen = await stat(path);
    const fits = chosen.isFile() && chosen.size <= MOST_UPDATE_CHARACTERS;
    const manifest = fits ? readUpdate(await readFile(path, 'utf8'), key) : null;
    if (!manifest)
      return refused(
        'signature',
        'This file is not signed by the publisher of this console, or it was changed since.',
      );
    const why = validateInstallation(manifest, this.#running);
    if (why) return why;
    const copy = join(this.#folder, manifest.file);
    const problem = await this.#copied(join(dirname(path), manifest.file), copy, manifest);
    if (problem) {
      await this.#tidyChosen();
      return problem;
    }
    this.#proved = { manifest, path: copy, from: 'file' };
    return ok({ kind: 'proved', version: manifest.version, file: manifest.file });
  }

  /** Copies the installer while it is proved: what is handed over later is what was proved, whatever lies on the stick by then. */
  async #copied(
    from: string,
    to: string,
    { size, sha256, file }: UpdateManifest,
  ): Promise<ReturnType<typeof refused> | null> {
    const found = await stat(from).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
    if (!found)
      return refused(
        'no-installer',
        `${file} is not in the folder of the file that you chose. Put both into one folder.`,
      );
    if (found.size !== size)
      return refused(
        'size',
        `${file} is not the file that the publisher signed: it has ${found.size} bytes in the place of ${size}.`,
      );
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    // What is longer than it was a moment ago is not read to its end.
    const pieces = createReadStream(from, { end: size, highWaterMark: STEP_BYTES });
    const read = await hashOf(pieces, await open(to, 'wx', 0o700), (done) =>
      this.#tell({ done: Math.min(done, size), size }),
    );
    return read === sha256
      ? null
      : refused('hash', `${file} is not the file that the publisher signed: its content is another.`);
  }

  /**
   * Whether what was fetched is still for this console: a version that was withdrawn meanwhile is not installed. A feed that cannot be
   * reached says nothing against it.
   */
  async #stillOffered({ manifest, from }: Proved): Promise<Answer<null>> {
    if (from === 'file') return ok(null);
    const answer = await this.look();
    if (!answer.ok) return answer.failure.kind === 'refused' ? answer : ok(null);
    return this.#found?.manifest.sha256 === manifest.sha256
      ? ok(null)
      : refused('withdrawn', `Version ${manifest.version} is not offered to this computer any more.`);
  }

  /** Proves the copy once more and gives it to the system, which asks for an administrator where it needs one. */
  async install(): Promise<CallOutput<'update.install'>> {
    const proved = this.#proved;
    if (!proved) return refused('not-proved', 'No update was chosen and proved.');
    try {
      const offered = await this.#stillOffered(proved);
      if (!offered.ok) {
        this.#proved = null;
        await this.#fetched.forget(proved.manifest);
        return offered;
      }
      if ((await hashOfFile(proved.path)) !== proved.manifest.sha256) {
        this.#proved = null;
        if (proved.from === 'file') await this.#tidyChosen();
        else await this.#fetched.forget(proved.manifest);
        return refused(
          'hash',
          `The copy of ${proved.manifest.file} was changed on this computer. Get the update again.`,
        );
      }
      const problem = await this.#parts.handOver(proved.path);
      if (problem !== null)
        return failed(
          'refused',
          'not-opened',
          `${problem} The installer lies in ${proved.path}.`.slice(0, 2_000),
        );
      return ok({});
    } catch (error) {
      return diskFailure(error, 'Nothing was installed.');
    }
  }
}
