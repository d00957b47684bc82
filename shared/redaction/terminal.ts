/** What terminals put into a text that was recorded from them: colours, the question for more, and lines cut at their width (RD29). */
import type { Span } from './kinds.ts';
import { isMadeUp } from './secrets/behind-keyword.ts';
import { heads } from './secrets/modes.ts';
import { isToken } from './secrets/value.ts';

/** Colours and moves of the cursor, titles of windows, steps back, and the question for more where it was wiped away afterwards. */
const drawn =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /\x1b(?:\[[0-9;?]{0,24}[A-Za-z]|\][^\x07\x1b\n]{0,200}\x07|[=>()][0-9A-B]?)|\x08|(?:<-{2,3} ?More ?-{2,3}>|-{2,4} ?\(?More(?: \d{1,3}%)?\)? ?-{2,4})(?=[ \x08\r\x1b])/gi;

/** The text with blanks where a terminal drew, so that every character has the place that it had. */
export function undrawn(text: string): string {
  return text.includes('\u001b') || text.includes('\u0008') || /more/i.test(text)
    ? text.replace(drawn, (found) => ' '.repeat(found.length))
    : text;
}

/** The widths at which terminals cut. */
const WIDTHS: ReadonlySet<number> = new Set([79, 80, 131, 132]);
/** Longer than a token that goes on in the next line. */
const MOST_REST = 4_096;

/**
 * The rest of a secret that its line's end cut: at a terminal's width, or at a sign that says that the line goes on (`\` of shells, `=` of mails). What the next
 * line begins with has to look made up, and to be no command.
 */
export function continued(text: string, secrets: readonly Span[]): Span[] {
  const rests: Span[] = [];
  for (const { kind, end } of secrets) {
    if (kind !== 'SECRET') continue;
    const sign = /^["']?[\\=]?\r?\n/.exec(text.slice(end, end + 4));
    // A key of 32 bytes in base64 ends so of itself.
    const whole = /(?:^|[^A-Za-z0-9+/])[A-Za-z0-9+/]{43}=$/.test(text.slice(Math.max(0, end - 45), end));
    const marked =
      text.charAt(end - 1) === '\\' ||
      (text.charAt(end - 1) === '=' && !whole) ||
      /^[\\=]/.test(sign?.[0] ?? '');
    if (sign === null) continue;
    const newline = end + sign[0].indexOf('\n');
    const lineStart = text.lastIndexOf('\n', end - 1) + 1;
    const width = newline - lineStart - (text.charAt(newline - 1) === '\r' ? 1 : 0);
    if (!marked && !WIDTHS.has(width)) continue;
    const rest = /^[^\s"'<>(]{2,}/.exec(text.slice(newline + 1, newline + 1 + MOST_REST))?.[0] ?? '';
    const made = isMadeUp(rest) || (/[a-z]/.test(rest) && /[A-Z]/.test(rest));
    const called = text.charAt(newline + 1 + rest.length) === '(';
    if (!made || called || heads.has(rest.toLowerCase()) || isToken(rest) || /[:=]$|[#>$]$/.test(rest))
      continue;
    const stop = rest.replace(/[;,.)\]}]+$/, '');
    rests.push({ start: newline + 1, end: newline + 1 + stop.length, kind: 'SECRET', rule: 'RD29' });
  }
  return rests;
}
