/**
 * Attempts at a secret, or at a signature, that were wrong: counted by the address that they come from. After some of them an address
 * waits for each further refusal, and nobody else waits for it.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { Refusal } from '../refusal.ts';

/** Wrong ones from an address that cost nothing: somebody pastes the wrong token. */
const FREE = 20;
const FORGET_MS = 15 * 60_000;
const MOST_ASKERS = 10_000;
const MOST_WAITING = 5;
/** Of all addresses together; a request that waits here has no place among those that the hub works on. */
const MOST_WAITING_IN_ALL = 500;
/** Refusals that are held back at once; one more is told at once, and its connection is bounded as any. */
const MOST_HELD = 2_000;

/** How many wrong ones came from an address, until a quarter of an hour has passed since the last. */
class WrongOnes {
  readonly #askers = new Map<string, { count: number; at: number }>();
  readonly #clock: () => number;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** Whether an address has had those that cost nothing. */
  areMany(asker: string): boolean {
    const known = this.#askers.get(asker);
    if (known && this.#clock() - known.at > FORGET_MS) {
      this.#askers.delete(asker);
      return false;
    }
    return known !== undefined && known.count >= FREE;
  }

  add(asker: string): void {
    const count = (this.#askers.get(asker)?.count ?? 0) + 1;
    // Behind all others: the first is then the one whose last attempt is longest ago.
    this.#askers.delete(asker);
    this.#askers.set(asker, { count, at: this.#clock() });
    const [oldest] = this.#askers.keys();
    if (this.#askers.size > MOST_ASKERS && oldest !== undefined) this.#askers.delete(oldest);
  }
}

/** Refusals that their address waits for: it asks as often as it gets an answer. */
class HeldBack {
  readonly #ms: number;
  #held = 0;

  constructor(ms: number) {
    this.#ms = ms;
  }

  async hold(): Promise<void> {
    if (this.#held >= MOST_HELD) return;
    this.#held += 1;
    // The server's end does not wait for it.
    await wait(this.#ms, undefined, { ref: false });
    this.#held -= 1;
  }
}

/**
 * The door for one secret that is the same for all, the operator's token: it could be guessed, so that what comes from an address with
 * many wrong ones is judged one after the other, and most of it not at all.
 */
export class TokenDoor {
  readonly #wrongOnes: WrongOnes;
  readonly #heldBack: HeldBack;
  /** What waits from each address, and the end of its line. */
  readonly #lines = new Map<string, { waiting: number; turn: Promise<unknown> }>();
  #waiting = 0;

  /**
   * @param clock milliseconds
   * @param wrongMs what a wrong one takes after those that cost nothing
   */
  constructor(clock: () => number, wrongMs: number) {
    this.#wrongOnes = new WrongOnes(clock);
    this.#heldBack = new HeldBack(wrongMs);
  }

  /**
   * @param asker where the request comes from
   * @param read says who holds the token; null for a wrong one
   * @returns what `read` says. A right token waits its turn too: else its answer would be known by its haste
   * @throws Refusal 429 where too many wait from there, unjudged and as late as any
   */
  async judge<T>(asker: string, read: () => T | null | Promise<T | null>): Promise<T | null> {
    if (!this.#wrongOnes.areMany(asker)) return (await read()) ?? this.#wrong(asker);
    const line = this.#lines.get(asker) ?? { waiting: 0, turn: Promise.resolve() };
    if (line.waiting >= MOST_WAITING || this.#waiting >= MOST_WAITING_IN_ALL) {
      await this.#heldBack.hold();
      throw new Refusal(
        429,
        'slow-down',
        'Too many wrong tokens came from this address. Try again later.',
        5,
      );
    }
    this.#lines.set(asker, line);
    line.waiting += 1;
    this.#waiting += 1;
    const turn = line.turn.then(async () => {
      const holder = await read();
      if (holder !== null) return holder;
      await this.#heldBack.hold();
      return this.#wrong(asker);
    });
    // Unreported: told to whoever waits for it; the next has its own.
    line.turn = turn.catch(() => undefined);
    return turn.finally(() => {
      line.waiting -= 1;
      this.#waiting -= 1;
      if (line.waiting === 0) this.#lines.delete(asker);
    });
  }

  #wrong(asker: string): null {
    this.#wrongOnes.add(asker);
    return null;
  }
}

/**
 * The door for what nobody guesses, a signature: each is judged when it comes, so that a device is never kept out by what others send
 * from its address (one line of a partner's office, one proxy). What waits is the refusal alone, and it holds no place meanwhile.
 */
export class SignatureDoor {
  readonly #wrongOnes: WrongOnes;
  readonly #heldBack: HeldBack;

  /** As of `TokenDoor`. */
  constructor(clock: () => number, wrongMs: number) {
    this.#wrongOnes = new WrongOnes(clock);
    this.#heldBack = new HeldBack(wrongMs);
  }

  /** @returns what `read` says: who signed; null for a wrong signature, which is told late where many came from there */
  async judge<T>(asker: string, read: () => Promise<T | null>): Promise<T | null> {
    const holder = await read();
    if (holder !== null) return holder;
    const many = this.#wrongOnes.areMany(asker);
    this.#wrongOnes.add(asker);
    if (many) await this.#heldBack.hold();
    return null;
  }
}
