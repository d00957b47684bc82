/** A seeded source of chance (xorshift128, seeded by splitmix32): the same seed, the same history. */
export class Random {
  #state: [number, number, number, number];

  constructor(seed: number) {
    let mix = seed | 0;
    const next = () => {
      mix = (mix + 0x9e3779b9) | 0;
      let z = mix ^ (mix >>> 16);
      z = Math.imul(z, 0x21f0aaad);
      z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
      return (z ^ (z >>> 15)) >>> 0;
    };
    this.#state = [next(), next(), next(), next() | 1];
  }

  /** From 0 up to 1. */
  next(): number {
    let [t, x, y, w] = this.#state;
    t ^= t << 11;
    t ^= t >>> 8;
    const last = (w ^ (w >>> 19) ^ t) >>> 0;
    this.#state = [x, y, w, last];
    return last / 2 ** 32;
  }

  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(values: readonly T[]): T {
    const value = values[this.int(0, values.length - 1)];
    if (value === undefined) throw new Error('nothing to pick from');
    return value;
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.int(0, 255));
  }

  /** A source of its own, so that one part of a history does not move the chances of another. */
  fork(): Random {
    return new Random(this.int(0, 2 ** 31 - 1));
  }
}
