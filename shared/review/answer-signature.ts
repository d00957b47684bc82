/** The signature of an answer file (V13): a detached JWS (RFC 7515, appendix F; ES256) by the key of the lead's device over all else that the file holds. */
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { base64url, flattenedVerify } from 'jose';
import { canonicalJson } from '../base/hash.ts';
import { may, type Role } from '../certification/access.ts';
import { strictBytes } from '../certification/strict.ts';
import { readDeviceCertificate } from '../handoff/device-certificate.ts';
import type { Signer } from '../handoff/signature.ts';
import type { HubPublicKey } from '../handoff/trust.ts';
import type { AnswerFile } from './answer-file.ts';

/** A file before it is signed. */
export type UnsignedAnswer = Omit<AnswerFile, 'signature'> & {
  signature: Omit<AnswerFile['signature'], 'jws'>;
};

const HEADER = base64url.encode(utf8ToBytes(canonicalJson({ alg: 'ES256', typ: 'packet-answer+jws' })));
const payloadOf = (file: UnsignedAnswer) => base64url.encode(utf8ToBytes(canonicalJson(file)));

export async function signAnswer(file: UnsignedAnswer, sign: Signer): Promise<AnswerFile> {
  const bytes = await sign(new Uint8Array(utf8ToBytes(`${HEADER}.${payloadOf(file)}`)));
  return { ...file, signature: { ...file.signature, jws: `${HEADER}..${base64url.encode(bytes)}` } };
}

/** What is known here without a network: the hub's keys, and the organisation's people as the hub named them. */
export interface AnswerTrust {
  keys: readonly HubPublicKey[];
  /** The computers that were ended; null where that is not known. */
  ended: readonly string[] | null;
  people: readonly { id: string; name: string; roles: readonly Role[] }[];
}

/**
 * Whether a lead of the file's organisation signed it, and who decided are leads by the names that the hub has for them. What cannot be asked here is no yes.
 * @returns null where all of it is so; else what is wrong
 */
export async function wrongWithAnswer(
  file: AnswerFile,
  { keys, ended, people }: AnswerTrust,
): Promise<string | null> {
  if (keys.length === 0)
    return 'Who signed the answer cannot be checked: the hub’s keys are not on this computer yet.';
  const { jws, ...signer } = file.signature;
  const answer = await readDeviceCertificate(signer.certificate, keys);
  if (!answer.ok) return answer.words;
  const { certificate } = answer;
  if (certificate.deviceId !== signer.deviceId || certificate.personId !== signer.by.id)
    return 'The device certificate is of another device or person.';
  if (certificate.organisationId !== file.organisationId)
    return 'Whoever signed the answer is of another organisation.';
  if (ended?.includes(signer.deviceId)) return `The computer of ${signer.by.name} was ended.`;
  const [head, between, tail] = jws.split('.');
  if (head !== HEADER || between !== '' || tail === undefined || strictBytes(tail)?.length !== 64)
    return 'The signature is none of an answer.';
  try {
    const payload = payloadOf({ ...file, signature: signer });
    await flattenedVerify({ protected: head, payload, signature: tail }, certificate.publicJwk, {
      algorithms: ['ES256'],
    });
  } catch {
    return 'The signature does not fit the answer: one of the two was changed.';
  }
  const decided = [...file.reviews, ...file.waivers].map(({ by }) => by);
  for (const person of [signer.by, ...decided]) {
    const known = people.find(({ id }) => id === person.id);
    if (!known) return `Whether ${person.name} is a lead is not known on this computer.`;
    if (known.name !== person.name) return `The answer calls ${known.name} by another name.`;
    if (!may(known, 'review-packets')) return `${known.name} is no lead.`;
  }
  return null;
}
