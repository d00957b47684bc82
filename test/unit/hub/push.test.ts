import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Mutation } from '../../../shared/sync/protocol.ts';
import { hubPaths, mutationHash, pullResponse, SCHEMA } from '../../../shared/sync/protocol.ts';
import { sample, startTestHub, type TestHub } from '../../helpers/hub.ts';
import { caseOf, commentOf, systemOf } from '../../helpers/hub-rows.ts';
import { sql } from '../../helpers/postgres.ts';
import { newId, request, TestDevice } from '../../helpers/test-device.ts';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.stop());

const engineer = () => TestDevice.enrol(hub, sample.people.engineer.id);
const secondEngineer = () => TestDevice.enrol(hub, sample.people.secondEngineer.id);
const patchOf = (
  table: string,
  key: string,
  patch: object,
  base: object,
  baseVersion: number | null = null,
) =>
  ({
    table,
    key,
    op: 'patch',
    patch: patch as Mutation['patch'],
    base: base as Mutation['base'],
    baseVersion,
  }) as const;

describe('repeats and order', () => {
  test('[S3] a repeat gets the stored result and has no second effect', async () => {
    const device = await engineer();
    const row = caseOf(device);
    const edit = device.mutation({
      table: 'cases',
      key: row.id,
      op: 'insert',
      patch: { ...row } as Mutation['patch'],
    });
    const first = await device.send([edit]);
    const head = (await device.pullAll()).head;
    const again = await device.send([edit]);
    expect(again.status).toBe(200);
    expect((again.body as { results: unknown }).results).toEqual(
      (first.body as { results: unknown }).results,
    );
    expect((await device.pullAll()).head).toEqual(head);
  });

  test('[S3] the same number with another content is 409 and changes nothing', async () => {
    const device = await engineer();
    await device.insert('cases', caseOf(device));
    const head = (await device.pullAll()).head;
    const row = caseOf(device);
    device.nextN = 1;
    const answer = await device.send([
      device.mutation({ table: 'cases', key: row.id, op: 'insert', patch: { ...row } as Mutation['patch'] }),
    ]);
    expect(answer).toMatchObject({ status: 409, body: { code: 'hash-mismatch', n: 1, lastN: 1 } });
    expect((await device.pullAll()).head).toEqual(head);
  });

  test('[S3] a gap is 409 and says where the hub stands', async () => {
    const device = await engineer();
    await device.insert('cases', caseOf(device));
    device.nextN = 4;
    const row = caseOf(device);
    const edit = device.mutation({
      table: 'cases',
      key: row.id,
      op: 'insert',
      patch: { ...row } as Mutation['patch'],
    });
    expect(await device.send([edit])).toMatchObject({ status: 409, body: { code: 'gap', lastN: 1 } });
    expect(await device.row('cases', row.id)).toBeUndefined();
  });

  test('[S3] a batch that repeats its first half does only the second', async () => {
    const device = await engineer();
    const row = caseOf(device);
    const insert = device.mutation({
      table: 'cases',
      key: row.id,
      op: 'insert',
      patch: { ...row } as Mutation['patch'],
    });
    await device.send([insert]);
    const patch = device.mutation(patchOf('cases', row.id, { title: 'Two' }, { title: row.title }));
    const answer = await device.send([insert, patch]);
    expect(answer).toMatchObject({
      status: 200,
      body: { lastN: 2, results: [{ n: 1 }, { n: 2, outcome: 'applied' }] },
    });
    expect((await device.row('cases', row.id))?.data).toMatchObject({ title: 'Two' });
  });

  test('[S3] numbers out of order, or a hash that does not fit, are refused as a whole', async () => {
    const device = await engineer();
    const edits = [caseOf(device), caseOf(device)].map((row) =>
      device.mutation({ table: 'cases', key: row.id, op: 'insert', patch: { ...row } as Mutation['patch'] }),
    );
    expect(await device.send([...edits].reverse())).toMatchObject({ status: 400, body: { code: 'order' } });
    const [first] = edits;
    if (!first) throw new Error('no edit');
    const forged = { ...first, patch: { ...first.patch, title: 'Forged' } };
    expect(await device.send([forged])).toMatchObject({ status: 400, body: { code: 'hash' } });
    expect((await device.send(edits)).status).toBe(200);
  });

  test('[S3] an edit that a lost device sent is known again when the person’s next device sends it', async () => {
    const lost = await engineer();
    const row = caseOf(lost);
    const edit = lost.mutation({
      table: 'cases',
      key: row.id,
      op: 'insert',
      patch: { ...row } as Mutation['patch'],
    });
    await lost.send([edit]);
    await lost.push(patchOf('cases', row.id, { title: 'Moved on' }, { title: row.title }));
    const next = await engineer();
    const answer = await next.send([{ ...edit, n: 1 }]);
    expect(answer).toMatchObject({
      status: 200,
      body: { lastN: 1, results: [{ n: 1, outcome: 'applied' }] },
    });
    expect((await next.row('cases', row.id))?.data).toMatchObject({ title: 'Moved on' });
  });
});

describe('merge', () => {
  test('[S5] two devices edit different fields: both stand, and the second hears that it was merged', async () => {
    const [one, two] = [await engineer(), await secondEngineer()];
    const row = caseOf(one);
    const version = (await one.insert('cases', row)).results[0];
    const known = version?.outcome === 'applied' ? version.version : 0;
    await one.push(patchOf('cases', row.id, { title: 'One' }, { title: row.title }, known));
    const answer = await two.push(patchOf('cases', row.id, { site: 'Two' }, { site: row.site }, known));
    expect(answer.results).toMatchObject([{ outcome: 'merged' }]);
    expect((await one.row('cases', row.id))?.data).toMatchObject({ title: 'One', site: 'Two' });
  });

  test('[S5] [S6] a clash keeps the hub’s value and stores the other as a conflict that syncs', async () => {
    const [one, two] = [await engineer(), await secondEngineer()];
    const row = caseOf(one);
    await one.insert('cases', row);
    await one.push(patchOf('cases', row.id, { title: 'One' }, { title: row.title }, 1));
    const answer = await two.push(
      patchOf('cases', row.id, { title: 'Two', site: 'Else' }, { title: row.title, site: row.site }, 1),
    );
    const [result] = answer.results;
    if (result?.outcome !== 'conflict') throw new Error(`outcome ${result?.outcome}`);
    expect((await one.row('cases', row.id))?.data).toMatchObject({ title: 'One', site: 'Else' });
    expect(result.conflicts).toHaveLength(1);
    expect((await one.row('conflicts', result.conflicts[0] ?? ''))?.data).toMatchObject({
      caseId: row.id,
      table: 'cases',
      key: row.id,
      kind: 'field',
      field: 'title',
      base: row.title,
      theirs: 'One',
      mine: 'Two',
      deviceId: two.identity.deviceId,
    });
  });

  test('[S2] [S5] a device whose clock is a year off loses nothing and wins nothing by it', async () => {
    const [one, two] = [await engineer(), await secondEngineer()];
    const row = caseOf(one);
    await one.insert('cases', row);
    await one.push({ ...patchOf('cases', row.id, { title: 'Now' }, { title: row.title }, 1) });
    const answer = await two.push({
      ...patchOf(
        'cases',
        row.id,
        { title: 'Next year', site: 'Kept' },
        { title: row.title, site: row.site },
        1,
      ),
      at: '2031-01-01T00:00:00.000Z',
    });
    expect(answer.results).toMatchObject([{ outcome: 'conflict' }]);
    expect((await one.row('cases', row.id))?.data).toMatchObject({ title: 'Now', site: 'Kept' });
  });

  test('[S5] a delete against another device’s newer edit is a clash; the row stays', async () => {
    const [one, two] = [await engineer(), await secondEngineer()];
    const row = caseOf(one);
    const system = systemOf(one, row.id);
    await one.insert('cases', row);
    await one.insert('systems', system);
    await two.push(
      patchOf('systems', system.id, { hostname: 'b.example.com' }, { hostname: system.hostname }, 99),
    );
    const answer = await one.push({
      table: 'systems',
      key: system.id,
      op: 'delete',
      base: { ...system } as Mutation['base'],
      baseVersion: 1,
    });
    expect(answer.results).toMatchObject([{ outcome: 'conflict' }]);
    expect((await one.row('systems', system.id))?.data).toMatchObject({ hostname: 'b.example.com' });
  });

  test('[S5] an edit of a row that another device deleted is a clash; the row stays deleted, the edit is kept', async () => {
    const [one, two] = [await engineer(), await secondEngineer()];
    const row = caseOf(one);
    const system = systemOf(one, row.id);
    await one.insert('cases', row);
    await one.insert('systems', system);
    await one.push({
      table: 'systems',
      key: system.id,
      op: 'delete',
      base: { ...system } as Mutation['base'],
    });
    const answer = await two.push(
      patchOf(
        'systems',
        system.id,
        { hostname: 'b.example.com' },
        { caseId: row.id, hostname: system.hostname },
        1,
      ),
    );
    const [result] = answer.results;
    if (result?.outcome !== 'conflict') throw new Error(`outcome ${result?.outcome}`);
    expect((await one.row('systems', system.id))?.deleted).toBe(true);
    expect((await one.row('conflicts', result.conflicts[0] ?? ''))?.data).toMatchObject({
      caseId: row.id,
      kind: 'edit-of-deleted',
      mine: { hostname: 'b.example.com' },
    });
  });

  test('[S5] a row made twice with another content is a clash, field by field; nothing is dropped', async () => {
    const [one, two] = [await engineer(), await secondEngineer()];
    const row = caseOf(one);
    await one.insert('cases', row);
    const answer = await two.insert('cases', { ...row, title: 'Another' } as typeof row);
    expect(answer.results).toMatchObject([{ outcome: 'conflict' }]);
    expect((await one.row('cases', row.id))?.data).toMatchObject({ title: row.title });
  });

  describe('a conflict that waits for a decision', () => {
    const at = '2026-11-23T12:00:00.000Z';

    /** Two devices wrote the same title. @returns the conflict's id, and who may decide */
    async function clash() {
      const [one, two] = [await engineer(), await secondEngineer()];
      const row = caseOf(one);
      await one.insert('cases', row);
      await one.push(patchOf('cases', row.id, { title: 'One' }, { title: row.title }, 1));
      const answer = await two.push(patchOf('cases', row.id, { title: 'Two' }, { title: row.title }, 1));
      const [result] = answer.results;
      if (result?.outcome !== 'conflict') throw new Error(`outcome ${result?.outcome}`);
      return { one, two, row, id: result.conflicts[0] ?? '' };
    }
    const open = { resolvedAt: null, resolvedBy: null, resolution: null };
    const decidedBy = (device: TestDevice, resolution: string) => ({
      resolvedAt: at,
      resolvedBy: device.person.id,
      resolution,
    });

    test('[S5] is decided by the value and the decision in one batch, and can be opened again', async () => {
      const { one, two, row, id } = await clash();
      const decision = decidedBy(one, 'mine');
      const { results } = await one.push(
        patchOf('cases', row.id, { title: 'Two' }, { title: 'One' }, 9_999),
        patchOf('conflicts', id, decision, open, 9_999),
      );
      expect(results).toMatchObject([{ outcome: 'applied' }, { outcome: 'applied' }]);
      expect((await two.row('conflicts', id))?.data).toMatchObject({
        ...decision,
        theirs: 'One',
        mine: 'Two',
      });
      expect((await two.row('cases', row.id))?.data).toMatchObject({ title: 'Two' });
      await two.push(patchOf('conflicts', id, open, decision, 9_999));
      expect((await one.row('conflicts', id))?.data).toMatchObject(open);
    });

    test('[S5] of two decisions the first at the hub stands; the second value is a conflict of its own', async () => {
      const { one, two, row, id } = await clash();
      await one.push(
        patchOf('cases', row.id, { title: 'Third' }, { title: 'One' }, 9_999),
        patchOf('conflicts', id, decidedBy(one, 'third'), open, 9_999),
      );
      const { results } = await two.push(
        patchOf('cases', row.id, { title: 'Two' }, { title: 'One' }, 9_999),
        patchOf('conflicts', id, decidedBy(two, 'mine'), open, 9_999),
      );
      expect(results).toMatchObject([{ outcome: 'conflict' }, { outcome: 'merged' }]);
      expect((await one.row('conflicts', id))?.data).toMatchObject(decidedBy(one, 'third'));
      expect((await one.row('cases', row.id))?.data).toMatchObject({ title: 'Third' });
    });

    test('[S5] [S6] is not decided by halves, nor in another person’s name, nor changed in what it says', async () => {
      const { one, two, id } = await clash();
      const { results } = await one.push(
        patchOf('conflicts', id, decidedBy(two, 'mine'), open, 9_999),
        patchOf('conflicts', id, { resolution: 'mine' }, { resolution: null }, 9_999),
        patchOf('conflicts', id, { mine: 'Forged' }, { mine: 'Two' }, 9_999),
      );
      expect(results).toMatchObject([
        { outcome: 'rejected', rejection: { code: 'forbidden' } },
        { outcome: 'rejected', rejection: { code: 'invalid' } },
        { outcome: 'rejected' },
      ]);
      expect((await one.row('conflicts', id))?.data).toMatchObject({ ...open, mine: 'Two' });
    });
  });

  test('[S5] an own delete may be undone', async () => {
    const device = await engineer();
    const row = caseOf(device);
    const system = systemOf(device, row.id);
    await device.insert('cases', row);
    await device.insert('systems', system);
    await device.push({
      table: 'systems',
      key: system.id,
      op: 'delete',
      base: { ...system } as Mutation['base'],
    });
    expect((await device.insert('systems', system)).results).toMatchObject([{ outcome: 'applied' }]);
    expect((await device.row('systems', system.id))?.data).toEqual(system);
  });
});

describe('what is refused', () => {
  test('[S6] a rejected edit has its reason and does not fail the batch around it', async () => {
    const device = await engineer();
    const row = caseOf(device);
    const comment = commentOf(device, row.id);
    const { results } = await device.push(
      { table: 'cases', key: row.id, op: 'insert', patch: { ...row } as Mutation['patch'] },
      patchOf('cases', row.id, { affectedUsers: -1 }, { affectedUsers: null }),
      { table: 'comments', key: comment.id, op: 'insert', patch: { ...comment } as Mutation['patch'] },
    );
    expect(results).toMatchObject([
      { outcome: 'applied' },
      {
        outcome: 'rejected',
        rejection: { code: 'invalid', message: expect.stringContaining('affectedUsers') },
      },
      { outcome: 'applied' },
    ]);
  });

  test.each<[string, string, (device: TestDevice, caseId: string) => Parameters<TestDevice['push']>[0]]>([
    [
      'unknown-table',
      'a table that the hub does not know',
      (_, id) => ({ table: 'plans', key: id, op: 'insert' }),
    ],
    [
      'forbidden',
      'a receipt: only the hub writes them',
      (_, id) => ({ table: 'receipts', key: newId(), op: 'insert', patch: { caseId: id } }),
    ],
    [
      'forbidden',
      'a conflict: only the hub writes them',
      (_, id) => ({ table: 'conflicts', key: newId(), op: 'insert', patch: { caseId: id } }),
    ],
    [
      'forbidden',
      'a product: only the hub writes them',
      () => ({ table: 'products', key: 'sample-paging-server', op: 'delete' }),
    ],
    [
      'invalid',
      'a key that is no id',
      (device, id) => ({
        table: 'systems',
        key: '../x',
        op: 'insert',
        patch: { ...systemOf(device, id) } as Mutation['patch'],
      }),
    ],
    [
      'invalid',
      'a row whose id is not its key',
      (device, id) => ({
        table: 'systems',
        key: newId(),
        op: 'insert',
        patch: { ...systemOf(device, id) } as Mutation['patch'],
      }),
    ],
    [
      'invalid',
      'a field that the table does not have',
      (_, id) => patchOf('cases', id, { constructor: 'x' }, {}),
    ],
    [
      'invalid',
      'a base that no row can have had',
      (_, id) => patchOf('cases', id, { title: 'x' }, { title: 7 }),
    ],
    [
      'invalid',
      'a character that cannot be stored',
      (_, id) => patchOf('cases', id, { title: 'a\u0000b' }, { title: '' }),
    ],
    [
      'missing-row',
      'a row that is not there',
      () => patchOf('cases', newId(), { title: 'x' }, { title: '' }),
    ],
    [
      'missing-row',
      'a row of a case that is not there',
      (device) => {
        const system = systemOf(device, newId());
        return { table: 'systems', key: system.id, op: 'insert', patch: { ...system } as Mutation['patch'] };
      },
    ],
    ['not-changeable', 'a change of a row’s id', (_, id) => patchOf('cases', id, { id: newId() }, { id })],
    ['not-changeable', 'the delete of a case', (_, id) => ({ table: 'cases', key: id, op: 'delete' })],
    [
      'state',
      'a transition that the state machine does not know',
      (_, id) => patchOf('cases', id, { state: 'escalated' }, { state: 'level1' }),
    ],
    [
      'forbidden',
      'a comment in another’s name',
      (device, id) => {
        const comment = commentOf(device, id, { by: { id: randomUUID(), name: 'Somebody else' } });
        return {
          table: 'comments',
          key: comment.id,
          op: 'insert',
          patch: { ...comment } as Mutation['patch'],
        };
      },
    ],
    [
      'forbidden',
      'an event in the hub’s name',
      (_, id) => {
        const row = {
          id: newId(),
          caseId: id,
          kind: 'received',
          at: { at: new Date().toISOString(), zone: 'UTC' },
          by: null,
          from: null,
          to: null,
          reason: '',
        } as const;
        return { table: 'events', key: row.id, op: 'insert', patch: row };
      },
    ],
  ])('[S6] %s: %s', async (code, _what, edit) => {
    const device = await engineer();
    const row = caseOf(device);
    await device.insert('cases', row);
    const { head } = await device.pullAll();
    const { results } = await device.push(edit(device, row.id));
    expect(results).toMatchObject([{ outcome: 'rejected', rejection: { code } }]);
    expect((await device.pullAll()).head).toEqual(head);
  });

  test('[S5] a comment is only ever added: an edit and another content under its id are refused', async () => {
    const device = await engineer();
    const row = caseOf(device);
    const comment = commentOf(device, row.id);
    await device.insert('cases', row);
    await device.insert('comments', comment);
    const { results } = await device.push(
      patchOf('comments', comment.id, { text: 'else' }, { text: comment.text }),
      {
        table: 'comments',
        key: comment.id,
        op: 'insert',
        patch: { ...comment, text: 'else' } as Mutation['patch'],
      },
      { table: 'comments', key: comment.id, op: 'delete' },
    );
    expect(results).toMatchObject([
      { rejection: { code: 'not-changeable' } },
      { rejection: { code: 'duplicate-key' } },
      { rejection: { code: 'not-changeable' } },
    ]);
  });

  test('[S12] a console of the schema before this one empties its outbox and pulls', async () => {
    const device = await engineer();
    const row = caseOf(device);
    const edit = device.mutation({
      table: 'cases',
      key: row.id,
      op: 'insert',
      patch: { ...row } as Mutation['patch'],
    });
    const older = { protocol: 1, schema: SCHEMA - 1 };
    const pushed = await request(hub.url, hubPaths.push, {
      token: device.token,
      body: { ...older, mutations: [edit] },
    });
    expect(pushed).toMatchObject({ status: 200, body: { results: [{ n: edit.n, outcome: 'applied' }] } });
    const pulled = await request(hub.url, hubPaths.pull, {
      token: device.token,
      body: { ...older, scope: device.organisationScope, cursor: null, limit: 1_000 },
    });
    expect(pullResponse.parse(pulled.body).rows.map(({ key }) => key)).toContain(row.id);
  });

  test('[S12] a console newer than the hub is told so, and may keep its edits', async () => {
    const device = await engineer();
    const answer = await fetch(`${hub.url}/v1/push`, {
      method: 'POST',
      headers: { authorization: `Bearer ${device.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ protocol: 1, schema: SCHEMA + 1, mutations: [{ a: 'shape of tomorrow' }] }),
    });
    expect(answer.status).toBe(426);
    expect(await answer.json()).toMatchObject({
      code: 'hub-outdated',
      message: expect.stringContaining('stay on the computer'),
    });
  });
});

describe('versions and hashes', () => {
  test('[S4] one batch is one version, its rows numbered from 0', async () => {
    const device = await engineer();
    const before = (await device.pullAll()).head.version;
    const row = caseOf(device);
    const systems = Array.from({ length: 5 }, () => systemOf(device, row.id));
    await device.push(
      { table: 'cases', key: row.id, op: 'insert', patch: { ...row } as Mutation['patch'] },
      ...systems.map(
        (system) =>
          ({
            table: 'systems',
            key: system.id,
            op: 'insert',
            patch: { ...system } as Mutation['patch'],
          }) as const,
      ),
    );
    const { rows, head } = await device.pullAll();
    expect(head.version).toBe(before + 1);
    expect(rows.filter((each) => each.version === head.version).map((each) => each.index)).toEqual([
      0, 1, 2, 3, 4, 5,
    ]);
  });

  test('[S3] the effects and the stored answer are in one commit: the hub’s books agree', async () => {
    const rows = await sql<{ devices: string; results: string }>(
      hub.databaseUrl,
      'SELECT (SELECT sum(last_n) FROM devices)::text AS devices, (SELECT count(*) FROM results)::text AS results',
    );
    expect(rows[0]?.devices).toBe(rows[0]?.results);
  });

  test('an edit’s hash leaves out its number and covers all that has an effect', () => {
    const edit = {
      id: newId(),
      table: 'cases',
      key: newId(),
      op: 'patch',
      baseVersion: 1,
      patch: { a: 1 },
      base: { a: 0 },
      blobs: [],
      at: '2026-01-01T00:00:00Z',
    } as const;
    const hash = mutationHash({ ...edit, blobs: [] });
    for (const change of [
      { id: newId() },
      { table: 'steps' },
      { key: 'k' },
      { op: 'insert' as const },
      { baseVersion: 2 },
      { patch: { a: 2 } },
      { base: {} },
      { blobs: ['0'.repeat(64)] },
    ])
      expect(mutationHash({ ...edit, blobs: [], ...change })).not.toBe(hash);
  });
});
