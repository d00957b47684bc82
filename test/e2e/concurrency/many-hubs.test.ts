/**
 * Three real hubs on one real PostgreSQL, 16 writers and 16 readers over HTTP for ten seconds of real time, while the lines
 * on which the hubs hear of each other's commits are cut again and again. SECONDS=30 is the full proof.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EMPTY_SCOPE_HASH, rowHash, updatedScopeHash } from '../../../shared/base/hash.ts';
import { type Cursor, hubPaths, pushResponse } from '../../../shared/sync/protocol.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import { caseOf, commentOf } from '../../helpers/hub-rows.ts';
import { editsOf, handoffOf, packetOf, sign, urgentContents } from '../../helpers/packets.ts';
import { type Listening, listen } from '../../helpers/poke-stream.ts';
import { sql } from '../../helpers/postgres.ts';
import { newId, request, TestDevice } from '../../helpers/test-device.ts';

const SECONDS = Number(process.env.SECONDS ?? 10);
const PEOPLE_AT_ONCE = 16;

let hubs: TestHub[] = [];
beforeAll(async () => {
  const first = await startTestHub();
  hubs = [first, await startTestHub({ beside: first }), await startTestHub({ beside: first })];
});
afterAll(async () => {
  for (const hub of [...hubs].reverse()) await hub.stop();
});

function hubOf(index: number): TestHub {
  const hub = hubs[index % hubs.length];
  if (!hub) throw new Error('no hub');
  return hub;
}

async function many(personId: string, count: number): Promise<TestDevice[]> {
  const devices: TestDevice[] = [];
  for (let index = 0; index < count; index++) devices.push(await TestDevice.enrol(hubOf(index), personId));
  return devices;
}

/** What a reader has, by its cursor alone: it never starts again. */
class Reader {
  readonly rows = new Map<string, string>();
  readonly versions = new Set<number>();
  readonly #device: TestDevice;
  #cursor: Cursor | null = null;
  pulls = 0;

  constructor(device: TestDevice) {
    this.#device = device;
  }

  /** Pulls from any of the hubs until one says that there is no more. */
  async toHead(): Promise<{ version: number; count: number; hash: string }> {
    for (;;) {
      this.#device.url = hubOf(this.pulls).url;
      this.pulls += 1;
      const page = await this.#device.pull(this.#device.organisationScope, this.#cursor, 37);
      for (const row of page.rows) {
        this.rows.set(`${row.table} ${row.key}`, rowHash(row));
        this.versions.add(row.version);
      }
      this.#cursor = page.cursor;
      if (!page.more) return page.head;
    }
  }
}

/** Every push makes a row, so that every version leaves one; many change the one case besides. */
async function write(device: TestDevice, caseId: string, until: () => boolean): Promise<Map<string, number>> {
  const acknowledged = new Map<string, number>();
  for (let edit = 0; !until(); edit++) {
    device.url = hubOf(edit + acknowledged.size).url;
    const comment = commentOf(device, caseId);
    const answer = await device.push(
      { table: 'comments', key: comment.id, op: 'insert', patch: { ...comment } as never },
      ...(edit % 3 === 0
        ? [{ table: 'cases', key: caseId, op: 'patch' as const, patch: { ask: newId() }, base: { ask: '' } }]
        : []),
    );
    const [first] = answer.results;
    if (first?.outcome !== 'applied') throw new Error(`a comment was ${first?.outcome}`);
    acknowledged.set(comment.id, first.version);
  }
  return acknowledged;
}

describe('three hubs on one database', () => {
  test(`[S4][S8] ${PEOPLE_AT_ONCE} writers and as many readers for ${SECONDS} s: no pull misses a committed row, versions have no gap, no poke is lost`, async () => {
    const { engineer, secondEngineer, lead } = hubOf(0).sample.people;
    const writers = await many(engineer.id, PEOPLE_AT_ONCE);
    const readers = (await many(secondEngineer.id, PEOPLE_AT_ONCE)).map((device) => new Reader(device));
    const [first] = writers;
    if (!first) throw new Error('no writer');
    const shared = caseOf(first);
    await first.insert('cases', shared);
    const scope = first.organisationScope;
    const start = (await first.pull(scope, null, 1)).head.version;
    const listening: Listening[] = [];
    for (const hub of hubs) listening.push(await listen(await TestDevice.enrol(hub, lead.id), hub.url));

    const end = Date.now() + SECONDS * 1_000;
    const over = () => Date.now() > end;
    const writing = Promise.all(writers.map((device) => write(device, shared.id, over)));
    let done = false;
    void writing.finally(() => {
      done = true;
    });
    const reading = Promise.all(
      readers.map(async (reader) => {
        while (!done) await reader.toHead();
      }),
    );
    let cuts = 0;
    while (!done) {
      await wait(1_500);
      const cut = await sql(
        hubOf(0).databaseUrl,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE '% pokes' AND datname = current_database()",
      );
      cuts += cut.length;
    }
    const acknowledged = (await writing).flatMap((each) => [...each]);
    await reading;

    const last = Math.max(...acknowledged.map(([, version]) => version));
    // Every push made one version, and every version is one push: no gap, none twice.
    expect(last - start).toBe(acknowledged.length);
    expect(new Set(acknowledged.map(([, version]) => version)).size).toBe(acknowledged.length);
    for (const reader of readers) {
      const head = await reader.toHead();
      expect(head.version).toBe(last);
      const missing = acknowledged.filter(([id]) => !reader.rows.has(`comments ${id}`));
      expect(missing).toEqual([]);
      for (let version = start + 1; version <= last; version++)
        if (!reader.versions.has(version)) throw new Error(`version ${version} was never pulled`);
      expect(reader.rows.size).toBe(head.count);
      expect(updatedScopeHash(EMPTY_SCOPE_HASH, { add: [...reader.rows.values()] })).toBe(head.hash);
    }
    await Promise.all(
      listening.map((each) => each.until((poke) => poke.scope === scope && poke.version >= last)),
    );
    for (const each of listening) each.close();
    const pulls = readers.reduce((sum, reader) => sum + reader.pulls, 0);
    process.stdout.write(
      `${acknowledged.length} pushes committed, ${pulls} pulls, ${cuts} LISTEN lines cut in ${SECONDS} s; rows missed: 0\n`,
    );
  });

  test('[S3][S10] the same packet pushed through all hubs at once is one escalation with one ticket', async () => {
    const device = await TestDevice.enrol(hubOf(0), hubOf(0).sample.people.engineer.id);
    const other = await TestDevice.enrol(hubOf(1), hubOf(0).sample.people.engineer.id);
    const tickets = new Set<string>();
    for (let round = 0; round < 12; round++) {
      const contents = urgentContents(device);
      device.url = hubOf(round).url;
      await device.push(...editsOf(contents));
      const packet = await sign(device, packetOf(device, contents));
      const edit = device.mutation(handoffOf(packet));
      const elsewhere = other.mutation(handoffOf(packet));
      // One device whose request was repeated on the way, and another that has the same packet.
      const sent = [edit, edit, edit, elsewhere, elsewhere].map((mutation, index) =>
        request(hubOf(round + index).url, hubPaths.push, {
          token: (mutation === edit ? device : other).token,
          body: { protocol: 1, schema: 1, mutations: [mutation] },
        }),
      );
      const receipts = (await Promise.all(sent)).map((answer) => {
        const [result] = pushResponse.parse(answer.body).results;
        return result?.outcome === 'applied' ? result.receipt?.ticket : result?.outcome;
      });
      expect(new Set(receipts).size).toBe(1);
      tickets.add(receipts[0] ?? '');
      expect(
        await sql(hubOf(0).databaseUrl, 'SELECT ticket FROM escalations WHERE packet_id = $1', [packet.id]),
      ).toEqual([{ ticket: receipts[0] }]);
    }
    expect(tickets.size).toBe(12);
  });
});
