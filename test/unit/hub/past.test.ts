/** Consoles and rows of every earlier schema at the hub of today. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DescribedTable, descriptions } from '../../../shared/cases/contents.ts';
import { hubPaths, mutationHash, PROTOCOL, SCHEMA } from '../../../shared/sync/protocol.ts';
import { sample, startTestHub, type TestHub } from '../../helpers/hub.ts';
import { past } from '../../helpers/past.ts';
import { editsBy } from '../../helpers/past-edits.ts';
import { sql } from '../../helpers/postgres.ts';
import { newId, request, TestDevice } from '../../helpers/test-device.ts';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.stop());

describe.each(past)('a console of schema $schema', (one) => {
  test('[S12] empties its outbox; its rows have every field of today, and are pulled by a console of today', async () => {
    const device = await TestDevice.enrol(hub, sample.people.engineer.id);
    const mutations = editsBy(device, one);
    const answer = await request(hub.url, hubPaths.push, {
      token: device.token,
      body: { protocol: PROTOCOL, schema: one.schema, mutations },
    });
    expect(answer.status).toBe(200);
    const { results } = answer.body as { results: { outcome: string }[] };
    expect(results.filter(({ outcome }) => outcome !== 'applied')).toEqual([]);
    const keys = new Set(mutations.map(({ key }) => key));
    const rows = (await device.pullAll()).rows.filter(({ key }) => keys.has(key));
    expect(rows.length).toBe(keys.size);
    for (const { table, data } of rows)
      expect(Object.keys(data ?? {}).sort(), table).toEqual(
        Object.keys(descriptions[table as DescribedTable].fields).sort(),
      );
  });

  test('[S12] edits that waited in its outbox while it was updated go under the schema of today', async () => {
    const device = await TestDevice.enrol(hub, sample.people.engineer.id);
    const { results } = (await device.send(editsBy(device, one))).body as { results: { outcome: string }[] };
    expect(results.filter(({ outcome }) => outcome !== 'applied')).toEqual([]);
  });

  test('[S5][S12] its row, as it was stored then, merges with an edit of today field by field', async () => {
    const device = await TestDevice.enrol(hub, sample.people.engineer.id);
    const mutations = editsBy(device, one);
    await request(hub.url, hubPaths.push, {
      token: device.token,
      body: { protocol: PROTOCOL, schema: one.schema, mutations },
    });
    const [first] = mutations;
    if (!first) throw new Error('no edit');
    // The hub of that time stored the row without the fields of today.
    await sql(hub.databaseUrl, "UPDATE rows SET data = $2 WHERE tbl = 'cases' AND key = $1", [
      first.key,
      JSON.stringify(first.patch),
    ]);
    const other = await TestDevice.enrol(hub, sample.people.secondEngineer.id);
    const { results } = await other.push({
      ...{ table: 'cases', key: first.key, op: 'patch', baseVersion: null },
      patch: { suspectedWhy: 'Said today', impact: 'Calls are lost twice.' },
      base: {
        suspectedWhy: one.schema < 3 ? '' : (first.patch.suspectedWhy ?? ''),
        impact: first.patch.impact ?? '',
      },
    });
    expect(results[0]?.outcome).toMatch(/^(applied|merged)$/);
    const [row] = (await other.pullAll()).rows.filter(({ key }) => key === first.key);
    expect(row?.data).toMatchObject({ suspectedWhy: 'Said today', impact: 'Calls are lost twice.' });
    expect(Object.keys(row?.data ?? {}).sort()).toEqual(Object.keys(descriptions.cases.fields).sort());
  });
});

test('[S12] a hub that is older than the console takes nothing of it, and the console keeps it', async () => {
  const device = await TestDevice.enrol(hub, sample.people.engineer.id);
  const whole = device.mutation({ table: 'wishes', key: newId(), op: 'insert', patch: { id: newId() } });
  expect(mutationHash(whole)).toBe(whole.hash);
  const answer = await request(hub.url, hubPaths.push, {
    token: device.token,
    body: { protocol: PROTOCOL, schema: SCHEMA + 1, mutations: [whole] },
  });
  expect(answer).toMatchObject({ status: 426, body: { code: 'hub-outdated' } });
});
