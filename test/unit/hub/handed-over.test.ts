/** What a device that was ended hands over, once, and what the operator does with it (security 29). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LeftFile } from '../../../shared/sync/device-end.ts';
import { hubPaths, type Mutation, SCHEMA } from '../../../shared/sync/protocol.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import { hubCommand } from '../../helpers/hub-command.ts';
import { caseOf } from '../../helpers/hub-rows.ts';
import { newId, request, TestDevice } from '../../helpers/test-device.ts';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.stop());

const run = (...args: string[]) =>
  hubCommand(args, { DATABASE_URL: hub.databaseUrl, HUB_SECRET: hub.secret });
async function done(...args: string[]): Promise<string> {
  const { code, output } = await run(...args);
  if (code !== 0) throw new Error(`${args.join(' ')}: ${output}`);
  return output;
}

async function ended(unsent: 'hand-over' | 'wipe' = 'hand-over') {
  const device = await TestDevice.enrol(hub, hub.sample.people.engineer.id, 'Laptop of a leaver');
  const record = caseOf(device);
  const caseId = record.id;
  const edit = device.mutation({ table: 'cases', key: caseId, op: 'insert', patch: { ...record } });
  await done('devices', 'end', device.identity.deviceId, '--reason', 'Left', '--unsent', unsent);
  const { body } = await device.exchange(await device.assertion());
  return { device, caseId, edit, token: (body as { end: { handOver: string | null } }).end.handOver ?? '' };
}

function hand(token: string, mutations: readonly Mutation[], left: LeftFile[] | null = null) {
  return request(hub.url, hubPaths.handOver, {
    token,
    body: { schema: SCHEMA, mutations, done: left === null ? null : { left } },
  });
}

describe('an ended device', () => {
  test('security 29: hands over what it has not sent, in pieces, a piece twice where its answer was lost; then nothing more', async () => {
    const { device, edit, token } = await ended();
    const second = device.mutation({ table: 'cases', key: newId(), op: 'patch', patch: { observed: 'x' } });
    expect(await hand(token, [edit])).toMatchObject({ status: 200, body: { kept: 1 } });
    expect(await hand(token, [edit, second])).toMatchObject({ status: 200, body: { kept: 2 } });
    expect(await hand(token, [], [])).toMatchObject({ status: 200, body: { kept: 2 } });
    expect(await hand(token, [edit])).toMatchObject({ status: 409, body: { code: 'handed-over' } });
    // Nor does it get another token for it.
    expect(await device.exchange(await device.assertion())).toMatchObject({
      status: 401,
      body: { code: 'device-ended', end: { data: 'hand-over', handOver: null } },
    });
  });

  test('security 29: reads nothing and sends nothing but that', async () => {
    const { device, token } = await ended();
    device.token = token;
    for (const [method, path] of [
      ['pull', hubPaths.pull],
      ['push', hubPaths.push],
      ['rows', hubPaths.rows],
      ['recovery', hubPaths.recovery],
    ])
      expect((await request(hub.url, path ?? '', { token, body: {} })).status, method).toBe(401);
    expect((await device.askPull('catalogue', null)).status).toBe(401);
  });

  test('security 29: of one that was stolen the hub takes nothing', async () => {
    const { edit, token } = await ended('wipe');
    expect(token).toBe('');
    // Also where it was ended for handing over first, and somebody heard of a theft then.
    const other = await ended();
    await done('devices', 'end', other.device.identity.deviceId, '--reason', 'Stolen', '--unsent', 'wipe');
    expect((await hand(other.token, [edit])).status).toBe(401);
  });

  test('security 29: one that goes on, another’s token and none hand over nothing', async () => {
    const { edit } = await ended();
    const device = await TestDevice.enrol(hub, hub.sample.people.engineer.id);
    for (const token of [device.token, 'x'.repeat(40)]) expect((await hand(token, [edit])).status).toBe(401);
  });

  test('an edit that is not what its hash says is refused, and nothing of its piece is kept', async () => {
    const { edit, token } = await ended();
    expect((await hand(token, [edit, { ...edit, n: 2, key: newId() }])).status).toBe(400);
    expect(await hand(token, [])).toMatchObject({ body: { kept: 0 } });
  });
});

describe('the operator', () => {
  test('sees what was handed over and what was not, and accepts it: it goes in in the name of who made it', async () => {
    const { device, caseId, edit, token } = await ended();
    const { deviceId } = device.identity;
    const left = { caseId, name: 'capture.pcap', sha256: 'a'.repeat(64), size: 12 };
    await hand(token, [edit]);
    expect(await run('handed-over', 'accept', deviceId, '--reason', 'Early')).toMatchObject({
      code: 1,
      output: expect.stringContaining('has not said that this was all'),
    });
    await hand(token, [], [left]);
    expect(await done('handed-over', 'list')).toMatch(/Laptop of a leaver .*Sample Engineer One/);
    const shown = await done('handed-over', 'show', deviceId);
    expect(shown).toContain('changes of 1 case');
    expect(shown).toContain('not handed over: capture.pcap, 12 bytes');
    const colleague = await TestDevice.enrol(hub, hub.sample.people.lead.id);
    expect(await colleague.row('cases', caseId)).toBeUndefined();
    expect(await done('handed-over', 'accept', deviceId, '--reason', 'Looked through')).toBe(
      'Accepted: 1 applied.',
    );
    expect((await colleague.row('cases', caseId))?.data).toMatchObject({
      engineer: { id: hub.sample.people.engineer.id },
    });
    expect(await run('handed-over', 'accept', deviceId, '--reason', 'Again')).toMatchObject({
      code: 1,
      output: expect.stringContaining('accepted already'),
    });
    const admin = await TestDevice.enrol(hub, hub.sample.people.certificationAdmin.id);
    const { rows } = await admin.pullAll('registry');
    const actions = rows
      .filter(({ table, data }) => table === 'audits' && (data as { subject: string }).subject === deviceId)
      .map(({ data }) => (data as { action: string }).action);
    expect(actions.sort()).toEqual(['device-revoked', 'handed-over', 'handed-over-accepted']);
  });

  test('drops it for good, with a reason', async () => {
    const { device, caseId, edit, token } = await ended();
    await hand(token, [edit], []);
    expect(await done('handed-over', 'drop', device.identity.deviceId, '--reason', 'Not ours')).toBe(
      '1 edit deleted.',
    );
    expect(await run('handed-over', 'show', device.identity.deviceId)).toMatchObject({ code: 1 });
    const colleague = await TestDevice.enrol(hub, hub.sample.people.lead.id);
    expect(await colleague.row('cases', caseId)).toBeUndefined();
  });
});
