/** Uploads of attachments (S9): limits, resuming, the second hash, and what is told to devices about them. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { Metadata, Server } from '@tus/server';
import type pg from 'pg';
import { z } from 'zod';
import { sha256Hex } from '../../shared/base/values.ts';
import { hubPaths, type Identity } from '../../shared/sync/protocol.ts';
import { Refusal } from '../refusal.ts';
import { type Database, transaction } from '../store/database.ts';
import { DatabaseLocker } from './locker.ts';
import type { BlobStore, Range } from './store.ts';

/** Days after which an upload that never became whole is removed. */
const KEEP_UPLOADS_DAYS = 7;
/** Files that are looked at in one round. */
const MOST_ORPHANS = 10_000;
const metadata = z.object({ sha256: sha256Hex });

export interface FoundBlob {
  size: number;
  location: string;
}

export class Uploads {
  readonly #database: Database;
  readonly #store: BlobStore;
  readonly #locker: DatabaseLocker;
  readonly #tus: Server;
  /** The id that the upload which is being created gets. */
  readonly #creating = new AsyncLocalStorage<string>();

  /** @param locks connections for locks alone */
  constructor(database: Database, store: BlobStore, locks: pg.Pool) {
    this.#database = database;
    this.#store = store;
    this.#locker = new DatabaseLocker(locks);
    this.#tus = new Server({
      path: hubPaths.uploads,
      datastore: store.incoming,
      locker: this.#locker,
      // Behind a proxy the hub does not know its own name.
      relativeLocation: true,
      respectForwardedHeaders: false,
      disableTerminationForFinishedUploads: true,
      namingFunction: () => this.#creating.getStore() ?? '',
    });
  }

  /** Which of these files the organisation has at the hub, whole. */
  async complete(identity: Identity, hashes: readonly string[]): Promise<Set<string>> {
    const { rows } = await this.#database.query<{ sha256: string }>(
      'SELECT sha256 FROM blobs WHERE organisation_id = $1 AND sha256 = ANY($2)',
      [identity.organisation.id, hashes],
    );
    return new Set(rows.map((row) => row.sha256));
  }

  /**
   * Begins an upload by tus, once it is known that it may be.
   * @throws Refusal 400 where it does not say its size and hash, 409 where the file is there already, 413 over a limit
   */
  async create(identity: Identity, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const size = Number(request.headers['upload-length']);
    if (!Number.isSafeInteger(size) || size < 0)
      throw new Refusal(400, 'upload-length', 'An upload says how many bytes it has.');
    const parsed = metadata.safeParse(readMetadata(String(request.headers['upload-metadata'] ?? '')));
    if (!parsed.success)
      throw new Refusal(400, 'upload-metadata', 'An upload says the SHA-256 of its file, as sha256.');
    const { sha256 } = parsed.data;
    const { id: organisation } = identity.organisation;
    const upload = `${organisation}_${randomUUID()}`;
    await transaction(this.#database, async (client) => {
      const limits = await client.query<{ max_file_bytes: number; max_total_bytes: number }>(
        'SELECT max_file_bytes, max_total_bytes FROM organisations WHERE id = $1 FOR NO KEY UPDATE',
        [organisation],
      );
      const { max_file_bytes: most = 0, max_total_bytes: mostOfAll = 0 } = limits.rows[0] ?? {};
      if (size > most)
        throw new Refusal(
          413,
          'file-too-large',
          `The file has ${size} bytes; the hub takes ${most} for one file of your organisation. It stays on this computer.`,
        );
      const used = await client.query<{ bytes: number; there: boolean }>(
        `SELECT coalesce(sum(size), 0)::bigint AS bytes, coalesce(bool_or(complete AND sha256 = $2), false) AS there FROM (
           SELECT sha256, size, true AS complete FROM blobs WHERE organisation_id = $1
            UNION ALL SELECT DISTINCT sha256, size, false FROM uploads WHERE organisation_id = $1 AND sha256 <> $2
         ) AS kept`,
        [organisation, sha256],
      );
      if (used.rows[0]?.there) throw new Refusal(409, 'already-here', 'The hub has this file already.');
      if ((used.rows[0]?.bytes ?? 0) + size > mostOfAll)
        throw new Refusal(
          413,
          'quota',
          `Your organisation’s files may have ${mostOfAll} bytes at the hub, and this one is over it. It stays on this computer; ask who runs the hub.`,
        );
      await client.query(
        'INSERT INTO uploads (id, organisation_id, device_id, sha256, size) VALUES ($1, $2, $3, $4, $5)',
        [upload, organisation, identity.deviceId, sha256, size],
      );
    });
    await this.#creating.run(upload, () => this.#tus.handle(request, response));
  }

  /** HEAD, PATCH and DELETE of an upload. Another organisation's cannot be told from none. */
  async handle(
    identity: Identity,
    upload: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    this.#assertOwn(identity, upload);
    await this.#tus.handle(request, response);
  }

  #assertOwn(identity: Identity, upload: string): void {
    if (!upload.startsWith(`${identity.organisation.id}_`))
      throw new Refusal(404, 'unknown-upload', 'There is no such upload.');
  }

  /**
   * Says that an upload is whole: the hub reads it again, compares the hash, and makes it durable before it says so.
   * @throws Refusal 404 for an upload that is not there, 409 `not-whole` where bytes are missing, 422 `hash` where the
   *   content is another than announced: the upload is discarded then
   */
  async finish(identity: Identity, upload: string): Promise<{ sha256: string }> {
    this.#assertOwn(identity, upload);
    const lock = this.#locker.newLock(upload);
    await lock.lock(AbortSignal.timeout(15_000), () => undefined);
    try {
      const { rows } = await this.#database.query<{ sha256: string; size: number }>(
        'SELECT sha256, size FROM uploads WHERE id = $1',
        [upload],
      );
      const [announced] = rows;
      if (!announced) throw new Refusal(404, 'unknown-upload', 'There is no such upload.');
      const { sha256, size } = announced;
      const received = await this.#store.received(upload);
      if (received !== null) {
        if (received !== size)
          throw new Refusal(409, 'not-whole', `Of ${size} bytes the hub has ${received}.`);
        // The disk writes while the bytes are read and hashed.
        const [hash] = await Promise.all([
          this.#store.readUpload(upload).then(hashOf),
          this.#store.flush(upload),
        ]);
        if (hash !== sha256) {
          await this.#forget(upload);
          throw new Refusal(
            422,
            'hash',
            'What arrived is not what was announced. The console sends the file again.',
          );
        }
      }
      const blob = { organisation: identity.organisation.id, sha256 };
      const location = await this.#store.keep(upload, blob);
      const others = await transaction(this.#database, async (client) => {
        // As `create` does: an upload of the same content either sees this file, or is seen here.
        await client.query('SELECT 1 FROM organisations WHERE id = $1 FOR NO KEY UPDATE', [
          blob.organisation,
        ]);
        await client.query(
          'INSERT INTO blobs (organisation_id, sha256, size, location) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
          [blob.organisation, sha256, size, location],
        );
        await client.query('DELETE FROM uploads WHERE id = $1', [upload]);
        const same = await client.query<{ id: string }>(
          'SELECT id FROM uploads WHERE organisation_id = $1 AND sha256 = $2',
          [blob.organisation, sha256],
        );
        return same.rows;
      });
      // Begun twice by a request that came twice, or by a colleague who has the same file.
      for (const other of others) await this.#forget(other.id);
      return { sha256 };
    } finally {
      await lock.unlock();
    }
  }

  async #forget(upload: string): Promise<void> {
    await this.#store.discard(upload);
    await this.#database.query('DELETE FROM uploads WHERE id = $1', [upload]);
    // One that was being begun may have made its file in between.
    await this.#store.discard(upload);
  }

  /** @throws Refusal 404 where the organisation has no such file, whole */
  async find(identity: Identity, sha256: string): Promise<FoundBlob> {
    const { rows } = await this.#database.query<FoundBlob>(
      'SELECT size, location FROM blobs WHERE organisation_id = $1 AND sha256 = $2',
      [identity.organisation.id, sha256],
    );
    const [found] = rows;
    if (!found) throw new Refusal(404, 'unknown-file', 'The hub does not have this file.');
    return found;
  }

  read(blob: FoundBlob, range: Range): Promise<Readable> {
    return this.#store.read(blob.location, range);
  }

  /**
   * Removes files that no upload names: of one that another of the same content ended while it was being begun. An upload has
   * its row before its first file and until its last is gone, so that a file without one is nobody's.
   */
  async #removeOrphans(): Promise<number> {
    const here = (await this.#store.uploads()).slice(0, MOST_ORPHANS);
    if (here.length === 0) return 0;
    const { rows } = await this.#database.query<{ id: string }>('SELECT id FROM uploads WHERE id = ANY($1)', [
      here,
    ]);
    const named = new Set(rows.map(({ id }) => id));
    const orphans = here.filter((id) => !named.has(id));
    for (const id of orphans) await this.#store.discard(id);
    return orphans.length;
  }

  /** Removes uploads that nobody goes on with, and those whose content came whole by another while a hub was killed. */
  async removeOld(): Promise<number> {
    const { rows } = await this.#database.query<{ id: string }>(
      `SELECT id FROM uploads u WHERE created_at < now() - make_interval(days => $1)
           OR EXISTS (SELECT 1 FROM blobs b WHERE b.organisation_id = u.organisation_id AND b.sha256 = u.sha256)
        LIMIT 1000`,
      [KEEP_UPLOADS_DAYS],
    );
    for (const { id } of rows) await this.#forget(id);
    return rows.length + (await this.#removeOrphans());
  }
}

function readMetadata(header: string): Record<string, string | null> {
  try {
    return Metadata.parse(header);
  } catch {
    return {};
  }
}

async function hashOf(bytes: Readable): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of bytes) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
