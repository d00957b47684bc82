/**
 * Text for a terminal: what a case, a log or a file's name holds must not move the cursor, colour the window or turn the
 * order of letters around. Line ends and tabs stay.
 */
const COMMANDS = /(?![\n\t])\p{Cc}|[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** The same with each such character as `\u001b`: readable, and in JSON the very character. */
export function printable(text: string): string {
  return text.replaceAll(COMMANDS, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
