/** RFC 7523: a device's signed assertion for an access token (C5). */
import { decodeJwt, type JWTPayload, jwtVerify } from 'jose';
import { uuid } from '../../shared/base/ids.ts';
import { ASSERTION_AUDIENCE, type Identity } from '../../shared/sync/protocol.ts';
import { Refusal } from '../refusal.ts';
import type { Database } from '../store/database.ts';
import { noteContact } from './contacts.ts';
import type { DeviceKeys } from './device-keys.ts';
import { findDevice } from './devices.ts';
import { deviceEndedRefusal, findEnded } from './ended-devices.ts';
import type { HubKey } from './keys.ts';
import { issueToken, TOKEN_LIFETIME_SECONDS } from './sessions.ts';

/** How far ahead of the hub's clock an assertion may end, and how far the two clocks may differ. */
const LONGEST_SECONDS = 60;
const TOLERANCE_SECONDS = 30;

export const assertionRefused = () =>
  new Refusal(
    401,
    'assertion-refused',
    'This computer could not prove who it is, or the hub does not know it, as after a restore from a backup of before. All that is here is kept. If this goes on, tell whoever runs the hub.',
  );

/** base64url as RFC 7515 writes it: no padding, no white space. `jose` lets some of both pass. */
const STRICT_JWS = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{86}$/;

/** What a device has proved by its assertion, before the database was asked anything about it. */
export interface Proof {
  deviceId: string;
  jti: string;
  exp: number;
}

/**
 * Whose assertion it is, by its signature.
 * @returns null where it is no device's of this hub, which does not say why
 * @throws Refusal 401 `clock` where only the time does not fit, so that the device asks for the hub's time and signs again (a
 *   device's clock may be a year off, S2)
 */
export async function proveAssertion(keys: DeviceKeys, assertion: string, now: Date): Promise<Proof | null> {
  const deviceId = claimedDevice(assertion);
  const publicKey = deviceId === null ? null : await keys.of(deviceId);
  if (deviceId === null || publicKey === null) return null;
  let payload: JWTPayload;
  try {
    const verified = await jwtVerify(assertion, publicKey, {
      algorithms: ['ES256'],
      audience: ASSERTION_AUDIENCE,
      issuer: deviceId,
      subject: deviceId,
      requiredClaims: ['exp', 'iat', 'jti'],
      // The time is judged below, when it is known that the device said so.
      currentDate: new Date((decodeJwt(assertion).iat ?? 0) * 1000),
    });
    payload = verified.payload;
  } catch {
    // Unreported: whatever is wrong with it, it is no assertion of this device's.
    return null;
  }
  const { jti, exp, iat } = payload;
  if (typeof jti !== 'string' || !/^[\w.~-]{8,100}$/.test(jti) || exp === undefined || iat === undefined)
    return null;
  if (exp <= iat || exp - iat > LONGEST_SECONDS) return null;
  const seconds = now.getTime() / 1000;
  if (exp + TOLERANCE_SECONDS < seconds || exp > seconds + LONGEST_SECONDS + TOLERANCE_SECONDS) {
    throw new Refusal(
      401,
      'clock',
      'The clock of this computer differs from the hub’s. Nothing is lost; the console signs again with the hub’s time.',
    );
  }
  return { deviceId, jti, exp };
}

/**
 * Exchanges what was proved for an access token. Each assertion serves once.
 * @returns null where it served before, and where no such device is known any more
 * @throws Refusal 401 `device-ended` with what becomes of its data
 */
export async function exchangeProof(
  database: Database,
  key: HubKey,
  { deviceId, jti, exp }: Proof,
  now: Date,
): Promise<{ token: string; expiresIn: number; identity: Identity } | null> {
  const device = await findDevice(database, deviceId);
  const ended = device ? null : await findEnded(database, deviceId);
  if (!device && !ended) return null;
  await database.query('DELETE FROM used_assertions WHERE expires_at < $1', [now]);
  const fresh = await database.query(
    'INSERT INTO used_assertions (device_id, jti, expires_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
    // Kept for longer than the time check lets it through, whatever the hubs' clocks among themselves.
    [deviceId, jti, new Date((exp + 10 * TOLERANCE_SECONDS) * 1000)],
  );
  if (fresh.rowCount === 0) return null;
  // Only who proved to be this device hears that it was ended.
  if (!device) throw ended ? await deviceEndedRefusal(key, ended, now) : assertionRefused();
  await noteContact(database, deviceId, now);
  return {
    token: await issueToken(key, deviceId, now),
    expiresIn: TOKEN_LIFETIME_SECONDS,
    identity: device.identity,
  };
}

/** Whose assertion it claims to be; nothing is believed yet. */
function claimedDevice(assertion: string): string | null {
  if (!STRICT_JWS.test(assertion)) return null;
  try {
    return uuid.safeParse(decodeJwt(assertion).sub).data ?? null;
  } catch {
    // Unreported: what is no assertion claims nothing.
    return null;
  }
}
