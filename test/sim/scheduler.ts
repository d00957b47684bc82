/**
 * Virtual time and one thread at a time. A thread runs until it waits for something outside itself (network, disk, SQL,
 * time); which of the waiting goes on is chance, from the seed. A process that is killed never goes on from where it waits.
 */
import type { Random } from './random.ts';

/** Whatever is killed as one: a window, a shell, a hub. */
export class Process {
  readonly name: string;
  alive = true;

  constructor(name: string) {
    this.name = name;
  }
}

interface Parked {
  process: Process;
  label: string;
  /** Virtual milliseconds from which it may go on; Infinity where only `ready` lets it. */
  at: number;
  ready: (() => boolean) | null;
  resume: () => void;
}

/** Real time without a step after which a history hangs: a defect of the simulator or an endless loop of the product. */
const HANG_MS = 60_000;

export class Scheduler {
  /** Virtual milliseconds since 1970. */
  now: number;
  steps = 0;
  /** What a thread threw that nobody caught. */
  readonly failures: { label: string; error: unknown }[] = [];
  readonly #random: Random;
  #parked: Parked[] = [];
  #running = 0;
  #quiet: (() => void) | null = null;
  #last = 'the start';

  readonly #hangMs: number;

  /** @param hangMs real time without a step after which it hangs */
  constructor(random: Random, start: number, hangMs = HANG_MS) {
    this.#hangMs = hangMs;
    this.#random = random;
    this.now = start;
  }

  /** Starts a thread. */
  spawn(process: Process, label: string, work: () => Promise<void>): void {
    this.enter();
    void work()
      .catch((error: unknown) => {
        if (process.alive) this.failures.push({ label: `${process.name}: ${label}`, error });
      })
      .finally(() => this.leave());
  }

  /** Counts a thread that goes on by itself, not by this scheduler. */
  enter(): void {
    this.#running += 1;
  }

  leave(): void {
    this.#running -= 1;
    if (this.#running === 0) this.#quiet?.();
  }

  /** A place at which another thread may run, or this thread's process be killed. */
  point(process: Process, label: string): Promise<void> {
    return this.#park({ process, label, at: this.now, ready: null });
  }

  sleep(process: Process, label: string, ms: number): Promise<void> {
    return this.#park({ process, label, at: this.now + ms, ready: null });
  }

  /** Waits until `ready`, at the most for `ms` of virtual time. */
  until(process: Process, label: string, ready: () => boolean, ms = Number.POSITIVE_INFINITY): Promise<void> {
    return this.#park({ process, label, at: this.now + ms, ready });
  }

  /** Calls back after the virtual time, unless the answered function is called; either wakes the thread that asked. */
  timer(process: Process, ms: number, fire: () => void): () => void {
    let over = false;
    const end = (work: () => void) => {
      if (over) return;
      over = true;
      work();
    };
    const parked: Parked = {
      process,
      label: 'timer',
      at: this.now + ms,
      ready: null,
      resume: () => end(fire),
    };
    this.#parked.push(parked);
    this.leave();
    return () =>
      end(() => {
        this.#parked = this.#parked.filter((each) => each !== parked);
        this.enter();
      });
  }

  #park(parked: Omit<Parked, 'resume'>): Promise<void> {
    return new Promise((resume) => {
      this.#parked.push({ ...parked, resume });
      this.leave();
    });
  }

  /** Nobody of this process goes on. */
  kill(process: Process): void {
    process.alive = false;
    this.#parked = this.#parked.filter((each) => each.process !== process);
  }

  async #settle(): Promise<void> {
    if (this.#running === 0) return;
    let hang: NodeJS.Timeout | undefined;
    await new Promise<void>((quiet, failed) => {
      this.#quiet = quiet;
      hang = setTimeout(() => {
        const waiting = this.#parked.map((each) => `${each.process.name}: ${each.label}`).join('; ');
        failed(new Error(`hangs after ${this.#last} (${this.#running} running; waiting: ${waiting})`));
      }, this.#hangMs);
    });
    clearTimeout(hang);
    this.#quiet = null;
  }

  /** Lets one thread go on to its next wait. Answers false where nobody can, before `end` of virtual time. */
  async step(end: number): Promise<boolean> {
    await this.#settle();
    let free = this.#parked.filter((each) => each.at <= this.now || each.ready?.());
    if (free.length === 0) {
      const next = Math.min(...this.#parked.map((each) => each.at));
      if (next > end) {
        this.now = Math.max(this.now, end);
        return false;
      }
      this.now = next;
      free = this.#parked.filter((each) => each.at <= this.now);
    }
    const chosen = this.#random.pick(free);
    this.#parked = this.#parked.filter((each) => each !== chosen);
    this.steps += 1;
    this.#last = `${chosen.process.name}: ${chosen.label}`;
    this.enter();
    chosen.resume();
    await this.#settle();
    return true;
  }

  /** Who waits where, for the report of a history that does not end. */
  waiting(): string[] {
    return this.#parked.map((each) => `${each.process.name}: ${each.label}`);
  }
}
