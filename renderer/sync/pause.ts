/** The wait between two tries, which whoever has something to do cuts short. */
export class Pause {
  readonly #timer: (ms: number, done: () => void) => () => void;
  readonly #stop: AbortSignal;
  #wake: (() => void) | null = null;

  /** @param stop no pause is made once it is given */
  constructor(timer: (ms: number, done: () => void) => () => void, stop: AbortSignal) {
    this.#timer = timer;
    this.#stop = stop;
  }

  /** Ends the wait that is on; without one nothing. */
  end(): void {
    this.#wake?.();
  }

  wait(ms: number): Promise<void> {
    return new Promise((done) => {
      const cancel = this.#timer(ms, () => this.#wake?.());
      this.#wake = () => {
        cancel();
        this.#wake = null;
        done();
      };
      if (this.#stop.aborted) this.#wake();
    });
  }
}
