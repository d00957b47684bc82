/** Enrolment of devices with one-time codes (C5). */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import type { PublicJwk } from '../../shared/base/public-key.ts';
import { areGrantable, type Role, readableScopes } from '../../shared/certification/access.ts';
import { HUB_NAME } from '../../shared/handoff/device-certificate.ts';
import type { EnrolRequest, Identity, OwnDevice } from '../../shared/sync/protocol.ts';
import { Refusal } from '../refusal.ts';
import { type Database, type Transaction, transaction } from '../store/database.ts';
import { addOwnAudit } from './audit.ts';
import { assertPossession } from './enrolment-proof.ts';
import type { HubKey } from './keys.ts';

const CODE_LIFETIME_MINUTES = 60;
/** Failed codes in 15 minutes, from one address and from all, before enrolment pauses. */
const MOST_FAILURES_PER_ADDRESS = 10;
const MOST_FAILURES = 200;
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A code as a person may have typed it, in the form in which it is hashed. */
function normalised(code: string): string {
  return code.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
}

function codeHash(code: string): string {
  return createHash('sha256').update(normalised(code)).digest('hex');
}

/** A one-time code of 60 random bits for a person, `7K2M-9QXA-B3CD`, as the operator makes one. */
export async function makeEnrolmentCode(
  database: Database,
  personId: string,
): Promise<{ code: string; expiresAt: string }> {
  return transaction(database, async (client) => {
    const made = await addCode(client, personId);
    const { rows } = await client.query<{ name: string }>('SELECT name FROM people WHERE id = $1', [
      personId,
    ]);
    await addOwnAudit(client, {
      action: 'enrolment-code',
      subject: personId,
      detail: { person: rows[0]?.name ?? '' },
    });
    return made;
  });
}

/**
 * Makes a code; only its hash is kept.
 * @param maker of an admin's code the roles of its person are looked at again when it is used
 * @throws Refusal 404 where there is no such person, or they left
 */
export async function addCode(
  client: Transaction,
  personId: string,
  maker: 'operator' | 'admin' = 'operator',
): Promise<{ code: string; expiresAt: string }> {
  const letters = Array.from(randomBytes(12), (byte) => CROCKFORD.charAt(byte % 32)).join('');
  const code = `${letters.slice(0, 4)}-${letters.slice(4, 8)}-${letters.slice(8)}`;
  const { rows } = await client.query<{ expires_at: Date }>(
    `INSERT INTO enrolment_codes (hash, person_id, expires_at, by_operator)
       SELECT $1, id, now() + make_interval(mins => $3), $4 FROM people WHERE id = $2 AND ended_at IS NULL RETURNING expires_at`,
    [codeHash(code), personId, CODE_LIFETIME_MINUTES, maker === 'operator'],
  );
  const [made] = rows;
  if (!made) throw new Refusal(404, 'unknown-person', 'There is no such person, or they left.');
  return { code, expiresAt: made.expires_at.toISOString() };
}

/**
 * Enrols a device: the code is used up and the device is there, or neither.
 * @param address who asks, as `askerOf` says it, for the rate limit
 * @throws Refusal 400 for a key that is none, 403 without a proof that the device holds it, 403 for a code that is not valid (it does not say why), 429 after too many of them
 */
export async function enrolDevice(
  database: Database,
  key: HubKey,
  request: EnrolRequest,
  address: string,
): Promise<{ identity: Identity; certificate: string }> {
  await assertPossession(request);
  const attempt = await countAttempt(database, address);
  const enrolled = await transaction(database, async (client) => {
    // Of any number of requests with one code, one finds it unused.
    const used = await client.query<{ person_id: string }>(
      `UPDATE enrolment_codes SET used_at = now() WHERE hash = $1 AND used_at IS NULL AND expires_at > now()
          AND EXISTS (SELECT 1 FROM people p WHERE p.id = person_id AND p.ended_at IS NULL) RETURNING person_id`,
      [codeHash(request.code)],
    );
    const [code] = used.rows;
    if (!code || !(await isStillGood(client, codeHash(request.code)))) return null;
    await client.query('DELETE FROM enrolment_attempts WHERE id = $1', [attempt]);
    return addDevice(client, key, code.person_id, request);
  });
  if (!enrolled) {
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

/**
 * A code ends with what ended a device of its person: whoever took the computer may have read the code on it. And it gives no
 * role that its maker could not give.
 */
async function isStillGood(client: Transaction, hash: string): Promise<boolean> {
  const { rows } = await client.query<{ by_operator: boolean; roles: Role[]; ended: boolean }>(
    `SELECT c.by_operator, p.roles,
            EXISTS (SELECT 1 FROM devices d WHERE d.person_id = p.id AND d.revoked_at > c.made_at) AS ended
       FROM enrolment_codes c JOIN people p ON p.id = c.person_id WHERE c.hash = $1`,
    [hash],
  );
  const [code] = rows;
  return code !== undefined && !code.ended && (code.by_operator || areGrantable(code.roles));
}

/** The person's devices, the newest first; the first two hundred. */
export async function devicesOfPerson(database: Database, personId: string): Promise<OwnDevice[]> {
  const { rows } = await database.query<{
    id: string;
    name: string;
    enrolled_at: Date;
    revoked_at: Date | null;
  }>(
    'SELECT id, name, enrolled_at, revoked_at FROM devices WHERE person_id = $1 ORDER BY enrolled_at DESC, id LIMIT 200',
    [personId],
  );
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    enrolledAt: row.enrolled_at.toISOString(),
    revokedAt: row.revoked_at?.toISOString() ?? null,
  }));
}

/** The hub's signed statement that this key is this person's device, and the device's row. */
async function addDevice(
  client: Transaction,
  key: HubKey,
  personId: string,
  { publicKey, deviceName }: EnrolRequest,
): Promise<{ deviceId: string; certificate: string }> {
  const deviceId = randomUUID();
  const { rows } = await client.query<{ organisation_id: string; name: string }>(
    'SELECT organisation_id, name FROM people WHERE id = $1',
    [personId],
  );
  const organisation = rows[0]?.organisation_id;
  const certificate = await new SignJWT({ person: personId, organisation, cnf: { jwk: publicKey } })
    .setProtectedHeader({ alg: 'ES256', kid: key.kid, typ: 'device+jwt' })
    .setIssuer(HUB_NAME)
    .setSubject(deviceId)
    .setIssuedAt()
    .sign(key.privateKey);
  await client.query(
    'INSERT INTO devices (id, person_id, name, public_key, certificate) VALUES ($1, $2, $3, $4, $5)',
    [deviceId, personId, deviceName, publicKey, certificate],
  );
  await addOwnAudit(client, {
    by: { id: personId, name: rows[0]?.name ?? '' },
    action: 'enrolled',
    subject: personId,
    detail: { deviceId, name: deviceName },
  });
  return { deviceId, certificate };
}

/**
 * Counts the attempt before it is judged, so that many at once count as many; a success takes its own away again.
 * @returns the attempt's id
 */
async function countAttempt(database: Database, address: string): Promise<number> {
  await database.query("DELETE FROM enrolment_attempts WHERE at < now() - interval '1 day'");
  const made = await database.query<{ id: number }>(
    'INSERT INTO enrolment_attempts (address) VALUES ($1) RETURNING id',
    [address],
  );
  const id = made.rows[0]?.id ?? 0;
  const { rows } = await database.query<{ here: number; everywhere: number }>(
    `SELECT count(*) FILTER (WHERE address = $1) AS here, count(*) AS everywhere
       FROM enrolment_attempts WHERE at > now() - interval '15 minutes'`,
    [address],
  );
  const [count] = rows;
  if (count && (count.here > MOST_FAILURES_PER_ADDRESS || count.everywhere > MOST_FAILURES)) {
    // One that is turned away does not make the pause longer.
    await database.query('DELETE FROM enrolment_attempts WHERE id = $1', [id]);
    throw new Refusal(429, 'too-many-attempts', 'Too many codes were refused. Try again in 15 minutes.', 900);
  }
  return id;
}

export interface Device {
  identity: Identity;
  publicKey: PublicJwk;
}

/** The device with the person behind it; null for one that is not there or was revoked, or whose person left. */
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
      WHERE d.id = $1 AND d.revoked_at IS NULL AND p.ended_at IS NULL`,
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
