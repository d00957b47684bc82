/**
 * Public keys of devices, for judging who signed before anything else is asked of the database: a forged assertion costs a signature
 * and no more, whatever device it names. A device has one key for good; whether it is still enrolled is looked up afterwards.
 */
import type { CryptoKey } from 'jose';
import { importJWK } from 'jose';
import type { PublicJwk } from '../../shared/base/public-key.ts';
import type { Database } from '../store/database.ts';

/** Keys that are remembered; of one more the oldest goes, and is read again when it is asked for. */
const MOST_KEYS = 20_000;

interface Reading {
  ids: Set<string>;
  done: Promise<void>;
}

export class DeviceKeys {
  readonly #database: Database;
  readonly #known = new Map<string, CryptoKey>();
  #reading: Promise<void> = Promise.resolve();
  /** What is read once the present question is answered. */
  #next: Reading | null = null;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The key of a device, also of one that was ended: it may hear so; null where there is no such device. Any number that are asked for at once are one question. */
  async of(deviceId: string): Promise<CryptoKey | null> {
    const known = this.#known.get(deviceId);
    if (known) return known;
    await this.#read(deviceId);
    return this.#known.get(deviceId) ?? null;
  }

  #read(deviceId: string): Promise<void> {
    if (this.#next) {
      this.#next.ids.add(deviceId);
      return this.#next.done;
    }
    const ids = new Set([deviceId]);
    const done = this.#reading.then(() => {
      this.#next = null;
      return this.#ask([...ids]);
    });
    this.#next = { ids, done };
    // Unreported: told to whoever asked; the next question is another one.
    this.#reading = done.catch(() => undefined);
    return done;
  }

  async #ask(ids: readonly string[]): Promise<void> {
    const { rows } = await this.#database.query<{ id: string; public_key: PublicJwk }>(
      'SELECT id, public_key FROM devices WHERE id = ANY($1::uuid[])',
      [ids],
    );
    for (const { id, public_key: publicKey } of rows) {
      this.#known.set(id, (await importJWK(publicKey, 'ES256')) as CryptoKey);
      const [oldest] = this.#known.keys();
      if (this.#known.size > MOST_KEYS && oldest !== undefined) this.#known.delete(oldest);
    }
  }
}
