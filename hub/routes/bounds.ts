/** How much the hub works on at once: requests, bytes of bodies, requests of one device. Beyond it, 429 and when to come back. */
import { Refusal } from '../refusal.ts';

export interface Limits {
  /** Requests at once, streams not counted. */
  requests: number;
  /** Of these, requests that need no token: nobody from outside takes the places of the devices. */
  open: number;
  /** Of these again, from one address (of IPv6, from one network of 64 bits). */
  openPerAddress: number;
  /** Requests without a token that are not whole yet, and of these from one address. They hold no place of those above. */
  halfSent: number;
  halfSentPerAddress: number;
  /** How long the body of a request without a token may take to come, in milliseconds. */
  openMs: number;
  /** Bytes of bodies at once. */
  bytes: number;
  /** Requests of one device at once. */
  perDevice: number;
  /** Bytes of edits of one device in a minute. */
  pushedBytesAMinute: number;
  /** Requests of one organisation's devices at once: no partner takes the places of all. */
  perOrganisation: number;
  /** How long a request may take to arrive whole, in milliseconds; what is slower is cut. */
  requestMs: number;
  /** How long a connection may stand still, either way, in milliseconds: a body that stops, an answer that nobody reads. */
  stallMs: number;
}

export const defaultLimits: Limits = {
  requests: 200,
  open: 50,
  openPerAddress: 20,
  halfSent: 1_000,
  halfSentPerAddress: 20,
  openMs: 5_000,
  bytes: 256 * 1024 * 1024,
  perDevice: 4,
  pushedBytesAMinute: 96 * 1024 * 1024,
  perOrganisation: 64,
  requestMs: 60_000,
  stallMs: 60_000,
};

const busy = () => new Refusal(429, 'busy', 'The hub is busy. The console tries again by itself.', 2);

/** How many there are of each name. */
class Counts {
  readonly #of = new Map<string, number>();

  /** @throws Refusal 429 where it is one too many; then nothing is counted. @returns a function that counts it out, once */
  enter(name: string, most: number): () => void {
    const now = this.#of.get(name) ?? 0;
    if (now >= most) throw busy();
    this.#of.set(name, now + 1);
    return once(() => {
      const left = (this.#of.get(name) ?? 1) - 1;
      if (left === 0) this.#of.delete(name);
      else this.#of.set(name, left);
    });
  }
}

export class Bounds {
  readonly #limits: Limits;
  readonly #addresses = new Counts();
  readonly #devices = new Counts();
  readonly #organisations = new Counts();
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
   * @param asker where an open one comes from
   * @returns a function that counts it out, any number of times
   * @throws Refusal 429 where it is one too many; then nothing is counted
   */
  enter(bytes: number, open: boolean, asker = ''): () => void {
    const { requests, bytes: mostBytes, open: mostOpen, openPerAddress } = this.#limits;
    if (this.#requests >= requests || this.#bytes + bytes > mostBytes || (open && this.#open >= mostOpen))
      throw busy();
    const leaveAddress = open ? this.#addresses.enter(asker, openPerAddress) : () => undefined;
    this.#requests += 1;
    if (open) this.#open += 1;
    this.#bytes += bytes;
    return once(() => {
      leaveAddress();
      this.#requests -= 1;
      if (open) this.#open -= 1;
      this.#bytes -= bytes;
    });
  }

  /** As `enter`, for one device and the organisation that it belongs to. */
  enterDevice(device: string, organisation = device): () => void {
    const { perDevice, perOrganisation } = this.#limits;
    const leaveDevice = this.#devices.enter(device, perDevice);
    try {
      const leaveOrganisation = this.#organisations.enter(organisation, perOrganisation);
      return () => {
        leaveDevice();
        leaveOrganisation();
      };
    } catch (error) {
      leaveDevice();
      throw error;
    }
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
