/** What anybody may read: the issuer's keys, those of device certificates, and the status lists, cheap to ask again. */
import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { jwksOf } from '../../shared/certification/keys.ts';
import { hubPaths } from '../../shared/sync/protocol.ts';
import { type Issuer, issuerKeys } from '../issuing/issuer-keys.ts';
import { endedDevices, publicDeviceKeys } from '../issuing/keys.ts';
import { publishedList } from '../issuing/status-lists.ts';
import { Refusal } from '../refusal.ts';
import type { Database } from '../store/database.ts';

/** How long it may be taken from a cache, in seconds; less than a list's own ttl. */
const MAX_AGE = 300;

/** How long what is read for everybody is kept, in milliseconds: however often it is asked for, it is read so often at the most. */
const KEPT_MS = 1_000;

/** Reads for all who ask within `KEPT_MS` of each other together. What failed is read again. */
function readForAll<T>(read: () => Promise<T>): () => Promise<T> {
  let kept: { at: number; value: Promise<T> } | null = null;
  return () => {
    const at = performance.now();
    if (kept !== null && at - kept.at < KEPT_MS) return kept.value;
    const reading = { at, value: read() };
    kept = reading;
    // Unreported: whoever asked is given the same error.
    reading.value.catch(() => {
      if (kept === reading) kept = null;
    });
    return reading.value;
  };
}

/** A body as it is sent, with its tag: made once for all who ask for what was read once. */
interface Told {
  body: Buffer;
  etag: string;
}

function toldOf(text: string): Told {
  const body = Buffer.from(text);
  return { body, etag: `"${createHash('sha256').update(body).digest('base64url')}"` };
}

function answer(request: FastifyRequest, reply: FastifyReply, type: string, { body, etag }: Told) {
  reply.headers({
    etag,
    'cache-control': `public, max-age=${MAX_AGE}`,
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
  });
  const known = (request.headers['if-none-match'] ?? '')
    .split(',')
    .map((each) => each.trim().replace(/^W\//, ''));
  if (known.includes(etag) || known.includes('*')) return reply.code(304).send();
  return reply.type(type).send(body);
}

export function addPublicRoutes(app: FastifyInstance, database: Database, issuer: Issuer): void {
  app.get(hubPaths.issuerKeys, async (request, reply) =>
    answer(
      request,
      reply,
      'application/jwk-set+json',
      toldOf(JSON.stringify(jwksOf(await issuerKeys(database, issuer)))),
    ),
  );
  // Tens of thousands of ended computers, for anybody without a token.
  const deviceKeys = readForAll(async () =>
    toldOf(JSON.stringify({ keys: await publicDeviceKeys(database), ended: await endedDevices(database) })),
  );
  app.get(hubPaths.deviceKeys, async (request, reply) =>
    answer(request, reply, 'application/jwk-set+json', await deviceKeys()),
  );
  app.get<{ Params: { list: string } }>(`${hubPaths.statusLists}/:list`, async (request, reply) => {
    const { list } = request.params;
    const token = /^(revocation|suspension)-\d{1,6}$/.test(list) ? await publishedList(database, list) : null;
    if (token === null) throw new Refusal(404, 'unknown-list', 'There is no such status list.');
    return answer(request, reply, 'application/vc+jwt', toldOf(token));
  });
}
