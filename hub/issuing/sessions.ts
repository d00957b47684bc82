/** Access tokens: short-lived, signed by the hub, good for one device. And the operator's token. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { type JWTPayload, type JWTVerifyOptions, jwtVerify, SignJWT } from 'jose';
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

function headerOf({ kid }: HubKey) {
  return { alg: 'ES256', kid, typ: 'at+jwt' };
}

export function issueToken(key: HubKey, deviceId: string, now: Date): Promise<string> {
  const issuedAt = Math.floor(now.getTime() / 1000);
  return new SignJWT({})
    .setProtectedHeader(headerOf(key))
    .setIssuer(HUB_NAME)
    .setAudience(HUB_NAME)
    .setSubject(deviceId)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + TOKEN_LIFETIME_SECONDS)
    .sign(key.privateKey);
}

const unauthorised = () => new Refusal(401, 'unauthorised', 'This computer has to say who it is again.');

/** Whose token it is, and until when; nothing of the device is looked up yet. */
export interface Holder {
  deviceId: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

/** The token of the header; null for what has not its form. */
export function bearerOf(authorization: string | undefined): string | null {
  return /^Bearer ([A-Za-z0-9._-]{20,2000})$/.exec(authorization ?? '')?.[1] ?? null;
}

/** What tells an access token from the hub's other tokens. */
export const ACCESS = { audience: HUB_NAME, typ: 'at+jwt' } as const;

/** What a token of this hub's says; null for any other, and for one that does not fit. */
export async function claimsOf(
  key: HubKey,
  token: string,
  fits: Pick<JWTVerifyOptions, 'audience' | 'typ' | 'requiredClaims' | 'currentDate'>,
): Promise<JWTPayload | null> {
  try {
    const options = { algorithms: ['ES256'], issuer: HUB_NAME, ...fits };
    return (await jwtVerify(token, key.publicKey, options)).payload;
  } catch {
    // Unreported: whatever is wrong with it, it is no token of this hub's.
    return null;
  }
}

/** Tokens that are remembered; of one more the oldest goes, and is verified again when it comes. */
const MOST_TOKENS = 20_000;

/**
 * Access tokens, verified once each: a signature costs as much as the rest of a small request. Which device a token is for is all
 * that is remembered; whether it is still enrolled is looked up each time.
 */
export class AccessTokens {
  readonly #key: HubKey;
  /** How every token of this hub begins: what does not is refused before its signature is looked at. */
  readonly #head: string;
  readonly #known = new Map<string, Holder>();

  constructor(key: HubKey) {
    this.#key = key;
    this.#head = `${Buffer.from(JSON.stringify(headerOf(key))).toString('base64url')}.`;
  }

  /** The token of the header; null for what is none of this hub's by its form. */
  read(authorization: string | undefined): string | null {
    const token = bearerOf(authorization);
    return token?.startsWith(this.#head) ? token : null;
  }

  /** Who holds a token that was verified before and goes on; undefined where it has to be verified. */
  known(token: string, now: Date): Holder | undefined {
    const holder = this.#known.get(token);
    if (holder && holder.expiresAt > now.getTime()) return holder;
    if (holder) this.#known.delete(token);
    return undefined;
  }

  /** Remembers a token that this hub has just issued. */
  issued(token: string, holder: Holder): void {
    this.#known.set(token, holder);
    const [oldest] = this.#known.keys();
    if (this.#known.size > MOST_TOKENS && oldest !== undefined) this.#known.delete(oldest);
  }

  /** @returns who holds it, by the hub's own signature; null where it is not the hub's, or over */
  async verify(token: string, now: Date): Promise<Holder | null> {
    const claims = await claimsOf(this.#key, token, {
      ...ACCESS,
      requiredClaims: ['exp', 'sub'],
      currentDate: now,
    });
    if (!claims) return null;
    const holder = { deviceId: claims.sub ?? '', expiresAt: (claims.exp ?? 0) * 1000 };
    this.issued(token, holder);
    return holder;
  }
}

/**
 * The device behind an access token, looked up each time: a revoked one is refused at once, a changed role counts at once.
 * @throws Refusal 401
 */
export async function sessionOf(database: Database, { deviceId, expiresAt }: Holder): Promise<Session> {
  const device = await findDevice(database, deviceId);
  if (!device) throw new Refusal(401, 'device-revoked', 'This computer is no longer enrolled.');
  return { identity: device.identity, expiresAt };
}

/**
 * Who holds the token of the request.
 * @param judge lets a token be verified that was not before, as it does for whoever asks from there
 * @throws Refusal 401
 */
export async function holderOf(
  tokens: AccessTokens,
  authorization: string | undefined,
  now: Date,
  judge: (read: () => Promise<Holder | null>) => Promise<Holder | null>,
): Promise<Holder> {
  const token = tokens.read(authorization);
  if (token === null) throw unauthorised();
  const known = tokens.known(token, now);
  if (known) return known;
  const holder = await judge(() => tokens.verify(token, now));
  if (holder === null) throw unauthorised();
  return holder;
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
