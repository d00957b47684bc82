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
  // Behind them may stand a prompt that is such a mark itself: see `prompts`.
  [/^(?:> ?(?! ?(?:show|system)\s))+/, 'The marks of a quoted mail before its lines were passed over.'],
  [
    /^\[?(?:\d{4}[-/.]\d{2}[-/.]\d{2}[ T]|[A-Z][a-z]{2} [ \d]\d (?:\d{4} )?)?\d{2}:\d{2}:\d{2}(?:[.,:]\d{1,6})?(?: ?[AP]M)?(?:Z|[+-]\d{2}:?\d{2})?(?:\]|(?=\s|$)):? ?/,
    'The times that the terminal program wrote before its lines were passed over.',
  ],
  [/^\s+/, 'The blanks before its lines were passed over.'],
];

/** Of the lines with anything in them, so many of a hundred carry the prefix; a syslog line in between may be without. */
const MOST = 0.9;

/** Lines at the beginning that tell whether the others need to be looked at. */
const LOOKED_AT = 200;

const filledOf = (lines: readonly Line[]) => lines.filter(({ text }) => text.trim() !== '');
const mostHave = (lines: readonly Line[], prefix: RegExp) =>
  lines.filter(({ text }) => prefix.test(text)).length >= lines.length * MOST;

/** The lines without what stands before all of them; null where nothing does. */
export function withoutPrefix(lines: readonly Line[]): Unprefixed | null {
  const beginning = filledOf(lines.slice(0, LOOKED_AT));
  if (beginning.length < 3) return null;
  for (const [pattern, note] of prefixes) {
    // Most texts begin without; only of the others all lines are looked at.
    if (!mostHave(beginning, pattern)) continue;
    const filled = filledOf(lines);
    if (!mostHave(filled, pattern)) continue;
    // Blanks mean something in many outputs: only those that all lines begin with are none of theirs.
    const indent = Math.min(...filled.map(({ text }) => text.search(/\S/)));
    const cut = (text: string) =>
      pattern.source === '^\\s+' ? text.slice(indent) : text.replace(pattern, '');
    if (pattern.source === '^\\s+' && indent === 0) continue;
    return { lines: lines.map(({ number, text }) => ({ number, text: cut(text) })), note };
  }
  return null;
}
