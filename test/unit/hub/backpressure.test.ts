/** A hub that is asked more than it can do, by clients that are slow or do not read: real sockets, real PostgreSQL. */
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { FolderStore } from '../../../hub/blobs/folder-store.ts';
import { Uploads } from '../../../hub/blobs/uploads.ts';
import { DeviceKeys } from '../../../hub/issuing/device-keys.ts';
import { loadHubKey } from '../../../hub/issuing/keys.ts';
import { defaultLimits, type Limits } from '../../../hub/routes/bounds.ts';
import { Budget } from '../../../hub/routes/budget.ts';
import { Pokes } from '../../../hub/routes/pokes.ts';
import { buildServer } from '../../../hub/server.ts';
import { type Database, openDatabase } from '../../../hub/store/database.ts';
import { newWebhookSecret, signedHeaders } from '../../../hub/webhooks/signature.ts';
import { outsideSettings } from '../../../hub/webhooks/start.ts';
import { hubPaths, PROTOCOL, SCHEMA } from '../../../shared/sync/protocol.ts';
import { anyIssuer } from '../../helpers/credentials.ts';
import { sample, startTestHub, type TestHub } from '../../helpers/hub.ts';
import { caseOf, commentOf } from '../../helpers/hub-rows.ts';
import { listen } from '../../helpers/poke-stream.ts';
import { sql } from '../../helpers/postgres.ts';
import { postHead } from '../../helpers/raw-request.ts';
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

const pushHead = (device: TestDevice, length: number) => postHead(hubPaths.push, device.token, length);

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
    const { url, port } = await serverWith({ stallMs: 3_000 });
    const device = await TestDevice.enrol(hub, sample.people.engineer.id);
    await device.insert('cases', caseOf(device));
    // Larger than any buffer between the two: the hub has to keep the rest, or to end it.
    const wide = 'w'.repeat(48 * 1024 * 1024);
    await sql(
      hub.databaseUrl,
      // All of them: which row is the first is nobody's promise.
      'UPDATE rows SET data = jsonb_set(data, $2, to_jsonb($3::text)) WHERE scope = $1',
      [device.organisationScope, '{observed}', wide],
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
    socket.write(postHead(hubPaths.pull, device.token, body.length) + body);
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
    const { url } = await serverWith({ pushedBytesAMinute: 40_000 });
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

  test('security 32: beyond it, each further request waits to be told, one after the other; it takes no place of all or of its organisation meanwhile, and a device has no more of them than of others', async () => {
    // Longer than any test: what waits is still waiting when the others have their answers. All four may come at once.
    // So little a minute that the first row is not filled again before the others come, however slowly that may be.
    const { url, port } = await serverWith({
      requests: 6,
      pushedBytesAMinute: 60,
      perOrganisation: 4,
      overBudgetMs: 600_000,
    });
    const [much, little] = [
      await TestDevice.enrol(hub, sample.people.engineer.id),
      await TestDevice.enrol(hub, sample.people.engineer.id),
    ];
    for (const device of [much, little]) device.url = url;
    const row = caseOf(much);
    await much.insert('cases', row);
    const waiting = new Set<Socket>();
    const ask = () => {
      const { socket } = open(port);
      waiting.add(socket);
      // One that finds no place, because a question of the test itself has it, is told at once, and asks again.
      socket.once('data', () => waiting.delete(socket));
      socket.write(`${pushHead(much, 31_000_000)}{"a":[`);
    };
    // Its four places are taken: a fifth of it is refused at once, whatever it asks for.
    await expect
      .poll(async () => {
        while (waiting.size < 4) ask();
        return [(await much.askPull('catalogue', null)).status, await atOnce(url)];
      })
      .toEqual([429, 1]);
    const held = [...waiting];
    expect((await little.insert('cases', caseOf(little))).results[0]?.outcome).toBe('applied');
    expect([...waiting]).toEqual(held);
    for (const socket of waiting) socket.destroy();
    await expect.poll(async () => (await much.askPull('catalogue', null)).status).toBe(200);
  });

  test('security 32: beyond it, whoever asks again is told all the same', async () => {
    const { url, port } = await serverWith({ pushedBytesAMinute: 60, overBudgetMs: 1 });
    const device = await TestDevice.enrol(hub, sample.people.engineer.id);
    device.url = url;
    await device.insert('cases', caseOf(device));
    const asked = Array.from({ length: 4 }, () => {
      const each = open(port);
      each.socket.write(`${pushHead(device, 31_000_000)}{"a":[`);
      return each.closed;
    });
    for (const answer of await Promise.all(asked)) expect(answer).toMatch(/^HTTP\/1\.1 429 [\s\S]*budget/);
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

describe('clients that waste the hub’s room', () => {
  test('security 32: who announces much and sends nothing takes no room for bodies from others', async () => {
    const { url, port } = await serverWith({ bytes: 64 * 1024, bytesPerOrganisation: 64 * 1024 });
    const device = await TestDevice.enrol(hub, sample.people.engineer.id);
    const other = await TestDevice.enrol(hub, sample.people.otherEngineer.id);
    other.url = url;
    for (let count = 0; count < 3; count++) open(port).socket.write(`${pushHead(device, 32_000_000)}{`);
    await expect.poll(() => atOnce(url)).toBe(4);
    expect((await other.insert('cases', caseOf(other))).results[0]?.outcome).toBe('applied');
  });

  test('security 32: a body that is too much is refused while it comes, its rest is not read, and it is spent', async () => {
    const { url, port } = await serverWith({});
    const device = await TestDevice.enrol(hub, sample.people.engineer.id);
    const { socket, closed } = open(port);
    const many = Buffer.from('{},'.repeat(21_000));
    let written = 0;
    socket.write(`${pushHead(device, 31_000_000)}{"a":[`);
    const write = () => {
      while (socket.writable && written < 31_000_000) {
        written += many.length;
        if (!socket.write(many)) return;
      }
    };
    socket.on('drain', write);
    write();
    expect(await closed).toMatch(/^HTTP\/1\.1 413 [\s\S]*too-many-values/);
    // What two sockets hold between them is on its way; the rest was never sent.
    expect(written).toBeLessThan(20_000_000);
    await expect.poll(() => atOnce(url)).toBe(1);
    device.url = url;
    for (let count = 0; count < 2; count++) {
      const again = open(port);
      again.socket.write(`${pushHead(device, 31_000_000)}{"a":[${'{},'.repeat(1_500_001)}`);
      expect(await again.closed).toMatch(/^HTTP\/1\.1 413 /);
    }
    const refused = open(port);
    refused.socket.write(pushHead(device, 31_000_000));
    expect(await refused.closed).toMatch(/^HTTP\/1\.1 429 [\s\S]*budget/);
  });

  test('security 32: a large push that is broken off is spent for what came of it, of its organisation too', async () => {
    const { url, port } = await serverWith({
      pushedBytesAMinute: 500_000,
      organisationBytesAMinute: 1_150_000,
    });
    const devices = [
      await TestDevice.enrol(hub, sample.people.engineer.id),
      await TestDevice.enrol(hub, sample.people.secondEngineer.id),
      await TestDevice.enrol(hub, sample.people.engineer.id),
    ];
    for (const device of devices.slice(0, 2)) {
      const { socket } = open(port);
      await new Promise<void>((sent) =>
        socket.write(`${pushHead(device, 600_000)}${' '.repeat(500_000)}`, () => sent()),
      );
      await expect.poll(() => atOnce(url), { timeout: 20_000 }).toBe(2);
      // It is there once the kernel has handed it over.
      await wait(300);
      socket.destroy();
      await expect.poll(() => atOnce(url), { timeout: 20_000 }).toBe(1);
      const refused = open(port);
      refused.socket.write(pushHead(device, 400_000));
      expect(await refused.closed).toMatch(/^HTTP\/1\.1 429 [\s\S]*budget/);
    }
    const [, , third] = devices;
    if (!third) throw new Error('no device');
    const refused = open(port);
    refused.socket.write(pushHead(third, 400_000));
    expect(await refused.closed).toMatch(/^HTTP\/1\.1 429 [\s\S]*budget/);
  });

  test('security 32: pages that nobody reads take the room of their organisation, and not of the hub', async () => {
    const { url, port } = await serverWith({ bytes: 80_000_000, bytesPerOrganisation: 30_000_000 });
    const device = await TestDevice.enrol(hub, sample.people.engineer.id);
    const row = caseOf(device);
    await device.insert('cases', row);
    // Larger than what two sockets hold between them, by more than what is left of the organisation's room.
    await sql(
      hub.databaseUrl,
      'UPDATE rows SET data = jsonb_set(data, $2, to_jsonb($3::text)) WHERE scope = $1 AND tbl = $4',
      [device.organisationScope, '{observed}', 'w'.repeat(28_000_000), 'cases'],
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
      keys: [{ table: 'cases', key: row.id }],
    });
    const unread = connect(port, '127.0.0.1');
    unread.on('error', () => undefined);
    cleanups.push(() => unread.destroy());
    // It has the room once its answer begins: a colleague who asks before that may have it instead.
    const begun = new Promise<string>((done) =>
      unread.once('data', (chunk: Buffer) => {
        unread.pause();
        done(chunk.toString('latin1', 0, 12));
      }),
    );
    unread.write(postHead(hubPaths.rows, device.token, body.length) + body);
    expect(await begun).toBe('HTTP/1.1 200');
    const other = await TestDevice.enrol(hub, sample.people.otherEngineer.id);
    other.url = url;
    const colleague = await TestDevice.enrol(hub, sample.people.secondEngineer.id);
    await expect
      .poll(
        async () =>
          (await request(url, hubPaths.rows, { token: colleague.token, body: JSON.parse(body) as object }))
            .status,
        { timeout: 20_000 },
      )
      .toBe(429);
    expect((await other.askPull(other.organisationScope, null)).status).toBe(200);
  });

  test('security 33: connections that ask for nothing, or whose headers do not end, keep nobody out', async () => {
    const { url, port } = await serverWith({ connectionsPerAddress: 20 });
    const device = await TestDevice.enrol(hub, sample.people.engineer.id);
    const stream = await listen(device, url);
    const closed: Promise<string>[] = [];
    for (let count = 0; count < 60; count++) {
      const each = open(port);
      if (count % 2 === 0) each.socket.write('GET /healthz HTTP/1.1\r\nhost: ');
      closed.push(each.closed);
    }
    await Promise.all(closed.slice(0, 30));
    expect((await request(url, hubPaths.health)).status).toBe(200);
    const row = caseOf(device);
    await device.insert('cases', row);
    // What is being answered is not cut: the stream of pokes is the oldest of all.
    await stream.until(() => true);
    expect(stream.pokes.length).toBeGreaterThan(0);
    stream.close();
  });

  test('security 33: wrong tokens take no place, wherever they come from; who is known goes on', async () => {
    const { url, port } = await serverWith({ requests: 4 });
    const device = await TestDevice.enrol(hub, sample.people.engineer.id);
    device.url = url;
    expect((await device.askPull('catalogue', null)).status).toBe(200);
    const forged = [...device.token.split('.').slice(0, 2), 'A'.repeat(86)].join('.');
    const ask = (path: string, token: string) =>
      open(port).socket.write(`GET ${path} HTTP/1.1\r\nhost: hub\r\nauthorization: Bearer ${token}\r\n\r\n`);
    for (let count = 0; count < 40; count++) {
      ask(hubPaths.ownDevices, forged);
      ask(hubPaths.people, 'x'.repeat(40));
    }
    // From its own address too: its token was verified before the first wrong one came.
    for (let count = 0; count < 10; count++)
      expect((await device.askPull('catalogue', null)).status).toBe(200);
  });

  /** Past what costs an address nothing, so that each further refusal waits. */
  const FREE = 20;
  const answered = (answers: readonly Promise<unknown>[]) => {
    let count = 0;
    for (const each of answers)
      each.then(
        () => {
          count += 1;
        },
        () => undefined,
      );
    return () => count;
  };

  test('security 33: after some forged tokens an address waits to be told of each further one, and a device from there does not', async () => {
    // Longer than any test: what waits is still waiting when the device has its answer.
    const { url } = await serverWith({ wrongMs: 600_000, requests: 3 });
    const device = await TestDevice.enrol(hub, sample.people.engineer.id);
    const forged = [...device.token.split('.').slice(0, 2), 'A'.repeat(86)].join('.');
    for (let count = 0; count < FREE; count++)
      expect((await request(url, hubPaths.ownDevices, { token: forged })).status).toBe(401);
    const told = answered(
      Array.from({ length: 40 }, () => request(url, hubPaths.ownDevices, { token: forged })),
    );
    // One of the hub's own, that this process has not seen.
    device.url = url;
    expect((await device.askPull('catalogue', null)).status).toBe(200);
    expect(told()).toBe(0);
  });

  test('security 33: an address waits for each further forged assertion, and a device from there gets its token', async () => {
    const { url } = await serverWith({ wrongMs: 600_000, requests: 3, open: 3, openPerAddress: 3 });
    const [device, other] = [
      await TestDevice.enrol(hub, sample.people.engineer.id),
      await TestDevice.enrol(hub, sample.people.secondEngineer.id),
    ];
    for (const each of [device, other]) each.url = url;
    const forgedFor = async (claims: Record<string, unknown>) => {
      const [head, payload] = (await device.assertion(claims)).split('.');
      return `${head}.${payload}.${'A'.repeat(86)}`;
    };
    const used = await device.assertion();
    expect((await device.exchange(used)).status).toBe(200);
    const forms = [
      // Of the device itself, whose id colleagues know.
      () => forgedFor({}),
      // Of a colleague, with one's own key.
      () => device.assertion({ iss: other.identity.deviceId, sub: other.identity.deviceId }),
      // Of nobody.
      () => {
        const id = crypto.randomUUID();
        return forgedFor({ iss: id, sub: id });
      },
      () => Promise.resolve(used),
    ];
    for (let count = 0; count < FREE; count++)
      expect(
        (await device.exchange(await (forms[count % forms.length] as () => Promise<string>)())).status,
      ).toBe(401);
    const more = await Promise.all(
      Array.from({ length: 15 }, (_, at) => (forms[at % forms.length] as () => Promise<string>)()),
    );
    const told = answered(more.map((each) => device.exchange(each)));
    for (const each of [device, other])
      expect((await each.exchange(await each.assertion())).status).toBe(200);
    // The clock of a device is no forgery: it is told at once, and signs again.
    const late = Math.floor(Date.now() / 1000) - 3_600;
    expect((await other.exchange(await other.assertion({ iat: late, exp: late + 60 }))).body).toMatchObject({
      code: 'clock',
    });
    expect(told()).toBe(0);
  });

  test('security 33: an address waits for each further forged message of an outside system, and one that is signed from there is judged', async () => {
    const { url } = await serverWith({ wrongMs: 600_000, requests: 3, open: 3, openPerAddress: 3 });
    const made = await request(hub.url, hubPaths.webhooks, {
      token: hub.operatorToken,
      body: { name: 'Tickets', url: 'https://tickets.example.com/events' },
    });
    const { secret } = made.body as { secret: string };
    const tell = (by: string, ticket: string) => {
      const text = JSON.stringify({
        protocol: PROTOCOL,
        schema: SCHEMA,
        ticket,
        status: 'seen',
        reference: '',
        note: '',
      });
      return fetch(url + hubPaths.outsideTickets, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...signedHeaders(by, crypto.randomUUID(), new Date(), text),
        },
        body: text,
      }).then(async (answer) => ({ status: answer.status, body: await answer.text() }));
    };
    const other = newWebhookSecret();
    for (let count = 0; count < FREE; count++) expect((await tell(other, 'x')).status).toBe(401);
    const told = answered(Array.from({ length: 15 }, () => tell(other, 'x')));
    const signed = await tell(secret, 'IPC-0');
    expect([400, 404]).toContain(signed.status);
    expect(told()).toBe(0);
  });

  test('security 33: any number of assertions of devices that nobody has are few questions to the database', async () => {
    const device = await TestDevice.enrol(hub, sample.people.engineer.id);
    let questions = 0;
    const counting = {
      query: (...asked: Parameters<Database['query']>) => {
        questions += 1;
        return database.query(...asked);
      },
    } as unknown as Database;
    const keys = new DeviceKeys(counting);
    const found = await Promise.all([
      ...Array.from({ length: 500 }, () => keys.of(crypto.randomUUID())),
      keys.of(device.identity.deviceId),
    ]);
    expect(found.slice(0, 500).every((each) => each === null)).toBe(true);
    expect(found.at(-1)).not.toBeNull();
    expect(questions).toBeLessThanOrEqual(2);
    questions = 0;
    await keys.of(device.identity.deviceId);
    expect(questions).toBe(0);
  });

  test('security 33: a database that fails is not remembered as a device that is not there', async () => {
    const device = await TestDevice.enrol(hub, sample.people.engineer.id);
    let fails = true;
    const failing = {
      query: (...asked: Parameters<Database['query']>) =>
        fails ? Promise.reject(new Error('away')) : database.query(...asked),
    } as unknown as Database;
    const keys = new DeviceKeys(failing);
    await expect(keys.of(device.identity.deviceId)).rejects.toThrow('away');
    fails = false;
    expect(await keys.of(device.identity.deviceId)).not.toBeNull();
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
