/**
 * The lease: how long a console stays open without the hub (security 29). The organisation's rule, or the shorter one of who manages the
 * computer, counts from the last contact. Over, the ring stays locked until the hub was reached, which is asked by the last token: it
 * tells who asks although it is over. Once between two contacts a person may go on for a day. Nothing is ever deleted by it.
 *
 * Time that was used is added up and never becomes less, so that a clock that is set back lengthens it by nothing but what this console
 * slept through. It lies in `lease.json`, sealed; where that is gone or is not this console's, it begins with the next contact.
 */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { uuid } from '../../shared/base/ids.ts';
import type { Answer } from '../../shared/bridge/contract.ts';
import type { LeaseStatus } from '../../shared/bridge/keys.ts';
import type { Standing } from '../../shared/sync/device-end.ts';
import { type DeviceRules, deviceRules } from '../../shared/sync/device-rules.ts';
import type { Keys, PastLease } from './key-ring.ts';
import { SealedFiles } from './sealed-files.ts';
import { replaceFile } from './whole-file.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** What a person may go on for, once. */
const EXTENSION = DAY;
/** Who works when it runs out unforeseen, as after a sleep, is told so long before it locks. */
const GRACE = 15 * MINUTE;
/** It is told for so long before its end, or for the last third of a short one. */
const TOLD_BEFORE = 3 * DAY;
/** So often the time is looked at, and so often what was used is kept. */
const LOOK_MS = 30_000;
const KEEP_MS = 10 * MINUTE;
const NOTE = 'lease';

const leaseFile = z.strictObject({
  format: z.literal(1),
  deviceId: uuid,
  hub: z.string().max(300),
  token: z.string().max(8_000),
  rules: deviceRules,
  /** The hub's clock at the last contact, for people to read. */
  contact: z.string().max(40),
  /** Milliseconds since the last contact, as far as is known. */
  used: z.number().min(0),
  /** This computer's clock when `used` was last counted. */
  counted: z.number(),
  /** How much may be used instead, by the one day that a person took; null where they did not. */
  extendedTo: z.number().nullable(),
});
type LeaseFile = z.infer<typeof leaseFile>;

export interface LeaseParts {
  /** The console's data folder. */
  folder: string;
  /** Days of who manages this computer; null where they said nothing. */
  managedDays: number | null;
  /** This computer's clock, which anybody may set; and one that nobody sets. Milliseconds. */
  now: () => number;
  monotonic: () => number;
  /** Asks the hub whether this console may go on. */
  ask: (hub: string, token: string) => Promise<Answer<Standing>>;
  /** What is told of it changed. */
  changed: () => void;
  /** It is over while the console is open. */
  over: () => void;
  /** The hub said that this device was ended. */
  ended: (standing: Extract<Standing, { standing: 'ended' }>, deviceId: string, hub: string) => Promise<void>;
  report: (error: unknown) => void;
}

/** What a contact tells. */
export interface Contact {
  deviceId: string;
  hub: string;
  token: string;
  hubTime: string;
  rules: DeviceRules;
}

export class Lease {
  readonly #parts: LeaseParts;
  readonly #path: string;
  #file: LeaseFile | null = null;
  #problem = '';
  /** The steady clock when `used` was last counted here; null before. */
  #steady: number | null = null;
  /** Until when an open console goes on, by the steady clock, though it is over. */
  #graceUntil: number | null = null;
  #open: Pick<Keys, 'keyFor'> | null = null;
  #kept = Number.NEGATIVE_INFINITY;
  #told = '';
  #timer: ReturnType<typeof setInterval> | undefined;
  /** One write after the other. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(parts: LeaseParts) {
    this.#parts = parts;
    this.#path = join(parts.folder, 'lease.json');
  }

  #days(rules: DeviceRules): number {
    return Math.min(rules.leaseDays, this.#parts.managedDays ?? Number.POSITIVE_INFINITY);
  }

  #left(file: LeaseFile): number {
    return Math.max(this.#days(file.rules) * DAY, file.extendedTo ?? 0) - file.used;
  }

  /** Counts the time since it was last counted: by whichever clock says more, and never back. */
  #count(): void {
    const file = this.#file;
    if (!file) return;
    const { now, monotonic } = this.#parts;
    const steady = monotonic();
    const byClock = now() - file.counted;
    const bySteady = this.#steady === null ? 0 : steady - this.#steady;
    this.#steady = steady;
    this.#file = { ...file, used: file.used + Math.max(byClock, bySteady, 0), counted: now() };
  }

  /** Null where there is none, as before the first contact. */
  status(): LeaseStatus | null {
    const file = this.#file;
    if (!file) return null;
    const left = this.#left(file);
    const grace = this.#graceUntil === null ? 0 : this.#graceUntil - this.#parts.monotonic();
    const days = this.#days(file.rules);
    const near = Math.min(TOLD_BEFORE, (days * DAY) / 3);
    return {
      days,
      minutesLeft: Math.max(0, Math.ceil(Math.max(left, grace) / MINUTE)),
      near: left <= near,
      over: left <= 0,
      lastContact: file.contact,
      mayExtend: file.extendedTo === null && left <= 0,
      problem: this.#problem,
    };
  }

  /**
   * Whether the ring may open with this key.
   * @param way `local` looks only; `ask` asks the hub where it is over; `extend` takes the one day, where it is left
   */
  async mayOpen(keys: Pick<Keys, 'keyFor'>, way: PastLease): Promise<boolean> {
    await this.#read(keys);
    this.#count();
    this.#problem = '';
    if (!this.#isOver()) return true;
    if (way === 'extend' && this.#file && this.#file.extendedTo === null) {
      this.#file = { ...this.#file, extendedTo: this.#file.used + EXTENSION };
      await this.#keep(keys);
      return true;
    }
    if (way !== 'ask' || !this.#file) return this.#refuse(keys);
    const { deviceId, hub, token } = this.#file;
    const answer = await this.#parts.ask(hub, token);
    if (!answer.ok) {
      this.#problem = answer.failure.message;
      return this.#refuse(keys);
    }
    if (answer.value.standing === 'ended') {
      await this.#parts.ended(answer.value, deviceId, hub);
      // Open, to hand over what waits; nothing else is answered.
      return true;
    }
    const { hubTime, rules } = answer.value;
    await this.#begin(keys, { deviceId, hub, token, hubTime, rules });
    return true;
  }

  async #refuse(keys: Pick<Keys, 'keyFor'>): Promise<false> {
    // What was used so far stays used, whatever the clock says at the next start.
    if (this.#file) await this.#keep(keys);
    return false;
  }

  #isOver(): boolean {
    return this.#file !== null && this.#left(this.#file) <= 0;
  }

  /** The ring is open with these keys: from now on its time is watched. */
  opened(keys: Pick<Keys, 'keyFor'>): void {
    this.#open = keys;
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.look(), LOOK_MS);
    this.#timer.unref();
    this.look();
  }

  locked(): void {
    this.#open = null;
    this.#graceUntil = null;
    clearInterval(this.#timer);
  }

  /** Counts, tells what changed, and locks what is over: not before who works there was told. */
  look(): void {
    const keys = this.#open;
    if (!keys || !this.#file) return;
    this.#count();
    if (this.#parts.monotonic() - this.#kept >= KEEP_MS) this.#later(() => this.#keep(keys));
    const wasTold = this.#told.startsWith('near');
    if (!this.#isOver()) this.#graceUntil = null;
    else if (this.#graceUntil === null) this.#graceUntil = this.#parts.monotonic() + (wasTold ? 0 : GRACE);
    this.#tell();
    if (this.#graceUntil !== null && this.#parts.monotonic() >= this.#graceUntil) this.#parts.over();
  }

  #tell(): void {
    const status = this.status();
    if (!status) return;
    const { near, minutesLeft } = status;
    // By days, then by hours, then by minutes: as often as its words change.
    const step = minutesLeft > 2_880 ? 1_440 : minutesLeft > 120 ? 60 : 1;
    const words = near ? `near ${step} ${Math.ceil(minutesLeft / step)}` : 'far';
    if (words === this.#told) return;
    this.#told = words;
    this.#parts.changed();
  }

  /** The hub was reached: it begins anew. */
  contact(contact: Contact): void {
    const keys = this.#open;
    if (!keys) return;
    this.#later(() => this.#begin(keys, contact));
  }

  /** Whether the person went on for a day since the last contact, which the hub is told. */
  get extended(): boolean {
    return this.#file !== null && this.#file.extendedTo !== null;
  }

  async #begin(keys: Pick<Keys, 'keyFor'>, contact: Contact): Promise<void> {
    const { hubTime, ...rest } = contact;
    const { now, monotonic } = this.#parts;
    this.#steady = monotonic();
    this.#graceUntil = null;
    this.#problem = '';
    this.#file = { format: 1, ...rest, contact: hubTime, used: 0, counted: now(), extendedTo: null };
    await this.#keep(keys);
    this.#tell();
  }

  #later(work: () => Promise<void>): void {
    this.#turn = this.#turn.then(work).catch((error: unknown) => this.#parts.report(error));
  }

  /** Waits for what is being kept. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    if (this.#open && this.#file) {
      const keys = this.#open;
      this.#count();
      this.#later(() => this.#keep(keys));
    }
    await this.#turn;
  }

  /** The console is wiped: it goes with the keys. */
  async destroy(): Promise<void> {
    this.locked();
    this.#file = null;
    await this.#turn;
    await rm(this.#path, { force: true });
  }

  async #read(keys: Pick<Keys, 'keyFor'>): Promise<void> {
    if (this.#file) return;
    let bytes: Buffer;
    try {
      bytes = await readFile(this.#path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
      throw error;
    }
    const text = new SealedFiles(keys).openText(NOTE, bytes);
    try {
      this.#file = leaseFile.parse(JSON.parse(text ?? ''));
    } catch (error) {
      // Removing it would give as much: it begins anew.
      this.#parts.report(error);
    }
  }

  async #keep(keys: Pick<Keys, 'keyFor'>): Promise<void> {
    if (!this.#file) return;
    this.#kept = this.#parts.monotonic();
    const sealed = new SealedFiles(keys).sealText(NOTE, JSON.stringify(this.#file));
    await replaceFile(this.#path, sealed);
  }
}
