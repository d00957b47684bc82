/** Several hub processes on one database, and hubs that die in the middle. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EMPTY_SCOPE_HASH, rowHash, updatedScopeHash } from '../../../shared/base/hash.ts';
import type { Cursor, Mutation, PulledRow } from '../../../shared/sync/protocol.ts';
import { hubPaths, pushResponse } from '../../../shared/sync/protocol.ts';
import { sample, startTestHub, type TestHub } from '../../helpers/hub.ts';
import { caseOf, commentOf } from '../../helpers/hub-rows.ts';
import { editsOf, handoffOf, packetOf, sign, urgentContents } from '../../helpers/packets.ts';
import { sql } from '../../helpers/postgres.ts';
import { TestDevice } from '../../helpers/test-device.ts';

let hub: TestHub;
let second: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
  second = await startTestHub({ beside: hub });
});
afterAll(async () => {
  await second.stop();
  await hub.stop();
});

function hashOf(rows: Iterable<PulledRow>): string {
  return updatedScopeHash(EMPTY_SCOPE_HASH, { add: [...rows].map((row) => rowHash(row)) });
}

describe('two hubs on one database', () => {
  test('[S4] writers on both give gapless versions, and a reader that pulls all the while misses nothing', async () => {
    const writers = await Promise.all(
      [hub, second, hub, second].map((at) => TestDevice.enrol(at, sample.people.engineer.id)),
    );
    const reader = await TestDevice.enrol(second, sample.people.secondEngineer.id);
    const scope = reader.organisationScope;
    const start = (await reader.pullAll()).head.version;
    const written = new Set<string>();
    let writing = true;
    const all = Promise.all(
      writers.map(async (device) => {
        const row = caseOf(device);
        written.add(row.id);
        await device.insert('cases', row);
        for (let i = 0; i < 25; i++) {
          const comment = commentOf(device, row.id);
          written.add(comment.id);
          await device.insert('comments', comment);
        }
      }),
    ).finally(() => {
      writing = false;
    });
    // The reader follows by its cursor alone, in small pages, and never starts again.
    const held = new Map<string, PulledRow>();
    const versions = new Set<number>();
    let cursor: Cursor | null = null;
    for (let last = false; ; ) {
      last = !writing;
      for (let more = true; more; ) {
        const page = await reader.pull(scope, cursor, 7);
        for (const row of page.rows) {
          held.set(row.key, row);
          versions.add(row.version);
        }
        ({ cursor, more } = page);
      }
      if (last) break;
    }
    await all;
    const { head } = await reader.pullAll();
    for (const id of written) expect(held.has(id)).toBe(true);
    expect(head.version - start).toBe(4 * 26);
    for (let version = start + 1; version <= head.version; version++)
      expect(versions.has(version)).toBe(true);
    expect(hashOf(held.values())).toBe(head.hash);
    expect(held.size).toBe(head.count);
  });

  test('[S5] both hubs merge edits of one row, and every device ends with the same', async () => {
    const devices = await Promise.all(
      [hub, second, hub, second].map((at) => TestDevice.enrol(at, sample.people.engineer.id)),
    );
    const [first] = devices;
    if (!first) throw new Error('no device');
    const row = caseOf(first);
    await first.insert('cases', row);
    const fields = ['title', 'customer', 'site', 'ask'] as const;
    const answers = await Promise.all(
      devices.map((device, i) => {
        const field = fields[i] ?? 'title';
        return device.push({
          table: 'cases',
          key: row.id,
          op: 'patch',
          patch: { [field]: `by ${i}` },
          base: { [field]: row[field] },
        });
      }),
    );
    expect(
      answers.every(({ results: [result] }) => result?.outcome === 'applied' || result?.outcome === 'merged'),
    ).toBe(true);
    expect((await first.row('cases', row.id))?.data).toMatchObject({
      title: 'by 0',
      customer: 'by 1',
      site: 'by 2',
      ask: 'by 3',
    });
  });

  test('hubs that start at once on an empty database make it once, with one key', async () => {
    const first = await startTestHub();
    await first.stop();
    const catalogue = () =>
      sql(first.databaseUrl, "SELECT version, row_count FROM scopes WHERE name = 'catalogue'");
    const [alone] = await catalogue();
    await sql(first.databaseUrl, 'DROP SCHEMA public CASCADE');
    await sql(first.databaseUrl, 'CREATE SCHEMA public');
    // Another hub's store is refused: this one is new, too.
    rmSync(join(first.blobs, 'hub-store'));
    const hubs = await Promise.all(Array.from({ length: 3 }, () => startTestHub({ beside: first })));
    const keys = await sql(first.databaseUrl, 'SELECT kid FROM hub_keys');
    expect(keys).toHaveLength(1);
    const [together] = await catalogue();
    expect(together).toEqual(alone);
    await Promise.all(hubs.map((each) => each.stop()));
  });
});

describe('a hub that stops', () => {
  test('[S3] finishes and answers the push that it is working on', async () => {
    const third = await startTestHub({ beside: hub });
    const device = await TestDevice.enrol(third, sample.people.engineer.id);
    const holder = new pg.Client({ connectionString: hub.databaseUrl });
    await holder.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT 1 FROM scopes WHERE name = $1 FOR UPDATE', [device.organisationScope]);
    const sent = device.insert('cases', caseOf(device));
    const waits =
      "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()";
    while ((await sql(hub.databaseUrl, waits)).length === 0) await wait(5);
    const stopped = third.stop();
    while (
      await fetch(third.url + hubPaths.health).then(
        () => true,
        () => false,
      )
    )
      await wait(5);
    await holder.query('COMMIT');
    await holder.end();
    expect((await sent).results).toMatchObject([{ outcome: 'applied' }]);
    await stopped;
  });
});

describe('a hub that dies', () => {
  test('[S3] kill -9 in the middle of pushes: each repeat gets the stored result or is done now, once', async () => {
    const device = await TestDevice.enrol(hub, sample.people.engineer.id);
    const row = caseOf(device);
    await device.insert('cases', row);
    for (let round = 0; round < 6; round++) {
      const comments = Array.from({ length: 30 }, () => commentOf(device, row.id));
      const mutations = comments.map((each) =>
        device.mutation({
          table: 'comments',
          key: each.id,
          op: 'insert',
          patch: { ...each } as Mutation['patch'],
        }),
      );
      const before = (await device.pullAll()).head;
      const sent = device.send(mutations).catch(() => null);
      await wait(round * 4);
      await hub.kill();
      const first = await sent;
      await hub.restart();
      const again = await device.send(mutations);
      expect(again.status).toBe(200);
      const { results, lastN } = pushResponse.parse(again.body);
      expect(results.map((result) => result.outcome)).toEqual(comments.map(() => 'applied'));
      if (first?.status === 200) expect(pushResponse.parse(first.body).results).toEqual(results);
      expect(lastN).toBe(mutations.at(-1)?.n);
      const { head, rows } = await device.pullAll();
      expect(head).toMatchObject({ version: before.version + 1, count: before.count + 30 });
      expect(hashOf(rows)).toBe(head.hash);
    }
  });

  test('[S10] kill -9 in the middle of a handoff: one escalation, and the repeat has its receipt', async () => {
    const device = await TestDevice.enrol(hub, sample.people.engineer.id);
    for (let round = 0; round < 4; round++) {
      const contents = urgentContents(device);
      await device.push(...editsOf(contents));
      const edit = device.mutation(handoffOf(await sign(device, packetOf(device, contents))));
      const sent = device.send([edit]).catch(() => null);
      await wait(round * 6);
      await hub.kill();
      await sent;
      await hub.restart();
      const again = await device.send([edit]);
      expect(again).toMatchObject({
        status: 200,
        body: { results: [{ outcome: 'applied', receipt: { packetId: edit.key } }] },
      });
      expect(
        await sql(hub.databaseUrl, 'SELECT 1 AS one FROM escalations WHERE packet_id = $1', [edit.key]),
      ).toHaveLength(1);
    }
  });
});
