/**
 * When the hub last heard of a device. A packet's own words about when it was made are believed only as far as the hub knows
 * nothing else (C4): it was made after its device was enrolled, and after the device was last here, or it would have come then.
 */
import type { Identity } from '../../shared/sync/protocol.ts';
import { type Database, type Transaction, transaction } from '../store/database.ts';
import { addOwnAudit } from './audit.ts';

/** How long a device may take from saying who it is to sending all that it has: a line may break, and a file be large. */
const SENDING_HOURS = 24;

/** Notes that the device is here. What is older than the last contact that counts is forgotten. */
export async function noteContact(database: Database, deviceId: string, now: Date): Promise<void> {
  await database.query(
    `INSERT INTO device_contacts (device_id, hour) VALUES ($1, date_trunc('hour', $2::timestamptz)) ON CONFLICT DO NOTHING`,
    [deviceId, now],
  );
  await database.query(
    `DELETE FROM device_contacts WHERE device_id = $1 AND hour <
       (SELECT max(hour) FROM device_contacts WHERE device_id = $1 AND hour <= $2::timestamptz - make_interval(hours => $3))`,
    [deviceId, now, SENDING_HOURS],
  );
}

/** A console goes on for a day at a time: what it says again before is the same day. */
const EXTENSION_MS = 20 * 60 * 60_000;
const MOST_EXTENSIONS = 20_000;

/** That people went on for a day without the hub, once their console's time without it was over: in the audit once a day, however often a device says so. */
export class Extensions {
  readonly #database: Database;
  /** When each device's was noted, in milliseconds; the oldest first. */
  readonly #noted = new Map<string, number>();

  constructor(database: Database) {
    this.#database = database;
  }

  async note({ deviceId, deviceName, person }: Identity, now: Date): Promise<void> {
    const at = now.getTime();
    const before = this.#noted.get(deviceId);
    if (before !== undefined && Math.abs(at - before) < EXTENSION_MS) return;
    this.#noted.delete(deviceId);
    this.#noted.set(deviceId, at);
    const [oldest] = this.#noted.keys();
    if (this.#noted.size > MOST_EXTENSIONS && oldest !== undefined) this.#noted.delete(oldest);
    await transaction(this.#database, (client) =>
      addOwnAudit(client, {
        by: { id: person.id, name: person.name },
        action: 'lease-extended',
        subject: deviceId,
        detail: { device: deviceName, person: person.name },
      }),
    ).catch((error: unknown) => {
      this.#noted.delete(deviceId);
      throw error;
    });
  }
}

/** Before when what the device brings now cannot have been made; never after now. */
export async function notMadeBefore(client: Transaction, deviceId: string, now: Date): Promise<Date> {
  const { rows } = await client.query<{ at: Date }>(
    `SELECT least($2::timestamptz, greatest(d.enrolled_at, (SELECT max(hour) FROM device_contacts c
        WHERE c.device_id = d.id AND c.hour <= $2::timestamptz - make_interval(hours => $3)))) AS at
       FROM devices d WHERE d.id = $1`,
    [deviceId, now, SENDING_HOURS],
  );
  return rows[0]?.at ?? now;
}
