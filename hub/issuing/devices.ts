/** Enrolment with one-time codes, and short-lived access tokens for signed assertions (C5). */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { type CryptoKey, decodeJwt, importJWK, jwtVerify, SignJWT } from 'jose';
import { type Role, readableScopes } from '../../shared/certification/access.ts';
import {
  ASSERTION_AUDIENCE,
  type EnrolRequest,
  type Identity,
  type PublicJwk,
} from '../../shared/sync/protocol.ts';
import { Refusal } from '../routes/refusal.ts';
import { type Database, transaction } from '../store/database.ts';
import type { HubKey } from './keys.ts';

const CODE_LIFETIME_MINUTES = 60;
const TOKEN_LIFETIME_SECONDS = 600;
const LONGEST_ASSERTION_SECONDS = 120;
/** Failed codes in 15 minutes, from one address and from all, before enrolment pauses. */
const MOST_FAILURES_PER_ADDRESS = 10;
const MOST_FAILURES = 200;
const TOKEN_ISSUER = 'partner-console-hub';
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A code as a person may have typed it, in the form in which it is hashed. */
function normalised(code: string): string {
  return code.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
}

function codeHash(code: string): string {
  return createHash('sha256').update(normalised(code)).digest('hex');
}

/** A one-time code of 60 random bits for a person, `7K2M-9QXA-B3CD`. Only its hash is kept. */
export async function makeEnrolmentCode(
  database: Database,
  personId: string,
): Promise<{ code: string; expiresAt: string }> {
  const letters = Array.from(randomBytes(12), (byte) => CROCKFORD.charAt(byte % 32)).join('');
  const code = `${letters.slice(0, 4)}-${letters.slice(4, 8)}-${letters.slice(8)}`;
  return transaction(database, async (client) => {
    const { rows } = await client.query<{ expires_at: Date }>(
      `INSERT INTO enrolment_codes (hash, person_id, expires_at)
         SELECT $1, id, now() + make_interval(mins => $3) FROM people WHERE id = $2 RETURNING expires_at`,
      [codeHash(code), personId, CODE_LIFETIME_MINUTES],
    );
    const [made] = rows;
    if (!made) throw new Refusal(404, 'unknown-person', 'There is no such person.');
    await client.query("INSERT INTO audit (action, subject, detail) VALUES ('enrolment-code', $1, '{}')", [
      personId,
    ]);
    return { code, expiresAt: made.expires_at.toISOString() };
  });
}

/** Enrols a device: the code is used up and the device is there, or neither. */
export async function enrolDevice(
  database: Database,
  key: HubKey,
  request: EnrolRequest,
  address: string,
): Promise<{ identity: Identity; certificate: string }> {
  await assertEnrolmentAllowed(database, address);
  const enrolled = await transaction(database, async (client) => {
    // Of any number of requests with one code, one finds it unused.
    const used = await client.query<{ person_id: string }>(
      'UPDATE enrolment_codes SET used_at = now() WHERE hash = $1 AND used_at IS NULL AND expires_at > now() RETURNING person_id',
      [codeHash(request.code)],
    );
    const [code] = used.rows;
    if (!code) return null;
    const deviceId = randomUUID();
    const certificate = await new SignJWT({ person: code.person_id, cnf: { jwk: request.publicKey } })
      .setProtectedHeader({ alg: 'ES256', kid: key.kid, typ: 'device+jwt' })
      .setIssuer(TOKEN_ISSUER)
      .setSubject(deviceId)
      .setIssuedAt()
      .sign(key.privateKey);
    await client.query(
      'INSERT INTO devices (id, person_id, name, public_key, certificate) VALUES ($1, $2, $3, $4, $5)',
      [deviceId, code.person_id, request.deviceName, request.publicKey, certificate],
    );
    await client.query("INSERT INTO audit (action, subject, detail) VALUES ('enrolled', $1, $2)", [
      code.person_id,
      { deviceId },
    ]);
    return { deviceId, certificate };
  });
  if (!enrolled) {
    await database.query('INSERT INTO enrolment_failures (address) VALUES ($1)', [address]);
    throw new Refusal(
      403,
      'code-refused',
      'The code is not valid: it was used, it has expired, or it was mistyped. Ask for a new one.',
    );
  }
  const device = await findDevice(database, enrolled.deviceId);
  if (!device) throw new Error('a device that was just enrolled is not there');
  return { identity: device.identity, certificate: enrolled.certificate };
}

async function assertEnrolmentAllowed(database: Database, address: string): Promise<void> {
  await database.query("DELETE FROM enrolment_failures WHERE at < now() - interval '1 day'");
  const { rows } = await database.query<{ here: number; everywhere: number }>(
    `SELECT count(*) FILTER (WHERE address = $1) AS here, count(*) AS everywhere
       FROM enrolment_failures WHERE at > now() - interval '15 minutes'`,
    [address],
  );
  const [count] = rows;
  if (count && (count.here >= MOST_FAILURES_PER_ADDRESS || count.everywhere >= MOST_FAILURES)) {
    throw new Refusal(429, 'too-many-attempts', 'Too many codes were refused. Try again in 15 minutes.', 900);
  }
}

export interface Device {
  identity: Identity;
  publicKey: PublicJwk;
}

/** The device with the person behind it; null for one that is not there or was revoked. */
export async function findDevice(database: Database, deviceId: string): Promise<Device | null> {
  const { rows } = await database.query<{
    name: string;
    public_key: PublicJwk;
    person_id: string;
    person_name: string;
    email: string;
    roles: Role[];
    organisation_id: string;
    organisation_name: string;
    sample: boolean;
  }>(
    `SELECT d.name, d.public_key, p.id AS person_id, p.name AS person_name, p.email, p.roles,
            o.id AS organisation_id, o.name AS organisation_name, o.sample
       FROM devices d JOIN people p ON p.id = d.person_id JOIN organisations o ON o.id = p.organisation_id
      WHERE d.id = $1 AND d.revoked_at IS NULL`,
    [deviceId],
  );
  const [row] = rows;
  if (!row) return null;
  const organisation = { id: row.organisation_id, name: row.organisation_name, sample: row.sample };
  return {
    publicKey: row.public_key,
    identity: {
      deviceId,
      deviceName: row.name,
      person: { id: row.person_id, name: row.person_name, email: row.email },
      organisation,
      roles: row.roles,
      scopes: readableScopes({ roles: row.roles, organisationId: organisation.id }),
    },
  };
}

const refusedAssertion = () =>
  new Refusal(
    401,
    'assertion-refused',
    'The computer could not prove who it is. Enrol it again if this goes on.',
  );

/** Exchanges an RFC 7523 assertion for an access token. Each assertion serves once. */
export async function exchangeAssertion(
  database: Database,
  key: HubKey,
  assertion: string,
): Promise<{ token: string; expiresIn: number; identity: Identity }> {
  let deviceId: string;
  try {
    deviceId = decodeJwt(assertion).sub ?? '';
  } catch {
    throw refusedAssertion();
  }
  if (!/^[0-9a-f-]{36}$/.test(deviceId)) throw refusedAssertion();
  const device = await findDevice(database, deviceId);
  if (!device) throw refusedAssertion();
  let claims: { jti: string; exp: number };
  try {
    const publicKey = await importJWK(device.publicKey, 'ES256');
    const { payload } = await jwtVerify(assertion, publicKey, {
      algorithms: ['ES256'],
      audience: ASSERTION_AUDIENCE,
      issuer: deviceId,
      subject: deviceId,
      requiredClaims: ['exp', 'iat', 'jti'],
      // A device's clock may be far off; what bounds an assertion is its length, and that it serves once.
      currentDate: new Date((decodeJwt(assertion).iat ?? 0) * 1000),
    });
    const { jti, exp, iat } = payload;
    if (typeof jti !== 'string' || jti.length > 100 || !exp || !iat || exp - iat > LONGEST_ASSERTION_SECONDS)
      throw new Error('claims');
    claims = { jti, exp };
  } catch {
    throw refusedAssertion();
  }
  await database.query('DELETE FROM used_assertions WHERE expires_at < now()');
  const fresh = await database.query(
    "INSERT INTO used_assertions (device_id, jti, expires_at) VALUES ($1, $2, now() + interval '400 days') ON CONFLICT DO NOTHING",
    [deviceId, claims.jti],
  );
  if (fresh.rowCount === 0) throw refusedAssertion();
  const token = await new SignJWT({})
    .setProtectedHeader({ alg: 'ES256', kid: key.kid, typ: 'at+jwt' })
    .setIssuer(TOKEN_ISSUER)
    .setAudience(TOKEN_ISSUER)
    .setSubject(deviceId)
    .setIssuedAt()
    .setExpirationTime(`${TOKEN_LIFETIME_SECONDS}s`)
    .sign(key.privateKey);
  return { token, expiresIn: TOKEN_LIFETIME_SECONDS, identity: device.identity };
}

/** The device behind an access token, looked up each time: a revoked one is refused at once. */
export async function authenticate(
  database: Database,
  publicKey: CryptoKey,
  authorization: string | undefined,
): Promise<Identity> {
  const unauthorised = new Refusal(401, 'unauthorised', 'This computer has to say who it is again.');
  const token = /^Bearer ([A-Za-z0-9._-]{20,8000})$/.exec(authorization ?? '')?.[1];
  if (!token) throw unauthorised;
  let deviceId: string;
  try {
    const { payload } = await jwtVerify(token, publicKey, {
      algorithms: ['ES256'],
      issuer: TOKEN_ISSUER,
      audience: TOKEN_ISSUER,
      typ: 'at+jwt',
      requiredClaims: ['exp', 'sub'],
    });
    deviceId = payload.sub ?? '';
  } catch {
    throw unauthorised;
  }
  const device = await findDevice(database, deviceId);
  if (!device) throw new Refusal(401, 'device-revoked', 'This computer is no longer enrolled.');
  return device.identity;
}
