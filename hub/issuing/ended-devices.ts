/** Devices that were ended: what they are told, and what they may hand over, once (security 29). */
import { decodeJwt, SignJWT } from 'jose';
import type { DataChoice } from '../../shared/base/data-choice.ts';
import type { PublicJwk } from '../../shared/base/public-key.ts';
import { type Role, readableScopes } from '../../shared/certification/access.ts';
import { HUB_NAME } from '../../shared/handoff/device-certificate.ts';
import type { Standing } from '../../shared/sync/device-end.ts';
import type { Identity } from '../../shared/sync/protocol.ts';
import { Refusal } from '../refusal.ts';
import type { Database, Transaction } from '../store/database.ts';
import { deviceRulesOf } from '../store/device-rules.ts';
import { findDevice } from './devices.ts';
import type { HubKey } from './keys.ts';
import { ACCESS, claimsOf } from './sessions.ts';

/** For handing over alone: no other route takes it. */
const HAND_OVER = { audience: `${HUB_NAME}/hand-over`, typ: 'hand-over+jwt' } as const;
const HAND_OVER_SECONDS = 600;

export interface EndedDevice {
  publicKey: PublicJwk;
  data: DataChoice;
  /** When it said that it had handed over all; null before. */
  handedOverAt: Date | null;
  settled: 'accepted' | 'dropped' | null;
  /** As who its edits were made. */
  identity: Identity;
}

/** A device that was ended, or whose person left; null for one that goes on, or that nobody knows. */
export async function findEnded(
  database: Database | Transaction,
  deviceId: string,
): Promise<EndedDevice | null> {
  const { rows } = await database.query<{
    name: string;
    publicKey: PublicJwk;
    data: DataChoice;
    handedOverAt: Date | null;
    settled: EndedDevice['settled'];
    person: Identity['person'];
    organisation: Identity['organisation'];
    roles: Role[];
  }>(
    `SELECT d.name, d.public_key AS "publicKey", d.ended_data AS data, d.handed_over_at AS "handedOverAt",
            d.handed_over_settled AS settled, json_build_object('id', p.id, 'name', p.name, 'email', p.email) AS person, p.roles,
            json_build_object('id', o.id, 'name', o.name, 'sample', o.sample) AS organisation
       FROM devices d JOIN people p ON p.id = d.person_id JOIN organisations o ON o.id = p.organisation_id
      WHERE d.id = $1 AND (d.revoked_at IS NOT NULL OR p.ended_at IS NOT NULL)`,
    [deviceId],
  );
  const [row] = rows;
  if (!row) return null;
  const { name, person, organisation, roles, ...ended } = row;
  const scopes = readableScopes({ roles, organisationId: organisation.id });
  return { ...ended, identity: { deviceId, deviceName: name, person, organisation, roles, scopes } };
}

const endedWords: Record<DataChoice, string> = {
  'hand-over':
    'This computer was ended by its organisation. What it has not sent is handed over; then its data is wiped.',
  wipe: 'This computer was ended by its organisation, which takes nothing more of it. Its data is wiped.',
};

/** What an ended device is told once it has proved who it is. */
export async function deviceEndedRefusal(
  key: HubKey,
  { data, handedOverAt, identity }: EndedDevice,
  now: Date,
): Promise<Refusal> {
  const may = data === 'hand-over' && handedOverAt === null;
  const handOver = may ? await handOverToken(key, identity.deviceId, now) : null;
  return new Refusal(401, 'device-ended', endedWords[data], undefined, { end: { data, handOver } });
}

function handOverToken(key: HubKey, deviceId: string, now: Date): Promise<string> {
  const issuedAt = Math.floor(now.getTime() / 1000);
  return new SignJWT({})
    .setProtectedHeader({ alg: 'ES256', kid: key.kid, typ: HAND_OVER.typ })
    .setIssuer(HUB_NAME)
    .setAudience(HAND_OVER.audience)
    .setSubject(deviceId)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + HAND_OVER_SECONDS)
    .sign(key.privateKey);
}

/** @returns whose hand-over token it is; null where it is none, or over */
export async function verifyHandOver(key: HubKey, token: string, now: Date): Promise<string | null> {
  const claims = await claimsOf(key, token, {
    ...HAND_OVER,
    requiredClaims: ['exp', 'sub'],
    currentDate: now,
  });
  return claims?.sub ?? null;
}

/** When a token says that it was issued; the beginning of time for what is none. */
function whenIssued(token: string): Date {
  try {
    return new Date((decodeJwt(token).iat ?? 0) * 1000);
  } catch {
    // Unreported: what cannot be read is refused where it is verified.
    return new Date(0);
  }
}

/**
 * Whether a device may go on, by an access token of it that may be over: a console that is locked has no key to sign with. It tells
 * this and nothing else.
 * @throws Refusal 401 where it is no token of this hub's, or of a device that nobody knows
 */
export async function standingOf(
  database: Database,
  key: HubKey,
  token: string,
  now: Date,
): Promise<Standing> {
  const unknown = () =>
    new Refusal(
      401,
      'unauthorised',
      'The hub was reached, and does not know this computer by its last token. Go on for a day: the console then proves who it is.',
    );
  const claims = await claimsOf(key, token, {
    ...ACCESS,
    requiredClaims: ['iat', 'exp', 'sub'],
    // Over it may be: who asks is all that it tells.
    currentDate: whenIssued(token),
  });
  if (!claims) throw unknown();
  const deviceId = claims.sub ?? '';
  const hubTime = now.toISOString();
  const ended = await findEnded(database, deviceId);
  if (ended) return { standing: 'ended', data: ended.data, hubTime };
  const device = await findDevice(database, deviceId);
  if (!device) throw unknown();
  return {
    standing: 'good',
    rules: await deviceRulesOf(database, device.identity.organisation.id),
    hubTime,
  };
}
