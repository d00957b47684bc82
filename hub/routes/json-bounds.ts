/** The bounds of a body's JSON, as refusals: `shared/base/json-bounds.ts` counts. */
import { JsonBounds, JsonExcess } from '../../shared/base/json-bounds.ts';
import { Refusal } from '../refusal.ts';

/** Counts a body that comes in pieces, each as it comes. */
export class BodyBounds {
  readonly #bounds: JsonBounds;

  constructor(mostValues: number) {
    this.#bounds = new JsonBounds(mostValues);
  }

  /** Values so far. */
  get values(): number {
    return this.#bounds.values;
  }

  /** @throws Refusal 400 or 413 where the JSON nests too deep or holds too much */
  look(bytes: Uint8Array): void {
    try {
      this.#bounds.look(bytes);
    } catch (error) {
      if (!(error instanceof JsonExcess)) throw error;
      const told = error.message.replace(/^It /, 'The request ');
      throw error.kind === 'too-deep'
        ? new Refusal(400, error.kind, `${told}.`)
        : new Refusal(413, error.kind, `${told}. Send less at once.`);
    }
  }
}

/** As `BodyBounds`, of a whole body. @throws Refusal 400 or 413 */
export function assertBounded(bytes: Uint8Array, mostValues: number): void {
  new BodyBounds(mostValues).look(bytes);
}
