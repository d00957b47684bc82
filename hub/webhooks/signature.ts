/**
 * Standard Webhooks signatures, version 1 (standardwebhooks.com): HMAC-SHA256 over id, time and text. By node:crypto, because
 * the published package judges times by the computer's clock alone; tests let that package judge what is signed here.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const PREFIX = 'whsec_';
const TOLERANCE_SECONDS = 300;
/** Signatures in one header: a few, while a secret is changed. */
const MOST_SIGNATURES = 8;

/** A fresh secret of 256 random bits. */
export function newWebhookSecret(): string {
  return PREFIX + randomBytes(32).toString('base64');
}

function mac(secret: string, id: string, seconds: string, text: string): Buffer {
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
  return createHmac('sha256', key).update(`${id}.${seconds}.${text}`, 'utf8').digest();
}

/** The three headers that sign a text. */
export function signedHeaders(secret: string, id: string, now: Date, text: string): Record<string, string> {
  const seconds = String(Math.floor(now.getTime() / 1000));
  return {
    'webhook-id': id,
    'webhook-timestamp': seconds,
    'webhook-signature': `v1,${mac(secret, id, seconds, text).toString('base64')}`,
  };
}

export interface SignedMessage {
  id: string;
  seconds: string;
  signatures: readonly string[];
  text: string;
}

/** What the headers claim, where they have the form of a signed message's; nothing is believed yet. */
export function readSigned(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  text: string,
): SignedMessage | null {
  const { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': signature } = headers;
  if (typeof id !== 'string' || !/^[\w.~-]{1,200}$/.test(id)) return null;
  if (typeof seconds !== 'string' || !/^\d{1,12}$/.test(seconds)) return null;
  if (typeof signature !== 'string') return null;
  return { id, seconds, signatures: signature.split(' ').slice(0, MOST_SIGNATURES), text };
}

/** Whether the time of the message is within 5 minutes of `now`, either way. */
export function isTimely({ seconds }: SignedMessage, now: Date): boolean {
  return Math.abs(Number(seconds) - now.getTime() / 1000) <= TOLERANCE_SECONDS;
}

/** Whether one of the message's signatures is by this secret. Compared in constant time. */
export function isSignedBy({ id, seconds, signatures, text }: SignedMessage, secret: string): boolean {
  const wanted = Buffer.from(`v1,${mac(secret, id, seconds, text).toString('base64')}`);
  return signatures.some((each) => {
    const given = Buffer.from(each);
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  });
}
