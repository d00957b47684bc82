/** What an organisation's devices go by: set by the operator, heard by each device. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HubClient } from '../../../electron/services/hub-client.ts';
import { hubPaths, tokenResponse } from '../../../shared/sync/protocol.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import { hubCommand } from '../../helpers/hub-command.ts';
import { request, TestDevice } from '../../helpers/test-device.ts';

let hub: TestHub;
let device: TestDevice;
let organisation: { id: string; name: string };
beforeAll(async () => {
  hub = await startTestHub();
  device = await TestDevice.enrol(hub, hub.sample.people.engineer.id);
  organisation = device.identity.organisation;
});
afterAll(() => hub.stop());

const run = (...args: string[]) => hubCommand(['device-rules', ...args], { DATABASE_URL: hub.databaseUrl });
async function done(...args: string[]): Promise<string> {
  const { code, output } = await run(...args);
  if (code !== 0) throw new Error(`${args.join(' ')}: ${output}`);
  return output;
}
/** As the shell asks. */
async function heard(of = device) {
  const answer = await new HubClient(hub.url).authenticate({
    assertion: await of.assertion(),
    hub: hub.url,
  });
  if (!answer.ok) throw new Error(answer.failure.message);
  return answer.value.rules;
}

describe('what an organisation’s devices go by', () => {
  test('[security 29] is 14 days of lease and no end of keeping, until the operator says otherwise; each device hears it when it says who it is', async () => {
    expect(await heard()).toEqual({ leaseDays: 14, retentionDays: null });
    expect(await done('set', organisation.name, '--lease-days', '7', '--retention-days', '90')).toBe(
      `${organisation.name}: consoles lock after 7 days without the hub. Cases leave them 90 days after their end.`,
    );
    expect(await heard()).toEqual({ leaseDays: 7, retentionDays: 90 });
    // One is set, and the other stays.
    await done('set', organisation.id, '--lease-days', '1');
    expect(await heard()).toEqual({ leaseDays: 1, retentionDays: 90 });
    await done('set', organisation.id, '--lease-days', 'default', '--retention-days', 'never');
    expect(await heard()).toEqual({ leaseDays: 14, retentionDays: null });
  });

  test('[security 29] is each organisation’s own, and is listed', async () => {
    await done('set', organisation.id, '--lease-days', '5', '--retention-days', '30');
    const other = hub.sample.organisations.find(({ id }) => id !== organisation.id);
    if (!other) throw new Error('there is one organisation alone');
    const listed = JSON.parse(await done('list', '--json'));
    expect(listed).toContainEqual({ ...organisationOf(organisation), leaseDays: 5, retentionDays: 30 });
    expect(listed).toContainEqual({ ...organisationOf(other), leaseDays: 14, retentionDays: null });
    expect(await done('list')).toMatch(/Example Partner \(sample\) +5 days +30 days/);
  });

  test('[security 29] a change stands in the audit with what holds from then on', async () => {
    await done('set', organisation.id, '--lease-days', '3', '--retention-days', 'never');
    const admin = await TestDevice.enrol(hub, hub.sample.people.certificationAdmin.id);
    const { rows } = await admin.pullAll('registry');
    const audits = rows.filter(({ table }) => table === 'audits').map(({ data }) => data);
    expect(audits).toContainEqual(
      expect.objectContaining({
        action: 'device-rules-set',
        subject: organisation.id,
        detail: { organisation: organisation.name, lease: '3 days', retention: 'never' },
      }),
    );
  });

  test.each([
    ['--lease-days', '0', /1 to 90 days, or default/],
    ['--lease-days', '91', /1 to 90 days/],
    ['--lease-days', 'never', /1 to 90 days/],
    ['--retention-days', '1.5', /1 to 3650 days, or never/],
    ['--retention-days', '-1', /./],
    ['--retention-days', '3651', /1 to 3650 days/],
  ])('%s %s is refused, and nothing is changed', async (flag, value, says) => {
    const before = await heard();
    expect(await run('set', organisation.id, flag, value)).toMatchObject({
      code: 1,
      output: expect.stringMatching(says),
    });
    expect(await heard()).toEqual(before);
  });

  test('a set that says nothing, and one of nobody, are refused', async () => {
    expect(await run('set', organisation.id)).toMatchObject({ code: 1 });
    expect(await run('set', 'Nobody at all', '--lease-days', '5')).toMatchObject({ code: 1 });
  });

  test('[S12] a console of before the rules, which does not ask, gets an answer that it understands', async () => {
    const { status, body } = await request(hub.url, hubPaths.token, {
      body: {
        grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
        assertion: await device.assertion(),
      },
    });
    expect(status).toBe(200);
    expect(tokenResponse.parse(body)).not.toHaveProperty('rules');
  });
});

function organisationOf({ id, name }: { id: string; name: string }) {
  return { id, name };
}
