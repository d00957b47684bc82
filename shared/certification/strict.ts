/** Reading what comes from outside to the letter: base64url, UTF-8 and JSON, with everything refused that has two readings (C3). */
import { base64url } from 'jose';
import { parseForeignJson } from '../base/json-bounds.ts';

/** By the length of a text modulo 4: which last characters leave no bit unused. */
const LAST = { 2: /[AQgw]$/, 3: /[AEIMQUYcgkosw048]$/ } as const;
/** Deeper than any credential nests. */
const DEEPEST = 32;

/** Whether the text is base64url as RFC 7515 writes it: its alphabet only, no padding, no bit beyond the last byte. */
export function isStrictBase64url(text: string): boolean {
  if (!/^[A-Za-z0-9_-]+$/.test(text)) return false;
  const rest = text.length % 4;
  if (rest === 1) return false;
  return rest === 0 || LAST[rest as 2 | 3].test(text);
}

/** The bytes of a strict base64url text; null for any other text. */
export function strictBytes(text: string): Uint8Array | null {
  return isStrictBase64url(text) ? base64url.decode(text) : null;
}

/** Members of all objects in a JSON value, as `JSON.parse` makes one. */
function membersOf(value: object): number {
  let count = 0;
  if (Array.isArray(value)) {
    for (const each of value) if (typeof each === 'object' && each !== null) count += membersOf(each);
    return count;
  }
  const members = value as Record<string, unknown>;
  // As all of them are the value's own, the quickest way to go through them serves.
  for (const name in members) {
    const each = members[name];
    count += typeof each === 'object' && each !== null ? 1 + membersOf(each) : 1;
  }
  return count;
}

/** Where the text that opens at `start` is closed; the end of all where it is not. */
function closingQuote(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let escapes = 0;
    while (text.charCodeAt(at - 1 - escapes) === 0x5c) escapes += 1;
    if (escapes % 2 === 0) return at;
  }
  return text.length;
}

/** Colons outside texts, which is one a member; null where it nests too deep. */
function colonsOf(text: string): number | null {
  let colons = 0;
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 0x22) i = closingQuote(text, i);
    else if (unit === 0x3a) colons += 1;
    else if (unit === 0x7b || unit === 0x5b) {
      depth += 1;
      if (depth > DEEPEST) return null;
    } else if (unit === 0x7d || unit === 0x5d) depth -= 1;
  }
  return colons;
}

/**
 * A JSON object in which no member is there twice: parsers disagree on which of the two counts.
 * @returns null for anything else
 */
export function strictObject(text: string): Record<string, unknown> | null {
  const colons = colonsOf(text);
  if (colons === null) return null;
  let value: unknown;
  try {
    value = parseForeignJson(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  return membersOf(value) === colons ? (value as Record<string, unknown>) : null;
}
