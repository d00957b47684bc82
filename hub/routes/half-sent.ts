/**
 * Requests without a token whose body has not come whole. They hold none of the places in which the hub works, so that nobody
 * locks others out by not going on; of too many the one that waits longest is cut, and never one that has just begun.
 */
interface Waiting {
  cut: () => void;
}

export class HalfSent {
  readonly #most: number;
  readonly #mostPerAsker: number;
  readonly #patienceMs: number;
  /** In the order in which they came. */
  readonly #all = new Set<Waiting>();
  readonly #byAsker = new Map<string, Set<Waiting>>();

  constructor(limits: { halfSent: number; halfSentPerAddress: number; openMs: number }) {
    this.#most = limits.halfSent;
    this.#mostPerAsker = limits.halfSentPerAddress;
    this.#patienceMs = limits.openMs;
  }

  /**
   * Lets a request wait for its body, for a short time.
   * @param cut ends the request; called once at the most, and not after the answer was called
   * @returns what says that the body came, or that the request is over; any number of times
   */
  enter(asker: string, cut: () => void): () => void {
    const own = this.#byAsker.get(asker) ?? new Set();
    this.#byAsker.set(asker, own);
    if (own.size >= this.#mostPerAsker) cutOldest(own);
    if (this.#all.size >= this.#most) cutOldest(this.#all);
    const leave = () => {
      clearTimeout(patience);
      this.#all.delete(waiting);
      own.delete(waiting);
      if (own.size === 0 && this.#byAsker.get(asker) === own) this.#byAsker.delete(asker);
    };
    const waiting: Waiting = {
      cut: () => {
        leave();
        cut();
      },
    };
    const patience = setTimeout(waiting.cut, this.#patienceMs);
    this.#all.add(waiting);
    own.add(waiting);
    // Cutting the last of its own took the asker's entry away.
    this.#byAsker.set(asker, own);
    return leave;
  }
}

function cutOldest(waiting: ReadonlySet<Waiting>): void {
  const [oldest] = waiting;
  oldest?.cut();
}
