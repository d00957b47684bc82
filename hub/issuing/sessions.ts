/** Access tokens: short-lived, signed by the hub, good for one device. And the operator's token. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { type CryptoKey, jwtVerify, SignJWT } from 'jose';
import { HUB_NAME } from '../../shared/handoff/device-certificate.ts';
import type { Identity } from '../../shared/sync/protocol.ts';
import { Refusal } from '../refusal.ts';
import type { Database } from '../store/database.ts';
import { findDevice } from './devices.ts';
import type { HubKey } from './keys.ts';

export const TOKEN_LIFETIME_SECONDS = 600;

export interface Session {
  identity: Identity;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

export function issueToken(key: HubKey, deviceId: string, now: Date): Promise<string> {
  const issuedAt = Math.floor(now.getTime() / 1000);
  return new SignJWT({})
    .setProtectedHeader({ alg: 'ES256', kid: key.kid, typ: 'at+jwt' })
    .setIssuer(HUB_NAME)
    .setAudience(HUB_NAME)
    .setSubject(deviceId)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + TOKEN_LIFETIME_SECONDS)
    .sign(key.privateKey);
}

/**
 * The device behind an access token, looked up each time: a revoked one is refused at once, a changed role counts at once.
 * @throws Refusal 401
 */
export async function authenticate(
  database: Database,
  publicKey: CryptoKey,
  authorization: string | undefined,
  now: Date,
): Promise<Session> {
  const unauthorised = new Refusal(401, 'unauthorised', 'This computer has to say who it is again.');
  const token = /^Bearer ([A-Za-z0-9._-]{20,8000})$/.exec(authorization ?? '')?.[1];
  if (!token) throw unauthorised;
  let deviceId: string;
  let expiresAt: number;
  try {
    const { payload } = await jwtVerify(token, publicKey, {
      algorithms: ['ES256'],
      issuer: HUB_NAME,
      audience: HUB_NAME,
      typ: 'at+jwt',
      requiredClaims: ['exp', 'sub'],
      currentDate: now,
    });
    deviceId = payload.sub ?? '';
    expiresAt = (payload.exp ?? 0) * 1000;
  } catch {
    throw unauthorised;
  }
  const device = await findDevice(database, deviceId);
  if (!device) throw new Refusal(401, 'device-revoked', 'This computer is no longer enrolled.');
  return { identity: device.identity, expiresAt };
}

/** @throws Refusal 401 where the token is another device's than the one that asks: it says who it is, and asks again */
export function assertOwnDevice(identity: Identity, asks: { device?: string | undefined }): void {
  if (asks.device !== undefined && asks.device !== identity.deviceId)
    throw new Refusal(401, 'other-device', 'This computer has to say who it is again.');
}

/** Whether the header holds the operator's token. Compared as hashes, so that neither content nor length shows in the time. */
export function isOperator(token: string | null, authorization: string | undefined): boolean {
  if (!token) return false;
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(authorization ?? ''), digest(`Bearer ${token}`));
}
