/** Lines as Python sees them. */

/**
 * As `str.splitlines`: also at vertical tab, form feed, the separators of ASCII and the line ends of Unicode; a line end at
 * the end of the text opens no further line.
 */
export function splitLines(text: string): string[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are line ends here
  const lines = text.split(/\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** Lines of a template: a text file read with Python's universal line ends. */
export function templateLines(text: string): string[] {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: what Python's str.strip takes for white space
const SPACE = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

/** As `str.rstrip`. */
export function stripRight(text: string): string {
  let end = text.length;
  while (end > 0 && SPACE.test(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}

/** As `str.strip`. */
export function strip(text: string): string {
  const right = stripRight(text);
  let start = 0;
  while (start < right.length && SPACE.test(right.charAt(start))) start++;
  return right.slice(start);
}
