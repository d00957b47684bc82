/**
 * What stands before every line of a capture and is no part of it: the marks of a quoted mail, the times that a terminal program writes
 * into its log, the blanks of a text that was moved in. See SPEC.md, K17.
 */
import type { Line } from './lines.ts';

export interface Unprefixed {
  lines: Line[];
  /** What was passed over, in one sentence. */
  note: string;
}

/** Forms of such a prefix. A line that is blank behind it may have lost the blank that parts them. */
const prefixes: readonly (readonly [RegExp, string])[] = [
  [/^(?:> ?)+/, 'The marks of a quoted mail before its lines were passed over.'],
  [
    /^\[?(?:\d{4}[-/.]\d{2}[-/.]\d{2}[ T]|[A-Z][a-z]{2} [ \d]\d (?:\d{4} )?)?\d{2}:\d{2}:\d{2}(?:[.,:]\d{1,6})?(?: ?[AP]M)?(?:Z|[+-]\d{2}:?\d{2})?(?:\]|(?=\s|$)):? ?/,
    'The times that the terminal program wrote before its lines were passed over.',
  ],
  [/^\s+/, 'The blanks before its lines were passed over.'],
];

/** Of the lines with anything in them, so many of a hundred carry the prefix; a syslog line in between may be without. */
const MOST = 0.9;

/** The lines without what stands before all of them; null where nothing does. */
export function withoutPrefix(lines: readonly Line[]): Unprefixed | null {
  const filled = lines.filter(({ text }) => text.trim() !== '');
  if (filled.length < 3) return null;
  for (const [pattern, note] of prefixes) {
    if (filled.filter(({ text }) => pattern.test(text)).length < filled.length * MOST) continue;
    // Blanks mean something in many outputs: only those that all lines begin with are none of theirs.
    const indent = Math.min(...filled.map(({ text }) => text.search(/\S/)));
    const cut = (text: string) =>
      pattern.source === '^\\s+' ? text.slice(indent) : text.replace(pattern, '');
    if (pattern.source === '^\\s+' && indent === 0) continue;
    return { lines: lines.map(({ number, text }) => ({ number, text: cut(text) })), note };
  }
  return null;
}
