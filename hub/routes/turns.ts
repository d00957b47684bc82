/**
 * Turns at what is heavy for the database: pages of rows. Of one device one is read at a time, of one organisation a few, whoever
 * else asks for one waits. How many wait is bounded where requests are counted in (`bounds.ts`); who went away meanwhile has left
 * no work behind.
 */
import type { Identity } from '../../shared/sync/protocol.ts';
import { goneRefusal } from '../refusal.ts';

/** Pages that are read at once for one organisation: its devices go on side by side, and leave room for others. */
const MOST_PER_ORGANISATION = 2;

/** A place rests for so many times as long as its heavy work took: a device that stores what it read takes longer than that by itself. */
const RESTS = 3;
/** How long a place rests at the most. */
const LONGEST_REST_MS = 5_000;

interface Line {
  inside: number;
  waiting: (() => void)[];
}

/** Lines by name, each with some inside at once, first come first served. */
export class Turns {
  readonly #most: number;
  readonly #lines = new Map<string, Line>();

  constructor(most: number) {
    this.#most = most;
  }

  /**
   * Does the work when it is its turn.
   * @param isGone whether nobody waits for it any more
   * @param isHeavy whether it was much: then its place stays taken for a while, and others have the database meanwhile
   * @throws Refusal where it is so by then
   */
  async take<T>(
    name: string,
    work: () => Promise<T>,
    isGone: () => boolean,
    isHeavy: (done: T) => boolean = () => false,
  ): Promise<T> {
    const line = this.#lines.get(name) ?? { inside: 0, waiting: [] };
    this.#lines.set(name, line);
    if (line.inside < this.#most) line.inside += 1;
    else await new Promise<void>((go) => line.waiting.push(go));
    const leave = () => {
      // A place is handed on, so that nobody who comes meanwhile gets it first.
      const next = line.waiting.shift();
      if (next) next();
      else {
        line.inside -= 1;
        if (line.inside === 0) this.#lines.delete(name);
      }
    };
    let rest = 0;
    try {
      if (isGone()) throw goneRefusal();
      const began = performance.now();
      const done = await work();
      if (isHeavy(done)) rest = Math.min(LONGEST_REST_MS, RESTS * (performance.now() - began));
      return done;
    } finally {
      if (rest === 0) leave();
      else setTimeout(leave, rest).unref();
    }
  }
}

/**
 * Reading pages of rows: one at a time for a device, some for its organisation. A device that reads heavy ones again and again reads
 * a quarter of the time at the most.
 */
export class PageTurns {
  readonly #devices = new Turns(1);
  readonly #organisations = new Turns(MOST_PER_ORGANISATION);

  take<T>(
    { deviceId, organisation }: Identity,
    work: () => Promise<T>,
    isGone: () => boolean,
    isHeavy?: (done: T) => boolean,
  ): Promise<T> {
    const ofOrganisation = () => this.#organisations.take(organisation.id, work, isGone);
    return this.#devices.take(deviceId, ofOrganisation, isGone, isHeavy);
  }
}
