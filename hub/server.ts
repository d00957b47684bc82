/** The hub's HTTP server: bounds, authorisation by one table, errors without a stack. */
import { randomBytes } from 'node:crypto';
import fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { answerInTurn } from '../node/in-turn.ts';
import { MOST_PUSHED_VALUES, MOST_VALUES } from '../shared/base/json-bounds.ts';
import { may } from '../shared/certification/access.ts';
import { hubPaths, type Identity } from '../shared/sync/protocol.ts';
import { verifyHandOver } from './issuing/ended-devices.ts';
import { assertMayHandOver } from './issuing/handed-over.ts';
import { AccessTokens, bearerOf, holderOf, isOperator, type Session, sessionOf } from './issuing/sessions.ts';
import { logLine } from './log.ts';
import { goneRefusal, Refusal } from './refusal.ts';
import { addRoutes } from './routes/all.ts';
import { holdsUnstorable } from './routes/body.ts';
import { Bounds } from './routes/bounds.ts';
import { Budget } from './routes/budget.ts';
import { askerOf } from './routes/client-address.ts';
import { boundConnections } from './routes/connections.ts';
import { answerFailure, cutSlow, rawRefusal } from './routes/failures.ts';
import { HalfSent } from './routes/half-sent.ts';
import { Metrics } from './routes/metrics.ts';
import { OverBudget } from './routes/over-budget.ts';
import type { HubParts } from './routes/parts.ts';
import { leaveRest, readBody } from './routes/read-body.ts';
import type { Stream } from './routes/stream.ts';
import { needsNoToken, ruleOf } from './routes/table.ts';
import { SignatureDoor, TokenDoor } from './routes/token-door.ts';
import { workFor } from './store/shares.ts';
import { traceRequests } from './tracing.ts';
import { VERSION } from './version.ts';

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
  const organisationBudget = new Budget(parts.limits.organisationBytesAMinute);
  const overBudget = new OverBudget(parts.limits.overBudgetMs);
  const halfSent = new HalfSent(parts.limits);
  const bodyCame = new WeakMap<FastifyRequest, () => void>();
  const { wrongMs } = parts.limits;
  const door = new TokenDoor(() => Date.now(), wrongMs);
  const deviceDoor = new SignatureDoor(() => Date.now(), wrongMs);
  const tokens = new AccessTokens(parts.key);
  const metrics = new Metrics(VERSION);
  const sessions = new WeakMap<FastifyRequest, Session>();
  const endedDevices = new WeakMap<FastifyRequest, string>();
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
  app.server.maxConnections = parts.limits.connections;
  answerInTurn(app.server);
  // A proxy's connections are those of many; it bounds its own clients.
  if (parts.trustedProxies.length === 0) boundConnections(app.server, parts.limits.connectionsPerAddress);

  app.removeAllContentTypeParsers();
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', (request, payload, done) => {
    const { url } = request.routeOptions;
    const isPush = url === hubPaths.push;
    const deviceId = endedDevices.get(request);
    const identity = sessions.get(request)?.identity;
    const room = bounds.body(identity?.organisation.id ?? '');
    request.raw.once('close', room.leave);
    const limits = {
      bytes: request.routeOptions.bodyLimit,
      values: isPush || deviceId !== undefined ? MOST_PUSHED_VALUES : MOST_VALUES,
      room,
    };
    readBody(payload, limits).then(
      (bytes) => {
        if (deviceId !== undefined) budget.spend(deviceId, bytes.byteLength, now().getTime());
        // A push is parsed where it is judged.
        if (isPush) return done(null, bytes);
        const text = String(bytes);
        // What is signed is the text as it came.
        if (url === hubPaths.outsideTickets) signedTexts.set(request, text);
        return parseJson(request, text, done);
      },
      (error: Error) => {
        // What came is spent, also of a body that broke off. One that was refused for what it holds is spent as if it had come
        // whole: it is not for sending again.
        const isTooMuch = error instanceof Refusal && error.status === 413;
        if (isPush && identity) spend(identity, isTooMuch ? lengthOf(request) : room.came());
        done(error);
      },
    );
  });
  const lengthOf = (request: FastifyRequest): number => {
    const { bodyLimit } = request.routeOptions;
    // A body without a length may be as long as the route allows.
    const length = Number(request.headers['content-length'] ?? bodyLimit);
    return Math.min(Number.isFinite(length) ? length : bodyLimit, bodyLimit);
  };
  /** @throws Refusal, late and without a place but its device's, where the body of a request is more than may be sent yet */
  const assertBudget = async (deviceId: string, reply: FastifyReply, leave: () => void, ask: () => void) => {
    try {
      ask();
    } catch (error) {
      leave();
      await overBudget.hold(deviceId, () => reply.raw.destroyed);
      throw error;
    }
  };
  const spend = ({ deviceId, organisation }: Identity, bytes: number) => {
    budget.spend(deviceId, bytes, now().getTime());
    organisationBudget.spend(organisation.id, bytes, now().getTime());
  };

  app.addHook('onRoute', (route) => {
    const [method] = [route.method].flat();
    route.bodyLimit = Math.max(1, ruleOf(String(method), route.url)?.bodyLimit ?? 1);
  });

  traceRequests(app, (request) => codes.get(request as FastifyRequest));
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(securityHeaders).header('x-request-id', request.id);
    const rule = ruleOf(request.method, request.routeOptions.url);
    if (!rule) throw new Refusal(404, 'unknown-route', 'There is nothing at this address.');
    // What an address names is looked for in the database, whatever the route makes of it.
    if (holdsUnstorable([request.params, request.query]))
      throw new Refusal(404, 'unknown-route', 'There is nothing at this address.');
    if (needsNoToken(rule)) {
      if (rule.bodyLimit > 0) {
        const came = halfSent.enter(askerOf(request.ip), () => cutSlow(request.raw.socket));
        bodyCame.set(request, came);
        reply.raw.once('close', came);
      }
      return;
    }
    const asker = askerOf(request.ip);
    const { authorization } = request.headers;
    // Nobody takes a place with a token that is wrong, or by waiting for it to be judged.
    const leaveAtEnd = () => {
      if (reply.raw.destroyed) throw goneRefusal();
      const leave = bounds.enter(false);
      reply.raw.once('close', leave);
      return leave;
    };
    if (rule.access === 'operator') {
      const isRight = () =>
        isOperator(parts.operatorToken, authorization) ||
        (request.routeOptions.url === hubPaths.metrics &&
          isOperator(parts.metricsToken ?? null, authorization));
      if (!(await door.judge(asker, () => isRight() || null)))
        throw new Refusal(401, 'unauthorised', 'This is for the hub’s operator.');
      leaveAtEnd();
      return;
    }
    if (rule.access === 'ended') {
      const token = bearerOf(authorization);
      const deviceId =
        token && (await deviceDoor.judge(asker, () => verifyHandOver(parts.key, token, now())));
      if (!deviceId) throw new Refusal(401, 'unauthorised', 'The hub takes nothing of this computer.');
      const leave = leaveAtEnd();
      await assertMayHandOver(parts.database, deviceId);
      // One piece at a time, so that no ended device takes the room of those that go on.
      const own = bounds.enterDevice(deviceId);
      reply.raw.once('close', own.leave);
      if (reply.raw.destroyed) leave();
      endedDevices.set(request, deviceId);
      await assertBudget(deviceId, reply, leave, () =>
        budget.assertRoom(deviceId, lengthOf(request), now().getTime()),
      );
      return;
    }
    const holder = await holderOf(tokens, authorization, now(), (read) => deviceDoor.judge(asker, read));
    const leave = leaveAtEnd();
    const session = await sessionOf(parts.database, holder);
    // Who went away meanwhile has no 'close' to come that would give a place or a stream back.
    if (reply.raw.destroyed) throw goneRefusal();
    if (rule.permission && !may(session.identity, rule.permission))
      throw new Refusal(403, 'role-forbidden', 'Your role does not allow this.');
    sessions.set(request, session);
    const { deviceId, organisation } = session.identity;
    // A stream is bounded where it is opened, and no longer counts as a request.
    const own =
      request.routeOptions.url === hubPaths.poke ? null : bounds.enterDevice(deviceId, organisation.id);
    if (own) reply.raw.once('close', own.leave);
    else leave();
    if (request.routeOptions.url === hubPaths.push) {
      const most = lengthOf(request);
      const leaveOthers = () => {
        leave();
        own?.leaveOrganisation();
      };
      await assertBudget(deviceId, reply, leaveOthers, () => {
        budget.assertRoom(deviceId, most, now().getTime());
        organisationBudget.assertRoom(organisation.id, most, now().getTime());
      });
    }
  });

  // A request without a token takes a place once it is whole, and not while it is being sent. Health takes none: who watches
  // the hub hears of it, however busy it is.
  app.addHook('preValidation', async (request, reply) => {
    const rule = ruleOf(request.method, request.routeOptions.url);
    const { url } = request.routeOptions;
    if (!rule || !needsNoToken(rule) || url === hubPaths.health) return;
    bodyCame.get(request)?.();
    // Whoever signs takes one by proving who it is: what others send from its address takes none of its own.
    if (url === hubPaths.token || url === hubPaths.outsideTickets) return;
    if (reply.raw.destroyed) throw goneRefusal();
    reply.raw.once('close', bounds.enter(true, askerOf(request.ip)));
  });

  // Behind the body, so that it holds for all that the route does.
  app.addHook('preHandler', (request, _reply, done) => {
    const owner = sessions.get(request)?.identity.organisation.id ?? endedDevices.get(request);
    return owner === undefined ? done() : workFor(owner, done);
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
    leaveRest(request.raw, reply);
    return answerFailure(error, reply);
  });
  app.setNotFoundHandler(() => {
    throw new Refusal(404, 'unknown-route', 'There is nothing at this address.');
  });
  // Streams end with the server, not with its patience.
  app.addHook('preClose', async () => {
    for (const stream of streams) stream.end();
  });

  addRoutes(app, parts, { bounds, endedDevices, spend, tokens, metrics, sessions, streams, signedTexts });
  return app;
}
