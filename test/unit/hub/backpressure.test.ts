/** A hub that is asked more than it can do, by clients that are slow or do not read: real sockets, real PostgreSQL. */
import { connect, createServer, type Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { FolderStore } from '../../../hub/blobs/folder-store.ts';
import { Uploads } from '../../../hub/blobs/uploads.ts';
import { loadHubKey } from '../../../hub/issuing/keys.ts';
import { defaultLimits, type Limits } from '../../../hub/routes/bounds.ts';
import { Budget } from '../../../hub/routes/budget.ts';
import { Pokes } from '../../../hub/routes/pokes.ts';
import { buildServer } from '../../../hub/server.ts';
import { type Database, openDatabase } from '../../../hub/store/database.ts';
import { outsideSettings } from '../../../hub/webhooks/start.ts';
import { hubPaths, PROTOCOL, SCHEMA } from '../../../shared/sync/protocol.ts';
import { anyIssuer } from '../../helpers/credentials.ts';
import { sample, startTestHub, type TestHub } from '../../helpers/hub.ts';
import { caseOf, commentOf } from '../../helpers/hub-rows.ts';
import { listen } from '../../helpers/poke-stream.ts';
import { sql } from '../../helpers/postgres.ts';
import { request, TestDevice } from '../../helpers/test-device.ts';

let hub: TestHub;
let database: Database;
const cleanups: (() => unknown)[] = [];
beforeAll(async () => {
  hub = await startTestHub();
  database = openDatabase(hub.databaseUrl);
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});
afterAll(async () => {
  await database.end();
  await hub.stop();
});

/** A server on the hub's database with limits that a test can wait for. */
async function serverWith(
  limits: Partial<Limits>,
): Promise<{ app: FastifyInstance; url: string; port: number }> {
  const app = buildServer({
    database,
    key: await loadHubKey(database, hub.secret),
    issuer: anyIssuer,
    pokes: new Pokes(hub.databaseUrl),
    uploads: new Uploads(database, new FolderStore(hub.blobs), database),
    outside: {
      database,
      addresses: outsideSettings({}).addresses,
      secret: hub.secret,
      now: () => new Date(),
    },
    operatorToken: hub.operatorToken,
    trustedProxies: [],
    limits: { ...defaultLimits, ...limits },
    now: () => new Date(),
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  cleanups.push(async () => {
    const closed = app.close();
    app.server.closeAllConnections();
    await closed;
  });
  return { app, url, port: Number(new URL(url).port) };
}

/** How many requests the server works on, by its own account; this one is one of them. */
async function atOnce(url: string): Promise<number> {
  const { body } = await request(url, hubPaths.metrics, { token: hub.operatorToken });
  return Number(/^hub_requests_at_once (\d+)$/m.exec(String(body))?.[1]);
}

/** A connection on which a test writes what it likes; `closed` has all that came back. */
function open(port: number): { socket: Socket; closed: Promise<string> } {
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk.toString();
  });
  socket.on('error', () => undefined);
  cleanups.push(() => socket.destroy());
  return { socket, closed: new Promise((done) => socket.once('close', () => done(answer))) };
}

function pushHead(device: TestDevice, length: number): string {
  return `POST ${hubPaths.push} HTTP/1.1\r\nhost: hub\r\ncontent-type: application/json\r\nauthorization: Bearer ${device.token}\r\ncontent-length: ${length}\r\n\r\n`;
}

describe('clients that are slow', () => {
  test('security 27: a body that drips is cut when its time is over, and its place is free again', async () => {
    const { url, port } = await serverWith({ requestMs: 1_500 });
    const device = await TestDevice.enrol(hub, sample.people.engineer.id);
    const { socket, closed } = open(port);
    socket.write(pushHead(device, 1_000_000));
    const drip = setInterval(() => socket.writable && socket.write(' '), 100);
    cleanups.push(() => clearInterval(drip));
    await expect.poll(() => atOnce(url)).toBe(2);
    expect(await closed).toMatch(/^HTTP\/1\.1 4\d\d /);
    await expect.poll(() => atOnce(url)).toBe(1);
  });

  test('security 27: a body that stops in the middle is cut, and its place is free again', async () => {
    const { url, port } = await serverWith({ stallMs: 700 });
    const device = await TestDevice.enrol(hub, sample.people.engineer.id);
    const { socket, closed } = open(port);
    socket.write(`${pushHead(device, 1_000_000)}{"mutations":[`);
    await expect.poll(() => atOnce(url)).toBe(2);
    await closed;
    await expect.poll(() => atOnce(url)).toBe(1);
  });

  test('security 27: an answer that nobody reads is cut, and its place is free again', async () => {
    const { url, port } = await serverWith({ stallMs: 700 });
    const device = await TestDevice.enrol(hub, sample.people.engineer.id);
    await device.insert('cases', caseOf(device));
    // Larger than any buffer between the two: the hub has to keep the rest, or to end it.
    const wide = 'w'.repeat(48 * 1024 * 1024);
    await sql(
      hub.databaseUrl,
      'UPDATE rows SET data = jsonb_set(data, $2, to_jsonb($3::text)) WHERE scope = $1 AND tbl = $4',
      [device.organisationScope, '{observed}', wide, 'cases'],
    );
    cleanups.push(() =>
      sql(hub.databaseUrl, 'UPDATE rows SET data = data - $2 WHERE scope = $1', [
        device.organisationScope,
        'observed',
      ]),
    );
    const body = JSON.stringify({
      protocol: PROTOCOL,
      schema: SCHEMA,
      scope: device.organisationScope,
      cursor: null,
      limit: 1,
    });
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    cleanups.push(() => socket.destroy());
    socket.pause();
    socket.write(
      `POST ${hubPaths.pull} HTTP/1.1\r\nhost: hub\r\ncontent-type: application/json\r\nauthorization: Bearer ${device.token}\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    await expect.poll(() => atOnce(url)).toBe(2);
    await expect.poll(() => atOnce(url), { timeout: 20_000 }).toBe(1);
  });
});

describe('clients that go away', () => {
  test('security 27: while the hub finds out who they are: their places are free again, and the device is not locked out', async () => {
    const { url, port } = await serverWith({});
    const device = await TestDevice.enrol(hub, sample.people.engineer.id);
    const holder = new pg.Client({ connectionString: hub.databaseUrl });
    await holder.connect();
    cleanups.push(() => holder.end());
    await holder.query('BEGIN');
    await holder.query('LOCK TABLE devices IN ACCESS EXCLUSIVE MODE');
    const gone = Array.from({ length: 10 }, (_, index) => {
      const { socket } = open(port);
      socket.write(
        index % 2 === 0
          ? `${pushHead(device, 100)}{`
          : `GET ${hubPaths.poke} HTTP/1.1\r\nhost: hub\r\nauthorization: Bearer ${device.token}\r\n\r\n`,
      );
      return socket;
    });
    await expect.poll(() => atOnce(url)).toBe(11);
    for (const socket of gone) socket.destroy();
    await expect.poll(() => atOnce(url)).toBe(1);
    await holder.query('COMMIT');
    device.url = url;
    await expect.poll(async () => (await device.askPull('catalogue', null)).status).toBe(200);
    // All who went have been found out about by now: the device has its four places, and its four streams.
    for (let round = 0; round < 3; round++) {
      const answers = await Promise.all(Array.from({ length: 4 }, () => device.askPull('catalogue', null)));
      expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200]);
    }
    const streams = [];
    for (let stream = 0; stream < 4; stream++) streams.push(await listen(device, url));
    for (const each of streams) each.close();
  });
});

describe('more than it can do', () => {
  test('security 27: one request too many is 429 with Retry-After at once, and nothing that waits is dropped', async () => {
    const { url } = await serverWith({ requests: 3 });
    const devices = await Promise.all(
      Array.from({ length: 4 }, () => TestDevice.enrol(hub, sample.people.engineer.id)),
    );
    for (const device of devices) device.url = url;
    const holder = new pg.Client({ connectionString: hub.databaseUrl });
    await holder.connect();
    cleanups.push(() => holder.end());
    await holder.query('BEGIN');
    await holder.query('SELECT 1 FROM scopes WHERE name = $1 FOR UPDATE', [devices[0]?.organisationScope]);
    const waiting = devices.slice(0, 3).map((device) => device.insert('cases', caseOf(device)));
    const [last] = devices.slice(3);
    if (!last) throw new Error('no device');
    await expect.poll(async () => (await last.askPull('catalogue', null)).status).toBe(429);
    const refused = await last.askPull('catalogue', null);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.body).toMatchObject({ code: 'busy' });
    await holder.query('COMMIT');
    for (const answer of await Promise.all(waiting)) expect(answer.results[0]?.outcome).toBe('applied');
    expect((await last.askPull('catalogue', null)).status).toBe(200);
  });
});

describe('a device that sends much', () => {
  test('security 32: is told 429 and when to come back; what it sends then is taken, and others are not kept waiting', async () => {
    const { url } = await serverWith({ pushedBytesAMinute: 60_000 });
    const [much, little] = [
      await TestDevice.enrol(hub, sample.people.engineer.id),
      await TestDevice.enrol(hub, sample.people.engineer.id),
    ];
    const row = caseOf(much);
    await much.insert('cases', row);
    for (const device of [much, little]) device.url = url;
    const long = Array.from({ length: 4 }, () => commentOf(much, row.id, { text: 'x'.repeat(19_000) }));
    const edits = long.map(
      (each) => ({ table: 'comments', key: each.id, op: 'insert', patch: { ...each } }) as const,
    );
    await much.push(...edits.slice(0, 2));
    const next = edits.slice(2).map((edit) => much.mutation(edit));
    const refused = await much.send(next);
    expect(refused).toMatchObject({ status: 429, body: { code: 'budget' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await little.insert('cases', caseOf(little))).results[0]?.outcome).toBe('applied');
    much.url = hub.url;
    expect((await much.send(next)).body).toMatchObject({ lastN: 5 });
  });

  test('security 32: its budget fills again evenly, holds any single body, and is its own', () => {
    const budget = new Budget(600);
    budget.assertRoom('a', 10_000, 0);
    budget.spend('a', 600, 0);
    expect(() => budget.assertRoom('a', 100, 1_000)).toThrow(
      expect.objectContaining({ retryAfterSeconds: 9 }),
    );
    expect(() => budget.assertRoom('a', 100, -60_000)).toThrow();
    budget.assertRoom('a', 100, 10_000);
    budget.assertRoom('b', 600, 1_000);
    budget.spend('a', 600, 10_000);
    expect(() => budget.assertRoom('a', 1, 60_000)).toThrow();
    budget.assertRoom('a', 600, 120_000);
  });
});

describe('the line on which commits are heard', () => {
  test('[S4] one that is dead and does not say so is found out, made again, and says what was missed', async () => {
    const target = new URL(hub.databaseUrl);
    const sockets = new Set<Socket>();
    let frozen = false;
    // Between hub and PostgreSQL: frozen, nothing passes and nobody is told.
    const between = createServer((near) => {
      const far = connect(Number(target.port), target.hostname);
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        sockets.add(from);
        from.on('error', () => undefined);
        from.on('data', (chunk) => {
          if (!(frozen && stuck.has(near))) to.write(chunk);
        });
        from.on('close', () => to.destroy());
      }
      if (!frozen) stuck.add(near);
    });
    const stuck = new WeakSet<Socket>();
    await new Promise<void>((ready) => between.listen(0, '127.0.0.1', ready));
    cleanups.push(() => {
      for (const socket of sockets) socket.destroy();
      between.close();
    });
    const through = new URL(hub.databaseUrl);
    through.port = String((between.address() as { port: number }).port);
    const pokes = new Pokes(through.href, { everyMs: 300, answerMs: 300 });
    await pokes.start();
    cleanups.push(() => pokes.close());
    const device = await TestDevice.enrol(hub, sample.people.engineer.id);
    const heard: number[] = [];
    pokes.add('device', [device.organisationScope], (poke) => heard.push(poke.version));
    await device.insert('cases', caseOf(device));
    const first = (await device.pull(device.organisationScope, null, 1)).head.version;
    await expect.poll(() => heard).toContain(first);
    frozen = true;
    await device.insert('cases', caseOf(device));
    const missed = (await device.pull(device.organisationScope, null, 1)).head.version;
    await expect.poll(() => heard, { timeout: 20_000 }).toContain(missed);
  });
});
