/**
 * Canonical JSON (RFC 8785) and the hashes that both sides of sync compute in the same way.
 * Synchronous on purpose: a hash is taken inside an IndexedDB transaction, which an awaited digest would end.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { jsonPieces } from './json-pieces.ts';

/**
 * RFC 8785 for the values that JSON can hold. Member names sort by UTF-16 units, numbers and strings as ECMAScript
 * serialises them; members that are `undefined` are left out, as JSON.stringify does.
 * @throws TypeError on a number that is not finite, a lone surrogate, or anything that is no JSON value
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean') return JSON.stringify(value);
  if (typeof value === 'string') {
    if (/\p{Surrogate}/u.test(value)) throw new TypeError('text with half a character (a lone surrogate)');
    return JSON.stringify(value);
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError('a number that JSON cannot hold');
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map((each) => canonicalJson(each)).join(',')}]`;
  if (typeof value === 'object') {
    const members: string[] = [];
    for (const name of Object.keys(value).sort()) {
      const member = (value as Record<string, unknown>)[name];
      if (member !== undefined) members.push(`${canonicalJson(name)}:${canonicalJson(member)}`);
    }
    return `{${members.join(',')}}`;
  }
  throw new TypeError(`no JSON value: ${typeof value}`);
}

/** `canonicalJson` of a large value, in pieces. @throws TypeError, as that does */
export function canonicalPieces(value: unknown): Generator<string> {
  return jsonPieces(value, { plain: canonicalJson, names: (each) => Object.keys(each).sort() });
}

/** Texts of so many characters, as rows are, go through one buffer: fresh memory for each costs as much as its hash. */
const MOST_BUFFERED = 16 * 1024;
/** A character takes three bytes at the most. */
const buffer = new Uint8Array(3 * MOST_BUFFERED);
declare const TextEncoder: new () => { encodeInto(text: string, into: Uint8Array): { written: number } };
const encoder = new TextEncoder();

function inScript(text: string): string {
  if (text.length > MOST_BUFFERED) return bytesToHex(sha256(utf8ToBytes(text)));
  return bytesToHex(sha256(buffer.subarray(0, encoder.encodeInto(text, buffer).written)));
}

let hashText = inScript;

/**
 * Takes another program's SHA-256 of a text from now on: a hub's own takes a tenth of the time of the one in script, which is what
 * a browser has without waiting.
 * @param native as `sha256OfText`
 */
export function hashTextsBy(native: (text: string) => string): void {
  hashText = native;
}

/** SHA-256 of a text's UTF-8 bytes, 64 lower-case hexadecimal digits. */
export function sha256OfText(text: string): string {
  return hashText(text);
}

/** The hash of one synced row at one version; what the scope's hash adds up (S8). */
export function rowHash(row: { table: string; key: string; version: number; data: unknown }): string {
  return rowHashOf(row, canonicalJson(row.data));
}

/** As `rowHash`, where the row's data is canonical JSON already. */
export function rowHashOf(row: { table: string; key: string; version: number }, data: string): string {
  return sha256OfText(`${canonicalJson([row.table, row.key, row.version]).slice(0, -1)},${data}]`);
}

const MODULUS = 1n << 256n;

/** A scope's hash is the sum of its rows' hashes modulo 2^256: it does not depend on the order, and rows come and go. */
export const EMPTY_SCOPE_HASH = '0'.repeat(64);

/**
 * The scope's hash after rows were added and removed.
 * @param current 64 hexadecimal digits
 */
export function updatedScopeHash(
  current: string,
  change: { add?: readonly string[]; remove?: readonly string[] },
): string {
  let sum = BigInt(`0x${current}`);
  for (const hash of change.add ?? []) sum += BigInt(`0x${hash}`);
  for (const hash of change.remove ?? []) sum -= BigInt(`0x${hash}`);
  return (((sum % MODULUS) + MODULUS) % MODULUS).toString(16).padStart(64, '0');
}

/** Whether two JSON values are the same; a field that is not there equals only itself. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined) return false;
  return canonicalJson(a) === canonicalJson(b);
}
