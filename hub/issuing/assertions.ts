/** RFC 7523: a device's signed assertion for an access token (C5). */
import { decodeJwt, importJWK, type JWTPayload, jwtVerify } from 'jose';
import { uuid } from '../../shared/base/ids.ts';
import { ASSERTION_AUDIENCE, type Identity } from '../../shared/sync/protocol.ts';
import { Refusal } from '../refusal.ts';
import type { Database } from '../store/database.ts';
import { noteContact } from './contacts.ts';
import { findDevice } from './devices.ts';
import type { HubKey } from './keys.ts';
import { issueToken, TOKEN_LIFETIME_SECONDS } from './sessions.ts';

/** How far ahead of the hub's clock an assertion may end, and how far the two clocks may differ. */
const LONGEST_SECONDS = 60;
const TOLERANCE_SECONDS = 30;

const refused = () =>
  new Refusal(
    401,
    'assertion-refused',
    'The computer could not prove who it is. Enrol it again if this goes on.',
  );

/** base64url as RFC 7515 writes it: no padding, no white space. `jose` lets some of both pass. */
const STRICT_JWS = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{86}$/;

/**
 * Exchanges an assertion for an access token. Each assertion serves once.
 * @throws Refusal 401: `clock` where only the time does not fit, so that the device asks for the hub's time and signs again
 *   (a device's clock may be a year off, S2); else `assertion-refused`, which does not say why
 */
export async function exchangeAssertion(
  database: Database,
  key: HubKey,
  assertion: string,
  now: Date,
): Promise<{ token: string; expiresIn: number; identity: Identity }> {
  const { deviceId, device } = await claimedDevice(database, assertion);
  let payload: JWTPayload;
  try {
    const publicKey = await importJWK(device.publicKey, 'ES256');
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
    throw refused();
  }
  const { jti, exp, iat } = payload;
  if (typeof jti !== 'string' || !/^[\w.~-]{8,100}$/.test(jti) || exp === undefined || iat === undefined)
    throw refused();
  if (exp <= iat || exp - iat > LONGEST_SECONDS) throw refused();
  const seconds = now.getTime() / 1000;
  if (exp + TOLERANCE_SECONDS < seconds || exp > seconds + LONGEST_SECONDS + TOLERANCE_SECONDS) {
    throw new Refusal(
      401,
      'clock',
      'The clock of this computer differs from the hub’s. Nothing is lost; the console signs again with the hub’s time.',
    );
  }
  await database.query('DELETE FROM used_assertions WHERE expires_at < $1', [now]);
  const fresh = await database.query(
    'INSERT INTO used_assertions (device_id, jti, expires_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
    // Kept for longer than the time check lets it through, whatever the hubs' clocks among themselves.
    [deviceId, jti, new Date((exp + 10 * TOLERANCE_SECONDS) * 1000)],
  );
  if (fresh.rowCount === 0) throw refused();
  await noteContact(database, deviceId, now);
  return {
    token: await issueToken(key, deviceId, now),
    expiresIn: TOKEN_LIFETIME_SECONDS,
    identity: device.identity,
  };
}

/** Whose assertion it claims to be; nothing is believed yet. */
async function claimedDevice(database: Database, assertion: string) {
  if (!STRICT_JWS.test(assertion)) throw refused();
  let subject: string | undefined;
  try {
    subject = decodeJwt(assertion).sub;
  } catch {
    throw refused();
  }
  const parsed = uuid.safeParse(subject);
  const device = parsed.success ? await findDevice(database, parsed.data) : null;
  if (!parsed.success || !device) throw refused();
  return { deviceId: parsed.data, device };
}
