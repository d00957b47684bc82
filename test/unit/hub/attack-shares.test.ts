/**
 * What one organisation takes of what all have (security 32): connections to the database, threads for large edits, turns of packets
 * that wait. Real requests; a lock that is held stands for an edit that takes long.
 */
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { awaiting, sendFile, ticketsOf } from '../../helpers/awaited-packets.ts';
import { eventually } from '../../helpers/eventually.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import { caseOf, commentOf } from '../../helpers/hub-rows.ts';
import { sql } from '../../helpers/postgres.ts';
import { type Edit, insertOf, TestDevice } from '../../helpers/test-device.ts';
import { someBytes } from '../../helpers/test-shell.ts';

const slow = { timeout: 120_000 };

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
const held: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const free of held.splice(0)) await free();
});
afterAll(() => hub.stop());

type Person = keyof TestHub['sample']['people'];
const enrol = (person: Person) => TestDevice.enrol(hub, hub.sample.people[person].id);
const many = (count: number) => Promise.all(Array.from({ length: count }, () => enrol('engineer')));

/** Holds the lock of a scope, as a long edit does. @returns what frees it */
async function hold(scope: string): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: hub.databaseUrl });
  await client.connect();
  held.push(() => client.end());
  await client.query('BEGIN');
  await client.query('SELECT 1 FROM scopes WHERE name = $1 FOR UPDATE', [scope]);
  return async () => {
    await client.query('ROLLBACK');
  };
}

/** How many of the hub's connections wait for a lock. */
async function waiting(): Promise<number> {
  const [row] = await sql<{ count: number }>(
    hub.databaseUrl,
    `SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return row?.count ?? 0;
}

/** More than is judged beside other requests. */
function large(device: TestDevice): Edit[] {
  const record = caseOf(device);
  const text = 'many words '.repeat(900);
  return [
    insertOf('cases', record),
    ...Array.from({ length: 20 }, () => insertOf('comments', commentOf(device, record.id, { text }))),
  ];
}

describe('an organisation whose edits wait for one another', () => {
  test(
    'security 32: takes its share of the hub’s connections, and the others have theirs',
    slow,
    async () => {
      const devices = await many(7);
      const other = await enrol('otherEngineer');
      const free = await hold(devices[0]?.organisationScope ?? '');
      const pushes = devices.flatMap((device) =>
        Array.from({ length: 4 }, () => device.send([device.mutation(insertOf('cases', caseOf(device)))])),
      );
      await eventually(waiting, (count) => count >= 6, 'connections that wait');
      // As many as there are come to wait, where nothing keeps them.
      await new Promise((go) => setTimeout(go, 2_000));
      expect(await waiting()).toBe(6);
      const began = performance.now();
      expect((await other.askPull(other.organisationScope, null)).status).toBe(200);
      expect((await other.insert('cases', caseOf(other))).results[0]?.outcome).toBe('applied');
      expect(performance.now() - began).toBeLessThan(5_000);
      await free();
      // Sent side by side they overtake each other, which the console mends by sending again.
      for (const { status } of await Promise.all(pushes)) expect([200, 409]).toContain(status);
      expect((await devices[0]?.askPull('catalogue', null))?.status).toBe(200);
    },
  );

  test('security 32: has one of the two threads for large edits', slow, async () => {
    const devices = await many(3);
    const other = await enrol('otherEngineer');
    await other.push(...large(other));
    const free = await hold(devices[0]?.organisationScope ?? '');
    const pushes = devices.map((device) => device.push(...large(device)));
    await eventually(waiting, (count) => count >= 1, 'connections that wait');
    const quick = await Promise.race([
      other.push(...large(other)),
      new Promise<null>((go) => setTimeout(go, 20_000, null)),
    ]);
    expect(quick?.results[0]).toMatchObject({ outcome: 'applied' });
    await free();
    for (const { results } of await Promise.all(pushes)) expect(results[0]?.outcome).toBe('applied');
  });
});

describe('packets that wait for a file', () => {
  test(
    'security 32: another organisation’s, which cannot go now, keeps nobody’s from going',
    slow,
    async () => {
      const [stuck, device] = [await enrol('otherEngineer'), await enrol('engineer')];
      const [theirs, own] = [someBytes(1_000), someBytes(1_000)];
      await awaiting(stuck, theirs.sha256);
      const packet = await awaiting(device, own.sha256);
      await sql(
        hub.databaseUrl,
        "INSERT INTO blobs (organisation_id, sha256, size, location) VALUES ($1, $2, 1000, 'x')",
        [stuck.identity.organisation.id, theirs.sha256],
      );
      await hold(stuck.organisationScope);
      const began = performance.now();
      expect(await sendFile(device, own.bytes)).toBe(200);
      expect(performance.now() - began).toBeLessThan(15_000);
      expect(await ticketsOf(hub, packet)).toHaveLength(1);
    },
  );
});
