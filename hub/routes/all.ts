/** Every route of the hub; who may call it, and with how much, stands in table.ts. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { certificationRequest } from '../../shared/certification/schema.ts';
import { handOverRequest, standingRequest } from '../../shared/sync/device-end.ts';
import { enrolRequest, hubPaths, type Identity, recoveryRequest } from '../../shared/sync/protocol.ts';
import { storeWords } from '../blobs/store-watch.ts';
import { escalateAwaited } from '../handoff/escalate.ts';
import { takeCertification } from '../issuing/certification.ts';
import { devicesOfPerson, enrolDevice, findDevice, makeEnrolmentCode } from '../issuing/devices.ts';
import { standingOf } from '../issuing/ended-devices.ts';
import { takeHandedOver } from '../issuing/handed-over.ts';
import {
  addPerson,
  codeRequest,
  listPeople,
  personRequest,
  revokeDevice,
  revokeRequest,
} from '../issuing/people.ts';
import { keepRecoveryCode, recoveryCodesShown } from '../issuing/recovery-codes.ts';
import { assertOwnDevice, type Session } from '../issuing/sessions.ts';
import {
  databaseAwayWords,
  databaseBack,
  databaseProblem,
  databaseTook,
  isDatabaseAway,
  report,
} from '../log.ts';
import { goneRefusal } from '../refusal.ts';
import { scopeVersions } from '../store/rows.ts';
import { VERSION } from '../version.ts';
import { addBlobRoutes } from './blobs.ts';
import { parseStorable } from './body.ts';
import { askerOf } from './client-address.ts';
import { databaseAwayRefusal } from './failures.ts';
import type { HubParts, Running } from './parts.ts';
import { addPublicRoutes } from './public.ts';
import { takePushed } from './push.ts';
import { addReleaseRoutes } from './releases.ts';
import { addRowRoutes } from './row-pages.ts';
import { openStream, type Stream } from './stream.ts';
import { addTokenRoute } from './token.ts';
import { SignatureDoor } from './token-door.ts';
import { addOutsideRoutes } from './webhooks.ts';

export function addRoutes(app: FastifyInstance, parts: HubParts, running: Running): void {
  const { database, key, pokes, now } = parts;
  const { bounds, metrics, streams } = running;
  const sessionFor = (request: FastifyRequest): Session => {
    const session = running.sessions.get(request);
    if (!session) throw new Error('a device route without a device');
    return session;
  };

  // Any number that ask at once cost one question to the database.
  let asking: Promise<unknown> | null = null;
  app.get(hubPaths.health, async (_request, reply) => {
    asking ??= database.query('SELECT 1').finally(() => {
      asking = null;
    });
    try {
      await asking;
    } catch (error) {
      report(error, 'health');
      const { code, message, retryAfterSeconds = 5 } = databaseAwayRefusal();
      reply.code(503).header('retry-after', String(retryAfterSeconds));
      const known = isDatabaseAway(error) ? { code, database: databaseAwayWords } : { code: 'failed' };
      return { status: 'down', ...known, message, version: VERSION, hubTime: now().toISOString() };
    }
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
    return { ...(await enrolDevice(database, key, body, askerOf(request.ip))), hubTime: now().toISOString() };
  });

  addTokenRoute(app, { database, key, now, wrongMs: parts.limits.wrongMs, bounds, tokens: running.tokens });

  app.post(hubPaths.standing, async (request) => {
    const { token } = parseStorable(standingRequest, request.body);
    return standingOf(database, key, token, now());
  });

  app.post(hubPaths.handOver, async (request) => {
    const deviceId = running.endedDevices.get(request);
    if (deviceId === undefined) throw new Error('a hand-over without a device');
    return takeHandedOver(database, deviceId, parseStorable(handOverRequest, request.body));
  });

  const identityOf = (request: FastifyRequest, asks: { device?: string | undefined }): Identity => {
    const { identity } = sessionFor(request);
    assertOwnDevice(identity, asks);
    return identity;
  };

  app.post(hubPaths.push, async (request) => {
    const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const { identity } = sessionFor(request);
    running.spend(identity, bytes.byteLength);
    const answer = await takePushed(parts, identity, bytes);
    for (const { outcome } of answer.results) metrics.edit(outcome);
    if (answer.results.some(({ outcome }) => outcome === 'applied' || outcome === 'merged')) databaseTook();
    return answer;
  });

  addRowRoutes(app, database, identityOf, now, bounds);

  // What this misses, because it failed or the hub was killed, the next tidying finds.
  const arrived = async ({ organisation }: Identity) => {
    // By a clock that is wrong nothing goes to Level 3; once it is right, it is tidied.
    if (parts.clock && parts.clock.problem !== null) return;
    await escalateAwaited(database, now, { threads: parts.threads, of: organisation.id }).catch(
      (error: unknown) => report(error, 'what waited for a file'),
    );
  };
  const sessions = { own: (request: FastifyRequest) => sessionFor(request).identity, asked: identityOf };
  addBlobRoutes(app, database, parts.uploads, sessions, arrived);
  addReleaseRoutes(app, database, parts.uploads, sessions.own);

  const outsideDoor = new SignatureDoor(() => Date.now(), parts.limits.wrongMs);
  addOutsideRoutes(app, database, parts.outside, {
    asked: identityOf,
    text: (request) => running.signedTexts.get(request) ?? '',
    judged: (request, read) => outsideDoor.judge(askerOf(request.ip), read),
    placed: (reply) => {
      if (reply.raw.destroyed) throw goneRefusal();
      reply.raw.once('close', bounds.enter(false));
    },
  });

  app.get(hubPaths.ownDevices, async (request) => ({
    devices: await devicesOfPerson(database, sessionFor(request).identity.person.id),
  }));

  app.post(hubPaths.recovery, async (request) => {
    const { code } = parseStorable(recoveryRequest, request.body);
    const { deviceId, person } = sessionFor(request).identity;
    if (code !== null) await keepRecoveryCode(database, parts.issuer.secret, deviceId, code);
    return { shown: await recoveryCodesShown(database, person.id) };
  });

  app.post(hubPaths.certification, async (request) => {
    const body = parseStorable(certificationRequest, request.body);
    return takeCertification(parts, identityOf(request, body), body);
  });

  addPublicRoutes(app, database, parts.issuer);

  app.get(hubPaths.poke, async (request, reply) => {
    const { identity, expiresAt } = sessionFor(request);
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
