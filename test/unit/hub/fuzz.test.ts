/** Whatever comes in gets a clear refusal and changes nothing. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  hubError,
  hubPaths,
  type Mutation,
  mutationHash,
  pushResponse,
} from '../../../shared/sync/protocol.ts';
import { tableNames } from '../../../shared/sync/tables.ts';
import { sample, startTestHub, type TestHub } from '../../helpers/hub.ts';
import { caseOf, systemOf } from '../../helpers/hub-rows.ts';
import { sql } from '../../helpers/postgres.ts';
import { newId, request, TestDevice } from '../../helpers/test-device.ts';

let hub: TestHub;
let device: TestDevice;
beforeAll(async () => {
  hub = await startTestHub();
  device = await TestDevice.enrol(hub, sample.people.engineer.id);
});
afterAll(() => hub.stop());

/** Everything that a request could change, as one text. Failed attempts to enrol are counted on purpose. */
async function everything(): Promise<string> {
  const tables = [
    'organisations',
    'people',
    'devices',
    'enrolment_codes',
    'scopes',
    'rows',
    'results',
    'escalations',
    'taken_packets',
    'awaited_files',
    'counters',
    'hub_keys',
    'audit',
    'blobs',
    'used_assertions',
  ];
  const parts = [];
  for (const table of tables)
    parts.push(
      await sql(
        hub.databaseUrl,
        `SELECT '${table}' AS name, count(*), md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM ${table} AS t`,
      ),
    );
  return JSON.stringify(parts);
}

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('\u0000', '\ud800', '../..', "'; DROP TABLE rows; --", '__proto__'),
);
const anyValue = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  anyText,
  fc.constantFrom(-1, 1e308, Number.MAX_SAFE_INTEGER, '', null),
);

/** A body with one member replaced, left out or added. */
function broken(valid: object): fc.Arbitrary<unknown> {
  return fc.oneof(
    anyValue,
    fc
      .tuple(fc.constantFrom(...Object.keys(valid)), anyValue)
      .map(([name, value]) => ({ ...valid, [name]: value })),
    fc.constantFrom(...Object.keys(valid)).map((name) => ({ ...valid, [name]: undefined })),
    fc
      .tuple(fc.string({ minLength: 1, maxLength: 20 }), anyValue)
      .map(([name, value]) => ({ ...valid, [name]: value })),
  );
}

const bodies: Record<string, object> = {
  [hubPaths.enrol]: {
    code: 'WRONG-WRONG',
    deviceName: 'x',
    publicKey: { kty: 'EC', crv: 'P-256', x: 'a', y: 'b' },
  },
  [hubPaths.token]: {
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    assertion: 'a.b.c'.padEnd(40, 'x'),
  },
  [hubPaths.push]: { protocol: 1, schema: 1, mutations: [] },
  [hubPaths.pull]: { protocol: 1, schema: 1, scope: 'everything', cursor: null, limit: 10 },
  [hubPaths.enrolmentCodes]: { personId: 'nobody' },
  [hubPaths.people]: {
    organisation: { id: null, name: '' },
    name: 'x',
    email: 'x@example.com',
    roles: ['engineer'],
  },
  [hubPaths.revokeDevice]: { deviceId: '-'.repeat(36), reason: 'x' },
};

describe('bodies', () => {
  test.each(Object.entries(bodies))(
    '%s: a malformed body is a 4xx in words and changes nothing',
    async (path, valid) => {
      const token = path.startsWith('/v1/operator') ? hub.operatorToken : device.token;
      const before = await everything();
      await fc.assert(
        fc.asyncProperty(broken(valid), async (body) => {
          const answer = await request(hub.url, path, { body: body === undefined ? {} : body, token });
          expect(answer.status).toBeGreaterThanOrEqual(400);
          expect(answer.status).toBeLessThan(500);
          hubError.loose().parse(answer.body);
        }),
        { numRuns: 60 },
      );
      expect(await everything()).toBe(before);
    },
  );

  test('raw bytes of any kind are a 4xx and change nothing', async () => {
    const before = await everything();
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.keys(bodies)),
        fc.uint8Array({ maxLength: 200 }),
        async (path, bytes) => {
          const token = path.startsWith('/v1/operator') ? hub.operatorToken : device.token;
          const response = await fetch(hub.url + path, {
            method: 'POST',
            headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
            body: bytes as Uint8Array<ArrayBuffer>,
          });
          await response.text();
          expect(response.status).toBeGreaterThanOrEqual(400);
          expect(response.status).toBeLessThan(500);
        },
      ),
      { numRuns: 60 },
    );
    expect(await everything()).toBe(before);
  });

  test('any authorisation header but the right one is 401', async () => {
    const before = await everything();
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme-ascii', maxLength: 60 }), async (token) => {
        for (const path of [hubPaths.poke, hubPaths.people, hubPaths.metrics])
          expect((await request(hub.url, path, { token })).status).toBe(401);
      }),
      { numRuns: 20 },
    );
    expect(await everything()).toBe(before);
  });
});

describe('edits', () => {
  test('[S6] well-formed edits of any content are answered one by one; none fails the batch, none leaves the scope', async () => {
    const row = caseOf(device);
    const system = systemOf(device, row.id);
    await device.insert('cases', row);
    await device.insert('systems', system);
    const others = await TestDevice.enrol(hub, sample.people.otherEngineer.id);
    const theirs = (await others.pullAll()).head;
    const names = [...Object.keys(row), ...Object.keys(system), 'constructor', 'toString', 'x'];
    const fields = fc.dictionary(fc.constantFrom(...names), anyValue, { maxKeys: 4, noNullPrototype: true });
    const edit = fc.record({
      table: fc.oneof(fc.constantFrom(...tableNames), fc.constantFrom('plans', 'constructor', '\u0000')),
      key: fc.oneof(
        fc.constantFrom(row.id, system.id, newId()),
        fc.string({ minLength: 1, maxLength: 20 }),
        fc.constant('\u0000'),
      ),
      op: fc.constantFrom('insert', 'patch', 'delete'),
      patch: fc.oneof(
        fields,
        fields.map((each) => ({ ...row, ...each })),
        fields.map((each) => ({ ...system, id: newId(), ...each })),
      ),
      base: fc.oneof(fields, fc.constant({ ...system })),
      baseVersion: fc.oneof(fc.constant(null), fc.nat()),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 5 }), async (edits) => {
        const n = device.nextN;
        let mutations: Mutation[];
        try {
          mutations = edits.map((each) => device.mutation(each as never));
        } catch {
          // A half character has no canonical form: no device can make its hash.
          device.nextN = n;
          mutations = edits.map((each, i) => ({
            ...(each as Mutation),
            id: newId(),
            blobs: [],
            at: new Date().toISOString(),
            n: n + i,
            hash: '0'.repeat(64),
          }));
          expect((await device.send(mutations)).status).toBe(400);
          return;
        }
        const answer = await device.send(JSON.parse(JSON.stringify(mutations)));
        expect(answer.status).toBe(200);
        expect(pushResponse.parse(answer.body).results.map((result) => result.n)).toEqual(
          mutations.map((each) => each.n),
        );
      }),
      { numRuns: 150 },
    );
    expect((await others.pullAll()).head).toEqual(theirs);
    // What was taken can be pulled, by the schema of the protocol, and its hash is right.
    await device.pullAll(device.organisationScope, null, 50);
    expect(
      await sql(hub.databaseUrl, "SELECT value::int AS value FROM counters WHERE name = 'ticket'"),
    ).toEqual([{ value: 1000 }]);
  });

  test('[S3] a mutation whose members were changed on the way is refused as a whole', async () => {
    const row = caseOf(device);
    const before = await everything();
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('table', 'key', 'op', 'patch', 'base', 'baseVersion', 'blobs', 'id'),
        async (member) => {
          const n = device.nextN;
          const edit = device.mutation({
            table: 'cases',
            key: row.id,
            op: 'insert',
            patch: { ...row } as Mutation['patch'],
          });
          device.nextN = n;
          const changes = {
            table: 'steps',
            key: newId(),
            op: 'delete',
            patch: {},
            base: { a: 1 },
            baseVersion: 7,
            blobs: ['0'.repeat(64)],
            id: newId(),
          };
          const forged = { ...edit, [member]: changes[member] } as Mutation;
          expect(mutationHash(forged)).not.toBe(edit.hash);
          expect(await device.send([forged])).toMatchObject({ status: 400, body: { code: 'hash' } });
        },
      ),
      { numRuns: 16 },
    );
    expect(await everything()).toBe(before);
  });
});
