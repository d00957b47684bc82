/** A line a second of what a long command is doing; nothing for what is done within one. */
const EVERY_MS = 1_000;

export class Progress {
  readonly #say: (line: string) => void;
  #last = Date.now();

  constructor(say: (line: string) => void) {
    this.#say = say;
  }

  /** @param words called only when it is time for a line */
  at(words: () => string): void {
    const now = Date.now();
    if (now - this.#last < EVERY_MS) return;
    this.#last = now;
    this.#say(words());
  }
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
