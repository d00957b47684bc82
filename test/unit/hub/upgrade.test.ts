/**
 * An upgrade from an earlier release: the database as a hub of that release left it (schema 3, five migrations; made by its own
 * code on PostgreSQL 15, with pg_dump), and the consoles that were enrolled there, with what waited in their outboxes.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrationNames } from '../../../hub/store/database.ts';
import { EMPTY_SCOPE_HASH, rowHash, updatedScopeHash } from '../../../shared/base/hash.ts';
import { hubPaths, type Mutation, PROTOCOL, pushResponse, SCHEMA } from '../../../shared/sync/protocol.ts';
import { sample, startTestHub, type TestHub } from '../../helpers/hub.ts';
import { commentOf } from '../../helpers/hub-rows.ts';
import { past } from '../../helpers/past.ts';
import { editsBy } from '../../helpers/past-edits.ts';
import { freshDatabase, sql } from '../../helpers/postgres.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { type KeptDevice, request, TestDevice } from '../../helpers/test-device.ts';

/** The schema of that release. */
const SCHEMA_THEN = 3;

interface Before {
  secret: string;
  engineer: KeptDevice;
  lead: KeptDevice;
  /** Of the case that was handed off. */
  ticket: string;
  cases: Record<'handed' | 'waits' | 'open', string>;
  packetWaiting: string;
  /** What the engineer sent last, acknowledged or not. */
  last: Mutation;
  /** What waited on the engineer's computer. */
  waiting: Mutation[];
  /** How many rows the engineer held. */
  rows: number;
}

const FIXTURES = join(import.meta.dirname, '../../fixtures/past');
const before = JSON.parse(readFileSync(join(FIXTURES, 'hub-schema-3.json'), 'utf8')) as Before;
const blobs = temporaryFolder();
let databaseUrl: string;
let first: TestHub;
let second: TestHub;

beforeAll(async () => {
  databaseUrl = await freshDatabase();
  await sql(databaseUrl, gunzipSync(readFileSync(join(FIXTURES, 'hub-schema-3.sql.gz'))).toString('utf8'));
  const shared = {
    ...{ databaseUrl, secret: before.secret, blobs: blobs.path },
    operatorToken: 'an operator token made up for these tests',
  } as TestHub;
  // Started at once, as by two units after a reboot: one migrates, the other waits for it.
  [first, second] = await Promise.all([startTestHub({ beside: shared }), startTestHub({ beside: shared })]);
});
afterAll(async () => {
  await Promise.all([first.stop(), second.stop()]);
  blobs.remove();
});

function sendAsThen(device: TestDevice, mutations: readonly Mutation[]) {
  return request(device.url, hubPaths.push, {
    token: device.token,
    body: { protocol: PROTOCOL, schema: SCHEMA_THEN, mutations },
  });
}

test('[S12] two hubs that start at once migrate it once; what was there is there, and adds up to the scope’s hash', async () => {
  const applied = await sql<{ name: string }>(databaseUrl, 'SELECT name FROM migrations ORDER BY name');
  expect(applied.map(({ name }) => name)).toEqual(migrationNames());
  expect(migrationNames().length).toBeGreaterThan(5);
  expect(await sql(databaseUrl, 'SELECT ticket, case_id FROM escalations')).toEqual([
    { ticket: before.ticket, case_id: before.cases.handed },
  ]);
  const engineer = await TestDevice.kept(first, before.engineer);
  const { rows, head } = await engineer.pullAll();
  expect(rows.length).toBeGreaterThanOrEqual(before.rows);
  expect(updatedScopeHash(EMPTY_SCOPE_HASH, { add: rows.map((row) => rowHash(row)) })).toBe(head.hash);
  const held = new Set(rows.map(({ key }) => key));
  for (const id of [...Object.values(before.cases), before.packetWaiting]) expect(held).toContain(id);
});

test('[S2][S12] a console of that release goes on with its key: its last edit again counts once, and its outbox empties', async () => {
  const engineer = await TestDevice.kept(second, before.engineer);
  const again = await sendAsThen(engineer, [before.last]);
  expect(pushResponse.parse(again.body).results).toMatchObject([{ n: before.last.n, outcome: 'applied' }]);
  const sent = await sendAsThen(engineer, before.waiting);
  expect(pushResponse.parse(sent.body).results.map(({ outcome }) => outcome)).toEqual(['applied', 'applied']);
  const lead = await TestDevice.kept(first, before.lead);
  expect((await lead.row('cases', before.cases.open))?.data).toMatchObject({
    specified: 'A page reaches every phone.',
    observed: 'One phone in ten stays silent.',
  });
});

test('[S4][S8][S12] hubs that are restarted one after the other under load, from consoles of every schema: none is told anything but to come again, and all that was acknowledged is there', {
  timeout: 180_000,
}, async () => {
  const hubs = [first, second];
  const acknowledged = new Set<string>();
  const answers = new Set<string>();
  let turn = 0;
  /** As behind a balancer: a hub that takes no connection is passed over for the other. @returns what became of the edits */
  async function deliver(device: TestDevice, schema: number, mutations: readonly Mutation[]) {
    for (;;) {
      turn += 1;
      const answer = await request(hubs[turn % 2]?.url ?? '', hubPaths.push, {
        token: device.token,
        body: { protocol: PROTOCOL, schema, mutations },
      }).catch(() => null);
      if (answer !== null) answers.add(`${answer.status}`);
      if (answer?.status !== 200) continue;
      const { results } = pushResponse.parse(answer.body);
      for (const [at, { outcome }] of results.entries())
        if (outcome === 'applied') acknowledged.add(mutations[at]?.key ?? '');
      return results.map(({ outcome }) => outcome);
    }
  }
  const enrol = () => TestDevice.enrol(first, sample.people.engineer.id);
  const devices = [await enrol(), await enrol()];
  let rolling = true;
  const present = devices.map(async (device) => {
    while (rolling) {
      const comment = commentOf(device, before.cases.open);
      const edit = device.mutation({
        ...{ table: 'comments', key: comment.id, op: 'insert' },
        patch: { ...comment } as never,
      });
      expect(await deliver(device, SCHEMA, [edit])).toEqual(['applied']);
    }
  });
  // What waited in their outboxes, an edit at a time, so that some meet each moment of the change; begun anew until it is over.
  const older = past.map(async (one) => {
    for (let round = 0; rolling || round === 0; round += 1) {
      const device = await enrol().catch(() => null);
      if (!device) continue;
      for (const edit of editsBy(device, one))
        expect(await deliver(device, one.schema, [edit]), `schema ${one.schema}`).toEqual(['applied']);
    }
  });
  const load = Promise.all([...present, ...older]);
  await first.restart();
  await second.restart();
  rolling = false;
  await load;
  // 503 where a request met a hub that had begun to stop.
  expect([...answers].filter((status) => status !== '200' && status !== '503')).toEqual([]);
  expect(acknowledged.size).toBeGreaterThan(
    past.flatMap(({ edits }) => new Set(edits.map(({ key }) => key)).size)[0] ?? 0,
  );
  const rows = await sql<{ key: string }>(databaseUrl, 'SELECT key FROM rows');
  const there = new Set(rows.map(({ key }) => key));
  expect([...acknowledged].filter((id) => !there.has(id))).toEqual([]);
  // And it adds up for who reads it all.
  const reader = await enrol();
  const { rows: read, head } = await reader.pullAll();
  expect(updatedScopeHash(EMPTY_SCOPE_HASH, { add: read.map((row) => rowHash(row)) })).toBe(head.hash);
});
