/** The hub's HTTP server: bounds, authorisation by one table, errors without a stack. */
import { randomBytes } from 'node:crypto';

import fastify, { type FastifyError, type FastifyInstance, type FastifyRequest } from 'fastify';
import { may } from '../shared/certification/access.ts';
import { certificationRequest } from '../shared/certification/schema.ts';
import { enrolRequest, hubPaths, type Identity, tokenRequest } from '../shared/sync/protocol.ts';
import { storeWords } from './blobs/store-watch.ts';
import type { Uploads } from './blobs/uploads.ts';
import { escalateAwaited } from './handoff/escalate.ts';
import { exchangeAssertion } from './issuing/assertions.ts';
import { takeCertification } from './issuing/certification.ts';
import { devicesOfPerson, enrolDevice, findDevice, makeEnrolmentCode } from './issuing/devices.ts';
import type { Issuer } from './issuing/issuer-keys.ts';
import type { HubKey } from './issuing/keys.ts';
import {
  addPerson,
  codeRequest,
  listPeople,
  personRequest,
  revokeDevice,
  revokeRequest,
} from './issuing/people.ts';
import { assertOwnDevice, authenticate, isOperator, type Session } from './issuing/sessions.ts';
import { databaseBack, databaseProblem, databaseTook, logLine, report } from './log.ts';
import type { Threads } from './push/judging-threads.ts';
import { Refusal } from './refusal.ts';
import { addBlobRoutes } from './routes/blobs.ts';
import { parseStorable } from './routes/body.ts';
import { Bounds, type Limits } from './routes/bounds.ts';
import { Budget } from './routes/budget.ts';
import { askerOf } from './routes/client-address.ts';
import { answerFailure, cutSlow, rawRefusal } from './routes/failures.ts';
import { HalfSent } from './routes/half-sent.ts';
import { assertBounded, MOST_VALUES } from './routes/json-bounds.ts';
import { Metrics } from './routes/metrics.ts';
import { OperatorDoor } from './routes/operator-door.ts';
import type { Pokes } from './routes/pokes.ts';
import { addPublicRoutes } from './routes/public.ts';
import { takePushed } from './routes/push.ts';
import { addRowRoutes } from './routes/row-pages.ts';
import { openStream, type Stream } from './routes/stream.ts';
import { needsNoToken, ruleOf } from './routes/table.ts';
import { addOutsideRoutes, type OutsideParts } from './routes/webhooks.ts';
import type { ClockWatch } from './store/clock-watch.ts';
import type { Database } from './store/database.ts';
import { scopeVersions } from './store/rows.ts';
import { VERSION } from './version.ts';

export interface HubParts {
  database: Database;
  key: HubKey;
  issuer: Issuer;
  pokes: Pokes;
  uploads: Uploads;
  outside: OutsideParts;
  /** Null: operator routes are refused to everybody. */
  operatorToken: string | null;
  /** Reads metrics and nothing else; null: the operator's token does alone. */
  metricsToken?: string | null;
  /** Left out: the clock is believed. */
  clock?: ClockWatch;
  /** Addresses of proxies whose `X-Forwarded-For` is believed; none by default. */
  trustedProxies: readonly string[];
  limits: Limits;
  /** Where large pushes are judged; left out, they are judged beside all else. */
  threads?: Threads;
  now: () => Date;
}

const securityHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

/** The id of the trace that a proxy in front began (W3C Trace Context); nothing else of the header, and nothing of a malformed one. */
function traceOf(header: string | string[] | undefined): string | undefined {
  return /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/.exec(String(header))?.[1];
}

/** Builds the server; the caller listens and closes. */
export function buildServer(parts: HubParts): FastifyInstance {
  const { now } = parts;
  const bounds = new Bounds(parts.limits);
  const budget = new Budget(parts.limits.pushedBytesAMinute);
  const halfSent = new HalfSent(parts.limits);
  const bodyCame = new WeakMap<FastifyRequest, () => void>();
  const door = new OperatorDoor(() => Date.now());
  const metrics = new Metrics(VERSION);
  const sessions = new WeakMap<FastifyRequest, Session>();
  const streams = new Set<Stream>();
  const signedTexts = new WeakMap<FastifyRequest, string>();
  /** Why a request was refused. */
  const codes = new WeakMap<FastifyRequest, string>();
  const app = fastify({
    requestTimeout: parts.limits.requestMs,
    connectionTimeout: parts.limits.stallMs,
    keepAliveTimeout: 30_000,
    forceCloseConnections: 'idle',
    exposeHeadRoutes: false,
    trustProxy: parts.trustedProxies.length > 0 ? [...parts.trustedProxies] : false,
    routerOptions: { maxParamLength: 200 },
    http: {
      maxHeaderSize: 16_384,
      headersTimeout: Math.min(20_000, parts.limits.requestMs),
      // Node looks for slow requests this often; its own half minute would let them be half as slow again.
      connectionsCheckingInterval: Math.min(5_000, parts.limits.requestMs / 2),
    },
    frameworkErrors: (error, _request, reply) => answerFailure(error, reply.headers(securityHeaders)),
    genReqId: () => randomBytes(6).toString('base64url'),
    clientErrorHandler(error, socket) {
      if (error.code !== 'ECONNRESET' && socket.writable) socket.end(rawRefusal(error.code));
      else socket.destroy();
    },
  });
  app.server.maxConnections = 10_000;

  app.removeAllContentTypeParsers();
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, bytes: Buffer, done) => {
    // A push is parsed where it is judged.
    if (request.routeOptions.url === hubPaths.push) return done(null, bytes);
    // What is signed is the text as it came.
    if (request.routeOptions.url === hubPaths.outsideTickets) signedTexts.set(request, String(bytes));
    try {
      assertBounded(bytes, MOST_VALUES);
    } catch (error) {
      return done(error as Error);
    }
    return parseJson(request, String(bytes), done);
  });

  app.addHook('onRoute', (route) => {
    const [method] = [route.method].flat();
    route.bodyLimit = Math.max(1, ruleOf(String(method), route.url)?.bodyLimit ?? 1);
  });

  app.addHook('onRequest', async (request, reply) => {
    reply.headers(securityHeaders).header('x-request-id', request.id);
    const rule = ruleOf(request.method, request.routeOptions.url);
    if (!rule) throw new Refusal(404, 'unknown-route', 'There is nothing at this address.');
    if (needsNoToken(rule)) {
      if (rule.bodyLimit > 0) {
        const came = halfSent.enter(askerOf(request.ip), () => cutSlow(request.raw.socket));
        bodyCame.set(request, came);
        reply.raw.once('close', came);
      }
      return;
    }
    // A body without a length may be as long as the route allows.
    const length = Number(request.headers['content-length'] ?? rule.bodyLimit);
    const most = Math.min(Number.isFinite(length) ? length : rule.bodyLimit, rule.bodyLimit);
    const leave = bounds.enter(most, false);
    reply.raw.once('close', leave);
    if (rule.access === 'operator') {
      const { authorization } = request.headers;
      const isRight = () =>
        isOperator(parts.operatorToken, authorization) ||
        (request.routeOptions.url === hubPaths.metrics &&
          isOperator(parts.metricsToken ?? null, authorization));
      if (!(await door.judge(askerOf(request.ip), isRight)))
        throw new Refusal(401, 'unauthorised', 'This is for the hub’s operator.');
      if (reply.raw.destroyed) throw new Refusal(400, 'gone', 'The connection was closed.');
    }
    if (rule.access === 'device') {
      const session = await authenticate(
        parts.database,
        parts.key.publicKey,
        request.headers.authorization,
        now(),
      );
      // Who went away meanwhile has no 'close' to come that would give a place or a stream back.
      if (reply.raw.destroyed) throw new Refusal(400, 'gone', 'The connection was closed.');
      if (rule.permission && !may(session.identity, rule.permission))
        throw new Refusal(403, 'role-forbidden', 'Your role does not allow this.');
      sessions.set(request, session);
      // A stream is bounded where it is opened, and no longer counts as a request.
      if (request.routeOptions.url === hubPaths.poke) leave();
      else {
        const { deviceId, organisation } = session.identity;
        reply.raw.once('close', bounds.enterDevice(deviceId, organisation.id));
      }
      if (request.routeOptions.url === hubPaths.push)
        budget.assertRoom(session.identity.deviceId, most, now().getTime());
    }
  });

  // A request without a token takes a place once it is whole, and not while it is being sent. Health takes none: who watches
  // the hub hears of it, however busy it is.
  app.addHook('preValidation', async (request, reply) => {
    const rule = ruleOf(request.method, request.routeOptions.url);
    if (!rule || !needsNoToken(rule) || request.routeOptions.url === hubPaths.health) return;
    bodyCame.get(request)?.();
    if (reply.raw.destroyed) throw new Refusal(400, 'gone', 'The connection was closed.');
    reply.raw.once('close', bounds.enter(rule.bodyLimit, true, askerOf(request.ip)));
  });

  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown';
    const { statusCode: status, elapsedTime } = reply;
    metrics.request(route, status, elapsedTime);
    // Who watches the hub asks every few seconds: that all is well is no news.
    if (status === 200 && (route === hubPaths.health || route === hubPaths.metrics)) return;
    logLine(status >= 500 ? 'warn' : 'info', 'request', `${request.method} ${route} ${status}`, {
      request: request.id,
      method: request.method,
      route,
      status,
      ms: Math.round(elapsedTime),
      code: codes.get(request),
      trace: traceOf(request.headers.traceparent),
    });
  });
  app.setErrorHandler((error: FastifyError, request, reply) => {
    codes.set(request, error.code ?? 'failed');
    return answerFailure(error, reply);
  });
  app.setNotFoundHandler(() => {
    throw new Refusal(404, 'unknown-route', 'There is nothing at this address.');
  });
  // Streams end with the server, not with its patience.
  app.addHook('preClose', async () => {
    for (const stream of streams) stream.end();
  });

  addRoutes(app, parts, { bounds, budget, metrics, sessions, streams, signedTexts });
  return app;
}

interface Running {
  bounds: Bounds;
  budget: Budget;
  metrics: Metrics;
  sessions: WeakMap<FastifyRequest, Session>;
  streams: Set<Stream>;
  /** Bodies of signed requests as they came. */
  signedTexts: WeakMap<FastifyRequest, string>;
}

function addRoutes(app: FastifyInstance, parts: HubParts, running: Running): void {
  const { database, key, pokes, now } = parts;
  const { bounds, metrics, streams } = running;
  const sessionOf = (request: FastifyRequest): Session => {
    const session = running.sessions.get(request);
    if (!session) throw new Error('a device route without a device');
    return session;
  };

  // Any number that ask at once cost one question to the database.
  let asking: Promise<unknown> | null = null;
  app.get(hubPaths.health, async () => {
    asking ??= database.query('SELECT 1').finally(() => {
      asking = null;
    });
    await asking;
    databaseBack();
    const state = parts.uploads.watch?.state ?? 'usable';
    const clock = parts.clock?.problem ?? null;
    const problem = databaseProblem();
    const reasons = {
      ...(problem === null ? {} : { database: problem }),
      ...(state === 'usable' ? {} : { attachments: storeWords[state] }),
      ...(clock === null ? {} : { clock }),
    };
    const status = Object.keys(reasons).length === 0 ? 'ok' : 'degraded';
    return { status, ...reasons, version: VERSION, hubTime: now().toISOString() };
  });

  app.get(hubPaths.metrics, async (_request, reply) => {
    reply.type('text/plain; version=0.0.4');
    return metrics.text(database, {
      store: parts.uploads.watch,
      clockOff: parts.clock?.offSeconds ?? null,
      listeners: pokes.count,
      requests: bounds.requests,
      pool: database.totalCount,
      waiting: database.waitingCount,
    });
  });

  app.post(hubPaths.enrol, async (request) => {
    const body = parseStorable(enrolRequest, request.body);
    return { ...(await enrolDevice(database, key, body, request.ip)), hubTime: now().toISOString() };
  });

  app.post(hubPaths.token, async (request) => {
    const { assertion } = parseStorable(tokenRequest, request.body);
    const { token, expiresIn, identity } = await exchangeAssertion(database, key, assertion, now());
    const answer = { access_token: token, token_type: 'Bearer', expires_in: expiresIn };
    return { ...answer, identity, hubTime: now().toISOString() };
  });

  const identityOf = (request: FastifyRequest, asks: { device?: string | undefined }): Identity => {
    const { identity } = sessionOf(request);
    assertOwnDevice(identity, asks);
    return identity;
  };

  app.post(hubPaths.push, async (request) => {
    const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const { identity } = sessionOf(request);
    running.budget.spend(identity.deviceId, bytes.byteLength, now().getTime());
    const answer = await takePushed(parts, identity, bytes);
    for (const { outcome } of answer.results) metrics.edit(outcome);
    if (answer.results.some(({ outcome }) => outcome === 'applied' || outcome === 'merged')) databaseTook();
    return answer;
  });

  addRowRoutes(app, database, identityOf, now);

  // What this misses, because the hub was killed, the next tidying finds.
  const arrived = () =>
    escalateAwaited(database, now, parts.threads).then(
      () => undefined,
      () => undefined,
    );
  const sessions = { own: (request: FastifyRequest) => sessionOf(request).identity, asked: identityOf };
  addBlobRoutes(app, database, parts.uploads, sessions, arrived);

  addOutsideRoutes(app, database, parts.outside, {
    asked: identityOf,
    text: (request) => running.signedTexts.get(request) ?? '',
  });

  app.get(hubPaths.ownDevices, async (request) => ({
    devices: await devicesOfPerson(database, sessionOf(request).identity.person.id),
  }));

  app.post(hubPaths.certification, async (request) => {
    const body = parseStorable(certificationRequest, request.body);
    return takeCertification(parts, identityOf(request, body), body);
  });

  addPublicRoutes(app, database, parts.issuer);

  app.get(hubPaths.poke, async (request, reply) => {
    const { identity, expiresAt } = sessionOf(request);
    let stream: Stream | null = null;
    const end = pokes.add(
      identity.deviceId,
      identity.scopes,
      (poke) => stream?.tell(poke),
      () => stream?.end(),
    );
    const opened = openStream(reply, expiresAt, () => {
      end();
      streams.delete(opened);
    });
    stream = opened;
    streams.add(opened);
    // One that was ended between its request and this line was told to nobody.
    const device = await findDevice(database, identity.deviceId).catch((error: unknown) => {
      report(error, 'a stream was ended');
      return null;
    });
    if (device === null) return opened.end();
    // Between the device's last pull and now something may have changed: say where its scopes stand.
    const heads = await scopeVersions(database, identity.scopes).catch((error: unknown) => {
      report(error, 'a stream was not told where its scopes stand');
      return [];
    });
    for (const head of heads) opened.tell(head);
  });

  app.post(hubPaths.enrolmentCodes, async (request) =>
    makeEnrolmentCode(database, parseStorable(codeRequest, request.body).personId),
  );
  app.get(hubPaths.people, async () => listPeople(database));
  app.post(hubPaths.people, async (request) =>
    addPerson(database, parseStorable(personRequest, request.body)),
  );
  app.post(hubPaths.revokeDevice, async (request) =>
    revokeDevice(database, parseStorable(revokeRequest, request.body)),
  );
}
