/** How many bytes of edits a device, or an organisation, may send in a minute; they fill again evenly. Beyond it, 429 and when to come back; the console waits, and loses nothing. */
import { Refusal } from '../refusal.ts';

const MINUTE_MS = 60_000;
/** Devices that are remembered; those that sent nothing for a minute have their whole budget again, and are forgotten first. */
const MOST_DEVICES = 20_000;

interface Spent {
  bytes: number;
  /** Milliseconds since 1970. */
  at: number;
}

export class Budget {
  readonly #perMinute: number;
  readonly #spent = new Map<string, Spent>();

  /** @param perMinute bytes; a single request may be as large */
  constructor(perMinute: number) {
    this.#perMinute = perMinute;
  }

  /**
   * Asked before a body is read.
   * @param bytes what it may hold at the most
   * @param now milliseconds since 1970
   * @throws Refusal 429 where it does not fit yet
   */
  assertRoom(device: string, bytes: number, now: number): void {
    const used = this.#used(device, now);
    const over = used + bytes - this.#perMinute;
    if (used === 0 || over <= 0) return;
    throw new Refusal(
      429,
      'budget',
      'This computer has sent much at once. The console goes on by itself in a moment.',
      Math.max(1, Math.ceil((over / this.#perMinute) * 60)),
    );
  }

  /** Counts what arrived. Bodies that came side by side may go beyond, and are waited for. */
  spend(device: string, bytes: number, now: number): void {
    const used = this.#used(device, now) + bytes;
    this.#spent.delete(device);
    this.#spent.set(device, { bytes: used, at: now });
    if (this.#spent.size > MOST_DEVICES) this.#forget();
  }

  /** What is not filled again yet. A clock that is set back fills nothing, and takes nothing away. */
  #used(device: string, now: number): number {
    const before = this.#spent.get(device);
    if (!before) return 0;
    return Math.max(0, before.bytes - (Math.max(0, now - before.at) / MINUTE_MS) * this.#perMinute);
  }

  #forget(): void {
    const [oldest] = this.#spent.keys();
    if (oldest !== undefined) this.#spent.delete(oldest);
  }
}
