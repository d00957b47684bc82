/** The hub's HTTP server: bounds, authorisation by one table, errors without a stack. */
import { timingSafeEqual } from 'node:crypto';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { z } from 'zod';
import { uuid } from '../shared/sync/ids.ts';
import {
  enrolRequest,
  hubPaths,
  type Identity,
  MAX_PUSH_BYTES,
  PROTOCOL,
  pullRequest,
  pushRequest,
  SCHEMA,
  tokenRequest,
} from '../shared/sync/protocol.ts';
import { takePush } from './intake/push.ts';
import { authenticate, enrolDevice, exchangeAssertion, makeEnrolmentCode } from './issuing/devices.ts';
import type { HubKey } from './issuing/keys.ts';
import { type Access, routeAccess } from './routes/access.ts';
import { Metrics } from './routes/metrics.ts';
import type { Pokes } from './routes/pokes.ts';
import { takePull } from './routes/pull.ts';
import { Refusal } from './routes/refusal.ts';
import type { Database } from './store/database.ts';

export interface HubParts {
  database: Database;
  key: HubKey;
  pokes: Pokes;
  /** Null: operator routes are refused to everybody. */
  operatorToken: string | null;
  now: () => Date;
}

/** Requests worked on at once before the hub asks to come back. */
const MOST_AT_ONCE = 200;
const HEARTBEAT_MS = 15_000;

const anyHandshake = z.looseObject({ protocol: z.number().int(), schema: z.number().int() });

/** Parses a body, or refuses it with the place that does not fit. A newer console is told so, not that it is malformed (S12). */
function parse<T extends z.ZodType>(schema: T, body: unknown): z.infer<T> {
  const shake = anyHandshake.safeParse(body);
  if (shake.success && (shake.data.protocol > PROTOCOL || shake.data.schema > SCHEMA)) {
    throw new Refusal(
      426,
      'hub-outdated',
      'This console is newer than the hub. Its edits stay on the computer until the hub is updated.',
    );
  }
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Refusal(
    400,
    'malformed',
    `The request does not fit at ${issue?.path.map(String).join('.') || 'its top'}: ${issue?.message}.`,
  );
}

function isOperator(parts: HubParts, authorization: string | undefined): boolean {
  if (!parts.operatorToken) return false;
  const given = Buffer.from(authorization ?? '');
  const wanted = Buffer.from(`Bearer ${parts.operatorToken}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** Builds the server; the caller listens and closes. */
export function buildServer(parts: HubParts): FastifyInstance {
  const { database, key, now } = parts;
  const metrics = new Metrics();
  const identities = new WeakMap<FastifyRequest, Identity>();
  let atOnce = 0;
  const app = fastify({
    bodyLimit: MAX_PUSH_BYTES,
    requestTimeout: 60_000,
    connectionTimeout: 0,
    keepAliveTimeout: 30_000,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200 },
    http: { maxHeaderSize: 16_384 },
  });

  const identityOf = (request: FastifyRequest): Identity => {
    const identity = identities.get(request);
    if (!identity) throw new Error('a device route without a device');
    return identity;
  };

  app.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
    atOnce += 1;
    reply.raw.once('close', () => {
      atOnce -= 1;
    });
    if (atOnce > MOST_AT_ONCE + parts.pokes.count)
      throw new Refusal(429, 'busy', 'The hub is busy. The console tries again by itself.', 2);
    const access: Access | undefined = routeAccess[`${request.method} ${request.routeOptions.url ?? ''}`];
    if (!access) throw new Refusal(404, 'unknown-route', 'There is nothing at this address.');
    if (access === 'operator' && !isOperator(parts, request.headers.authorization)) {
      throw new Refusal(401, 'unauthorised', 'This is for the hub’s operator.');
    }
    if (access === 'device')
      identities.set(request, await authenticate(database, key.publicKey, request.headers.authorization));
  });

  app.addHook('onResponse', async (request, reply) => {
    metrics.request(request.routeOptions.url ?? 'unknown', reply.statusCode, reply.elapsedTime);
  });

  app.setErrorHandler((error: Error & { statusCode?: number; code?: string }, _request, reply) => {
    if (error instanceof Refusal) {
      if (error.retryAfterSeconds !== undefined) reply.header('retry-after', String(error.retryAfterSeconds));
      return reply.code(error.status).send({ code: error.code, message: error.message, ...error.detail });
    }
    const status = error.statusCode ?? 500;
    if (status < 500)
      return reply.code(status).send({ code: error.code ?? 'refused', message: 'The request was refused.' });
    process.stderr.write(`${now().toISOString()} a request failed: ${error.message}\n`);
    return reply
      .code(503)
      .header('retry-after', '5')
      .send({ code: 'failed', message: 'The hub could not do this now; nothing was changed.' });
  });

  app.get(hubPaths.health, async () => {
    await database.query('SELECT 1');
    return { status: 'ok', hubTime: now().toISOString() };
  });

  app.get(hubPaths.metrics, async (_request, reply) => {
    reply.type('text/plain; version=0.0.4');
    return metrics.text({
      listeners: parts.pokes.count,
      pool: database.totalCount,
      waiting: database.waitingCount,
    });
  });

  app.post(hubPaths.enrol, async (request) => {
    const enrolled = await enrolDevice(database, key, parse(enrolRequest, request.body), request.ip);
    return { ...enrolled, hubTime: now().toISOString() };
  });

  app.post(hubPaths.token, async (request) => {
    const { assertion } = parse(tokenRequest, request.body);
    const { token, expiresIn, identity } = await exchangeAssertion(database, key, assertion);
    return {
      access_token: token,
      token_type: 'Bearer',
      expires_in: expiresIn,
      identity,
      hubTime: now().toISOString(),
    };
  });

  app.post(hubPaths.push, async (request) => {
    const answer = await takePush(database, identityOf(request), parse(pushRequest, request.body), now);
    for (const { outcome } of answer.results) metrics.edit(outcome);
    return answer;
  });

  app.post(hubPaths.pull, async (request) =>
    takePull(database, identityOf(request), parse(pullRequest, request.body), now),
  );

  app.get(hubPaths.poke, async (request, reply) => {
    const end = parts.pokes.add(identityOf(request).scopes, (poke) =>
      reply.raw.write(`data: ${JSON.stringify(poke)}\n\n`),
    );
    if (!end) throw new Refusal(429, 'busy', 'Too many consoles listen. The console pulls by its timer.', 60);
    openStream(reply, end);
  });

  app.post(hubPaths.enrolmentCodes, async (request) =>
    makeEnrolmentCode(database, parse(z.strictObject({ personId: uuid }), request.body).personId),
  );

  app.get(hubPaths.people, async () => {
    const { rows } = await database.query(
      `SELECT p.id, p.name, p.email, p.roles, json_build_object('id', o.id, 'name', o.name, 'sample', o.sample) AS organisation
         FROM people p JOIN organisations o ON o.id = p.organisation_id ORDER BY o.name, p.name LIMIT 1000`,
    );
    return rows;
  });

  return app;
}

/** A stream of events with a heartbeat; a client that does not read is cut. */
function openStream(reply: FastifyReply, end: () => void): void {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  raw.write(': listening\n\n');
  const heartbeat = setInterval(() => {
    if (raw.writableLength > 65_536) raw.destroy();
    else raw.write(': still here\n\n');
  }, HEARTBEAT_MS);
  raw.once('close', () => {
    clearInterval(heartbeat);
    end();
  });
}
