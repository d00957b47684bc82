/** Bitstring Status List 1.0: lists of bits that say which credentials are revoked or suspended. */
import { gzipSync, Inflate } from 'fflate';
import { base64url } from 'jose';
import { z } from 'zod';
import { address, isKeyOf, type Signer } from './keys.ts';
import { strictBytes } from './strict.ts';
import { type KeyRing, MAX_LIST_LENGTH, signToken, verifyToken } from './token.ts';

/** The shortest list, so that an index says little of whose it is (section 6.1), and the longest that is opened. */
export const MIN_ENTRIES = 131_072;
const MAX_ENTRIES = 16_777_216;
/** Bytes that are pushed into the inflater at once: it is asked after each whether that is enough. */
const STEP = 1_024;

export const statusPurpose = z.enum(['revocation', 'suspension']);
export type StatusPurpose = z.infer<typeof statusPurpose>;

/** A list of bits; index 0 is the most significant bit of the first byte. */
export type Bits = Uint8Array;

/** A list of zeros. @param entries a multiple of 8 */
export function emptyBits(entries = MIN_ENTRIES): Bits {
  if (entries % 8 !== 0 || entries < MIN_ENTRIES || entries > MAX_ENTRIES)
    throw new RangeError(`a status list of ${entries} entries`);
  return new Uint8Array(entries / 8);
}

/** Null where the index lies outside the list. */
export function bitOf(bits: Bits, index: number): boolean | null {
  const byte = Number.isSafeInteger(index) && index >= 0 ? bits[Math.floor(index / 8)] : undefined;
  return byte === undefined ? null : ((byte >> (7 - (index % 8))) & 1) === 1;
}

export function setBit(bits: Bits, index: number, value: boolean): void {
  const at = Math.floor(index / 8);
  const byte = bits[at];
  if (byte === undefined) throw new RangeError(`index ${index} lies outside the status list`);
  const mask = 0x80 >> (index % 8);
  bits[at] = value ? byte | mask : byte & ~mask;
}

/** `u`, then base64url of the gzip of the bits. The same bits give the same text. */
export function encodeBits(bits: Bits): string {
  return `u${base64url.encode(gzipSync(bits, { mtime: 0 }))}`;
}

export type BitsAnswer = { ok: true; bits: Bits } | { ok: false; message: string };
const broken = (message: string): BitsAnswer => ({ ok: false, message });

/** Opens an encoded list, and stops at the longest that is allowed, whatever it would unpack to. */
export function decodeBits(encoded: string): BitsAnswer {
  if (!encoded.startsWith('u')) return broken('The list is not in base64url (multibase u).');
  const packed = strictBytes(encoded.slice(1));
  if (!packed) return broken('The list is no strict base64url.');
  const start = gzipBodyAt(packed);
  if (start === null) return broken('The list is no gzip.');
  const most = MAX_ENTRIES / 8;
  const chunks: Uint8Array[] = [];
  let size = 0;
  const inflate = new Inflate((chunk) => {
    chunks.push(chunk.slice());
    size += chunk.length;
  });
  const end = packed.length - 8;
  try {
    for (let at = start; at < end; at += STEP) {
      inflate.push(packed.subarray(at, Math.min(at + STEP, end)), at + STEP >= end);
      if (size > most) return broken(`The list is longer than ${MAX_ENTRIES.toLocaleString('en')} entries.`);
    }
  } catch {
    return broken('The list cannot be unpacked: it is cut short or damaged.');
  }
  const bits = new Uint8Array(size);
  let place = 0;
  for (const chunk of chunks) {
    bits.set(chunk, place);
    place += chunk.length;
  }
  if (wordAt(packed, end) !== crc32(bits) || wordAt(packed, end + 4) !== size)
    return broken('The list cannot be unpacked: it is cut short or damaged.');
  if (size * 8 < MIN_ENTRIES)
    return broken(`The list is shorter than ${MIN_ENTRIES.toLocaleString('en')} entries.`);
  return { ok: true, bits };
}

/** Where the deflated bytes of a gzip member begin (RFC 1952, section 2.3); null where it is none. */
function gzipBodyAt(bytes: Uint8Array): number | null {
  if (bytes.length < 18 || bytes[0] !== 0x1f || bytes[1] !== 0x8b || bytes[2] !== 8) return null;
  const flags = bytes[3] ?? 0;
  let at = 10;
  if (flags & 4) at += 2 + (bytes[at] ?? 0) + 256 * (bytes[at + 1] ?? 0);
  for (const flag of [8, 16]) {
    if (!(flags & flag)) continue;
    const zero = bytes.indexOf(0, at);
    if (zero < 0) return null;
    at = zero + 1;
  }
  if (flags & 2) at += 2;
  return at < bytes.length - 8 ? at : null;
}

/** A little-endian number of 32 bits. */
function wordAt(bytes: Uint8Array, at: number): number {
  const [a = 0, b = 0, c = 0, d = 0] = bytes.subarray(at, at + 4);
  return (a | (b << 8) | (c << 16) | (d << 24)) >>> 0;
}

const CRC = Uint32Array.from({ length: 256 }, (_, n) => {
  let value = n;
  for (let i = 0; i < 8; i++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (CRC[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

const stamp = z.iso.datetime({ offset: true });
/** A status list credential (section 4.2), as far as it is looked at. */
const listClaims = z.looseObject({
  '@context': z.array(z.unknown()).min(1).max(20),
  id: address,
  type: z
    .array(z.string())
    .max(20)
    .refine(
      (types) => types.includes('VerifiableCredential') && types.includes('BitstringStatusListCredential'),
    ),
  issuer: z.union([address, z.looseObject({ id: address }).transform(({ id }) => id)]),
  validFrom: stamp,
  validUntil: stamp.optional(),
  credentialSubject: z.looseObject({
    type: z.literal('BitstringStatusList'),
    statusPurpose,
    encodedList: z.string().max(MAX_LIST_LENGTH),
    /** Milliseconds. */
    ttl: z.number().int().min(0).max(31_622_400_000).optional(),
  }),
  vc: z.undefined().optional(),
  vp: z.undefined().optional(),
});

export interface StatusList {
  url: string;
  issuer: string;
  purpose: StatusPurpose;
  bits: Bits;
  /** When it was made. */
  validFrom: string;
  /** Until when it may be relied on. */
  freshUntil: string;
  /** The same two in milliseconds since 1970: a list is asked for each of many credentials. */
  madeMs: number;
  freshMs: number;
}
export type StatusListAnswer = { ok: true; list: StatusList } | { ok: false; message: string };

/** A list without a validity of its own, and without a ttl, is relied on for a day. */
const DEFAULT_TTL_MS = 86_400_000;

/** Verifies a list and opens it. */
export async function openStatusList(token: string, keys: KeyRing): Promise<StatusListAnswer> {
  const answer = await verifyToken(token, keys, MAX_LIST_LENGTH, (claims) => listClaims.safeParse(claims));
  if (answer.kind !== 'verified') return { ok: false, message: `The status list: ${answer.message}` };
  const { read: parsed, key } = answer;
  if (!parsed.success) return { ok: false, message: 'The status list does not have the form of one.' };
  const { id, issuer, validFrom, validUntil, credentialSubject } = parsed.data;
  if (!isKeyOf(key, issuer) || ('iss' in parsed.data && parsed.data.iss !== issuer))
    return { ok: false, message: 'The status list was signed by another than its issuer.' };
  const made = Date.parse(validFrom);
  if (
    key.revokedAt !== null ||
    made < Date.parse(key.notBefore) ||
    (key.notAfter !== null && made > Date.parse(key.notAfter))
  )
    return { ok: false, message: 'The status list was signed with a key that was not trusted then.' };
  const opened = decodeBits(credentialSubject.encodedList);
  if (!opened.ok) return opened;
  const freshUntil = validUntil ?? new Date(made + (credentialSubject.ttl ?? DEFAULT_TTL_MS)).toISOString();
  return {
    ok: true,
    list: {
      url: id,
      issuer,
      purpose: credentialSubject.statusPurpose,
      bits: opened.bits,
      validFrom,
      freshUntil,
      madeMs: made,
      freshMs: Date.parse(freshUntil),
    },
  };
}

/**
 * Makes and signs a list.
 * @param ttlMs how long who has it need not ask again; cut to the validity, which it never outlives
 */
export function signStatusList(
  list: {
    url: string;
    issuer: string;
    purpose: StatusPurpose;
    bits: Bits;
    validFrom: string;
    validUntil: string;
    ttlMs: number;
  },
  signer: Signer,
): Promise<string> {
  const { url, issuer, purpose, bits, validFrom, validUntil, ttlMs } = list;
  const lasts = Date.parse(validUntil) - Date.parse(validFrom);
  if (!(lasts > 0)) throw new RangeError('a status list that ends before it begins');
  return signToken(
    {
      '@context': ['https://www.w3.org/ns/credentials/v2'],
      id: url,
      type: ['VerifiableCredential', 'BitstringStatusListCredential'],
      issuer,
      validFrom,
      validUntil,
      credentialSubject: {
        id: `${url}#list`,
        type: 'BitstringStatusList',
        statusPurpose: purpose,
        encodedList: encodeBits(bits),
        ttl: Math.min(ttlMs, lasts),
      },
    },
    signer,
  );
}
