/** Uploads of attachments (S9): limits, resuming, the second hash, and what is told to devices about them. */

import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { ERRORS, Metadata } from '@tus/server';
import type pg from 'pg';
import { z } from 'zod';
import { sha256Hex } from '../../shared/base/values.ts';
import type { Identity } from '../../shared/sync/protocol.ts';
import { report } from '../log.ts';
import { Refusal } from '../refusal.ts';
import { isInstallers } from '../releases/installers.ts';
import { type Database, transaction } from '../store/database.ts';
import { forgetUnnamed, removeBytes } from './file-removal.ts';
import { DatabaseLocker, type WaitingTime } from './locker.ts';
import { offsetOf, Pieces } from './parts.ts';
import { assertRoom, roomOf } from './room.ts';
import type { BlobStore, Range } from './store.ts';
import type { StoreWatch } from './store-watch.ts';
import { notTaken, outOfStep, stillWritten, storeRefusal, TusServer } from './tus-server.ts';

/** Days after which an upload that never became whole is removed. */
const KEEP_UPLOADS_DAYS = 7;
/** Uploads that a device may have open; a console has one. Beginning one more ends the one that has waited longest. */
const MOST_OPEN = 10;
/** Files that are looked at in one round. */
const MOST_ORPHANS = 10_000;
const metadata = z.object({ sha256: sha256Hex });
/** The patience for a lock is the locker's; nothing else ends the wait. */
const NEVER = new AbortController().signal;
const tooMany = () => new Refusal(413, 'too-large', 'The upload has more bytes than it announced.');

export interface FoundBlob {
  size: number;
  location: string;
}

export class Uploads {
  readonly #database: Database;
  readonly #store: BlobStore;
  readonly #locker: DatabaseLocker;
  readonly #tus: TusServer;
  /** Null where the store is taken as it is. */
  readonly watch: StoreWatch | null;

  /**
   * @param locks gives the connection for locks
   * @param time by which locks are waited for; the machine's where it is left out
   */
  constructor(
    database: Database,
    store: BlobStore,
    locks: pg.Pool,
    watch: StoreWatch | null = null,
    time?: WaitingTime,
  ) {
    this.watch = watch;
    this.#database = database;
    this.#store = store;
    this.#locker = new DatabaseLocker(locks, time);
    this.#tus = new TusServer(store.incoming, this.#locker);
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
   * @throws Refusal 400 where it does not say its size and hash, or asks for what the hub does not do, 409 where the file is there already, 413 over a limit
   */
  async create(identity: Identity, request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Asked for before anything is written: parts of a file that are put together, and a length that comes later.
    if (
      request.headers['upload-concat'] !== undefined ||
      request.headers['upload-defer-length'] !== undefined
    )
      throw notTaken();
    const said = String(request.headers['upload-length']);
    const size = Number(said);
    // What tus reads as a length, and nothing that a program makes one of.
    if (!/^\d{1,16}$/.test(said) || !Number.isSafeInteger(size))
      throw new Refusal(400, 'upload-length', 'An upload says how many bytes it has.');
    const parsed = metadata.safeParse(readMetadata(String(request.headers['upload-metadata'] ?? '')));
    if (!parsed.success)
      throw new Refusal(400, 'upload-metadata', 'An upload says the SHA-256 of its file, as sha256.');
    await this.watch?.assertThere();
    const { sha256 } = parsed.data;
    const { id: organisation } = identity.organisation;
    const upload = `${organisation}_${randomUUID()}`;
    const dropped = await transaction(this.#database, async (client) => {
      // Nobody else of the organisation takes of its room before this is over.
      await client.query('SELECT 1 FROM organisations WHERE id = $1 FOR NO KEY UPDATE', [organisation]);
      const room = await roomOf(client, organisation);
      if (size > room.mostOfFile)
        throw new Refusal(
          413,
          'file-too-large',
          `The file has ${size} bytes; the hub takes ${room.mostOfFile} for one file of your organisation. It stays on this computer.`,
        );
      const there = await client.query('SELECT 1 FROM blobs WHERE organisation_id = $1 AND sha256 = $2', [
        organisation,
        sha256,
      ]);
      if (there.rowCount) throw new Refusal(409, 'already-here', 'The hub has this file already.');
      const deleted = await client.query(
        'SELECT 1 FROM deleted_files WHERE organisation_id = $1 AND sha256 = $2',
        [organisation, sha256],
      );
      if (deleted.rowCount)
        throw new Refusal(
          410,
          'file-deleted',
          'A lead or the operator had this file deleted at the hub, and it is not taken again. It stays on this computer.',
        );
      assertRoom(room, size);
      const longest = await client.query<{ id: string }>(
        'SELECT id FROM uploads WHERE device_id = $1 ORDER BY touched_at DESC, id OFFSET $2',
        [identity.deviceId, MOST_OPEN - 1],
      );
      await client.query(
        'INSERT INTO uploads (id, organisation_id, device_id, sha256, size) VALUES ($1, $2, $3, $4, $5)',
        [upload, organisation, identity.deviceId, sha256, size],
      );
      return longest.rows;
    });
    for (const { id } of dropped) await this.#forget(id);
    try {
      await this.#handle(upload, request, response);
    } catch (error) {
      // Refused, it was not begun: nobody knows its name.
      await this.#forget(upload);
      throw error;
    }
    await this.#touch(upload);
  }

  /** HEAD and DELETE of an upload. Another organisation's cannot be told from none. @throws Refusal 404 */
  async handle(
    identity: Identity,
    upload: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    await this.#own(identity, upload);
    await this.watch?.assertThere();
    const ends = request.method === 'DELETE';
    // Before the answer, which says that it is gone: a hub that is killed here leaves a file that no row names, which tidying removes.
    if (ends) await this.#database.query('DELETE FROM uploads WHERE id = $1', [upload]);
    await this.#handle(upload, request, response);
    if (ends) await this.#store.discard(upload);
  }

  /**
   * Takes a part of an upload in.
   * @returns how many bytes the hub has of it then
   * @throws Refusal 404, 409 `offset`, 413; what came of the part is kept
   */
  async receive(identity: Identity, upload: string, request: IncomingMessage): Promise<number> {
    const offset = offsetOf(request);
    const announced = await this.#own(identity, upload);
    await this.watch?.assertThere();
    // Before any of it came: what is on its way counts as it comes, and not as it was announced.
    const rest = announced.size - announced.received;
    const length = Number(request.headers['content-length'] ?? rest);
    const room = await roomOf(this.#database, identity.organisation.id);
    assertRoom(room, Number.isSafeInteger(length) ? Math.min(length, rest) : rest);
    if (offset > announced.size) throw outOfStep();
    const pieces = new Pieces(request, announced.size - offset);
    // Its console went on over another connection, or is gone: nobody waits for this one.
    const stop = () => pieces.letGo();
    request.once('close', () => request.complete || stop());
    const lock = this.#locker.newLock(upload);
    await lock.lock(NEVER, stop).catch((error: unknown) => {
      throw error === ERRORS.ERR_LOCK_TIMEOUT ? stillWritten() : error;
    });
    let end: number;
    try {
      const here = await this.#store.received(upload);
      if (here === null) throw new Refusal(404, 'unknown-upload', 'There is no such upload.');
      if (here !== offset) throw outOfStep();
      if (length > announced.size - offset) throw tooMany();
      end = await this.#store.receive(upload, offset, pieces).catch((error: unknown) => {
        throw storeRefusal(error);
      });
    } catch (error) {
      if (error instanceof Refusal && error.code === 'store-full') this.watch?.refusedFull();
      throw error;
    } finally {
      await lock.unlock();
      await this.#touch(upload);
    }
    if (pieces.why === 'too-large') throw tooMany();
    if (pieces.why !== null) throw outOfStep();
    return end;
  }

  async #handle(upload: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      await this.#tus.handle(upload, request, response);
    } catch (error) {
      if (error instanceof Refusal && error.code === 'store-full') this.watch?.refusedFull();
      throw error;
    }
  }

  /** Notes what an upload has brought by now. The answer has gone out by then: what is missed is noted with the next part. */
  async #touch(upload: string): Promise<void> {
    try {
      const received = await this.#store.received(upload);
      await this.#database.query('UPDATE uploads SET received = $2, touched_at = now() WHERE id = $1', [
        upload,
        received ?? 0,
      ]);
    } catch (error) {
      report(error, 'What an upload brought was not noted');
    }
  }

  /** The upload, where it is one of the organisation's. @throws Refusal 404 */
  async #own(
    identity: Identity,
    upload: string,
  ): Promise<{ sha256: string; size: number; received: number }> {
    const { rows } = await this.#database.query<{ sha256: string; size: number; received: number }>(
      'SELECT sha256, size, received FROM uploads WHERE id = $1 AND organisation_id = $2',
      [upload, identity.organisation.id],
    );
    const [own] = rows;
    if (!own) throw new Refusal(404, 'unknown-upload', 'There is no such upload.');
    return own;
  }

  /**
   * Says that an upload is whole: the hub compares the hash of what it wrote, and makes it durable before it says so.
   * @throws Refusal 404 for an upload that is not there, 409 `not-whole` where bytes are missing, 413 `quota` where others of
   *   the organisation took the room meanwhile, 422 `hash` where the content is another than announced: the upload is discarded then
   */
  async finish(identity: Identity, upload: string): Promise<{ sha256: string }> {
    await this.#own(identity, upload);
    await this.watch?.assertThere();
    const lock = this.#locker.newLock(upload);
    await lock
      .lock(NEVER, () => undefined)
      .catch((error: unknown) => {
        throw error === ERRORS.ERR_LOCK_TIMEOUT ? stillWritten() : error;
      });
    try {
      const { sha256, size } = await this.#own(identity, upload);
      const received = await this.#store.received(upload);
      if (received !== null) {
        if (received !== size)
          throw new Refusal(409, 'not-whole', `Of ${size} bytes the hub has ${received}.`);
        // The disk writes while the bytes are hashed, where they were not as they came.
        const [hash] = await Promise.all([this.#store.hashOf(upload), this.#store.flush(upload)]);
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
      const room = await roomOf(this.#database, blob.organisation);
      assertRoom({ ...room, used: room.whole }, size);
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

  /** @throws Refusal 503 `store-away`, 404 `file-lost` where the store does not hold what the list names */
  async read(blob: FoundBlob, range: Range): Promise<Readable> {
    try {
      return await this.#store.read(blob.location, range);
    } catch (error) {
      await this.watch?.assertThere();
      if (await this.#store.has(blob.location)) throw error;
      throw new Refusal(
        404,
        'file-lost',
        'The hub’s store does not hold this file any more. Who runs the hub can have it sent again by a computer that has it.',
      );
    }
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
    const orphans = here.filter((id) => !named.has(id) && !isInstallers(id));
    for (const id of orphans) await this.#store.discard(id);
    return orphans.length;
  }

  /** Removes files that no case names any more, and the bytes of those that somebody had deleted. */
  async removeUnnamed(): Promise<void> {
    await forgetUnnamed(this.#database);
    await this.removeForgotten();
  }

  /** Removes the bytes of files that nobody is served any more. */
  async removeForgotten(): Promise<void> {
    // What lies elsewhere is nothing to tidy by.
    if ((await this.watch?.look()) === 'away') return;
    await removeBytes(this.#database, this.#store);
  }

  /**
   * Removes uploads that nobody goes on with: they are old, their device was ended, or their content came whole by another
   * while a hub was killed.
   */
  async removeOld(): Promise<number> {
    // What lies elsewhere is nothing to tidy by.
    if ((await this.watch?.look()) === 'away') return 0;
    const { rows } = await this.#database.query<{ id: string }>(
      `SELECT id FROM uploads u WHERE created_at < now() - make_interval(days => $1)
           OR EXISTS (SELECT 1 FROM devices d WHERE d.id = u.device_id AND d.revoked_at IS NOT NULL)
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
    // Unreported: a header that cannot be read names nothing, and is refused for it.
    return {};
  }
}
