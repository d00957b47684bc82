/** The messages between a device and the hub, with their bounds. Both sides parse what they receive with these schemas. */
import { z } from 'zod';
import { handshake } from '../base/handshake.ts';
import { canonicalJson, sha256OfText } from '../base/hash.ts';
import { uuid } from '../base/ids.ts';
import { json } from '../base/json.ts';
import { later } from '../base/later.ts';
import { publicJwk } from '../base/public-key.ts';
import { instant, line, sha256Hex } from '../base/values.ts';
import { NEWEST_SINCE } from '../cases/contents.ts';
import { receipt } from '../cases/schema.ts';
import { role, scopeName } from '../certification/access.ts';
import { finding } from '../handoff/schema.ts';
import { deviceRules } from './device-rules.ts';

/** The wire's version. */
export const PROTOCOL = 1;
/** Since when findings have code and values (HE13): a console of before takes no answer that has them. */
const FINDINGS_WITH_CODES = 7;
/** Counted up where rows hold something else than before, and no field or table of a case says so by its own `since`. */
const OTHER_SCHEMA = FINDINGS_WITH_CODES;
/** The version of the rows' schema (S12). */
export const SCHEMA = Math.max(OTHER_SCHEMA, NEWEST_SINCE);
/** Mutations in one push; rows in one page of a pull; bytes of one push body. */
export const MAX_PUSH = 500;
const MAX_PAGE = 1_000;
export const MAX_PUSH_BYTES = 32 * 1024 * 1024;

const counter = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const tableName = z.string().min(1).max(40);
const key = z.string().min(1).max(300);
const fields = z.record(z.string().max(60), json);

/**
 * One edit as a device made it (S1). `n` counts the device's edits without a gap, from 1.
 * `patch` holds the fields' new values (all of them for an insert), `base` what they were before: a three-way merge needs both.
 */
export const mutation = later(() =>
  z.strictObject({
    n: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
    id: uuid,
    table: tableName,
    key,
    op: z.enum(['insert', 'patch', 'delete']),
    /** The row's version that the device knew; null where it knew none. */
    baseVersion: counter.nullable(),
    patch: fields,
    base: fields,
    /** SHA-256 of blobs that the row names. */
    blobs: z.array(sha256Hex).max(200),
    /** The device's clock; for display only (S2). */
    at: instant,
    hash: sha256Hex,
  }),
);
export type Mutation = z.infer<typeof mutation>;

/** Characters of an edit that is no packet, as canonical JSON. The largest row that its schema allows is well below. */
export const MAX_EDIT = 1024 * 1024;

/** All that has an effect, as canonical JSON: what an edit's hash is over. */
export function mutationText(edit: Omit<Mutation, 'hash' | 'n'>): string {
  const { id, table, key: rowKey, op, baseVersion, patch, base, blobs } = edit;
  return canonicalJson({ id, table, key: rowKey, op, baseVersion, patch, base, blobs });
}

/** The hash by which the hub tells a repeat from a changed body under the same `n` (S3). */
export function mutationHash(edit: Omit<Mutation, 'hash' | 'n'>): string {
  return sha256OfText(mutationText(edit));
}

export const pushRequest = later(() =>
  z.strictObject({
    ...handshake,
    mutations: z.array(mutation).min(1).max(MAX_PUSH),
  }),
);
export type PushRequest = z.infer<typeof pushRequest>;

/** Why an edit was not applied. `findings` when the handoff rules refused a packet. */
const rejection = later(() =>
  z.strictObject({
    code: z.enum([
      'invalid',
      'forbidden',
      'unknown-table',
      'missing-row',
      'not-changeable',
      'duplicate-key',
      'handoff-incomplete',
      'state',
    ]),
    message: z.string().max(2_000),
    findings: z.array(finding).max(5_000).optional(),
  }),
);
export type Rejection = z.infer<typeof rejection>;

/** What became of one edit (S6). `version` is the scope's version that holds it. */
const pushResult = later(() =>
  z.discriminatedUnion('outcome', [
    z.strictObject({
      n: counter,
      outcome: z.literal('applied'),
      version: counter,
      receipt: receipt.optional(),
    }),
    z.strictObject({ n: counter, outcome: z.literal('merged'), version: counter }),
    z.strictObject({
      n: counter,
      outcome: z.literal('conflict'),
      version: counter,
      conflicts: z.array(uuid).max(200),
    }),
    z.strictObject({ n: counter, outcome: z.literal('rejected'), rejection }),
  ]),
);
export type PushResult = z.infer<typeof pushResult>;

/** The answer as a console of this schema reads it. What the hub keeps of it stays whole. */
export function resultForSchema(result: PushResult, schema: number): PushResult {
  if (schema >= FINDINGS_WITH_CODES || result.outcome !== 'rejected' || !result.rejection.findings)
    return result;
  const findings = result.rejection.findings.map(({ code: _code, values: _values, ...said }) => said);
  return { ...result, rejection: { ...result.rejection, findings } };
}

export const pushResponse = later(() =>
  z.strictObject({
    results: z.array(pushResult).max(MAX_PUSH),
    /** The hub has seen every edit of this device up to here. */
    lastN: counter,
    hubTime: instant,
  }),
);
export type PushResponse = z.infer<typeof pushResponse>;

/** Where a device stands in a scope: all rows before (version, index) of this epoch are applied (S7). */
const cursor = later(() => z.strictObject({ epoch: uuid, version: counter, index: counter }));
export type Cursor = z.infer<typeof cursor>;

/** One scope at a time; `cursor` null asks for a snapshot. */
export const pullRequest = later(() =>
  z.strictObject({
    ...handshake,
    scope: scopeName,
    cursor: cursor.nullable(),
    limit: z.number().int().min(1).max(MAX_PAGE),
    /** The device fetches large rows by key, when somebody opens them (S14); a console of before it knew that gets them whole. */
    brief: z.boolean().optional(),
    /** The device shows when a case was changed last; a console of before it knew that takes no such time. */
    dated: z.boolean().optional(),
  }),
);
export type PullRequest = z.infer<typeof pullRequest>;

const pulledRow = later(() =>
  z.strictObject({
    table: tableName,
    key,
    version: counter,
    index: counter,
    deleted: z.boolean(),
    /** Null for a tombstone, and for a row of which only the hash was sent. */
    data: json,
    /** The row's hash, of one that is fetched by its key (S14): its data was left out. */
    hash: sha256Hex.optional(),
    /** When it was changed last, by the clock of whoever did, and not after the hub's: for display only (S2). Where it was asked for, and is known. */
    changedAt: instant.optional(),
  }),
);
export type PulledRow = z.infer<typeof pulledRow>;

export const pullResponse = later(() =>
  z.strictObject({
    rows: z.array(pulledRow).max(MAX_PAGE),
    cursor,
    more: z.boolean(),
    /** The scope at its head: version, living rows and their hash (S8). */
    head: z.strictObject({ version: counter, count: counter, hash: sha256Hex }),
    hubTime: instant,
  }),
);
export type PullResponse = z.infer<typeof pullResponse>;

/** Rows of one comparison page, and rows asked for by key. */
export const MAX_COMPARED = 5_000;
export const MAX_ASKED = 200;

const place = later(() => z.strictObject({ table: tableName, key }));

/** Which living rows the hub has, in the order of table and key: asked where count or hash differ (S8). */
export const compareRequest = later(() =>
  z.strictObject({
    ...handshake,
    scope: scopeName,
    /** The last row of the page before; null for the first page. */
    after: place.nullable(),
    limit: z.number().int().min(1).max(MAX_COMPARED),
  }),
);
export type CompareRequest = z.infer<typeof compareRequest>;
export const compareResponse = later(() =>
  z.strictObject({
    epoch: uuid,
    rows: z
      .array(z.strictObject({ table: tableName, key, version: counter, hash: sha256Hex }))
      .max(MAX_COMPARED),
    more: z.boolean(),
    hubTime: instant,
  }),
);
export type CompareResponse = z.infer<typeof compareResponse>;

/** Rows by table and key. Those that are not in the answer are gone, or asked for again where it says `more`. */
export const rowsRequest = later(() =>
  z.strictObject({
    ...handshake,
    scope: scopeName,
    keys: z.array(place).min(1).max(MAX_ASKED),
  }),
);
export type RowsRequest = z.infer<typeof rowsRequest>;
export const rowsResponse = later(() =>
  z.strictObject({
    epoch: uuid,
    rows: z.array(pulledRow).max(MAX_ASKED),
    more: z.boolean(),
    hubTime: instant,
  }),
);
export type RowsResponse = z.infer<typeof rowsResponse>;

/** Which attachments' bytes the hub has, whole and hashed again (S9). */
const MAX_HASHES = 500;
export const blobStateRequest = later(() =>
  z.strictObject({
    ...handshake,
    hashes: z.array(sha256Hex).min(1).max(MAX_HASHES),
  }),
);
export const blobStateResponse = later(() =>
  z.strictObject({ complete: z.array(sha256Hex).max(MAX_HASHES) }),
);
/** Says that an upload is whole; `upload` is the last part of its address. */
export const blobFinishRequest = later(() =>
  z.strictObject({ ...handshake, upload: z.string().min(1).max(100) }),
);
export const blobFinishResponse = later(() => z.strictObject({ sha256: sha256Hex }));
/** Deletes a file at the hub; unconfirmed, it only says what that would take away. */
export const deleteFileRequest = later(() =>
  z.strictObject({
    ...handshake,
    sha256: sha256Hex,
    confirmed: z.boolean(),
    reason: line,
  }),
);
export const deleteFileResponse = later(() =>
  z.strictObject({
    deleted: z.boolean(),
    sha256: sha256Hex,
    /** Whether the hub had its bytes. */
    there: z.boolean(),
    names: z.array(line).max(1_000),
    packets: z
      .array(z.strictObject({ caseId: uuid, revision: z.number().int().min(1), ticket: line.nullable() }))
      .max(10_000),
    replies: z.number().int().min(0),
  }),
);
export type DeleteFileResponse = z.infer<typeof deleteFileResponse>;

/** A poke says that a scope has a newer version; the device then pulls. It carries no rows. */
export const poke = later(() => z.strictObject({ scope: scopeName, version: counter }));
export type Poke = z.infer<typeof poke>;

/** Enrolment of a device with a one-time code (C5). */
export const enrolRequest = later(() =>
  z.strictObject({
    code: z.string().min(8).max(40),
    deviceName: z.string().min(1).max(100),
    publicKey: publicJwk,
    /** A compact JWS (ES256) of `enrolmentProof` by the private half. Without it the hub refuses: so do consoles of before it was asked. */
    proof: z.string().max(4_000).optional(),
  }),
);
export type EnrolRequest = z.infer<typeof enrolRequest>;

/** The type in the header of an enrolment's proof, so that it serves as nothing else. */
export const ENROLMENT_PROOF_TYPE = 'enrolment+jws';

/** What the key that is enrolled signs: the one-time code makes it fresh, and it is for the hub alone. */
export function enrolmentProof({ code, deviceName }: { code: string; deviceName: string }): string {
  return canonicalJson({ aud: ASSERTION_AUDIENCE, code: sha256OfText(code), deviceName });
}

/** A computer of the person who asks. */
export const ownDevice = later(() =>
  z.strictObject({
    id: uuid,
    name: line,
    enrolledAt: instant,
    revokedAt: instant.nullable(),
  }),
);
export type OwnDevice = z.infer<typeof ownDevice>;
/** The person's computers, the newest first. */
export const ownDevicesResponse = later(() => z.strictObject({ devices: z.array(ownDevice).max(200) }));

/** A device gives the recovery code of its keys to the leads of its organisation (security 29); null only asks. */
export const recoveryRequest = later(() =>
  z.strictObject({
    code: z
      .string()
      .regex(/^[0-9A-Z-]{20,60}$/)
      .nullable(),
  }),
);
/** When somebody was shown the code of a computer of the person's, the newest first. */
export const recoveryShown = later(() => z.strictObject({ deviceName: line, by: line, at: instant }));
export type RecoveryShown = z.infer<typeof recoveryShown>;
export const recoveryResponse = later(() => z.strictObject({ shown: z.array(recoveryShown).max(100) }));

export const identity = later(() =>
  z.strictObject({
    deviceId: uuid,
    deviceName: line,
    person: z.strictObject({ id: uuid, name: line, email: line }),
    organisation: z.strictObject({ id: uuid, name: line, sample: z.boolean() }),
    roles: z.array(role).max(8),
    scopes: z.array(scopeName).max(16),
  }),
);
export type Identity = z.infer<typeof identity>;

export const enrolResponse = later(() =>
  z.strictObject({
    identity,
    /** The hub's signed statement that this key is this person's device; a compact JWS. */
    certificate: z.string().max(8_000),
    hubTime: instant,
  }),
);

/** RFC 7523: a signed assertion for a short-lived access token. */
export const tokenRequest = later(() =>
  z.strictObject({
    grant_type: z.literal('urn:ietf:params:oauth:grant-type:jwt-bearer'),
    assertion: z.string().min(20).max(8_000),
  }),
);
/**
 * `?rules=1`: the device wants to know what it goes by. A console of before does not ask, and would not understand; a hub of before does
 * not look at a query.
 */
export const tokenQuery = later(() =>
  z.object({
    rules: z.literal('1').optional(),
    /** Its person went on for a day without the hub. */
    extended: z.literal('1').optional(),
  }),
);
export const tokenResponse = later(() =>
  z.strictObject({
    access_token: z.string().max(8_000),
    token_type: z.literal('Bearer'),
    /** Seconds. */
    expires_in: z.number().int().min(1).max(86_400),
    identity,
    /** What the organisation's devices go by, where the device asked. */
    rules: deviceRules.optional(),
    hubTime: instant,
  }),
);

/** Every error of the hub has this body. */
export const hubError = z.strictObject({ code: z.string().max(60), message: z.string().max(2_000) });

/** What an assertion's `aud` says: one name, so that an assertion for the hub serves nowhere else. */
export const ASSERTION_AUDIENCE = 'partner-console-hub';

/** Paths of the hub's API, one place for both sides. */
export const hubPaths = {
  health: '/healthz',
  metrics: '/metrics',
  enrol: '/v1/enrol',
  token: '/v1/token',
  /** Whether a device that holds this token, which may be over, may go on. */
  standing: '/v1/standing',
  /** What a device that was ended has not sent. */
  handOver: '/v1/hand-over',
  push: '/v1/push',
  pull: '/v1/pull',
  compare: '/v1/compare',
  rows: '/v1/rows',
  poke: '/v1/poke',
  /** The computers of the person who asks. */
  ownDevices: '/v1/own-devices',
  /** The recovery code of the device that asks, for the leads of its organisation. */
  recovery: '/v1/recovery',
  certification: '/v1/certification',
  /** Uploads by the tus protocol, version 1.0. */
  uploads: '/v1/uploads',
  blobs: '/v1/blobs',
  blobState: '/v1/blobs/state',
  blobFinish: '/v1/blobs/finish',
  /** What deleting a file would take away, and its deletion. */
  deleteFile: '/v1/blobs/delete',
  enrolmentCodes: '/v1/operator/enrolment-codes',
  people: '/v1/operator/people',
  revokeDevice: '/v1/operator/revoke-device',
  webhooks: '/v1/operator/webhooks',
  /** The version of the desktop console that a device gets next; its installer by its hash behind that. */
  releases: '/v1/releases',
  /** What outside ticket systems were not told yet, for the desk. */
  deliveries: '/v1/deliveries',
  resend: '/v1/deliveries/resend',
  /** Where outside ticket systems say how a ticket stands. */
  outsideTickets: '/v1/outside/tickets',
  /** The issuer's keys, public to read (RFC 7517). */
  issuerKeys: '/.well-known/jwks.json',
  /** The keys that device certificates are signed with, public to read (RFC 7517). */
  deviceKeys: '/.well-known/device-keys.json',
  /** Status lists, public to read; their ids follow. */
  statusLists: '/v1/status',
} as const;
