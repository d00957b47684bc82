/** Rules, recipes and known problems at the hub: see shared/knowledge/SPEC.md. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import { problemRow, ruleRow } from '../../helpers/knowledge.ts';
import { TestDevice } from '../../helpers/test-device.ts';

let hub: TestHub;
let engineer: TestDevice;
let stranger: TestDevice;
let desk: TestDevice;
beforeAll(async () => {
  hub = await startTestHub();
  const { people } = hub.sample;
  [engineer, stranger, desk] = (await Promise.all(
    [people.engineer, people.otherEngineer, people.desk].map(({ id }) => TestDevice.enrol(hub, id)),
  )) as [TestDevice, TestDevice, TestDevice];
});
afterAll(() => hub.stop());

describe('what the desk learned', () => {
  test('[N4] a rule that it publishes is with every partner’s device after its next sync, and its history says who', async () => {
    const row = ruleRow();
    const [result] = (await desk.insert('findingRules', row)).results;
    expect(result).toMatchObject({ outcome: 'applied' });
    for (const device of [engineer, stranger])
      expect((await device.row('findingRules', row.id, 'catalogue'))?.data).toEqual(row);
    const { rows } = await engineer.pullAll('catalogue');
    const change = rows.find(
      ({ table, data }) => table === 'catalogueChanges' && (data as { key: string }).key === row.id,
    );
    expect(change?.data).toMatchObject({ table: 'findingRules', by: { name: desk.person.name } });
  });

  test('[N2] one that does not find what its samples say is refused, and reaches nobody', async () => {
    const good = ruleRow();
    const row = {
      ...good,
      id: 'pages-never',
      rule: { ...good.rule, id: 'pages-never' },
      samples: good.samples.map((sample) => ({ ...sample, text: 'nothing\n' })),
    };
    const [result] = (await desk.insert('findingRules', row)).results;
    expect(result).toMatchObject({
      outcome: 'rejected',
      rejection: { code: 'invalid', message: 'In pages late it finds nothing, and should.' },
    });
    expect(await engineer.row('findingRules', row.id, 'catalogue')).toBeUndefined();
  });

  test('[N10] a known problem reaches another partner’s device', async () => {
    const row = problemRow();
    expect((await desk.insert('knownProblems', row)).results[0]).toMatchObject({ outcome: 'applied' });
    expect((await stranger.row('knownProblems', row.id, 'catalogue'))?.data).toEqual(row);
  });

  test('an engineer publishes nothing', async () => {
    const row = problemRow({ id: 'KP-0999' });
    const [result] = (await engineer.insert('knownProblems', row)).results;
    expect(result).toMatchObject({ outcome: 'rejected' });
  });
});
