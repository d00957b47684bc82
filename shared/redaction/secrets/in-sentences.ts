/**
 * A word in a sentence about access that only a password looks like (RD25): letters, a figure and a sign within it. No keyword has to stand right before: 'the
 * customer told me Kiwi!42x is the password', 'login root with Kiwi!42x', 'wifi = Guest / Kiwi!42x'.
 */
import type { Span } from '../kinds.ts';
import type { Line } from './behind-keyword.ts';
import { classOf } from './names.ts';
import { one } from './snmp.ts';

/** Words of access that are the name of no secret themselves. */
const access = new Set(
  'login logon log logged sign user username account admin administrator root wifi wi-fi wlan ssid access zugang zugangsdaten pin key code community creds credential credentials'.split(
    ' ',
  ),
);

/** Longer is a list. */
const MOST_WORDS = 40;

/** A sign between others, or a `!` behind both cases; nothing that paths, addresses, calls, prompts and lists are made of. */
const signed = /^[A-Za-z0-9][A-Za-z0-9._@-]{0,38}[!$%^#][A-Za-z0-9!$%^#._@-]{0,38}[A-Za-z0-9!]$/;
const closed = /^(?=.*[a-z])(?=.*[A-Z])[A-Za-z0-9._-]{5,38}!$/;

function looksLikePassword(text: string): boolean {
  if (text.length < 6 || !/[A-Za-z]/.test(text) || !/\d/.test(text)) return false;
  // A figure of per cent, a prompt with its command, a name with a number behind it.
  if (
    /\d%|^[\w.-]{1,40}#(?:\d{1,6}$|(?:sh|show|conf|configure|en|enable|exit|end|copy|wr|write|ping)\b)/.test(
      text,
    )
  )
    return false;
  return signed.test(text) || closed.test(text);
}

/** @param line with a keyword in it; a command's words are read by their places alone */
export function toldPasswords({ words, head, told, command }: Line): Span[] {
  if ((command && !told) || words.length - head < 3 || words.length > MOST_WORDS) return [];
  const about = words.some(({ lower }) => {
    const bare = lower.replace(/[^\p{L}-]+$/u, '');
    return access.has(bare) || classOf(bare) === 'strong';
  });
  if (!about) return [];
  const spans: Span[] = [];
  for (const word of words.slice(head + 1)) {
    const text = word.text.replace(/^[(“‘]+|[)”’.,;:?]+$/g, '');
    if (word.quoted || !looksLikePassword(text)) continue;
    const start = word.start + word.text.indexOf(text);
    spans.push(...one({ ...word, text, start, end: start + text.length }, 'RD25'));
  }
  return spans;
}
