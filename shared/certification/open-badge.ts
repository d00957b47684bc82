/**
 * A credential as a JSON file of Open Badges 3.0, for tools that read no `vc+jwt`: its claims as they were signed, with the signed
 * credential itself beside them as evidence in a data URI, so that a verifier has what it needs. Reading one takes the signed
 * credential out again, and believes nothing that stands in the file only.
 */
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { base64url } from 'jose';
import { canonicalJson } from '../base/hash.ts';
import { utf8Text } from '../base/utf8.ts';
import { strictBytes, strictObject } from './strict.ts';
import { MAX_CREDENTIAL_LENGTH } from './token.ts';

/** Characters of a file that are read at the most: claims in plain words and the token. */
export const MAX_BADGE_LENGTH = 4 * MAX_CREDENTIAL_LENGTH;
const DATA = 'data:application/vc+jwt,';

/** The claims of a token, which nobody believes yet, without what only dates the signature; null where it holds none. */
function claimsIn(token: string): Record<string, unknown> | null {
  const bytes = strictBytes(token.split('.')[1] ?? '');
  const text = bytes && utf8Text(bytes);
  const claims = text ? strictObject(text) : null;
  if (!claims) return null;
  const { iat: _dated, ...said } = claims;
  return said;
}

/** The file's text; null where the token holds no claims. */
export function openBadgeOf(token: string): string | null {
  const claims = claimsIn(token);
  if (!claims) return null;
  const signed = { id: `${DATA}${token}`, type: ['Evidence'], name: 'The credential as it was signed' };
  return `${JSON.stringify({ ...claims, evidence: [signed] }, null, 2)}\n`;
}

const tokenOf = (value: unknown): string | null => {
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : null;
  return typeof id === 'string' && id.startsWith(DATA) ? id.slice(DATA.length) : null;
};

/** A token that a mail program broke into lines, in one: quoted, or with the sign of a soft break before each. Null for any other text. */
function unwrapped(text: string): string | null {
  if (!text.includes('\n')) return null;
  const whole = text.replaceAll(/=?\r?\n(?:[ \t]*>)*[ \t]*/g, '').replace(/^(?:>[ \t]?)+/, '');
  return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(whole) ? whole : null;
}

/**
 * The signed credential in a text: the text itself, or what a JSON file has enclosed (an Open Badge as above, an
 * `EnvelopedVerifiableCredential` of the W3C's data model, or the token as the file's one text). Where a badge says other things than what was signed, its words take
 * the place of the signed ones, so that the signature does not fit and the verdict is the one that it deserves.
 */
export function tokenIn(text: string): string {
  const trimmed = text.trim();
  const whole = unwrapped(trimmed);
  if (whole !== null) return whole;
  if (/^"[\w.-]+"$/.test(trimmed)) return trimmed.slice(1, -1);
  if (!trimmed.startsWith('{') || trimmed.length > MAX_BADGE_LENGTH) return text;
  const value = strictObject(trimmed);
  if (!value) return text;
  const enveloped = tokenOf(value);
  if (enveloped !== null) return enveloped;
  const { evidence, ...said } = value;
  const [only, ...more] = Array.isArray(evidence) ? evidence : [];
  const token = more.length === 0 ? tokenOf(only) : null;
  if (token === null) return text;
  const claims = claimsIn(token);
  if (claims && canonicalJson(claims) === canonicalJson(said)) return token;
  const [head = '', , signature = ''] = token.split('.');
  return [head, base64url.encode(utf8ToBytes(JSON.stringify(said))), signature].join('.');
}
