/** Enrolment by those who should not, and the end of devices: real requests (security 38). */
import { exportJWK, generateKeyPair } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { CertificationAct } from '../../../shared/certification/schema.ts';
import { hubPaths, ownDevicesResponse, PROTOCOL, SCHEMA } from '../../../shared/sync/protocol.ts';
import { sample, startTestHub, type TestHub } from '../../helpers/hub.ts';
import { caseOf } from '../../helpers/hub-rows.ts';
import { listen } from '../../helpers/poke-stream.ts';
import { sql } from '../../helpers/postgres.ts';
import { type HubAnswer, newId, proofOf, request, TestDevice } from '../../helpers/test-device.ts';

let hub: TestHub;
let admin: TestDevice;
beforeAll(async () => {
  hub = await startTestHub();
  admin = await TestDevice.enrol(hub, sample.people.certificationAdmin.id);
});
afterEach(() => sql(hub.databaseUrl, 'DELETE FROM enrolment_attempts'));
afterAll(() => hub.stop());

const act = (by: TestDevice, what: CertificationAct): Promise<HubAnswer> =>
  request(hub.url, hubPaths.certification, {
    token: by.token,
    body: { protocol: PROTOCOL, schema: SCHEMA, requestId: newId(), reason: 'A test', act: what },
  });

async function codeBy(by: TestDevice, personId: string): Promise<string> {
  const answer = await act(by, { action: 'make-code', personId });
  return (answer.body as { result: { code: string } }).result.code;
}

async function enrol(code: string, change: Record<string, unknown> = {}): Promise<HubAnswer> {
  const pair = await generateKeyPair('ES256', { extractable: true });
  const { x, y } = await exportJWK(pair.publicKey);
  const deviceName = 'Sample laptop';
  const proof = await proofOf(pair.privateKey, { code, deviceName });
  return request(hub.url, hubPaths.enrol, {
    body: { code, deviceName, publicKey: { kty: 'EC', crv: 'P-256', x, y }, proof, ...change },
  });
}

const end = (deviceId: string) =>
  request(hub.url, hubPaths.revokeDevice, {
    token: hub.operatorToken,
    body: { deviceId, reason: 'Lost on a train' },
  });

describe('a certification admin’s code', () => {
  test.each(['desk', 'executive', 'catalogueAdmin'] as const)(
    'security 38: is not made for who has a role that only the operator gives: %s',
    async (who) => {
      const answer = await act(admin, { action: 'make-code', personId: sample.people[who].id });
      expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    },
  );

  test('security 38: gives no role that its person was given after it was made', async () => {
    const person = sample.people.secondDesk;
    await sql(hub.databaseUrl, 'UPDATE people SET roles = $2 WHERE id = $1', [
      person.id,
      ['certification-admin'],
    ]);
    const code = await codeBy(admin, person.id);
    await sql(hub.databaseUrl, 'UPDATE people SET roles = $2 WHERE id = $1', [person.id, ['level3']]);
    expect(await enrol(code)).toMatchObject({ status: 403, body: { code: 'code-refused' } });
    // The operator's does.
    expect((await enrol(await hub.enrolmentCode(person.id))).status).toBe(200);
  });

  test('security 38: is told to its person on the computers that they have', async () => {
    const lead = await TestDevice.enrol(hub, sample.people.lead.id);
    const devices = async () =>
      ownDevicesResponse.parse((await request(hub.url, hubPaths.ownDevices, { token: lead.token })).body)
        .devices;
    const before = (await devices()).map(({ id }) => id);
    expect(before).toContain(lead.identity.deviceId);
    expect((await enrol(await codeBy(admin, sample.people.lead.id))).status).toBe(200);
    const fresh = (await devices()).filter(({ id }) => !before.includes(id));
    expect(fresh).toMatchObject([{ name: 'Sample laptop', revokedAt: null }]);
    // Of nobody else's.
    const others = await request(hub.url, hubPaths.ownDevices, { token: admin.token });
    expect(JSON.stringify(others.body)).not.toContain(fresh[0]?.id);
  });
});

describe('the key that is enrolled', () => {
  test('security 38: is proved to be held: another’s public key enrols nothing, and the code stays good', async () => {
    const lead = await TestDevice.enrol(hub, sample.people.lead.id);
    const code = await hub.enrolmentCode(sample.people.engineer.id);
    const refused = { status: 403, body: { code: 'proof-refused' } };
    expect(await enrol(code, { publicKey: lead.publicKey })).toMatchObject(refused);
    expect(await enrol(code, { proof: undefined })).toMatchObject(refused);
    // A proof for another code or name, and an assertion of the very key, are none.
    const deviceName = 'Sample laptop';
    const publicKey = lead.publicKey;
    const otherCode = await proofOf(lead.privateKey, { code: 'ZZZZ-ZZZZ-ZZZZ', deviceName });
    expect(await enrol(code, { publicKey, proof: otherCode })).toMatchObject(refused);
    const otherName = await proofOf(lead.privateKey, { code, deviceName: 'Another' });
    expect(await enrol(code, { publicKey, proof: otherName })).toMatchObject(refused);
    expect(await enrol(code, { publicKey, proof: await lead.assertion() })).toMatchObject(refused);
    expect((await enrol(code)).status).toBe(200);
  });

  test('security 38: is a point of its curve', async () => {
    const code = await hub.enrolmentCode(sample.people.engineer.id);
    const off = { kty: 'EC', crv: 'P-256', x: `${'A'.repeat(42)}E`, y: `${'A'.repeat(42)}E` };
    expect(await enrol(code, { publicKey: off })).toMatchObject({
      status: 400,
      body: { code: 'public-key' },
    });
    expect((await enrol(code)).status).toBe(200);
  });
});

describe('what ends with a device', () => {
  test('security 38: a code that was made before it ended: who took the computer may have read it', async () => {
    const device = await TestDevice.enrol(hub, sample.people.otherEngineer.id);
    const code = await hub.enrolmentCode(sample.people.otherEngineer.id);
    const colleagues = await hub.enrolmentCode(sample.people.otherLead.id);
    await end(device.identity.deviceId);
    expect(await enrol(code)).toMatchObject({ status: 403, body: { code: 'code-refused' } });
    expect((await enrol(colleagues)).status).toBe(200);
    expect((await enrol(await hub.enrolmentCode(sample.people.otherEngineer.id))).status).toBe(200);
  });

  test('security 38: its stream, at once, and at every hub', async () => {
    const beside = await startTestHub({ beside: hub });
    const device = await TestDevice.enrol(hub, sample.people.engineer.id);
    const other = await TestDevice.enrol(hub, sample.people.engineer.id);
    const streams = [await listen(device), await listen(device, beside.url)];
    const stays = await listen(other);
    await end(device.identity.deviceId);
    await Promise.all(streams.map(({ ended }) => ended));
    // A colleague's goes on.
    const heard = stays.pokes.length;
    await other.insert('cases', caseOf(other));
    await expect.poll(() => stays.pokes.length, { timeout: 30_000 }).toBeGreaterThan(heard);
    stays.close();
    await beside.stop();
  });
});

describe('a lead', () => {
  test('security 38: does not end another lead’s computer alone; their own and an engineer’s they do', async () => {
    const lead = await TestDevice.enrol(hub, sample.people.lead.id);
    const devices = {
      another: await TestDevice.enrol(hub, sample.people.secondLead.id),
      own: await TestDevice.enrol(hub, sample.people.lead.id),
      engineers: await TestDevice.enrol(hub, sample.people.engineer.id),
    };
    const revoke = (by: TestDevice, device: TestDevice) =>
      act(by, { action: 'revoke-device', deviceId: device.identity.deviceId });
    expect(await revoke(lead, devices.another)).toMatchObject({
      status: 403,
      body: { code: 'another-lead' },
    });
    expect((await devices.another.askPull('catalogue', null)).status).toBe(200);
    expect((await revoke(lead, devices.own)).status).toBe(200);
    expect((await revoke(lead, devices.engineers)).status).toBe(200);
    expect((await revoke(admin, devices.another)).status).toBe(200);
    expect((await devices.another.askPull('catalogue', null)).status).toBe(401);
  });
});

describe('the operator’s token', () => {
  test('security 38: has 32 characters or more, or the hub does not start', async () => {
    await expect(startTestHub({ env: { HUB_OPERATOR_TOKEN: 'x'.repeat(31) } })).rejects.toThrow(
      /HUB_OPERATOR_TOKEN has 31 characters\. Give 32 or more/,
    );
  });

  test('security 38: is not guessed by haste: beyond some wrong ones most are turned away unjudged, a right one among them', async () => {
    const guarded = await startTestHub();
    const guess = (token: string) => request(guarded.url, hubPaths.people, { token });
    const answers = await Promise.all(Array.from({ length: 150 }, (_, index) => guess(`guess-${index}`)));
    const judged = answers.filter(({ status }) => status === 401).length;
    expect(judged).toBeLessThanOrEqual(25);
    expect(answers.filter(({ status }) => status === 429).length).toBe(150 - judged);
    // Who waits for their turn is heard.
    await expect.poll(async () => (await guess(guarded.operatorToken)).status, { timeout: 30_000 }).toBe(200);
    expect((await guess('one-more-guess')).status).toBe(401);
    await guarded.stop();
  });
});
