/** What no disk of a console may hold in clear: values that are planted in it, and the search for them in all that it wrote. */
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type KeyPurpose, passingKeys } from '../../electron/services/key-ring.ts';

/** Digits of a planted value: random, so that nothing but the value itself holds them, and LevelDB's compression leaves them whole. */
const LENGTH = 16;

/** Makes values, and knows each with the words of what it was planted as. */
export class Planted {
  readonly #values = new Map<string, string>();

  /** @param as what it stands for: a title, a host, a secret */
  value(as: string): string {
    // A letter first: a name, a host and a secret alike.
    const value = `a${randomBytes(LENGTH / 2)
      .toString('hex')
      .slice(1)}`;
    this.#values.set(value, as);
    return value;
  }

  values(as: string, count: number): string[] {
    return Array.from({ length: count }, () => this.value(as));
  }

  get size(): number {
    return this.#values.size;
  }

  /** How many of each kind. */
  get kinds(): Record<string, number> {
    const kinds: Record<string, number> = {};
    for (const as of this.#values.values()) kinds[as] = (kinds[as] ?? 0) + 1;
    return kinds;
  }

  /** @returns what stands in these bytes, in UTF-8 or in UTF-16, as kind and value */
  in(bytes: Buffer): string[] {
    // Letter by letter, so that runs of digits are found by one pass, whatever is around them; in UTF-16 each has a zero beside it.
    const text = bytes.toString('latin1').toLowerCase();
    const found = new Set<string>();
    for (const [run, every] of [
      [/[0-9a-f]{16,}/g, 1],
      [/(?:[0-9a-f]\0){16,}/g, 2],
    ] as const)
      for (const [match] of text.matchAll(run)) {
        const digits = every === 1 ? match : match.replaceAll('\0', '');
        for (let at = 0; at + LENGTH <= digits.length; at++) {
          const as = this.#values.get(digits.slice(at, at + LENGTH));
          if (as !== undefined) found.add(`${as} ${digits.slice(at, at + LENGTH)}`);
        }
      }
    return [...found];
  }
}

/** Every file below a folder, its name and its bytes. */
export function* filesOf(folder: string): Generator<{ name: string; bytes: Buffer }> {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const name = join(entry.parentPath, entry.name);
    yield { name, bytes: readFileSync(name) };
  }
}

/** @returns where something of it lies in clear: in a file, or in its name */
export function findPlanted(planted: Planted, folder: string): string[] {
  const found: string[] = [];
  for (const { name, bytes } of filesOf(folder))
    for (const each of [...planted.in(bytes), ...planted.in(Buffer.from(name))])
      found.push(`${name.slice(folder.length + 1)}: ${each}`);
  return found;
}

/** The forms in which a key may lie in a file: as it is, in hexadecimal digits and in base 64. */
function formsOf(key: Uint8Array): Buffer[] {
  const bytes = Buffer.from(key);
  const inBase64 = [0, 1, 2].map((shift) =>
    // Wherever it begins among the threes of bytes: the digits that its neighbours share are left out.
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .slice(shift === 0 ? 0 : 4, -4),
  );
  const texts = [
    bytes.toString('hex'),
    ...inBase64,
    ...inBase64.map((each) => each.replaceAll('+', '-').replaceAll('/', '_')),
  ];
  return [bytes, ...texts.flatMap((text) => [Buffer.from(text), Buffer.from(text, 'utf16le')])];
}

const purposes: readonly KeyPurpose[] = ['rows', 'journal', 'files', 'device', 'drafts'];

/** The data key of a console that nobody has protected yet. @param folder in which its `keys.json` lies */
export function dataKeyIn(folder: string): Uint8Array {
  const { wraps } = JSON.parse(readFileSync(join(folder, 'keys.json'), 'utf8')) as {
    wraps: { kind: string; key: string }[];
  };
  return Buffer.from(wraps.find(({ kind }) => kind === 'clear')?.key ?? '', 'base64');
}

/** @returns files that hold the data key, or one that is drawn from it, in whatever form */
export function findKeys(key: Uint8Array, folder: string): string[] {
  if (key.length !== 32) throw new Error('there is no key to look for');
  const keys = passingKeys(key);
  const forms = [key, ...purposes.map((purpose) => keys.keyFor(purpose))].flatMap(formsOf);
  return [...filesOf(folder)]
    .filter(({ bytes }) => forms.some((form) => bytes.includes(form)))
    .map(({ name }) => name.slice(folder.length + 1));
}
