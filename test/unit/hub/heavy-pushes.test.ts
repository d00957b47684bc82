/** What a broken or hostile client sends to be parsed and judged: real requests, the hub's health asked all the while (security 32). */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { foresee, judge } from '../../../hub/handoff/judging.ts';
import { parsedPacket, readPacket } from '../../../hub/handoff/parsed-packets.ts';
import { notMadeBefore } from '../../../hub/issuing/contacts.ts';
import type { Threads } from '../../../hub/push/judging-threads.ts';
import { takePushed } from '../../../hub/routes/push.ts';
import { type Database, openDatabase, transaction } from '../../../hub/store/database.ts';
import type { ScopeBatch } from '../../../hub/store/rows.ts';
import type { CaseContents, CaseTable } from '../../../shared/cases/contents.ts';
import { links } from '../../../shared/cases/links.ts';
import { redactions } from '../../../shared/cases/statements.ts';
import { hubPaths, PROTOCOL, SCHEMA } from '../../../shared/sync/protocol.ts';
import { sample, startTestHub, type TestHub } from '../../helpers/hub.ts';
import { attachmentOf } from '../../helpers/hub-files.ts';
import { caseOf, commentOf } from '../../helpers/hub-rows.ts';
import {
  completeContents,
  editsOf,
  handoffOf,
  packetOf,
  sign,
  signatureOf,
  urgentContents,
} from '../../helpers/packets.ts';
import { type HubAnswer, insertOf, newId, request, TestDevice } from '../../helpers/test-device.ts';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.stop());

const enrol = () => TestDevice.enrol(hub, sample.people.engineer.id);

/** Asks for the hub's health, one request after the other, until the work ends. All waits are in milliseconds. */
async function whileAsked<T>(work: Promise<T>): Promise<{ result: T; took: number; waits: number[] }> {
  const began = performance.now();
  let ended = false;
  const result = work.finally(() => {
    ended = true;
  });
  const waits: number[] = [];
  while (!ended) {
    const asked = performance.now();
    expect((await request(hub.url, hubPaths.health)).status).toBe(200);
    waits.push(performance.now() - asked);
  }
  return { result: await result, took: performance.now() - began, waits };
}

function pushText(device: TestDevice, text: string): Promise<HubAnswer> {
  return fetch(hub.url + hubPaths.push, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${device.token}` },
    body: text,
  }).then(async (answer) => ({ status: answer.status, headers: answer.headers, body: await answer.json() }));
}

/** A push of one edit whose patch is this text. Its hash fits nothing: what comes first is what it costs to find that out. */
function editOf(patch: string, table = 'comments'): string {
  const edit = `"n":1,"id":"${randomUUID()}","table":"${table}","key":"${randomUUID()}","op":"insert","baseVersion":null`;
  const rest = `"base":{},"blobs":[],"at":"2026-11-23T18:00:00.000Z","hash":"${'0'.repeat(64)}"`;
  return `{"protocol":${PROTOCOL},"schema":${SCHEMA},"mutations":[{${edit},"patch":${patch},${rest}}]}`;
}

/** The case's edits, then the packet, while the hub's health is asked. */
async function handOffWhileAsked(contents: CaseContents) {
  const device = await enrol();
  await device.push(
    // What the customer signed is there before: the hub judges a packet by its own rows.
    ...editsOf({ ...completeContents(device), case: contents.case, consents: contents.consents }).filter(
      ({ table }) => table === 'cases' || table === 'consents',
    ),
  );
  const packet = await sign(device, packetOf(device, contents));
  return whileAsked(device.push(handoffOf(packet)));
}

describe('a body of many values', () => {
  test.each([
    ['{}', ['{"a":[', ']}']],
    ['[]', ['{"a":[', ']}']],
    ['0', ['{"a":[', ']}']],
    ['"x":{}', ['{"a":{', '}}']],
  ] as const)(
    'security 32: 31 MB of %s is refused before anything is made of it',
    async (value, [head, tail]) => {
      const device = await enrol();
      const many = `${value},`.repeat(Math.floor((31 * 1024 * 1024) / (value.length + 1)));
      const { result, waits } = await whileAsked(pushText(device, editOf(`${head}${many}${value}${tail}`)));
      expect(result).toMatchObject({ status: 413, body: { code: 'too-many-values' } });
      expect(waits.length).toBeGreaterThan(1);
      await expect(device.insert('cases', caseOf(device))).resolves.toMatchObject({ lastN: 1 });
    },
  );
});

describe('the largest packets', () => {
  const long = { timeout: 240_000 };

  /** Many rows of one table: as many as it may have, or as 32 MB hold. */
  const many: readonly [CaseTable, number, (contents: CaseContents, device: TestDevice) => object][] = [
    ['configuration', 30_000, ({ configuration: [entry] }) => ({ ...entry })],
    ['revisions', 40_000, ({ revisions: [revision] }) => ({ ...revision })],
    ['systems', 5_000, ({ systems: [system] }) => ({ ...system, hostname: '', role: 'context' })],
    [
      'attachments',
      5_000,
      ({ case: { id } }, device) => attachmentOf(device, id, { sha256: 'ab'.repeat(32) }),
    ],
    [
      'redactions',
      10_000,
      ({ case: { id, createdAt } }, device) =>
        redactions.empty({
          id,
          caseId: id,
          attachmentId: id,
          sha256: 'ab'.repeat(32),
          state: 'redacted',
          at: createdAt,
          by: device.person,
        }),
    ],
    [
      'links',
      5_000,
      ({ case: { id: caseId }, systems: [system] }) => {
        const id = system?.id ?? caseId;
        return links.empty({ id, caseId, fromId: id, toId: id, kind: 'sip-trunk' });
      },
    ],
  ];

  test.each(many)(
    'security 32: of %s %i rows are judged, and nobody waits for it',
    long,
    async (table, count, like) => {
      const device = await enrol();
      const contents = urgentContents(device);
      const row = like(contents, device);
      const own = contents[table];
      const rows = [...own, ...Array.from({ length: count - own.length }, () => ({ ...row, id: newId() }))];
      const { result, took, waits } = await handOffWhileAsked({ ...contents, [table]: rows });
      expect(result.results).toMatchObject([{ outcome: 'applied' }]);
      // Where the hub judges it between two answers, there are few of these, and the longest is most of the whole.
      expect(waits.length).toBeGreaterThan(3);
      if (count >= 30_000) expect(Math.max(...waits)).toBeLessThan(took / 4);
    },
  );

  test('security 32: a chain of 20,000 corrections is taken, and nobody waits for it', long, async () => {
    const device = await enrol();
    const contents = urgentContents(device);
    const [step] = contents.steps;
    if (!step) throw new Error('no step');
    const ids = [step.id, ...Array.from({ length: 20_000 - contents.steps.length }, newId)];
    const chain = ids.slice(1).map((id, at) => ({ ...step, id, corrects: ids[at] ?? null }));
    const { result, took, waits } = await handOffWhileAsked({
      ...contents,
      steps: [...contents.steps, ...chain],
    });
    expect(result.results[0]).toMatchObject({ outcome: 'applied', receipt: { ticket: expect.any(String) } });
    expect(Math.max(...waits)).toBeLessThan(took / 4);
  });
});

test('security 32: an edit that is no packet holds 1 MB at the most; the edits beside it are taken', async () => {
  const device = await enrol();
  const row = caseOf(device);
  const comment = commentOf(device, row.id);
  const { results } = await device.push(
    { table: 'cases', key: row.id, op: 'insert', patch: { ...row } },
    {
      table: 'comments',
      key: comment.id,
      op: 'insert',
      patch: { ...comment, more: 'x'.repeat(1024 * 1024) },
    },
    { table: 'comments', key: comment.id, op: 'insert', patch: { ...comment } },
  );
  expect(results).toMatchObject([
    { outcome: 'applied' },
    { outcome: 'rejected', rejection: { code: 'invalid', message: expect.stringContaining('1 MB') } },
    { outcome: 'applied' },
  ]);
});

test('security 32: whatever the size and the shape, health is answered while it is judged, and the hub goes on', {
  timeout: 240_000,
}, async () => {
  const leaf = fc.constantFrom(
    '0',
    '""',
    '{}',
    '[]',
    '"\\u0000"',
    '{"__proto__":1}',
    '[[[[{}]]]]',
    '"é"',
    'null',
    '{"a":',
    ']',
  );
  const bytes = fc.constantFrom(1_000, 60_000, 200_000, 1_000_000, 4_000_000);
  const table = fc.constantFrom('packets', 'cases', 'comments', 'signatures', 'constructor');
  let longest = 0;
  let whole = 0;
  await fc.assert(
    fc.asyncProperty(leaf, bytes, table, fc.boolean(), async (value, size, name, named) => {
      const device = await enrol();
      const many = Array.from({ length: Math.floor(size / (value.length + (named ? 12 : 1))) }, (_, at) =>
        named ? `"k${at}":${value}` : value,
      ).join(',');
      const { result, took, waits } = await whileAsked(
        pushText(device, editOf(named ? `{${many}}` : `{"a":[${many}]}`, name)),
      );
      expect([400, 413]).toContain(result.status);
      longest = Math.max(longest, ...waits);
      whole += took;
    }),
    { numRuns: 25 },
  );
  expect(longest).toBeLessThan(whole / 4);
  expect((await request(hub.url, hubPaths.health)).status).toBe(200);
});

test('security 32: judging ends where a packet takes the rules too long, and is done once in a transaction', async () => {
  const device = await enrol();
  const packet = packetOf(device, urgentContents(device));
  const database = openDatabase(hub.databaseUrl, 2);
  const now = () => new Date();
  await transaction(database, async (client) => {
    const scope = {} as ScopeBatch;
    expect(await judge({ client, now, scope }, packet, null, null, null, 0)).toBeNull();
    const findings = await judge({ client, now, scope }, packet, null, null, null);
    expect(findings).not.toBeNull();
    // What was found is known: no time at all is enough for it now. Another transaction asks again.
    expect(await judge({ client, now, scope }, packet, null, null, null, 0)).toEqual(findings);
    expect(await judge({ client, now, scope: {} as ScopeBatch }, packet, null, null, null, 0)).toBeNull();
  }).finally(() => database.end());
});

test('security 32: what was judged before the lock counts under it for that very edit, and where nothing changed meanwhile', async () => {
  const device = await enrol();
  const packet = packetOf(device, urgentContents(device));
  const junk = packetOf(device, { ...urgentContents(device), steps: [] });
  const database = openDatabase(hub.databaseUrl, 2);
  const now = () => new Date();
  await transaction(database, async (client) => {
    const edit = device.mutation(handoffOf(packet));
    await foresee(client, device.identity, [edit], now);
    const since = await notMadeBefore(client, device.identity.deviceId, now());
    // No time at all is enough for what is known already, and for nothing else.
    const asked = (of: typeof packet, sent: object) =>
      judge({ client, now, scope: {} as ScopeBatch }, of, null, since, sent, 0);
    expect(await asked(packet, edit.patch)).not.toBeNull();
    // Another edit that bears the same id and digest.
    expect(await asked({ ...junk, id: packet.id, digest: packet.digest }, { ...edit.patch })).toBeNull();
    // The engineer's credentials ended while it was judged.
    await client.query('DELETE FROM credentials WHERE person_id = $1', [device.identity.person.id]);
    expect(await asked(packet, edit.patch)).toBeNull();
    throw new Error('taken back');
  })
    .catch((error: Error) => expect(error.message).toBe('taken back'))
    .finally(() => database.end());
});

test('security 32: one that a colleague carries is judged before the lock too, by the time of the device that signed it', async () => {
  const device = await enrol();
  const lead = await TestDevice.enrol(hub, sample.people.lead.id);
  // Of before the lead's computer was there: by its time nothing could have been signed then.
  const at = { at: new Date(Date.now() - 730 * 86_400_000).toISOString(), zone: 'Europe/Berlin' };
  const packet = { ...packetOf(device, urgentContents(device)), createdAt: at };
  const database = openDatabase(hub.databaseUrl, 2);
  const now = () => new Date();
  await transaction(database, async (client) => {
    await client.query("UPDATE devices SET enrolled_at = now() - interval '3 years' WHERE id = $1", [
      device.identity.deviceId,
    ]);
    const signed = lead.mutation(insertOf('signatures', await signatureOf(device, packet)));
    const edit = lead.mutation(handoffOf(packet));
    await foresee(client, lead.identity, [signed, edit], now);
    const asked = async (of: TestDevice) =>
      judge(
        { client, now, scope: {} as ScopeBatch },
        packet,
        null,
        await notMadeBefore(client, of.identity.deviceId, now()),
        edit.patch,
        0,
      );
    expect(await asked(device)).not.toBeNull();
    // What it rested on is asked again: the engineer's credentials ended meanwhile.
    await client.query('DELETE FROM credentials WHERE person_id = $1', [device.identity.person.id]);
    expect(await asked(device)).toBeNull();
    throw new Error('taken back');
  })
    .catch((error: Error) => expect(error.message).toBe('taken back'))
    .finally(() => database.end());
});

test('security 32: a packet is read once from what was sent, however often it is asked for', () => {
  const sent = { id: 'none' };
  expect(readPacket(sent)).toBe(readPacket(sent));
  expect(readPacket(sent)).not.toBe(readPacket({ ...sent }));
  expect(() => parsedPacket(sent)).toThrow();
});

test('security 32: nobody waits for the scope of Level 3 while a packet is judged', {
  timeout: 120_000,
}, async () => {
  const device = await enrol();
  const text = '\ufdfa'.repeat(6_600);
  const told = { specified: text, observed: text, reproduction: text, impact: text, ask: text };
  const contents = urgentContents(device);
  const database = openDatabase(hub.databaseUrl, 2);
  const looks = { free: 0, locked: 0 };
  let ended = false;
  const looking = (async () => {
    while (!ended) {
      const { rowCount } = await database.query(
        "SELECT 1 FROM scopes WHERE name = 'level3' FOR UPDATE SKIP LOCKED",
      );
      looks[rowCount ? 'free' : 'locked'] += 1;
      await new Promise((done) => setTimeout(done, 5));
    }
  })();
  // Far more to judge than is done under the lock.
  const steps = contents.steps.map((step) => ({ ...step, did: text, showed: text }));
  const heavy = { ...contents, case: { ...contents.case, ...told }, steps };
  const { result } = await handOffWhileAsked(heavy).finally(() => {
    ended = true;
  });
  await looking.finally(() => database.end());
  expect(result.results).toMatchObject([{ outcome: 'rejected', rejection: { code: 'handoff-incomplete' } }]);
  expect(looks.locked).toBeLessThan(looks.free);
});

test('security 32: a packet of texts that cost the rules much is judged, and nobody waits for it', {
  timeout: 120_000,
}, async () => {
  const device = await enrol();
  // Each sign stands for eighteen letters.
  const text = '\ufdfa'.repeat(6_600);
  const told = { specified: text, observed: text, reproduction: text, impact: text, ask: text };
  const heavy = () => {
    const contents = urgentContents(device);
    return handOffWhileAsked({ ...contents, case: { ...contents.case, ...told } });
  };
  // After the first the thread is there: what is left is the judging.
  await heavy();
  const { result, took, waits } = await heavy();
  expect(result.results).toMatchObject([{ outcome: 'rejected', rejection: { code: 'handoff-incomplete' } }]);
  expect(waits.length).toBeGreaterThan(3);
  expect(Math.max(...waits)).toBeLessThan(took / 2);
});

test('security 32: what the rules are asked about has a thread from 48 KB on, where other edits have one from 128', async () => {
  const device = await enrol();
  const threaded: number[] = [];
  const threads = {
    push: async (_: unknown, bytes: Uint8Array) => threaded.push(bytes.length),
  } as unknown as Threads;
  const database = {
    connect: async () => {
      throw new Error('judged here');
    },
  } as unknown as Database;
  const take = (table: string, size: number) => {
    const edit = device.mutation({ table, key: newId(), op: 'insert', patch: { x: 'x'.repeat(size) } });
    const bytes = Buffer.from(JSON.stringify({ protocol: PROTOCOL, schema: SCHEMA, mutations: [edit] }));
    return takePushed({ database, threads, now: () => new Date() }, device.identity, bytes);
  };
  for (const table of ['packets', 'signatures', 'reviews']) {
    await expect(take(table, 40_000)).rejects.toThrow('judged here');
    await take(table, 60_000);
  }
  await expect(take('comments', 60_000)).rejects.toThrow('judged here');
  await take('comments', 140_000);
  expect(threaded).toHaveLength(4);
});
