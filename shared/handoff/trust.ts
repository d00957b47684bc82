/** What a verification without a hub goes by: whose keys it trusts, and what it was last told of people and devices. */
import { z } from 'zod';
import { uuid } from '../base/ids.ts';
import { parseForeignJson } from '../base/json-bounds.ts';
import { later } from '../base/later.ts';
import { publicJwk } from '../base/public-key.ts';
import { instant } from '../base/values.ts';
import { role } from '../certification/access.ts';

/** A public key by its id, as a key set publishes it (RFC 7517). Other members of the key are not looked at. */
const hubKey = later(() => z.object({ ...publicJwk.shape, kid: z.string().min(1).max(200) }));
export type HubPublicKey = z.infer<typeof hubKey>;

/** As many ended computers as a hub tells of, the last ones. */
export const MOST_ENDED = 20_000;

/** The hub's keys as it publishes them, and which computers it vouches for no more; hubs of before did not say. */
export const hubKeys = later(() =>
  z.object({
    keys: z.array(hubKey).min(1).max(50),
    ended: z.array(uuid).max(MOST_ENDED).optional(),
  }),
);

/** A key of an issuer of credentials: P-256 or Ed25519; what reads it checks it. */
const issuerKey = z.record(z.string().max(40), z.unknown());

const trust = later(() =>
  z.strictObject({
    format: z.literal('partner-console-trust'),
    version: z.literal(1),
    /** When all this was known, ISO 8601 in UTC. */
    asOf: instant,
    hub: z.strictObject({ keys: z.array(hubKey).min(1).max(50) }),
    issuers: z.strictObject({ keys: z.array(issuerKey).max(200) }).default({ keys: [] }),
    /** Status lists as they were received: `vc+jwt`. */
    statusLists: z.array(z.string().max(1_000_000)).max(50).default([]),
    people: z
      .array(
        z.strictObject({ id: uuid, organisationId: uuid, roles: z.array(role).max(8), revoked: z.boolean() }),
      )
      .max(20_000)
      .default([]),
    revokedDevices: z.array(uuid).max(20_000).default([]),
    /** The newest revision that is known of a case. */
    revisions: z
      .array(z.strictObject({ caseId: uuid, revision: z.number().int().min(1) }))
      .max(100_000)
      .default([]),
  }),
);
export type Trust = z.infer<typeof trust>;

export type TrustAnswer = { ok: true; trust: Trust } | { ok: false; message: string };

/** Reads the text of a trust file. */
export function parseTrust(text: string): TrustAnswer {
  let value: unknown;
  try {
    value = parseForeignJson(text);
  } catch {
    return { ok: false, message: 'It is not JSON, so it is no trust file.' };
  }
  const parsed = trust.safeParse(value);
  if (parsed.success) return { ok: true, trust: parsed.data };
  const [issue] = parsed.error.issues;
  const place = issue?.path.map(String).join('.') || 'the file';
  return {
    ok: false,
    message: `It has a value that does not fit, at ${place}: ${issue?.message ?? 'unknown'}.`,
  };
}
