/**
 * Signatures of a packet: the engineer's, and the lead's approval. A detached JWS (RFC 7515, appendix F; ES256) by the key of
 * the person's device over a small statement that names the packet by its digest, and by the hash of all of it. See SPEC.md, PK.
 */
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { base64url, flattenedVerify } from 'jose';
import { z } from 'zod';
import { canonicalJson, sha256OfText } from '../base/hash.ts';
import { uuid } from '../base/ids.ts';
import { later } from '../base/later.ts';
import { personRef } from '../base/people.ts';
import type { PublicJwk } from '../base/public-key.ts';
import { sha256Hex, text, zonedInstant } from '../base/values.ts';
import { strictBytes } from '../certification/strict.ts';
import { finding, type Packet } from './schema.ts';

/** What the lead understood, in the lead's own words (H37). */
const readBack = later(() => z.strictObject({ wrong: text, asked: text }));
export type ReadBack = z.infer<typeof readBack>;

/** A finding that the lead lets pass, and why. */
export const waiver = later(() =>
  z.strictObject({
    rule: finding.unwrap().shape.rule,
    where: finding.unwrap().shape.where,
    reason: text,
  }),
);
export type Waiver = z.infer<typeof waiver>;

/** A row of the table `signatures`. Only ever added. `readBack` is null and `waivers` empty for an engineer's signature. */
export const packetSignature = later(() =>
  z.strictObject({
    id: uuid,
    caseId: uuid,
    packetId: uuid,
    revision: z.number().int().min(1).max(10_000),
    kind: z.enum(['engineer', 'approval']),
    /** The packet's digest, which the signature is over. */
    digest: sha256Hex,
    /** Header and signature with nothing between: `eyJ…..MEQ…`. */
    jws: z
      .string()
      .max(1_000)
      .regex(/^[A-Za-z0-9_-]+\.\.[A-Za-z0-9_-]{86}$/, 'no detached JWS'),
    deviceId: uuid,
    /** The hub's statement that the key is this person's device: a compact JWS of type `device+jwt`. */
    certificate: z.string().max(8_000),
    by: personRef,
    at: zonedInstant,
    readBack: readBack.nullable(),
    waivers: z.array(waiver).max(200),
  }),
);
export type PacketSignature = z.infer<typeof packetSignature>;

/** A signature before it is signed. */
export type UnsignedSignature = Omit<PacketSignature, 'jws'>;

/** What signs: the device's key. Takes the bytes of the signing input, answers the 64 bytes of r and s, as WebCrypto does. */
export type Signer = (input: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>;

const HEADERS = { engineer: 'packet-signature+jws', approval: 'packet-approval+jws' } as const;

/** SHA-256 of the canonical JSON of the whole packet: what was frozen with the contents is signed with them (PK2). */
export function packetHash(packet: Packet): string {
  return sha256OfText(canonicalJson(packet));
}

/**
 * What is signed, as canonical JSON (RFC 8785).
 * @param hash of the packet, where the caller has it
 */
function statement(packet: Packet, signature: UnsignedSignature, hash: string = packetHash(packet)): string {
  const common = {
    kind: signature.kind,
    packetId: packet.id,
    caseId: packet.caseId,
    revision: packet.revision,
    digest: packet.digest,
    packetHash: hash,
    by: signature.by,
    deviceId: signature.deviceId,
    at: signature.at,
  };
  return canonicalJson(
    signature.kind === 'approval'
      ? { ...common, readBack: signature.readBack, waivers: signature.waivers }
      : common,
  );
}

function header(kind: PacketSignature['kind']): string {
  return base64url.encode(utf8ToBytes(canonicalJson({ alg: 'ES256', typ: HEADERS[kind] })));
}

/** The JWS signing input (RFC 7515, section 5.1): what the device's key signs. */
export function signingInput(packet: Packet, signature: UnsignedSignature): string {
  return `${header(signature.kind)}.${base64url.encode(utf8ToBytes(statement(packet, signature)))}`;
}

/**
 * Signs a packet.
 * @param start who, when, with which device; for an approval the read-back and the waivers
 */
export async function signPacket(
  packet: Packet,
  start: Pick<PacketSignature, 'id' | 'kind' | 'deviceId' | 'certificate' | 'by' | 'at'> &
    Partial<Pick<PacketSignature, 'readBack' | 'waivers'>>,
  sign: Signer,
): Promise<PacketSignature> {
  const unsigned: UnsignedSignature = {
    readBack: null,
    waivers: [],
    ...start,
    caseId: packet.caseId,
    packetId: packet.id,
    revision: packet.revision,
    digest: packet.digest,
  };
  const bytes = await sign(new Uint8Array(utf8ToBytes(signingInput(packet, unsigned))));
  return { ...unsigned, jws: `${header(start.kind)}..${base64url.encode(bytes)}` };
}

export type SignatureAnswer = { ok: true } | { ok: false; words: string };

const not = (words: string): SignatureAnswer => ({ ok: false, words });

/**
 * Whether the signature is this key's over this very packet. Says nothing of whose key it is: see `verifyPacket`.
 * @param publicJwk of the device, out of its certificate
 * @param hash the packet's own, for who asks of many signatures: whoever sends a large packet may send many with it. Left out, it is made
 */
export async function verifySignature(
  packet: Packet,
  signature: PacketSignature,
  publicJwk: PublicJwk,
  hash?: () => string,
): Promise<SignatureAnswer> {
  if (signature.packetId !== packet.id || signature.caseId !== packet.caseId)
    return not('The signature is of another packet.');
  if (signature.revision !== packet.revision) return not('The signature is of another revision.');
  if (signature.digest !== packet.digest) return not('The signature is over another digest.');
  if (signature.kind === 'approval' && signature.readBack === null)
    return not('The approval has no read-back.');
  if (signature.kind === 'engineer' && (signature.readBack !== null || signature.waivers.length > 0))
    return not('An engineer’s signature holds no read-back and waives nothing.');
  const [head, payload, tail, ...more] = signature.jws.split('.');
  if (head === undefined || tail === undefined || payload !== '' || more.length > 0)
    return not('The signature is no detached JWS.');
  if (strictBytes(head) === null || strictBytes(tail)?.length !== 64)
    return not('The signature is not written in strict base64url.');
  // The header is the one that we write: no other algorithm, no key in the header, no extension (PK3).
  if (head !== header(signature.kind))
    return not('The signature’s header is not that of a signature of this kind.');
  let whole: string;
  try {
    whole = base64url.encode(utf8ToBytes(statement(packet, signature, hash?.())));
  } catch {
    return not('The packet holds what no canonical JSON holds.');
  }
  try {
    await flattenedVerify({ protected: head, payload: whole, signature: tail }, publicJwk, {
      algorithms: ['ES256'],
    });
    return { ok: true };
  } catch {
    return not('The signature does not fit the packet: one of the two was changed.');
  }
}
