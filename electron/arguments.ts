/**
 * What the console takes from its command line (security 24), the system's links and files included. One parser for all of it; an
 * option that it does not know is ignored, and what cannot be opened is answered as such, so that the person can be told.
 */
import { fileURLToPath } from 'node:url';
import { isLink, type Link, parseLink } from '../shared/bridge/links.ts';

/** What somebody wants to see: a link that they pressed, or a file that they opened with the console. */
export type Wanted =
  | { kind: 'link'; link: Link }
  /** As it was given: a path that may lie beside the folder that the program was started in. */
  | { kind: 'file'; path: string }
  | { kind: 'unknown'; text: string };

export interface ConsoleArguments {
  /** As it was given; the hub client refuses what is no https address. */
  hub: string | null;
  wanted: Wanted[];
}

const LONGEST = 300;
/** The longest path that any of the systems has. */
const LONGEST_PATH = 4096;
/** As many as somebody opens at once by mistake are enough. */
const MOST_WANTED = 10;

/** Of what a second console hands to the first one, Chromium takes 32 KiB on Linux; cut there, it ends the first one (seen in Electron 25). */
const MOST_HANDED_OVER = 30_000;
/** As much of a command line as one console hands over to another. */
export const MOST_GIVEN = 50;

/**
 * What a second console gives along with its command line, which Chromium sends whole besides.
 * @param all its command line as it stands
 * @returns null where it is too much to be handed over at all: no link is that long
 */
export function givenAlongOf(given: readonly string[], all: readonly string[]): string[] | null {
  // One sign more than a path has: it stays what cannot be opened.
  const along = given.slice(0, MOST_GIVEN).map((each) => each.slice(0, LONGEST_PATH + 1));
  // The folder in which it was started goes along, too.
  const bytes = all.reduce((sum, each) => sum + Buffer.byteLength(each) + 1, LONGEST_PATH);
  // Two bytes a sign, and what tells one text from the next.
  const more = along.reduce((sum, each) => sum + 2 * each.length + 16, 0);
  return bytes + more <= MOST_HANDED_OVER ? along : null;
}

/** Desktops of Linux hand over a file by its address. @returns its path; null where it is of another computer, or none */
function pathOfAddress(text: string): string | null {
  try {
    const url = new URL(text);
    return url.host === '' && url.search === '' && url.hash === '' ? fileURLToPath(url) : null;
  } catch {
    // Unreported: what is no file's address is not opened, and the person is told.
    return null;
  }
}

/** A link or a file as the system hands it over. */
export function parseWanted(text: string): Wanted {
  const unknown = { kind: 'unknown', text: text.slice(0, LONGEST) } as const;
  if (isLink(text)) {
    const link = parseLink(text);
    return link === null ? unknown : { kind: 'link', link };
  }
  if (text === '' || text.length > LONGEST_PATH || text.includes('\0')) return unknown;
  if (/^file:/i.test(text)) {
    const path = pathOfAddress(text);
    return path === null ? unknown : { kind: 'file', path };
  }
  // `C:\packet.zip` is a path; any other scheme is not: the console opens no address.
  if (/^[a-z][a-z0-9+.-]+:/i.test(text)) return unknown;
  return { kind: 'file', path: text };
}

/** @param argv any list of arguments without the program's own name: the system's, another instance's, or somebody's attempt */
export function parseArguments(argv: readonly string[]): ConsoleArguments {
  let hub: string | null = null;
  const wanted: Wanted[] = [];
  for (let index = 0; index < argv.length; index++) {
    const argument = argv[index] ?? '';
    const named = argument === '--hub';
    const next = argv[index + 1];
    const value = named ? next : /^--hub=(.*)$/s.exec(argument)?.[1];
    if (value !== undefined && value !== '' && value.length <= LONGEST && !value.startsWith('--'))
      hub ??= value;
    // The option's own value is nothing to open, whether it was good or not.
    if (named && next !== undefined && !next.startsWith('--')) index++;
    else if (!argument.startsWith('-') && argument !== '' && wanted.length < MOST_WANTED)
      wanted.push(parseWanted(argument));
  }
  return { hub, wanted };
}
