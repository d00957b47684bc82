/** Text as the words that are searched for: names of machines and versions whole, besides the words they are made of. See SPEC.md, N11. */

/** What names one thing: letters or digits joined by signs, with a digit in it, such as a version, a serial number, an address. */
const NAME = /[\p{L}\p{N}]+(?:[.:_()/%-]+[\p{L}\p{N}]+)*\)?/gu;
const MAC = /^(?:[\da-f]{2}[:.-]){5}[\da-f]{2}$|^(?:[\da-f]{4}\.){2}[\da-f]{4}$/;
/** Words that stand in nearly every text and tell nothing. */
const EMPTY = new Set(
  'the a an and or of to in on at is are was were be been it its this that with for from by as not no after when then but which has have had do does did will can may'.split(
    ' ',
  ),
);
const SHORTEST = 2;

/** Whether a word names one thing, so that only exactly it is meant. */
export const isName = (word: string) => /\d/.test(word) && word.length >= 4 && !/^\d{1,4}$/.test(word);

/** `patterns` of words to their stem, as far as plural and tense change the end of a word. */
function stem(word: string): string {
  if (word.length < 5 || /\d/.test(word)) return word;
  return word
    .replace(/(?:ies)$/, 'y')
    .replace(/(?:(?<=[^s])s)$/, '')
    .replace(/(?:(?<=.{3})(?:ing|ed))$/, '')
    .replace(/(?<=.{3})e$/, '')
    .replace(/([^aeiousl])\1$/, '$1');
}

/** The tokens of a text, in its order: each name whole, and the words. */
export function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  for (const [found] of text.toLowerCase().matchAll(NAME)) {
    const whole = found.replace(/[()]+$/, (end) => (found.includes('(') ? end : ''));
    if (MAC.test(whole)) {
      // One address, however its digits are parted.
      tokens.push(whole.replace(/[^\da-f]/g, ''));
      continue;
    }
    const parts = whole
      .split(/[^\p{L}\p{N}]+/u)
      .filter((part) => part.length >= SHORTEST && !EMPTY.has(part));
    if (parts.length !== 1 || parts[0] !== whole) if (isName(whole)) tokens.push(whole);
    for (const part of parts) tokens.push(stem(part));
  }
  return tokens;
}
