/** A signed token (compact JWS, RFC 7515) of an issuer, read strictly and verified with the issuer's published key (C3). */

import { utf8ToBytes } from '@noble/hashes/utils.js';
import { base64url, CompactSign, type CryptoKey, compactVerify } from 'jose';
import { utf8Text } from '../base/utf8.ts';
import { algorithmOf, type IssuerKey, importIssuerKey, type Signer, type SigningAlgorithm } from './keys.ts';
import { isStrictBase64url, strictObject } from './strict.ts';

/** Characters of a credential, and of a status list, that are read at the most. */
export const MAX_CREDENTIAL_LENGTH = 32 * 1024;
export const MAX_LIST_LENGTH = 1024 * 1024;

/** What a header may say. A key, or where to find one, is never taken from the token itself. */
const HEADER = new Set(['alg', 'typ', 'cty', 'kid']);
const OWN_KEY = ['jwk', 'jku', 'x5c', 'x5u', 'x5t', 'x5t#S256'];

/** A key that is ready to verify. */
export interface ReadyKey extends IssuerKey {
  /** Null where this computer does not know the curve. */
  publicKey: CryptoKey | null;
}

/** Keys by their `kid`, and headers that were read before: all tokens of a key have the same one. */
export interface KeyRing {
  keys: ReadonlyMap<string, ReadyKey>;
  headers: Map<string, Header>;
}

/** Headers that are remembered at the most; beyond, none is any more. */
const MOST_HEADERS = 200;

/** Imports keys. */
export async function keyRing(keys: readonly IssuerKey[]): Promise<KeyRing> {
  const ready = await Promise.all(
    keys.map(
      async (key): Promise<ReadyKey> => ({
        ...key,
        publicKey: await importIssuerKey(key.jwk).catch(() => null),
      }),
    ),
  );
  return { keys: new Map(ready.map((key) => [key.kid, key])), headers: new Map() };
}

/**
 * What a token turned out to be. `unreadable`: no token of this kind. `tampered`: it claims to be one and cannot be.
 * `untrusted`: made with a key that is not among ours. Only `verified` says that the claims are the issuer's.
 * `read` is what the caller made of the claims.
 */
export type TokenAnswer<T> =
  | { kind: 'verified'; read: T; key: ReadyKey }
  | { kind: 'unreadable' | 'tampered' | 'untrusted'; message: string; read: T | null };

const unreadable = (message: string) => ({ kind: 'unreadable', message, read: null }) as const;

/** What a header says: the key and its one algorithm, or why it is refused. */
type Header =
  | { ok: true; key: ReadyKey; publicKey: CryptoKey; algorithm: SigningAlgorithm }
  | { ok: false; kind: 'unreadable' | 'tampered' | 'untrusted'; message: string };

function readHeader(part: string, keys: ReadonlyMap<string, ReadyKey>): Header {
  const refuse = (kind: 'unreadable' | 'tampered' | 'untrusted', message: string): Header => ({
    ok: false,
    kind,
    message,
  });
  const header = objectOf(part);
  if (!header) return refuse('unreadable', NO_OBJECT);
  const { alg, typ, cty, kid } = header;
  if (typ !== 'vc+jwt') return refuse('unreadable', 'It is a token of another kind: its type is not vc+jwt.');
  if (cty !== undefined && cty !== 'vc')
    return refuse('unreadable', 'It does not hold a credential: its content type is not vc.');
  if (OWN_KEY.some((name) => Object.hasOwn(header, name)))
    return refuse('tampered', 'It brings a key of its own, which proves nothing.');
  const unknown = Object.keys(header).find((name) => !HEADER.has(name));
  if (unknown !== undefined)
    return refuse(
      'tampered',
      `Its header asks for what this console does not know (${unknown.slice(0, 40)}).`,
    );
  if (typeof kid !== 'string') return refuse('unreadable', 'It does not say which key signed it.');
  const key = keys.get(kid);
  if (!key) return refuse('untrusted', 'The key that signed it is not among the trusted ones.');
  const algorithm = algorithmOf(key.jwk);
  if (alg !== algorithm)
    return refuse(
      'tampered',
      `It names another algorithm (${String(alg).slice(0, 20)}) than its key has (${algorithm}).`,
    );
  const { publicKey } = key;
  return publicKey
    ? { ok: true, key, publicKey, algorithm }
    : refuse('unreadable', 'This computer cannot verify signatures of this kind (Ed25519). Update it.');
}

const NO_OBJECT = 'Its parts do not hold JSON objects in which every name is there once.';

/** Turns of the queue of promises in which `jose` hands a signature on to WebCrypto, with some to spare. */
const TURNS = 4;

/** Until the signature is being checked beside this program: what is done then costs no time of its own. */
async function handedOn(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn++) await undefined;
}

/**
 * Reads a token strictly and verifies its signature.
 * @param most characters that are read
 * @param read makes something of the claims, which nobody believes yet: done while the signature is being checked. Its `key` is
 *   the one that the header names, null where the header is refused
 */
export async function verifyToken<T>(
  token: string,
  ring: KeyRing,
  most: number,
  read: (claims: Record<string, unknown>, key: ReadyKey | null) => T,
): Promise<TokenAnswer<T>> {
  if (token.length > most)
    return unreadable(`It is longer than ${most / 1024} KB, which no such credential is.`);
  const parts = token.split('.', 4);
  const [head = '', body = '', signature = ''] = parts;
  if (parts.length !== 3 || ![head, body, signature].every(isStrictBase64url))
    return unreadable('It is not three parts of base64url with points between them.');
  let header = ring.headers.get(head);
  if (!header) {
    header = readHeader(head, ring.keys);
    if (ring.headers.size < MOST_HEADERS && head.length < 1_000) ring.headers.set(head, header);
  }
  const genuine = header.ok
    ? compactVerify(token, header.publicKey, { algorithms: [header.algorithm] }).then(
        () => true,
        // Unreported: whether it is genuine is what is asked.
        () => false,
      )
    : false;
  if (genuine !== false) await handedOn();
  const claims = objectOf(body);
  const made = claims && read(claims, header.ok ? header.key : null);
  const fits = await genuine;
  if (claims === null || made === null) return unreadable(NO_OBJECT);
  if (!header.ok) return { kind: header.kind, message: header.message, read: made };
  return fits
    ? { kind: 'verified', read: made, key: header.key }
    : {
        kind: 'tampered',
        message: 'The signature does not fit: something was changed after it was signed.',
        read: made,
      };
}

/** @param part strict base64url */
function objectOf(part: string): Record<string, unknown> | null {
  const text = utf8Text(base64url.decode(part));
  return text ? strictObject(text) : null;
}

/** Signs claims as `vc+jwt`. */
export function signToken(claims: object, signer: Signer): Promise<string> {
  return new CompactSign(utf8ToBytes(JSON.stringify(claims)))
    .setProtectedHeader({ alg: signer.alg, typ: 'vc+jwt', cty: 'vc', kid: signer.kid })
    .sign(signer.privateKey);
}
