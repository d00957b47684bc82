/** How much the hub works on at once: requests, bytes of bodies, requests of one device. Beyond it, 429 and when to come back. */
import { once } from '../once.ts';
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
  /** Bytes of bodies, and of pages of rows that are being sent, at once: as they come, so that who announces much takes no room. */
  bytes: number;
  /** Of these, of one organisation. */
  bytesPerOrganisation: number;
  /** Requests of one device at once. */
  perDevice: number;
  /** Bytes of edits of one device in a minute, and of one organisation. */
  pushedBytesAMinute: number;
  organisationBytesAMinute: number;
  /** How long after the one before it each request of a device beyond these is told so, in milliseconds. */
  overBudgetMs: number;
  /** Requests of one organisation's devices at once: no partner takes the places of all. */
  perOrganisation: number;
  /** Connections at once, and of these from one address: of one too many the oldest that asks for nothing is cut. */
  connections: number;
  connectionsPerAddress: number;
  /** How long an address waits to be told that a token or a signature was wrong, once some were, in milliseconds. */
  wrongMs: number;
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
  bytesPerOrganisation: 96 * 1024 * 1024,
  perDevice: 4,
  pushedBytesAMinute: 96 * 1024 * 1024,
  organisationBytesAMinute: 384 * 1024 * 1024,
  overBudgetMs: 500,
  perOrganisation: 64,
  connections: 10_000,
  connectionsPerAddress: 2_000,
  wrongMs: 500,
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

/** What the body of one request, or its answer, holds in memory. */
export interface BodyRoom {
  /** @throws Refusal 429 where so many bytes more are too many */
  take(bytes: number): void;
  /** Gives all of it back, any number of times. */
  leave(): void;
  /** Bytes that came, whatever was given back. */
  came(): number;
}

export class Bounds {
  readonly #limits: Limits;
  readonly #addresses = new Counts();
  readonly #devices = new Counts();
  readonly #organisations = new Counts();
  #requests = 0;
  #open = 0;
  #bytes = 0;
  readonly #ownBytes = new Map<string, number>();

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  get requests(): number {
    return this.#requests;
  }

  /**
   * Counts a request in.
   * @param open whether it needs no token
   * @param asker where an open one comes from
   * @returns a function that counts it out, any number of times
   * @throws Refusal 429 where it is one too many; then nothing is counted
   */
  enter(open: boolean, asker = ''): () => void {
    const { requests, open: mostOpen, openPerAddress } = this.#limits;
    if (this.#requests >= requests || (open && this.#open >= mostOpen)) throw busy();
    const leaveAddress = open ? this.#addresses.enter(asker, openPerAddress) : () => undefined;
    this.#requests += 1;
    if (open) this.#open += 1;
    return once(() => {
      leaveAddress();
      this.#requests -= 1;
      if (open) this.#open -= 1;
    });
  }

  /**
   * Room for the bytes of one body, or of one answer until it is sent.
   * @param organisation whose it is; empty for a request without a device
   */
  body(organisation: string): BodyRoom {
    let taken = 0;
    let came = 0;
    return {
      take: (bytes) => {
        came += bytes;
        const own = this.#ownBytes.get(organisation) ?? 0;
        const { bytes: most, bytesPerOrganisation } = this.#limits;
        if (this.#bytes + bytes > most || own + bytes > bytesPerOrganisation) throw busy();
        this.#count(organisation, bytes);
        taken += bytes;
      },
      leave: () => {
        this.#count(organisation, -taken);
        taken = 0;
      },
      came: () => came,
    };
  }

  #count(organisation: string, bytes: number): void {
    this.#bytes += bytes;
    const own = (this.#ownBytes.get(organisation) ?? 0) + bytes;
    if (own === 0) this.#ownBytes.delete(organisation);
    else this.#ownBytes.set(organisation, own);
  }

  /** As `enter`, for one device and the organisation that it belongs to; that place can be given back before the other. */
  enterDevice(device: string, organisation = device): { leave: () => void; leaveOrganisation: () => void } {
    const { perDevice, perOrganisation } = this.#limits;
    const leaveDevice = this.#devices.enter(device, perDevice);
    try {
      const leaveOrganisation = this.#organisations.enter(organisation, perOrganisation);
      const leave = () => {
        leaveDevice();
        leaveOrganisation();
      };
      return { leave, leaveOrganisation };
    } catch (error) {
      leaveDevice();
      throw error;
    }
  }
}
