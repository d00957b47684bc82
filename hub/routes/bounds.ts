/** How much the hub works on at once: requests, bytes of bodies, requests of one device. Beyond it, 429 and when to come back. */
import { Refusal } from '../refusal.ts';

export interface Limits {
  /** Requests at once, streams not counted. */
  requests: number;
  /** Of these, requests that need no token: nobody from outside takes the places of the devices. */
  open: number;
  /** Bytes of bodies at once. */
  bytes: number;
  /** Requests of one device at once. */
  perDevice: number;
  /** Bytes of edits of one device in a minute. */
  pushedBytesAMinute: number;
  /** How long a request may take to arrive whole, in milliseconds; what is slower is cut. */
  requestMs: number;
  /** How long a connection may stand still, either way, in milliseconds: a body that stops, an answer that nobody reads. */
  stallMs: number;
}

export const defaultLimits: Limits = {
  requests: 200,
  open: 50,
  bytes: 256 * 1024 * 1024,
  perDevice: 4,
  pushedBytesAMinute: 96 * 1024 * 1024,
  requestMs: 60_000,
  stallMs: 60_000,
};

const busy = () => new Refusal(429, 'busy', 'The hub is busy. The console tries again by itself.', 2);

export class Bounds {
  readonly #limits: Limits;
  readonly #devices = new Map<string, number>();
  #requests = 0;
  #open = 0;
  #bytes = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  get requests(): number {
    return this.#requests;
  }

  /**
   * Counts a request in.
   * @param bytes what its body may hold at the most
   * @param open whether it needs no token
   * @returns a function that counts it out, any number of times
   * @throws Refusal 429 where it is one too many; then nothing is counted
   */
  enter(bytes: number, open: boolean): () => void {
    const { requests, bytes: mostBytes, open: mostOpen } = this.#limits;
    if (this.#requests >= requests || this.#bytes + bytes > mostBytes || (open && this.#open >= mostOpen))
      throw busy();
    this.#requests += 1;
    if (open) this.#open += 1;
    this.#bytes += bytes;
    return once(() => {
      this.#requests -= 1;
      if (open) this.#open -= 1;
      this.#bytes -= bytes;
    });
  }

  /** As `enter`, for one device. */
  enterDevice(device: string): () => void {
    const now = this.#devices.get(device) ?? 0;
    if (now >= this.#limits.perDevice) throw busy();
    this.#devices.set(device, now + 1);
    return once(() => {
      const left = (this.#devices.get(device) ?? 1) - 1;
      if (left === 0) this.#devices.delete(device);
      else this.#devices.set(device, left);
    });
  }
}

function once(work: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    work();
  };
}
