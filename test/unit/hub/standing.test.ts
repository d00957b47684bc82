/** What a console that is locked for want of the hub may ask, and what it is told (security 29). */
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HubClient } from '../../../electron/services/hub-client.ts';
import { hubPaths } from '../../../shared/sync/protocol.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import { hubCommand } from '../../helpers/hub-command.ts';
import { request, TestDevice } from '../../helpers/test-device.ts';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.stop());

const DAY = 86_400_000;
const standing = (token: string) => request(hub.url, hubPaths.standing, { body: { token } });

describe('whether a device may go on', () => {
  test('security 29: is told by its last token, long after that was over, with the rules of now', async () => {
    const own = await startTestHub();
    try {
      const device = await TestDevice.enrol(own, own.sample.people.engineer.id);
      await hubCommand(['device-rules', 'set', device.identity.organisation.id, '--lease-days', '9'], {
        DATABASE_URL: own.databaseUrl,
      });
      await own.restart(20 * DAY);
      device.url = own.url;
      expect((await device.askPull('catalogue', null)).status).toBe(401);
      const told = await new HubClient(own.url).standing(own.url, device.token);
      expect(told).toMatchObject({ ok: true, value: { standing: 'good', rules: { leaseDays: 9 } } });
      const hubTime = told.ok ? Date.parse(told.value.hubTime) : 0;
      expect(hubTime).toBeGreaterThan((decodeJwt(device.token).exp ?? 0) * 1000 + 19 * DAY);
    } finally {
      await own.stop();
    }
  });

  test.each(['hand-over', 'wipe'] as const)('security 29: one that was ended hears so (%s)', async (data) => {
    const device = await TestDevice.enrol(hub, hub.sample.people.engineer.id);
    await hubCommand(['devices', 'end', device.identity.deviceId, '--unsent', data, '--reason', 'A test'], {
      DATABASE_URL: hub.databaseUrl,
    });
    expect(await standing(device.token)).toMatchObject({ status: 200, body: { standing: 'ended', data } });
    // By its key it proves who it is, and is told what becomes of its data.
    const answer = await device.exchange(await device.assertion());
    expect(answer).toMatchObject({ status: 401, body: { code: 'device-ended', end: { data } } });
    const { end } = answer.body as { end: { handOver: string | null } };
    expect(end.handOver === null).toBe(data === 'wipe');
  });

  test('security 29: a token of another hub, a changed one and what is none tell nothing', async () => {
    const device = await TestDevice.enrol(hub, hub.sample.people.engineer.id);
    const other = await startTestHub();
    try {
      const foreign = await TestDevice.enrol(other, other.sample.people.engineer.id);
      for (const token of [foreign.token, `${device.token.slice(0, -4)}AAAA`, 'x'.repeat(40)])
        expect(await standing(token)).toMatchObject({ status: 401, body: { code: 'unauthorised' } });
    } finally {
      await other.stop();
    }
    // A token for handing over is for that alone.
    await hubCommand(['devices', 'end', device.identity.deviceId, '--reason', 'A test'], {
      DATABASE_URL: hub.databaseUrl,
    });
    const { body } = await device.exchange(await device.assertion());
    const handOver = (body as { end: { handOver: string } }).end.handOver;
    expect((await standing(handOver)).status).toBe(401);
    device.token = handOver;
    expect((await device.askPull('catalogue', null)).status).toBe(401);
  });

  test('a day that somebody went on without the hub stands in the audit', async () => {
    const device = await TestDevice.enrol(hub, hub.sample.people.engineer.id);
    const contacts = { extended: true, contact: () => undefined, ended: async () => undefined };
    const client = new HubClient(hub.url, fetch, false, contacts);
    const assertion = await device.assertion();
    expect(await client.authenticate({ assertion, hub: hub.url })).toMatchObject({ ok: true });
    const admin = await TestDevice.enrol(hub, hub.sample.people.certificationAdmin.id);
    const { rows } = await admin.pullAll('registry');
    expect(rows.map(({ data }) => data)).toContainEqual(
      expect.objectContaining({ action: 'lease-extended', subject: device.identity.deviceId }),
    );
  });
});
