/** What a verification says: every check by its name, and what stands against it. */
import { z } from 'zod';

export const bagChecks = [
  'container',
  'names',
  'declaration',
  'manifests',
  'complete',
  'oxum',
  'fetch',
  'checksums',
] as const;
export type BagCheck = (typeof bagChecks)[number];

/** `ok` is null for a check that could not be asked. */
export const check = z.strictObject({
  check: z.string().max(60),
  ok: z.boolean().nullable(),
  words: z.string().max(2_000),
});
export type Check = z.infer<typeof check>;

/** A verdict over checks: one that fails is enough, and one that could not be asked makes nothing valid or invalid. */
export function isValid(checks: readonly Check[]): boolean {
  return checks.every(({ ok }) => ok !== false);
}

/** How many things one check tells; the rest are counted. */
const MOST_TOLD = 8;
const LONGEST_NAME = 120;

const passed: Record<BagCheck, string> = {
  container: 'Every file could be read.',
  names: 'Every name stays inside the bag and apart from the others.',
  declaration: 'bagit.txt says what it is.',
  manifests: 'The manifests can be read and do not contradict each other.',
  complete: 'No file is missing and none is there that no manifest lists.',
  oxum: 'Payload-Oxum counts what is there, or says nothing.',
  fetch: 'No file lies elsewhere.',
  checksums: 'Every checksum fits.',
};

/** Collects what is found, bounded however much there is. */
export class Findings {
  readonly #told = new Map<BagCheck, string[]>();
  readonly #counts = new Map<BagCheck, number>();
  readonly #unasked = new Map<BagCheck, string>();

  /** @param words made only where they are told: there may be a hundred thousand */
  fail(name: BagCheck, words: string | (() => string)): void {
    const told = this.#told.get(name) ?? [];
    if (told.length < MOST_TOLD) told.push((typeof words === 'string' ? words : words()).slice(0, 220));
    this.#told.set(name, told);
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }

  /** A check that could not be asked, and why. */
  unasked(name: BagCheck, words: string): void {
    this.#unasked.set(name, words);
  }

  has(name: BagCheck): boolean {
    return this.#counts.has(name);
  }

  get any(): boolean {
    return this.#counts.size > 0;
  }

  checks(): Check[] {
    return bagChecks.map((name) => {
      const told = this.#told.get(name);
      if (!told) {
        const why = this.#unasked.get(name);
        return { check: name, ok: why === undefined ? true : null, words: why ?? passed[name] };
      }
      const more = (this.#counts.get(name) ?? 0) - told.length;
      return { check: name, ok: false, words: `${told.join(' ')}${more > 0 ? ` And ${more} more.` : ''}` };
    });
  }
}

/** A path as it is told: quoted, shortened, without characters that control a screen. */
export function told(path: string): string {
  const clean = path.replaceAll(/[\p{Cc}\p{Cf}\p{Surrogate}]/gu, '\u{fffd}');
  return `“${clean.length > LONGEST_NAME ? `${clean.slice(0, LONGEST_NAME)}…` : clean}”`;
}
