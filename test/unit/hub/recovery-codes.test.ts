/** The recovery code of a computer at the hub: given by itself, shown to a lead with a reason, and its person told (security 29). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CertificationAct } from '../../../shared/certification/schema.ts';
import { hubPaths, PROTOCOL, recoveryResponse, SCHEMA } from '../../../shared/sync/protocol.ts';
import { sample, startTestHub, type TestHub } from '../../helpers/hub.ts';
import { sql } from '../../helpers/postgres.ts';
import { type HubAnswer, newId, request, TestDevice } from '../../helpers/test-device.ts';

const CODE = '5Y3X-D5AC-2SKN-Z05A-Z795-2AP7-9K1C-W9E9-SST7';
let hub: TestHub;
let engineer: TestDevice;
let lead: TestDevice;
beforeAll(async () => {
  hub = await startTestHub();
  engineer = await TestDevice.enrol(hub, sample.people.engineer.id);
  lead = await TestDevice.enrol(hub, sample.people.lead.id);
});
afterAll(() => hub.stop());

const act = (by: TestDevice, what: CertificationAct, requestId = newId()): Promise<HubAnswer> =>
  request(hub.url, hubPaths.certification, {
    token: by.token,
    body: { protocol: PROTOCOL, schema: SCHEMA, requestId, reason: 'Passphrase forgotten', act: what },
  });
const show = (by: TestDevice, requestId?: string) =>
  act(by, { action: 'show-recovery-code', deviceId: engineer.identity.deviceId }, requestId);
const give = (by: TestDevice, code: string | null): Promise<HubAnswer> =>
  request(hub.url, hubPaths.recovery, { token: by.token, body: { code } });
const shownTo = async (by: TestDevice) => recoveryResponse.parse((await give(by, null)).body).shown;

describe('the recovery code of a computer', () => {
  test('security 29: of one that gave none there is none to show, and its person is told nothing', async () => {
    expect(await show(lead)).toMatchObject({
      status: 200,
      body: { result: { kind: 'recovery-code', code: null, givenAt: null } },
    });
    expect(await shownTo(engineer)).toEqual([]);
  });

  test('security 29: lies sealed, is shown to a lead once a request, is audited, and its person is told', async () => {
    expect(await give(engineer, CODE)).toMatchObject({ status: 200, body: { shown: [] } });
    const kept = await sql<{ sealed: string }>(hub.databaseUrl, 'SELECT sealed FROM recovery_codes');
    expect(kept).toHaveLength(1);
    expect(JSON.stringify(kept)).not.toContain(CODE.slice(0, 9));
    const requestId = newId();
    expect(await show(lead, requestId)).toMatchObject({ body: { result: { code: CODE } } });
    // The same request again does nothing more, and does not tell it again: it is not kept in clear.
    expect(await show(lead, requestId)).toMatchObject({ body: { result: { code: null } } });
    const requests = await sql(hub.databaseUrl, 'SELECT result FROM certification_requests');
    expect(JSON.stringify(requests)).not.toContain(CODE);
    const { name } = sample.people.lead;
    expect(await shownTo(engineer)).toMatchObject([{ deviceName: engineer.identity.deviceName, by: name }]);
    expect(await shownTo(lead)).toEqual([]);
    const audit = await sql(
      hub.databaseUrl,
      "SELECT by_name, subject, reason, detail FROM audit WHERE action = 'recovery-code-shown'",
    );
    expect(audit).toMatchObject([
      { by_name: name, subject: engineer.identity.deviceId, reason: 'Passphrase forgotten' },
    ]);
    expect(JSON.stringify(audit)).not.toContain(CODE);
  });

  test('security 29: another takes the place of the one before, and what is no code is refused', async () => {
    const next = CODE.replace('5Y3X', '7777');
    await give(engineer, next);
    expect(await show(lead)).toMatchObject({ body: { result: { code: next } } });
    expect((await give(engineer, 'a code in small letters')).status).toBe(400);
    expect(await show(lead)).toMatchObject({ body: { result: { code: next } } });
  });

  test('security 29: an engineer and a lead of another organisation are shown nothing', async () => {
    const colleague = await TestDevice.enrol(hub, sample.people.secondEngineer.id);
    const other = await TestDevice.enrol(hub, sample.people.otherLead.id);
    expect((await show(colleague)).status).toBe(403);
    expect([403, 404]).toContain((await show(other)).status);
  });

  test('security 38: a lead is shown none of another lead’s computer, their own and an engineer’s they are; a certification admin any of who has no role that only the operator gives', async () => {
    const another = await TestDevice.enrol(hub, sample.people.secondLead.id);
    const own = await TestDevice.enrol(hub, sample.people.lead.id);
    const admin = await TestDevice.enrol(hub, sample.people.certificationAdmin.id);
    await give(another, CODE);
    await give(own, CODE);
    const shown = (by: TestDevice, of: TestDevice) =>
      act(by, { action: 'show-recovery-code', deviceId: of.identity.deviceId });
    expect(await shown(lead, another)).toMatchObject({ status: 403, body: { code: 'another-lead' } });
    expect(await shownTo(another)).toEqual([]);
    expect(await shown(lead, own)).toMatchObject({ body: { result: { code: CODE } } });
    expect(await shown(admin, another)).toMatchObject({ body: { result: { code: CODE } } });
    expect(await shownTo(another)).toMatchObject([{ by: sample.people.certificationAdmin.name }]);
    for (const person of [sample.people.desk, sample.people.executive, sample.people.catalogueAdmin]) {
      const theirs = await TestDevice.enrol(hub, person.id);
      await give(theirs, CODE);
      expect(await shown(admin, theirs)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
      expect(await shownTo(theirs)).toEqual([]);
    }
  });
});
