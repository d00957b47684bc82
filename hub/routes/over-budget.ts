/**
 * Who has sent more than its budget is told so late, one request of a device after the other. Its next bodies are not read meanwhile, so
 * that asking again and again, each time with the largest body there is, costs the hub and whoever shares its machine no more than asking
 * now and then. An honest console waits longer than that by itself.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { Turns } from './turns.ts';

export class OverBudget {
  readonly #turns = new Turns(1);
  readonly #ms: number;

  /** @param ms how long after the one before it each is told */
  constructor(ms: number) {
    this.#ms = ms;
  }

  /**
   * Waits until a request of the device is to be told.
   * @param isGone whether nobody waits for it any more: then it takes no turn
   * @throws Refusal where it is so
   */
  hold(device: string, isGone: () => boolean): Promise<void> {
    // The server's end does not wait for it.
    return this.#turns.take(device, () => wait(this.#ms, undefined, { ref: false }), isGone);
  }
}
