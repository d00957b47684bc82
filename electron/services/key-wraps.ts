/**
 * The ways in which the ring's data key is wrapped. Each wrap is AES-256-GCM with its kind and version as associated data, so that
 * one cannot stand for another; what wraps it comes of a passphrase by scrypt, of a recovery code by HKDF, or is the computer's
 * key store itself. `clear` protects nothing: it is the key of a console that nobody has protected yet.
 */
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes, scrypt } from 'node:crypto';
import { z } from 'zod';
import { readRecoveryCode } from '../../shared/base/recovery-code.ts';

/** The computer's key store (`electron/safe-storage.ts`). */
export interface WrapStore {
  lock(text: string): Promise<Buffer>;
  unlock(bytes: Buffer): Promise<string>;
}

export const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** The cost of scrypt: 128 MB of memory a try, about a third of a second. */
const SCRYPT_N = 2 ** 17;
const SCRYPT_R = 8;
/** A file that asks for more than this would be none of ours. */
const MOST_N = 2 ** 20;

const base64 = z
  .string()
  .regex(/^[A-Za-z0-9+/]+={0,2}$/)
  .max(8_000);
const sealed = base64;

export const wrap = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('clear'), key: base64 }),
  z.strictObject({ kind: z.literal('keystore'), sealed }),
  z.strictObject({
    kind: z.literal('passphrase'),
    n: z.number().int().min(SCRYPT_N).max(MOST_N),
    salt: base64,
    sealed,
  }),
  z.strictObject({ kind: z.literal('recovery'), salt: base64, sealed }),
]);
export type Wrap = z.infer<typeof wrap>;
export type WrapKind = Wrap['kind'];
type WrapOf<K extends WrapKind> = Extract<Wrap, { kind: K }>;

const about = (kind: WrapKind) => Buffer.from(`partner-console key ring 1 ${kind}`);

export const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

function seal(by: Uint8Array, kind: WrapKind, key: Uint8Array): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', by, nonce);
  cipher.setAAD(about(kind));
  const body = Buffer.concat([cipher.update(key), cipher.final()]);
  return Buffer.concat([nonce, body, cipher.getAuthTag()]).toString('base64');
}

function open(by: Uint8Array, kind: WrapKind, text: string): Uint8Array | null {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length !== NONCE_BYTES + KEY_BYTES + TAG_BYTES) return null;
  const cipher = createDecipheriv('aes-256-gcm', by, bytes.subarray(0, NONCE_BYTES));
  cipher.setAAD(about(kind));
  cipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([cipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), cipher.final()]);
  } catch {
    // Unreported: another key, or a damaged wrap; the caller says that it does not open.
    return null;
  }
}

/** The same words typed on two keyboards are the same bytes. */
function fromPassphrase(passphrase: string, salt: Buffer, n: number): Promise<Buffer> {
  return new Promise((done, failed) =>
    scrypt(
      passphrase.normalize('NFKC'),
      salt,
      KEY_BYTES,
      { N: n, r: SCRYPT_R, p: 1, maxmem: 256 * n * SCRYPT_R },
      (error, key) => (error ? failed(error) : done(key)),
    ),
  );
}

function fromCode(bits: Uint8Array, salt: Buffer): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', bits, salt, about('recovery'), KEY_BYTES));
}

export function wrapClear(key: Uint8Array): WrapOf<'clear'> {
  return { kind: 'clear', key: Buffer.from(key).toString('base64') };
}

export async function wrapByStore(key: Uint8Array, store: WrapStore): Promise<WrapOf<'keystore'>> {
  const bytes = await store.lock(Buffer.from(key).toString('base64'));
  return { kind: 'keystore', sealed: bytes.toString('base64') };
}

export async function wrapByPassphrase(key: Uint8Array, passphrase: string): Promise<WrapOf<'passphrase'>> {
  const salt = randomBytes(16);
  const by = await fromPassphrase(passphrase, salt, SCRYPT_N);
  return {
    kind: 'passphrase',
    n: SCRYPT_N,
    salt: salt.toString('base64'),
    sealed: seal(by, 'passphrase', key),
  };
}

export function wrapByCode(key: Uint8Array, code: string): WrapOf<'recovery'> {
  const bits = readRecoveryCode(code, sha256);
  if (!bits) throw new TypeError('no recovery code');
  const salt = randomBytes(16);
  return {
    kind: 'recovery',
    salt: salt.toString('base64'),
    sealed: seal(fromCode(bits, salt), 'recovery', key),
  };
}

export function openClear({ key }: WrapOf<'clear'>): Uint8Array | null {
  const bytes = Buffer.from(key, 'base64');
  return bytes.length === KEY_BYTES ? bytes : null;
}

/** @returns null where this computer's key store does not open it: another computer's, or one that was made anew */
export async function openByStore(
  { sealed: text }: WrapOf<'keystore'>,
  store: WrapStore,
): Promise<Uint8Array | null> {
  try {
    const key = Buffer.from(await store.unlock(Buffer.from(text, 'base64')), 'base64');
    return key.length === KEY_BYTES ? key : null;
  } catch {
    // Unreported: the lock screen says that the key store does not open it, and asks for another way.
    return null;
  }
}

export async function openByPassphrase(
  { n, salt, sealed: text }: WrapOf<'passphrase'>,
  passphrase: string,
): Promise<Uint8Array | null> {
  return open(await fromPassphrase(passphrase, Buffer.from(salt, 'base64'), n), 'passphrase', text);
}

/** @returns null where it is another code; `mistyped` where it is none */
export function openByCode(
  { salt, sealed: text }: WrapOf<'recovery'>,
  code: string,
): Uint8Array | null | 'mistyped' {
  const bits = readRecoveryCode(code, sha256);
  return bits ? open(fromCode(bits, Buffer.from(salt, 'base64')), 'recovery', text) : 'mistyped';
}
