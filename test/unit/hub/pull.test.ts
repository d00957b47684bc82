import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EMPTY_SCOPE_HASH, rowHash, updatedScopeHash } from '../../../shared/base/hash.ts';
import {
  type Cursor,
  hubPaths,
  type Mutation,
  PROTOCOL,
  type PulledRow,
  pullResponse,
  SCHEMA,
} from '../../../shared/sync/protocol.ts';
import { sample, startTestHub, type TestHub } from '../../helpers/hub.ts';
import { caseOf, systemOf } from '../../helpers/hub-rows.ts';
import { sql } from '../../helpers/postgres.ts';
import { request, TestDevice } from '../../helpers/test-device.ts';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.stop());

const enrol = (who: keyof typeof sample.people) => TestDevice.enrol(hub, sample.people[who].id);

/** A case with systems in one batch, and the ids of the systems. */
async function filled(device: TestDevice, systems: number): Promise<{ caseId: string; systems: string[] }> {
  const row = caseOf(device);
  const rows = Array.from({ length: systems }, () => systemOf(device, row.id));
  await device.push(
    { table: 'cases', key: row.id, op: 'insert', patch: { ...row } as Mutation['patch'] },
    ...rows.map(
      (each) =>
        ({ table: 'systems', key: each.id, op: 'insert', patch: { ...each } as Mutation['patch'] }) as const,
    ),
  );
  return { caseId: row.id, systems: rows.map((each) => each.id) };
}

/** What a device that applied these rows holds. */
function held(rows: readonly PulledRow[]): { count: number; hash: string } {
  const living = new Map<string, string>();
  for (const row of rows) {
    const id = `${row.table} ${row.key}`;
    if (row.deleted) living.delete(id);
    else living.set(id, rowHash(row));
  }
  return { count: living.size, hash: updatedScopeHash(EMPTY_SCOPE_HASH, { add: [...living.values()] }) };
}

describe('pull', () => {
  test('[S7] [S8] a snapshot in pages of any size gives the head’s count and hash', async () => {
    const device = await enrol('engineer');
    await filled(device, 23);
    for (const limit of [1, 7, 24, 1_000]) {
      const { rows, head, cursor } = await device.pullAll(device.organisationScope, null, limit);
      expect(held(rows)).toEqual({ count: head.count, hash: head.hash });
      expect(cursor.version).toBe(head.version);
    }
  });

  test('[S7] a page of exactly the batch size ends, and the next is empty', async () => {
    const device = await enrol('engineer');
    const start = (await device.pullAll()).cursor;
    await filled(device, 9);
    const page = await device.pull(device.organisationScope, start, 10);
    expect(page.rows).toHaveLength(10);
    expect(page.more).toBe(false);
    expect((await device.pull(device.organisationScope, page.cursor, 10)).rows).toEqual([]);
  });

  test('[S7] from a cursor only what came after it comes, tombstones too', async () => {
    const device = await enrol('engineer');
    const { systems } = await filled(device, 3);
    const { cursor, rows: before } = await device.pullAll();
    const [gone = ''] = systems;
    const base = before.find((row) => row.key === gone)?.data as Mutation['base'];
    await device.push({ table: 'systems', key: gone, op: 'delete', base });
    const { rows, head } = await device.pullAll(device.organisationScope, cursor);
    expect(rows).toMatchObject([{ table: 'systems', key: gone, deleted: true, data: null }]);
    expect(held([...before, ...rows])).toEqual({ count: head.count, hash: head.hash });
  });

  test('[S7] rows that change between two pages of a snapshot are in a later page', async () => {
    const device = await enrol('engineer');
    const { caseId } = await filled(device, 5);
    const first = await device.pull(device.organisationScope, null, 2);
    await device.push({
      table: 'cases',
      key: caseId,
      op: 'patch',
      patch: { title: 'Moved' },
      base: { title: 'Sample case' },
    });
    const rest = await device.pullAll(device.organisationScope, first.cursor, 2);
    expect(held([...first.rows, ...rest.rows])).toEqual({ count: rest.head.count, hash: rest.head.hash });
    expect(rest.rows.findLast((row) => row.key === caseId)?.data).toMatchObject({ title: 'Moved' });
  });

  test('[S7] a cursor of another epoch, or ahead of the head, is 410', async () => {
    const device = await enrol('engineer');
    await filled(device, 1);
    const { cursor } = await device.pullAll();
    const expired = { status: 410, body: { code: 'cursor-expired' } };
    const ask = (change: Partial<Cursor>) =>
      device.askPull(device.organisationScope, { ...cursor, ...change });
    expect(await ask({ epoch: randomUUID() })).toMatchObject(expired);
    expect(await ask({ version: cursor.version + 1 })).toMatchObject(expired);
    expect((await ask({ index: Number.MAX_SAFE_INTEGER })).status).toBe(200);
  });

  test('[S7] a page ends where it gets too heavy, and the next goes on', async () => {
    const device = await enrol('engineer');
    const row = caseOf(device);
    await device.insert('cases', row);
    const text = 'x'.repeat(20_000);
    const heavy = Array.from({ length: 60 }, () =>
      systemOf(device, row.id, { notes: text, networkAttachment: text }),
    );
    const start = (await device.pullAll()).cursor;
    await device.push(
      ...heavy.map(
        (each) =>
          ({
            table: 'systems',
            key: each.id,
            op: 'insert',
            patch: { ...each } as Mutation['patch'],
          }) as const,
      ),
    );
    const { rows, pages, head } = await device.pullAll(device.organisationScope, start);
    expect(pages).toBe(2);
    expect(rows).toHaveLength(60);
    expect(held((await device.pullAll()).rows)).toEqual({ count: head.count, hash: head.hash });
  });

  test('[S8] the hub’s incremental hash equals the one from scratch after edits, deletes and clashes', async () => {
    const [device, other] = [await enrol('engineer'), await enrol('secondEngineer')];
    const { caseId, systems } = await filled(device, 4);
    const stored = await device.row('systems', systems[0] ?? '');
    await device.push(
      { table: 'systems', key: systems[0] ?? '', op: 'delete', base: stored?.data as Mutation['base'] },
      { table: 'cases', key: caseId, op: 'patch', patch: { title: 'A' }, base: { title: 'Sample case' } },
      { table: 'cases', key: caseId, op: 'patch', patch: { title: 'B' }, base: { title: 'A' } },
    );
    await other.push({
      table: 'cases',
      key: caseId,
      op: 'patch',
      patch: { title: 'C' },
      base: { title: 'Sample case' },
    });
    const { rows, head } = await device.pullAll();
    expect(held(rows)).toEqual({ count: head.count, hash: head.hash });
  });
});

describe('whose rows', () => {
  test('[S13] the catalogue is for everybody who is enrolled, the others only for their roles', async () => {
    const device = await enrol('engineer');
    expect((await device.pullAll('catalogue')).rows.map((row) => row.table)).toContain('products');
    for (const scope of ['level3', 'registry', `org:${sample.organisations[1].id}`])
      expect(await device.askPull(scope, null)).toMatchObject({
        status: 403,
        body: { code: 'scope-forbidden' },
      });
  });

  test('[S13] another organisation’s scope and one that never was give the same answer', async () => {
    const device = await enrol('engineer');
    const there = await device.askPull(`org:${sample.organisations[1].id}`, null);
    const nowhere = await device.askPull(`org:${randomUUID()}`, null);
    expect(nowhere.status).toBe(there.status);
    expect(nowhere.body).toEqual(there.body);
  });

  test('[S13] a row of another organisation cannot be told from one that is not there', async () => {
    const [ours, theirs] = [await enrol('engineer'), await enrol('otherEngineer')];
    const { caseId, systems } = await filled(ours, 1);
    const [systemId = ''] = systems;
    const before = (await ours.pullAll()).head;
    const attempts = (id: string, system: string) => {
      const added = systemOf(theirs, id);
      return [
        { table: 'cases', key: id, op: 'patch', patch: { title: 'Mine' }, base: { title: 'Sample case' } },
        { table: 'systems', key: system, op: 'patch', patch: { hostname: 'x' }, base: { hostname: 'y' } },
        { table: 'systems', key: system, op: 'delete' },
        { table: 'systems', key: added.id, op: 'insert', patch: { ...added } as Mutation['patch'] },
      ] as const;
    };
    const real = await theirs.push(...attempts(caseId, systemId));
    const invented = await theirs.push(...attempts(randomUUID(), randomUUID()));
    const bare = (results: typeof real.results) => results.map(({ n: _n, ...rest }) => rest);
    expect(bare(real.results)).toEqual(bare(invented.results));
    expect((await ours.pullAll()).head).toEqual(before);
  });

  test('[S13] a case that says it is of another organisation is refused', async () => {
    const theirs = await enrol('otherEngineer');
    const row = caseOf(theirs, { organisationId: sample.organisations[0].id });
    expect((await theirs.insert('cases', row)).results).toMatchObject([{ rejection: { code: 'forbidden' } }]);
  });

  test('[S13] the same id in two organisations is two rows, each in its own scope', async () => {
    const [ours, theirs] = [await enrol('engineer'), await enrol('otherEngineer')];
    const row = caseOf(ours, { title: 'Ours' });
    await ours.insert('cases', row);
    const copy = { ...row, title: 'Theirs', organisationId: sample.organisations[1].id };
    expect((await theirs.insert('cases', copy)).results).toMatchObject([{ outcome: 'applied' }]);
    expect((await ours.row('cases', row.id))?.data).toMatchObject({ title: 'Ours' });
    expect((await theirs.row('cases', row.id))?.data).toMatchObject({ title: 'Theirs' });
  });

  test('[S13] a role that was taken away is gone with the next request', async () => {
    const device = await enrol('lead');
    await sql(hub.databaseUrl, "UPDATE people SET roles = '{certification-admin}' WHERE id = $1", [
      sample.people.lead.id,
    ]);
    expect((await device.askPull(device.organisationScope, null)).status).toBe(403);
    expect((await device.askPull('registry', null)).status).toBe(200);
    await sql(hub.databaseUrl, "UPDATE people SET roles = '{lead}' WHERE id = $1", [sample.people.lead.id]);
  });

  test('[S13] without a token there is no row, for anybody', async () => {
    for (const path of ['/v1/pull', '/v1/push'])
      expect((await request(hub.url, path, { body: {} })).status).toBe(401);
    expect((await request(hub.url, '/v1/poke')).status).toBe(401);
  });

  test('[S2] a console that asks for it is told when a row was changed, as whoever did says, and no time that has not come', async () => {
    const [maker, other] = [await enrol('engineer'), await enrol('lead')];
    const row = caseOf(maker);
    const { cursor } = await other.pullAll();
    const dated = async (): Promise<string | undefined> => {
      const { body } = await request(other.url, hubPaths.pull, {
        token: other.token,
        body: {
          ...{ protocol: PROTOCOL, schema: SCHEMA, scope: other.organisationScope },
          ...{ cursor, limit: 1_000, dated: true },
        },
      });
      return pullResponse.parse(body).rows.find(({ key }) => key === row.id)?.changedAt;
    };
    const said = '2026-11-20T09:15:00.000Z';
    await maker.send([
      {
        ...maker.mutation({
          table: 'cases',
          key: row.id,
          op: 'insert',
          patch: { ...row } as Mutation['patch'],
        }),
        at: said,
      },
    ]);
    expect(await dated()).toBe(said);
    // Offline for a day with a clock that is ahead: others are shown no time to come.
    const ahead = '2999-01-01T00:00:00.000Z';
    await maker.send([
      {
        ...maker.mutation({
          table: 'cases',
          key: row.id,
          op: 'patch',
          patch: { title: 'Anew' },
          base: { title: row.title },
        }),
        at: ahead,
      },
    ]);
    const shown = (await dated()) ?? '';
    expect(shown > said && shown < ahead).toBe(true);
    // A console of before it was kept takes no row with a field that it does not know.
    expect((await other.pullAll()).rows.every((each) => each.changedAt === undefined)).toBe(true);
  });
});
