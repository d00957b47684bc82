/** Manifests of a bag: lines of checksum and path (RFC 8493, sections 2.1.3 and 2.2.1). */
import { type HashAlgorithm, hashDigits } from './bytes.ts';
import { pathProblem } from './paths.ts';
import { MOST_ENTRIES } from './source.ts';
import type { BagVersion } from './tag-files.ts';

/** Checksum in lower-case hexadecimal by path, paths in NFC. */
export type Checksums = Map<string, string>;

export interface ParsedManifest {
  checksums: Checksums;
  /** In words, each with its line; at most a few. */
  problems: string[];
}

const MOST_PROBLEMS = 5;
/** One for each file of the largest bag; what follows is not read. */
const MOST_LINES = MOST_ENTRIES + 2;

/** In 1.0 a line feed, a carriage return and the sign itself are written with a percent sign; before, `./` may stand in front. */
function decodedPath(path: string, version: BagVersion): string {
  if (version !== '1.0') return path.replace(/^(?:\.\/)+/, '');
  return path.replaceAll(/%(0[AaDd]|25)/g, (_all, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
}

function encodedPath(path: string): string {
  return path.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/**
 * Reads a manifest.
 * @param payload whether it is one of the payload, which names files below `data/` only, or one of tag files, which names none there
 */
export function parseManifest(
  text: string,
  algorithm: HashAlgorithm,
  version: BagVersion,
  payload: boolean,
): ParsedManifest {
  const checksums: Checksums = new Map();
  const problems: string[] = [];
  const say = (line: number, words: string) => {
    if (problems.length < MOST_PROBLEMS) problems.push(`Line ${line} ${words}.`);
  };
  let number = 0;
  for (const line of text.split(/\r\n|\r|\n/, MOST_LINES)) {
    number += 1;
    if (number === MOST_LINES) say(number, 'is one more than a bag has files');
    if (line === '') continue;
    const parts = /^([0-9A-Fa-f]+)[ \t]+\*?(.+)$/u.exec(line);
    const [, checksum = '', written = ''] = parts ?? [];
    const path = decodedPath(written, version).normalize('NFC');
    const known = checksums.get(path);
    const wrong = pathProblem(path);
    if (!parts) say(number, 'is no checksum and path');
    else if (checksum.length !== hashDigits[algorithm]) say(number, `has no checksum of ${algorithm}`);
    else if (wrong) say(number, `names a file that ${wrong}`);
    else if (payload !== path.startsWith('data/'))
      say(number, payload ? 'names a file outside the payload' : 'names a file of the payload');
    else if (known !== undefined)
      say(
        number,
        known === checksum.toLowerCase()
          ? 'names a file a second time'
          : 'names a file a second time, with another checksum',
      );
    else checksums.set(path, checksum.toLowerCase());
  }
  return { checksums, problems };
}

/** A manifest as this console writes it: by path, two spaces, a line feed after each. */
export function writeManifest(checksums: ReadonlyMap<string, string>): string {
  return [...checksums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, checksum]) => `${checksum}  ${encodedPath(path)}\n`)
    .join('');
}
