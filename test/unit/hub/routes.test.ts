import { connect } from 'node:net';
import Fastify from 'fastify';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FolderStore } from '../../../hub/blobs/folder-store.ts';
import { Uploads } from '../../../hub/blobs/uploads.ts';
import { loadHubKey } from '../../../hub/issuing/keys.ts';
import { Bounds, defaultLimits } from '../../../hub/routes/bounds.ts';
import { assertBounded, BodyBounds } from '../../../hub/routes/json-bounds.ts';
import { Pokes } from '../../../hub/routes/pokes.ts';
import { addPublicRoutes } from '../../../hub/routes/public.ts';
import { routeTable, ruleOf } from '../../../hub/routes/table.ts';
import { buildServer } from '../../../hub/server.ts';
import { type Database, migrate, openDatabase } from '../../../hub/store/database.ts';
import { VERSION } from '../../../hub/version.ts';
import { outsideSettings } from '../../../hub/webhooks/start.ts';
import { hubError, hubPaths, PROTOCOL, SCHEMA } from '../../../shared/sync/protocol.ts';
import { anyIssuer } from '../../helpers/credentials.ts';
import { sample, startTestHub, type TestHub } from '../../helpers/hub.ts';
import { caseOf } from '../../helpers/hub-rows.ts';
import { freshDatabase, sql } from '../../helpers/postgres.ts';
import { postHead } from '../../helpers/raw-request.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { request, TestDevice } from '../../helpers/test-device.ts';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.stop());

/** Bytes as they are, and all that comes back. */
function raw(bytes: string): Promise<string> {
  return new Promise((done, failed) => {
    const socket = connect(hub.port, '127.0.0.1', () => socket.write(bytes));
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk.toString();
    });
    socket.on('error', failed);
    socket.on('close', () => done(answer));
  });
}

/** Every method and path of Fastify's printed tree, where a path stands below the one that it goes on from. */
function printedRoutes(tree: string): string[] {
  const above: { depth: number; path: string }[] = [];
  return tree.split('\n').flatMap((line) => {
    const found = /^([│├└─\s]*)(\/\S*) \(([A-Z, ]+)\)$/.exec(line);
    if (!found) return [];
    const [, indent = '', own = '', methods = ''] = found;
    while ((above.at(-1)?.depth ?? -1) >= indent.length) above.pop();
    const path = (above.at(-1)?.path ?? '') + own;
    above.push({ depth: indent.length, path });
    return methods.split(', ').map((method) => `${method} ${path}`);
  });
}

describe('the table of routes', () => {
  test('security 27: every route that the server has is in the table, and every entry is a route', async () => {
    const url = await freshDatabase();
    const database = openDatabase(url);
    await migrate(database);
    const folder = temporaryFolder();
    const app = buildServer({
      database,
      key: await loadHubKey(database, 'a secret of this test'),
      issuer: anyIssuer,
      pokes: new Pokes(url),
      uploads: new Uploads(database, new FolderStore(folder.path), database),
      outside: {
        database,
        addresses: outsideSettings({}).addresses,
        secret: 'a secret of this test',
        now: () => new Date(),
      },
      operatorToken: null,
      trustedProxies: [],
      limits: defaultLimits,
      now: () => new Date(),
    });
    await app.ready();
    const routes = printedRoutes(app.printRoutes({ commonPrefix: false, includeHooks: false }));
    expect(routes.sort()).toEqual(Object.keys(routeTable).sort());
    await app.close();
    await database.end();
    folder.remove();
  });

  test('security 27: a route that somebody adds and forgets in the table is refused', () => {
    expect(ruleOf('GET', '/v1/everything')).toBeUndefined();
    expect(ruleOf('GET', undefined)).toBeUndefined();
    expect(ruleOf('constructor', '')).toBeUndefined();
  });

  test.each(
    Object.entries(routeTable)
      .filter(([, rule]) => rule.access !== 'open')
      .map(([name]) => name.split(' ') as [string, string]),
  )('security 27: %s %s without a token, or with a wrong one, is 401', async (method, path) => {
    const device = await TestDevice.enrol(hub, sample.people.engineer.id);
    const rule = ruleOf(method, path);
    const wrong = [
      '',
      'x'.repeat(40),
      `${hub.operatorToken}x`,
      rule?.access === 'operator' ? device.token : hub.operatorToken,
    ];
    for (const token of wrong) {
      const answer = await request(hub.url, path, {
        method,
        token,
        ...(method === 'POST' ? { body: {} } : {}),
      });
      expect(answer.status).toBe(401);
      // An answer to HEAD has no body.
      if (method !== 'HEAD') expect(hubError.parse(answer.body).code).toBe('unauthorised');
    }
  });

  test('security 27: without an operator token nobody is the operator', async () => {
    const other = await startTestHub({ env: { HUB_OPERATOR_TOKEN: '' } });
    for (const token of ['', 'undefined', 'null'])
      expect((await request(other.url, hubPaths.people, { token })).status).toBe(401);
    await other.stop();
  });
});

describe('answers', () => {
  test('security 27: every answer carries the security headers, refusals too', async () => {
    const answers = [
      await request(hub.url, hubPaths.health),
      await request(hub.url, '/nowhere'),
      await request(hub.url, '/%zz'),
      await request(hub.url, hubPaths.enrol, { body: { code: 7 } }),
      await request(hub.url, hubPaths.metrics),
    ];
    expect(answers.map((answer) => answer.status)).toEqual([200, 404, 400, 400, 401]);
    for (const { headers } of answers) {
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('server')).toBeNull();
      expect(headers.get('x-powered-by')).toBeNull();
    }
  });

  test('health says that the database answers, and the hub’s time; HEAD and other methods are no routes', async () => {
    const { body } = await request(hub.url, hubPaths.health);
    expect(body).toEqual({ status: 'ok', version: VERSION, hubTime: expect.stringMatching(/Z$/) });
    for (const method of ['HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])
      expect((await request(hub.url, hubPaths.push, { method })).status).toBe(404);
  });

  test('metrics count requests and edits, for the operator only, with nothing of a customer’s in them', async () => {
    const device = await TestDevice.enrol(hub, sample.people.engineer.id);
    const row = caseOf(device, {
      title: 'A title that is nobody’s business',
      customer: 'Customer of the metrics test',
    });
    await device.insert('cases', row);
    const { body, headers } = await request(hub.url, hubPaths.metrics, { token: hub.operatorToken });
    expect(headers.get('content-type')).toContain('text/plain');
    expect(body).toMatch(/hub_edits_total\{outcome="applied"\} \d+/);
    expect(body).toMatch(/hub_requests_total\{route="\/v1\/push",status="200"\} \d+/);
    for (const secret of [
      row.id,
      row.customer,
      row.organisationId,
      device.identity.deviceId,
      device.identity.person.email,
    ])
      expect(body).not.toContain(secret);
  });

  test('security 27: nothing secret and nothing of a customer’s is in the hub’s output', async () => {
    const device = await TestDevice.enrol(hub, sample.people.engineer.id);
    await device.insert('cases', caseOf(device, { customer: 'Customer of the log test' }));
    for (const secret of [device.token, hub.operatorToken, hub.secret, 'Customer of the log test'])
      expect(hub.output()).not.toContain(secret);
  });

  test('security 27: what the hub could not do is 503 without a stack, and says to come back', async () => {
    const other = await startTestHub();
    const device = await TestDevice.enrol(other, sample.people.engineer.id);
    await sql(other.databaseUrl, 'ALTER TABLE rows RENAME TO rows_gone');
    const answer = await device.send([
      device.mutation({ table: 'cases', key: caseOf(device).id, op: 'insert', patch: {} }),
    ]);
    expect(answer).toMatchObject({ status: 503, body: { code: 'failed' } });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(JSON.stringify(answer.body)).not.toMatch(/rows|relation|\.ts/);
    expect(other.output()).toMatch(/a request failed: database 42P01/);
    await sql(other.databaseUrl, 'ALTER TABLE rows_gone RENAME TO rows');
    device.nextN = 1;
    expect((await device.insert('cases', caseOf(device))).results).toMatchObject([{ outcome: 'applied' }]);
    await other.stop();
  });

  test('who goes away while a page is read has failed nothing: the hub’s log says nothing of it', async () => {
    const other = await startTestHub();
    const device = await TestDevice.enrol(other, sample.people.engineer.id);
    const row = caseOf(device);
    await device.insert('cases', row);
    // Longer than one piece of a page.
    await sql(
      other.databaseUrl,
      'UPDATE rows SET data = jsonb_set(data, $1, to_jsonb($2::text)) WHERE key = $3',
      ['{observed}', 'w'.repeat(200_000), row.id],
    );
    const { hostname, port } = new URL(other.url);
    const body = JSON.stringify({
      protocol: PROTOCOL,
      schema: SCHEMA,
      scope: device.organisationScope,
      keys: [{ table: 'cases', key: row.id }],
    });
    const holder = new pg.Client({ connectionString: other.databaseUrl });
    await holder.connect();
    await holder.query('BEGIN');
    await holder.query('LOCK TABLE rows IN ACCESS EXCLUSIVE MODE');
    const leaver = connect(Number(port), hostname);
    leaver.write(postHead(hubPaths.rows, device.token, body.length) + body);
    await expect
      .poll(() =>
        sql(
          other.databaseUrl,
          "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
        ),
      )
      .toHaveLength(1);
    leaver.resetAndDestroy();
    // What is asked after it is answered after it: the hub knows by then.
    expect((await request(other.url, hubPaths.health)).status).toBe(200);
    await holder.query('COMMIT');
    await holder.end();
    expect((await device.askPull(device.organisationScope, null)).status).toBe(200);
    await other.stop();
    expect(other.output()).not.toContain('a request failed');
  });

  test('security 34: what anybody may read is read for all who ask at once', async () => {
    const asked: string[] = [];
    const app = Fastify();
    const counting = {
      query: async (text: string) => {
        asked.push(text);
        return { rows: [] };
      },
    };
    addPublicRoutes(app, counting as unknown as Database, anyIssuer);
    const ask = async () => (await app.inject({ url: hubPaths.deviceKeys })).json() as unknown;
    const answers = await Promise.all(Array.from({ length: 50 }, ask));
    for (const each of answers) expect(each).toEqual({ keys: [], ended: [] });
    // Keys, and ended computers.
    expect(asked).toHaveLength(2);
    await app.close();
  });
});

describe('bounds', () => {
  const device = () => TestDevice.enrol(hub, sample.people.engineer.id);
  const post = (path: string, body: string, headers: Record<string, string> = {}) =>
    fetch(hub.url + path, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    });

  test('security 27: a body beyond its route’s bound is 413, and no route but push takes much', async () => {
    const { token } = await device();
    const large = JSON.stringify({ x: 'x'.repeat(20_000) });
    for (const path of [hubPaths.enrol, hubPaths.token]) expect((await post(path, large)).status).toBe(413);
    const answer = await post(hubPaths.pull, large, { authorization: `Bearer ${token}` });
    expect(answer.status).toBe(413);
    expect(hubError.parse(await answer.json()).code).toBe('too-large');
  });

  test('security 27: JSON that nests deeper than any row is 400 before it is parsed', async () => {
    const { token } = await device();
    for (const body of [
      '['.repeat(5_000_000),
      `{"protocol":1,"schema":1,"mutations":[{"patch":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}]}`,
    ]) {
      const answer = await post(hubPaths.push, body, { authorization: `Bearer ${token}` });
      expect(answer.status).toBe(400);
      expect(hubError.parse(await answer.json()).code).toBe('too-deep');
    }
    expect(() =>
      assertBounded(Buffer.from(JSON.stringify({ a: '[[,'.repeat(200), b: '\\"[' })), 4),
    ).not.toThrow();
  });

  test('security 27: what is no JSON, or wants another prototype, is 400; another type is 415', async () => {
    for (const body of [
      '',
      '{',
      'null',
      '[]',
      '7',
      '{"__proto__":{"a":1}}',
      '{"constructor":{"prototype":{"a":1}}}',
    ])
      expect((await post(hubPaths.enrol, body)).status).toBe(400);
    expect((await post(hubPaths.enrol, 'code=1', { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await post(hubPaths.enrol, '<x/>', { 'content-type': 'application/xml' })).status).toBe(415);
  });

  test('security 27: headers beyond 16 KB are 431; what is no HTTP is 400', async () => {
    expect(await raw(`GET /healthz HTTP/1.1\r\nhost: x\r\na: ${'x'.repeat(20_000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1.1 431/,
    );
    const answer = await raw('this is no request\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1.1 400/);
    expect(hubError.parse(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).code).toBe('malformed');
    expect(
      await raw(
        'POST /v1/enrol HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n',
      ),
    ).toMatch(/^HTTP\/1.1 400/);
  });

  test('security 27: more than the hub works on at once is 429; a place that is left is free again', () => {
    const bounds = new Bounds({ ...defaultLimits, requests: 3, open: 1, perDevice: 1 });
    const leave = bounds.enter(true);
    expect(() => bounds.enter(true)).toThrow('busy');
    bounds.enter(false);
    bounds.enter(false);
    expect(() => bounds.enter(false)).toThrow('busy');
    leave();
    leave();
    expect(bounds.requests).toBe(2);
    bounds.enter(true);
    const { leave: leaveDevice } = bounds.enterDevice('a');
    bounds.enterDevice('b');
    expect(() => bounds.enterDevice('a')).toThrow('busy');
    leaveDevice();
    bounds.enterDevice('a');
  });

  test('security 32, 37: bytes of bodies count as they come, and no organisation has room for all of them', () => {
    const bounds = new Bounds({ ...defaultLimits, bytes: 100, bytesPerOrganisation: 60 });
    const [one, another, others] = [bounds.body('a'), bounds.body('a'), bounds.body('b')];
    one.take(40);
    expect(() => another.take(30)).toThrow('busy');
    another.take(20);
    others.take(40);
    expect(() => others.take(1)).toThrow('busy');
    one.leave();
    one.leave();
    others.take(20);
    another.take(20);
    expect([one.came(), another.came()]).toEqual([40, 70]);
  });

  test('security 32: values are counted over the pieces in which a body comes, wherever it is cut', () => {
    const text = Buffer.from(JSON.stringify({ a: 'x\\"[,{', b: ['\\\\', { c: '\\' }, 1, 'é'] }));
    const whole = new BodyBounds(100);
    whole.look(text);
    expect(whole.values).toBe(8);
    for (let cut = 0; cut <= text.length; cut++) {
      const bounds = new BodyBounds(100);
      bounds.look(text.subarray(0, cut));
      bounds.look(text.subarray(cut));
      expect(bounds.values).toBe(8);
    }
  });

  test('security 33, 37: one address, and one organisation, have some of the places and not all', () => {
    const bounds = new Bounds({ ...defaultLimits, openPerAddress: 1, perDevice: 2, perOrganisation: 3 });
    const leave = bounds.enter(true, 'here');
    expect(() => bounds.enter(true, 'here')).toThrow('busy');
    bounds.enter(true, 'there');
    leave();
    bounds.enter(true, 'here');
    const { leave: leaveDevice } = bounds.enterDevice('a', 'partner');
    bounds.enterDevice('a', 'partner');
    bounds.enterDevice('b', 'partner');
    expect(() => bounds.enterDevice('b', 'partner')).toThrow('busy');
    bounds.enterDevice('c', 'another');
    leaveDevice();
    // What was refused was not counted for the device either.
    bounds.enterDevice('b', 'partner');
  });

  test('security 27: one device that asks for much at once is told to wait, and others are not', async () => {
    const [greedy, other] = [await device(), await device()];
    const asked = Promise.all(Array.from({ length: 60 }, () => greedy.askPull('catalogue', null)));
    expect((await other.askPull('catalogue', null)).status).toBe(200);
    const statuses = (await asked).map((answer) => answer.status);
    expect(statuses.every((status) => status === 200 || status === 429)).toBe(true);
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(0);
    expect((await greedy.askPull('catalogue', null)).status).toBe(200);
  });

  test('a request that is broken off leaves its place', async () => {
    const { token } = await device();
    for (let i = 0; i < 8; i++) {
      const abort = new AbortController();
      const asked = fetch(hub.url + hubPaths.push, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: new ReadableStream({
          start: (controller) => controller.enqueue(new TextEncoder().encode('{')),
        }),
        signal: abort.signal,
        duplex: 'half',
      } as RequestInit);
      setTimeout(() => abort.abort(), 20);
      await expect(asked).rejects.toThrow();
    }
    expect(
      (
        await request(hub.url, hubPaths.pull, {
          token,
          body: { protocol: 1, schema: 1, scope: 'catalogue', cursor: null, limit: 1 },
        })
      ).status,
    ).toBe(200);
  });
});
