/** What the hub says of itself to who runs it: its log, its metrics, its health, and a clock that cannot be believed. */
import { setImmediate, setTimeout as wait } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { DeviceKeys } from '../../../hub/issuing/device-keys.ts';
import { isDatabaseAway } from '../../../hub/log.ts';
import { Turns } from '../../../hub/routes/turns.ts';
import { openDatabase, transaction } from '../../../hub/store/database.ts';
import { hubPaths } from '../../../shared/sync/protocol.ts';
import { eventually } from '../../helpers/eventually.ts';
import { startTestHub, type TestHub, type TestHubOptions } from '../../helpers/hub.ts';
import { hubCommand } from '../../helpers/hub-command.ts';
import { caseOf } from '../../helpers/hub-rows.ts';
import { openLine } from '../../helpers/line.ts';
import { completeContents, handOff } from '../../helpers/packets.ts';
import { freshDatabase, sql } from '../../helpers/postgres.ts';
import { newId, request, TestDevice } from '../../helpers/test-device.ts';

const DAY_MS = 86_400_000;
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function aHub(options: TestHubOptions = {}): Promise<TestHub> {
  const hub = await startTestHub(options);
  cleanups.push(() => hub.stop());
  return hub;
}

type Line = Record<string, unknown>;
/** Lines of the log; the hub's own line on stdout is none of them. */
const linesOf = (hub: TestHub, event?: string): Line[] =>
  hub
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line)
    .filter((line) => event === undefined || line.event === event);

async function metricsOf(hub: TestHub, token: string): Promise<string> {
  const answer = await request(hub.url, hubPaths.metrics, { token });
  expect(answer.status).toBe(200);
  return String(answer.body);
}

test('each line has time, level, event and message; a request its id, route, status and milliseconds', async () => {
  const hub = await aHub();
  const device = await TestDevice.enrol(hub, hub.sample.people.engineer.id);
  const row = caseOf(device, { customer: 'Nobody’s business' });
  await device.insert('cases', row);
  const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
  for (const traceparent of [`00-${trace}-00f067aa0ba902b7-01`, 'a customer’s name'])
    await fetch(hub.url + hubPaths.issuerKeys, { headers: { traceparent: encodeURI(traceparent) } });
  const refused = await request(hub.url, hubPaths.enrol, { body: { code: 7 } });
  const lines = await eventually(
    async () => linesOf(hub, 'request'),
    (all) => all.some((line) => line.request === refused.headers.get('x-request-id')),
    'the refusal is in the log',
  );
  for (const line of linesOf(hub)) {
    expect(line).toMatchObject({ level: expect.any(String), event: expect.any(String) });
    expect(String(line.time)).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(String(line.message)).not.toBe('');
  }
  expect(linesOf(hub, 'started')).toEqual([expect.objectContaining({ version: '0.1.0', level: 'info' })]);
  expect(lines.find((line) => line.route === hubPaths.push)).toMatchObject({
    method: 'POST',
    status: 200,
    ms: expect.any(Number),
  });
  expect(lines.find((line) => line.request === refused.headers.get('x-request-id'))).toMatchObject({
    route: hubPaths.enrol,
    status: 400,
    code: 'malformed',
  });
  for (const secret of [row.id, row.customer, device.identity.deviceId, device.identity.person.email])
    expect(hub.output()).not.toContain(secret);
  expect(linesOf(hub).flatMap((line) => line.trace ?? [])).toEqual([trace]);
  // Health is asked every few seconds, and is no news.
  expect(lines.filter((line) => line.route === hubPaths.health)).toEqual([]);
});

test('a database that is away is one line, and one when it is back, whatever fails meanwhile', async () => {
  const direct = new URL(await freshDatabase());
  const line = await openLine(Number(direct.port));
  cleanups.push(() => line.close());
  const through = new URL(direct);
  through.port = new URL(line.url).port;
  const hub = await aHub({ env: { DATABASE_URL: through.href } });
  line.cut();
  for (let asked = 0; asked < 5; asked++) expect((await request(hub.url, hubPaths.health)).status).toBe(503);
  await eventually(
    async () => linesOf(hub, 'database-away').length,
    (count) => count > 0,
    'it is told',
  );
  // Health says why, and a console hears that it is the hub's matter.
  expect((await request(hub.url, hubPaths.health)).body).toMatchObject({
    status: 'down',
    code: 'database-away',
    database: expect.stringContaining('The database is away.'),
    version: expect.any(String),
  });
  expect((await request(hub.url, hubPaths.token, { body: { assertion: 'x' } })).status).not.toBe(200);
  line.mend();
  await eventually(
    async () => (await request(hub.url, hubPaths.health)).status,
    (status) => status === 200,
    'the database is back',
  );
  expect(linesOf(hub, 'database-away')).toHaveLength(1);
  expect(linesOf(hub, 'database-back')).toEqual([
    expect.objectContaining({ message: expect.stringMatching(/^The database is back after \d+ s\.$/) }),
  ]);
  expect(linesOf(hub, 'fault')).toEqual([]);
  expect(hub.output()).not.toContain('outside systems');
});

test('a hub whose connections to the database are all in use says so once, and that it has one again; it calls no database away', async () => {
  const hub = await aHub();
  // One after another: as many codes at once from one address as these would be taken for guesses.
  const devices: TestDevice[] = [];
  for (let at = 0; at < 12; at += 1) {
    const { engineer, otherEngineer } = hub.sample.people;
    devices.push(await TestDevice.enrol(hub, at % 2 === 0 ? engineer.id : otherEngineer.id));
  }
  const database = openDatabase(hub.databaseUrl, 1);
  cleanups.push(() => database.end());
  // Every request looks its device up, and waits here with a connection of the hub's.
  await transaction(database, async (client) => {
    await client.query('LOCK TABLE devices IN ACCESS EXCLUSIVE MODE');
    const asked = devices.flatMap((device) =>
      Array.from({ length: 3 }, () => request(hub.url, hubPaths.ownDevices, { token: device.token })),
    );
    await eventually(
      async () => linesOf(hub, 'database-busy').length,
      (count) => count > 0,
      'it is told',
    );
    await client.query('ROLLBACK');
    await client.query('BEGIN');
    await Promise.all(asked);
  });
  await eventually(
    async () => {
      await request(hub.url, hubPaths.health);
      return linesOf(hub, 'database-free').length;
    },
    (count) => count > 0,
    'there is one again',
  );
  expect(linesOf(hub, 'database-busy')).toHaveLength(1);
  expect(linesOf(hub, 'database-away')).toEqual([]);
});

/** How a database comes to take nothing in, and how that is mended; PostgreSQL's own errors both times. */
const unwritable = [
  {
    code: 'database-full',
    words: 'The disk of the database is full. Make room on it',
    person: 'The hub cannot take anything in now: its database has no room. What is on this computer is kept',
    begin: `CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
              RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$;
            CREATE TRIGGER no_room BEFORE INSERT ON rows EXECUTE FUNCTION no_room()`,
    end: 'DROP TRIGGER no_room ON rows',
  },
  {
    code: 'database-read-only',
    words: 'The database is read-only: it is a standby, or was set so.',
    person:
      'The hub cannot take anything in now: its database takes no changes. What is on this computer is kept',
    begin: 'ALTER DATABASE NAME SET default_transaction_read_only = on',
    end: 'ALTER DATABASE NAME RESET default_transaction_read_only',
  },
] as const;

test.each(unwritable)(
  '$code: one line of the log and health say it to the operator, the answer to the engineer; then all goes on',
  async ({ code, words, person, begin, end }) => {
    const hub = await aHub();
    const name = new URL(hub.databaseUrl).pathname.slice(1);
    // Settings of a database count from the next connection on.
    const arrange = (text: string) =>
      sql(
        `${hub.databaseUrl}?options=-c%20default_transaction_read_only%3Doff`,
        `${text.replace('NAME', name)};
         SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}' AND pid <> pg_backend_pid()`,
      );
    const device = await TestDevice.enrol(hub, hub.sample.people.engineer.id);
    const row = caseOf(device);
    const edit = device.mutation({ table: 'cases', key: row.id, op: 'insert', patch: { ...row } as never });
    await arrange(begin);
    const send = () => device.send([edit]);
    // The first may still meet a connection that was ended.
    const refused = await eventually(send, ({ body }) => (body as { code?: string }).code === code, code);
    expect(refused).toMatchObject({ status: 503, body: { message: expect.stringContaining(person) } });
    await send();
    const health = await request(hub.url, hubPaths.health);
    expect(health).toMatchObject({
      status: 200,
      body: { status: 'degraded', database: expect.stringContaining(words) },
    });
    expect(linesOf(hub, 'database-unwritable')).toEqual([
      expect.objectContaining({ level: 'error', code, message: expect.stringContaining(words) }),
    ]);
    expect(linesOf(hub, 'fault')).toEqual([]);

    await arrange(end);
    await eventually(send, ({ status }) => status === 200, 'the edit is taken in');
    expect((await request(hub.url, hubPaths.health)).body).toMatchObject({ status: 'ok' });
    expect(linesOf(hub, 'database-writable')).toHaveLength(1);
    expect((await device.row('cases', row.id))?.data).toMatchObject({ id: row.id });
  },
);

test('a statement that PostgreSQL ended because it took too long is told as a database with too much to do, and as no fault', async () => {
  const hub = await aHub();
  const device = await TestDevice.enrol(hub, hub.sample.people.engineer.id);
  const row = caseOf(device);
  const edit = device.mutation({ table: 'cases', key: row.id, op: 'insert', patch: { ...row } as never });
  // PostgreSQL's own code for it; the 30 s themselves would only make the test long.
  await sql(
    hub.databaseUrl,
    `CREATE FUNCTION too_long() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       RAISE EXCEPTION 'canceling statement due to statement timeout' USING ERRCODE = '57014'; END $$;
     CREATE TRIGGER too_long BEFORE INSERT ON rows EXECUTE FUNCTION too_long()`,
  );
  expect((await device.send([edit])).status).toBe(503);
  expect((await device.send([edit])).status).toBe(503);
  expect(linesOf(hub, 'database-busy').length).toBeGreaterThan(0);
  expect(linesOf(hub, 'fault')).toEqual([]);
  expect(linesOf(hub, 'database-away')).toEqual([]);

  await sql(hub.databaseUrl, 'DROP TRIGGER too_long ON rows');
  expect((await device.send([edit])).status).toBe(200);
  expect((await device.row('cases', row.id))?.data).toMatchObject({ id: row.id });
});

test('a connection that breaks in the middle of a transaction ends no hub', async () => {
  const direct = new URL(await freshDatabase());
  const line = await openLine(Number(direct.port));
  cleanups.push(() => line.close());
  const through = new URL(direct);
  through.port = new URL(line.url).port;
  const database = openDatabase(through.href);
  cleanups.push(() => database.end());
  await expect(
    transaction(database, async (client) => {
      await client.query('SELECT 1');
      line.cut();
      // Nothing is asked while it breaks.
      await wait(100);
      await client.query('SELECT 1');
    }),
  ).rejects.toThrow(/Connection terminated|not queryable|ECONNRESET/);
  line.mend();
  expect((await database.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
});

test('a line to the database that is dead and does not say so is given up, and whoever waited for its answer goes on', async () => {
  const hub = await aHub();
  const devices = [
    await TestDevice.enrol(hub, hub.sample.people.engineer.id),
    await TestDevice.enrol(hub, hub.sample.people.secondEngineer.id),
  ] as const;
  const direct = new URL(hub.databaseUrl);
  const line = await openLine(Number(direct.port));
  cleanups.push(() => line.close());
  const through = new URL(direct);
  through.port = new URL(line.url).port;
  // One connection: its place has to be given back, too.
  const database = openDatabase(through.href, 1, 2_000);
  cleanups.push(() => database.end());
  const keys = new DeviceKeys(database);
  expect(await keys.of(newId())).toBeNull();
  line.freeze();
  const first = keys.of(devices[0].identity.deviceId).catch((error: unknown) => error);
  // Behind the first question: asked before, it would be one with it.
  await setImmediate();
  const second = keys.of(devices[1].identity.deviceId);
  // The operator hears that the database is away.
  expect(isDatabaseAway(await first)).toBe(true);
  expect(await second).not.toBeNull();
  expect(await keys.of(devices[0].identity.deviceId)).not.toBeNull();

  const turns = new Turns(1);
  const take = (work: () => Promise<string>) => turns.take('a device', work, () => false);
  line.freeze();
  const dead = expect(take(() => transaction(database, async () => 'never had'))).rejects.toThrow('timeout');
  const next = take(() => transaction(database, async () => 'had'));
  await dead;
  expect(await next).toBe('had');
});

test('metrics have a token of their own, which opens nothing else; each says what it is', async () => {
  const token = 'a-token-for-metrics-of-32-characters-and-more';
  const hub = await aHub({ env: { HUB_METRICS_TOKEN: token } });
  const text = await metricsOf(hub, token);
  expect((await request(hub.url, hubPaths.people, { token })).status).toBe(401);
  const names = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name);
  expect(names).toEqual(
    expect.arrayContaining([
      'hub_requests_total',
      'hub_request_seconds',
      'hub_edits_total',
      'hub_info',
      'hub_clock_offset_seconds',
      'hub_deliveries_waiting',
      'hub_tickets_unacknowledged',
      'hub_blob_store_free_bytes',
    ]),
  );
  for (const name of names) expect(text).toContain(`# HELP ${name} `);
  expect(text).toContain('hub_edits_total{outcome="rejected"} 0');
  expect(text).toContain('hub_info{version="0.1.0"} 1');
  expect(text).not.toContain('hub_backup_age_seconds');

  const folder = `${hub.blobs}-backup`;
  const taken = await hubCommand(['backup', '--to', folder, '--without-blobs'], {
    DATABASE_URL: hub.databaseUrl,
  });
  expect(taken.code, taken.output).toBe(0);
  const age = /^hub_backup_age_seconds (\S+)$/m.exec(await metricsOf(hub, hub.operatorToken))?.[1];
  expect(Number(age)).toBeGreaterThanOrEqual(0);
  expect(Number(age)).toBeLessThan(600);
});

test('a hub whose clock is three days behind says so, takes edits and no handoffs, and blames nobody', async () => {
  const hub = await aHub({ shiftMs: -3 * DAY_MS, clockAlone: true });
  const words = 'The hub’s clock is 3 days behind its database’s. Set both by NTP.';
  expect((await request(hub.url, hubPaths.health)).body).toMatchObject({
    status: 'degraded',
    clock: expect.stringContaining(words),
  });
  expect(linesOf(hub, 'clock')).toEqual([
    expect.objectContaining({ level: 'error', message: expect.stringContaining(words) }),
  ]);
  const off = /^hub_clock_offset_seconds (\S+)$/m.exec(await metricsOf(hub, hub.operatorToken))?.[1];
  expect(Math.round(Number(off) / 86_400)).toBe(-3);
  const device = await TestDevice.enrol(hub, hub.sample.people.engineer.id);
  const contents = completeContents(device);
  await device.insert('cases', contents.case);
  await expect(handOff(device, contents)).rejects.toThrow(/hub-clock.*Nothing is wrong with yours/);

  // Set right again, it takes what waited.
  await hub.restart(0);
  expect((await request(hub.url, hubPaths.health)).body).toMatchObject({ status: 'ok', version: '0.1.0' });
});

test('a clock that lies before what a hub wrote itself cannot be believed either', async () => {
  const hub = await aHub();
  const device = await TestDevice.enrol(hub, hub.sample.people.engineer.id);
  await sql(
    hub.databaseUrl,
    `INSERT INTO escalations (organisation_id, case_id, revision, packet_id, ticket, received_at)
     VALUES ($1, gen_random_uuid(), 1, gen_random_uuid(), 'T-1', now() + interval '5 hours')`,
    [device.identity.organisation.id],
  );
  await hub.restart();
  expect((await request(hub.url, hubPaths.health)).body).toMatchObject({
    status: 'degraded',
    clock: expect.stringMatching(/^The hub’s clock is 5 hours behind what a hub has written before\./),
  });
});
