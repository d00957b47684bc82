/** Questions to one connection of PostgreSQL's, which takes one at a time: whoever asks meanwhile waits for its turn. */

export class OneAtATime {
  #turn: Promise<unknown> = Promise.resolve();

  /** Does the work once what was asked before has its answer, or failed. */
  take<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    // Unreported: told to whoever asked; the next has its own.
    this.#turn = done.catch(() => undefined);
    return done;
  }
}
