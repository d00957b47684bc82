/** Pages of rows cost the hub little, and one device has one read at a time (security 32). Real PostgreSQL, a hub on loopback. */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { piecesOf, type TextRow } from '../../../hub/routes/page-text.ts';
import { Turns } from '../../../hub/routes/turns.ts';
import { hubPaths, PROTOCOL, pullResponse, rowsResponse, SCHEMA } from '../../../shared/sync/protocol.ts';
import { sample, startTestHub, type TestHub } from '../../helpers/hub.ts';
import { caseOf, systemOf } from '../../helpers/hub-rows.ts';
import { sql } from '../../helpers/postgres.ts';
import { request, TestDevice } from '../../helpers/test-device.ts';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.stop());

async function answerOf(device: TestDevice, path: string, asked: object): Promise<string> {
  const response = await fetch(hub.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${device.token}` },
    body: JSON.stringify({
      protocol: PROTOCOL,
      schema: SCHEMA,
      scope: device.organisationScope,
      ...asked,
    }),
  });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
  return response.text();
}

/** How many requests the hub works on, by its own account; this one is one of them. */
async function atOnce(): Promise<number> {
  const { body } = await request(hub.url, hubPaths.metrics, { token: hub.operatorToken });
  return Number(/^hub_requests_at_once (\d+)$/m.exec(String(body))?.[1]);
}

describe('a page of rows', () => {
  test('security 32: goes out as PostgreSQL wrote it, without being parsed and written again', async () => {
    const device = await TestDevice.enrol(hub, sample.people.engineer.id);
    const row = caseOf(device);
    await device.insert('cases', row);
    // A number that every parser of JavaScript would write otherwise.
    await sql(
      hub.databaseUrl,
      `UPDATE rows SET data = data || '{"observed": 1.10}' WHERE scope = $1 AND key = $2`,
      [device.organisationScope, row.id],
    );
    const keys = [{ table: 'cases', key: row.id }];
    const pulled = await answerOf(device, hubPaths.pull, { cursor: null, limit: 1_000 });
    const asked = await answerOf(device, hubPaths.rows, { keys });
    for (const text of [pulled, asked]) expect(text).toContain('"observed": 1.10');
    expect(pullResponse.parse(JSON.parse(pulled)).rows.map(({ key }) => key)).toContain(row.id);
    expect(rowsResponse.parse(JSON.parse(asked)).rows).toMatchObject([{ data: { observed: 1.1 } }]);
  });

  test('[S7] security 32: of several megabytes, in any script, arrives as it was sent', async () => {
    const device = await TestDevice.enrol(hub, sample.people.engineer.id);
    const row = caseOf(device);
    await device.insert('cases', row);
    const { cursor } = await device.pullAll();
    const notes = 'é界👩‍🔧 '.repeat(2_500);
    const systems = Array.from({ length: 60 }, () =>
      systemOf(device, row.id, { notes, networkAttachment: notes }),
    );
    for (const system of systems) await device.insert('systems', system);
    const { rows } = await device.pullAll(device.organisationScope, cursor);
    const arrived = rows.flatMap(({ table, data }) => (table === 'systems' ? [data] : []));
    expect(arrived).toMatchObject(systems.map(({ id }) => ({ id, notes, networkAttachment: notes })));
  });

  test.each([1, 2, 7, 40, 1_000])('cut into pieces of %i characters is the same JSON', (piece) => {
    const data = { notes: 'a👩‍🔧é"\\\n界'.repeat(5) };
    const row = { table: 'systems', version: 3, deleted: false };
    const rows: TextRow[] = [
      { ...row, key: 'a', index: 0, text: JSON.stringify(data), hash: null },
      { ...row, key: 'b', index: 1, deleted: true, text: null },
      { ...row, key: 'c', index: 2, text: null, hash: 'f'.repeat(64) },
    ];
    const rest = { more: false };
    const pieces = [...piecesOf({ rows, rest }, piece)];
    // Half a character would not come back.
    for (const each of pieces) expect(Buffer.from(each).toString()).toBe(each);
    expect(JSON.parse(pieces.join(''))).toEqual({
      rows: [
        { ...row, key: 'a', index: 0, data },
        { ...row, key: 'b', index: 1, deleted: true, data: null },
        { ...row, key: 'c', index: 2, data: null, hash: 'f'.repeat(64) },
      ],
      ...rest,
    });
    expect([...piecesOf({ rows: [], rest }, piece)].join('')).toBe('{"rows":[],"more":false}');
  });
});

describe('pages that are asked for at once', () => {
  test('security 32: are read one after the other for a device, two at a time for its organisation, and all are answered', async () => {
    const enrol = (who: keyof typeof sample.people) => TestDevice.enrol(hub, sample.people[who].id);
    const devices = [await enrol('engineer'), await enrol('secondEngineer'), await enrol('lead')];
    const other = await enrol('otherEngineer');
    const holder = new pg.Client({ connectionString: hub.databaseUrl });
    await holder.connect();
    try {
      await holder.query('BEGIN');
      await holder.query('LOCK TABLE scopes IN ACCESS EXCLUSIVE MODE');
      // Within the holder's transaction what it sees of others would not change.
      const reading = async () => {
        const waiting = await sql(
          hub.databaseUrl,
          `SELECT pid FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'SELECT epoch%FROM scopes%'`,
        );
        return waiting.length;
      };
      const four = (device: TestDevice) =>
        Array.from({ length: 4 }, () => device.askPull(device.organisationScope, null, 5));
      const [first, ...others] = devices;
      if (!first) throw new Error('no device');
      const asked = four(first);
      await expect.poll(reading).toBe(1);
      for (const device of others) asked.push(...four(device));
      await expect.poll(reading).toBe(2);
      // The other organisation does not wait for this one.
      asked.push(...four(other));
      await expect.poll(reading).toBe(3);
      // All sixteen are at the hub, and the question how many are.
      await expect.poll(atOnce).toBe(17);
      expect(await reading()).toBe(3);
      await holder.query('COMMIT');
      expect((await Promise.all(asked)).map(({ status }) => status)).toEqual(asked.map(() => 200));
    } finally {
      await holder.end();
    }
  });

  const here = () => false;

  test('a place goes to who waited first, whatever the one before came to', async () => {
    const turns = new Turns(1);
    const order: string[] = [];
    let fail: (error: Error) => void = () => undefined;
    const failing = turns.take('a', () => new Promise<void>((_done, failed) => (fail = failed)), here);
    const waiting = ['one', 'two'].map((name) => turns.take('a', async () => void order.push(name), here));
    await turns.take('b', async () => void order.push('not in this line'), here);
    expect(order).toEqual(['not in this line']);
    fail(new Error('gone'));
    await expect(failing).rejects.toThrow('gone');
    await Promise.all([...waiting, turns.take('a', async () => void order.push('last'), here)]);
    expect(order).toEqual(['not in this line', 'one', 'two', 'last']);
  });

  test('security 32: who went away while they waited has nothing done, and who comes after them has', async () => {
    const turns = new Turns(1);
    const done: string[] = [];
    let go: () => void = () => undefined;
    const first = turns.take('a', () => new Promise<void>((end) => (go = end)), here);
    let isGone = false;
    const gone = turns.take(
      'a',
      async () => void done.push('gone'),
      () => isGone,
    );
    const next = turns.take('a', async () => void done.push('next'), here);
    isGone = true;
    go();
    await first;
    await expect(gone).rejects.toMatchObject({ code: 'gone' });
    await next;
    expect(done).toEqual(['next']);
  });
});
