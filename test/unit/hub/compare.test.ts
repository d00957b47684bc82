/** The comparison of a scope, row by row (S8), and what a request's device and scope allow (S3, S13). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EMPTY_SCOPE_HASH, rowHash, updatedScopeHash } from '../../../shared/base/hash.ts';
import {
  type CompareRequest,
  compareResponse,
  hubPaths,
  type Mutation,
  PROTOCOL,
  type RowsRequest,
  rowsResponse,
  SCHEMA,
} from '../../../shared/sync/protocol.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import { caseOf, systemOf } from '../../helpers/hub-rows.ts';
import { request, TestDevice } from '../../helpers/test-device.ts';

const handshake = { protocol: PROTOCOL, schema: SCHEMA } as const;
let hub: TestHub;
let device: TestDevice;
let foreign: TestDevice;
beforeAll(async () => {
  hub = await startTestHub();
  device = await TestDevice.enrol(hub, hub.sample.people.engineer.id);
  foreign = await TestDevice.enrol(hub, hub.sample.people.otherEngineer.id);
});
afterAll(() => hub.stop());

const compare = (who: TestDevice, ask: Pick<CompareRequest, 'scope' | 'after' | 'limit'>) =>
  request(hub.url, hubPaths.compare, { token: who.token, body: { ...handshake, ...ask } });
const rowsOf = (who: TestDevice, ask: Pick<RowsRequest, 'scope' | 'keys'>) =>
  request(hub.url, hubPaths.rows, { token: who.token, body: { ...handshake, ...ask } });

describe('comparison', () => {
  test('[S8] its pages name every living row once, with the hashes that the head counts', async () => {
    const row = caseOf(device);
    const systems = Array.from({ length: 8 }, () => systemOf(device, row.id));
    await device.insert('cases', row);
    for (const system of systems) await device.insert('systems', system);
    const [gone] = systems;
    await device.push({
      table: 'systems',
      key: gone?.id ?? '',
      op: 'delete',
      base: { ...gone } as Mutation['base'],
    });
    const { head, rows: pulled } = await device.pullAll();
    const named: { table: string; key: string; hash: string }[] = [];
    let after: CompareRequest['after'] = null;
    for (let more = true; more; ) {
      const answer = await compare(device, { scope: device.organisationScope, after, limit: 3 });
      const page = compareResponse.parse(answer.body);
      named.push(...page.rows);
      const last = page.rows.at(-1);
      after = last ? { table: last.table, key: last.key } : after;
      more = page.more;
    }
    const ids = named.map(({ table, key }) => `${table} ${key}`);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).not.toContain(`systems ${gone?.id}`);
    expect(named).toHaveLength(head.count);
    expect(updatedScopeHash(EMPTY_SCOPE_HASH, { add: named.map(({ hash }) => hash) })).toBe(head.hash);
    const living = pulled.filter((each) => !each.deleted);
    expect(new Set(named.map(({ hash }) => hash))).toEqual(new Set(living.map(rowHash)));
  });

  test('[S8] rows are given by key: living ones, once, as many as an answer holds', async () => {
    const row = caseOf(device);
    await device.insert('cases', row);
    const text = 'ä'.repeat(20_000);
    const heavy = Array.from({ length: 40 }, () =>
      systemOf(device, row.id, { notes: text, networkAttachment: text }),
    );
    for (let from = 0; from < heavy.length; from += 50)
      await device.push(
        ...heavy
          .slice(from, from + 50)
          .map((each) => ({ table: 'systems', key: each.id, op: 'insert', patch: { ...each } }) as never),
      );
    const keys = heavy.map(({ id }) => ({ table: 'systems', key: id }));
    const first = rowsResponse.parse((await rowsOf(device, { scope: device.organisationScope, keys })).body);
    expect(first.more).toBe(true);
    const got = new Set(first.rows.map(({ key }) => key));
    expect(got.size).toBe(first.rows.length);
    const rest = keys.filter(({ key }) => !got.has(key));
    const second = rowsResponse.parse(
      (await rowsOf(device, { scope: device.organisationScope, keys: rest })).body,
    );
    expect(second.more).toBe(false);
    expect(got.size + second.rows.length).toBe(40);
    const twice = [keys[0], keys[0], { table: 'systems', key: 'nowhere' }] as typeof keys;
    const few = rowsResponse.parse(
      (await rowsOf(device, { scope: device.organisationScope, keys: twice })).body,
    );
    expect(few.rows.map(({ key }) => key)).toEqual([keys[0]?.key]);
  });

  test('[S8] [S13] another organisation’s rows are neither named nor given, whichever scope is asked', async () => {
    const row = caseOf(foreign);
    await foreign.insert('cases', row);
    const keys = [{ table: 'cases', key: row.id }];
    const refused = { status: 403, body: { code: 'scope-forbidden' } };
    const theirs = foreign.organisationScope;
    expect(await compare(device, { scope: theirs, after: null, limit: 10 })).toMatchObject(refused);
    expect(await rowsOf(device, { scope: theirs, keys })).toMatchObject(refused);
    const own = await rowsOf(device, { scope: device.organisationScope, keys });
    expect(own).toMatchObject({ status: 200, body: { rows: [], more: false } });
  });
});

describe('requests name their device', () => {
  const sha = '0'.repeat(64);
  test.each([
    ['push', hubPaths.push, null],
    ['pull', hubPaths.pull, { scope: 'catalogue', cursor: null, limit: 1 }],
    ['comparison', hubPaths.compare, { scope: 'catalogue', after: null, limit: 1 }],
    ['rows by key', hubPaths.rows, { scope: 'catalogue', keys: [{ table: 'products', key: 'a' }] }],
    ['state of files', hubPaths.blobState, { hashes: [sha] }],
  ])('[S3] [S13] the token of another device is 401 other-device: %s', async (_what, path, body) => {
    const row = caseOf(device);
    const asked = body ?? {
      mutations: [
        device.mutation({
          table: 'cases',
          key: row.id,
          op: 'insert',
          patch: { ...row } as Mutation['patch'],
        }),
      ],
    };
    const ask = (named: string) =>
      request(hub.url, path, { token: device.token, body: { ...handshake, ...asked, device: named } });
    expect(await ask(foreign.identity.deviceId)).toMatchObject({
      status: 401,
      body: { code: 'other-device' },
    });
    expect((await ask(device.identity.deviceId)).status).toBe(200);
  });
});
