/** Attempts at the operator's token: after some wrong ones from an address, its requests are judged one after the other, slowly. */
import { setTimeout as wait } from 'node:timers/promises';
import { Refusal } from '../refusal.ts';

/** Wrong tokens from an address that cost nothing: somebody pastes the wrong one. */
const FREE = 20;
const FORGET_MS = 15 * 60_000;
const MOST_ASKERS = 10_000;
const MOST_WAITING = 5;
/** What a wrong one takes then. */
const WRONG_MS = 500;

interface Asker {
  wrong: number;
  at: number;
  waiting: number;
  turn: Promise<unknown>;
}

export class OperatorDoor {
  readonly #askers = new Map<string, Asker>();
  readonly #wrongMs: number;
  readonly #clock: () => number;

  /** @param clock milliseconds */
  constructor(clock: () => number, wrongMs = WRONG_MS) {
    this.#clock = clock;
    this.#wrongMs = wrongMs;
  }

  /**
   * @param asker where the request comes from
   * @returns what `isRight` says. A right token waits its turn too: else its answer would be known by its haste
   * @throws Refusal 429 where too many wait from there
   */
  async judge(asker: string, isRight: () => boolean): Promise<boolean> {
    const known = this.#known(asker);
    if (!known || known.wrong < FREE) return isRight() || this.#wrong(asker);
    if (known.waiting >= MOST_WAITING)
      throw new Refusal(
        429,
        'slow-down',
        'Too many wrong tokens came from this address. Try again later.',
        5,
      );
    known.waiting += 1;
    const turn = known.turn.then(async () => {
      if (isRight()) return true;
      await wait(this.#wrongMs);
      return this.#wrong(asker);
    });
    known.turn = turn;
    return turn.finally(() => {
      known.waiting -= 1;
    });
  }

  #known(asker: string): Asker | null {
    const known = this.#askers.get(asker);
    if (known && known.waiting === 0 && this.#clock() - known.at > FORGET_MS) {
      this.#askers.delete(asker);
      return null;
    }
    return known ?? null;
  }

  #wrong(asker: string): false {
    const known = this.#askers.get(asker) ?? { wrong: 0, at: 0, waiting: 0, turn: Promise.resolve() };
    known.wrong += 1;
    known.at = this.#clock();
    // Behind all others: the first is then the one whose last attempt is longest ago.
    this.#askers.delete(asker);
    this.#askers.set(asker, known);
    const [oldest] = this.#askers.keys();
    if (this.#askers.size > MOST_ASKERS && oldest !== undefined) this.#askers.delete(oldest);
    return false;
  }
}
