import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type CertificationAct,
  certificationResponse,
  registryCredential,
} from '../../../shared/certification/schema.ts';
import type { PushResult } from '../../../shared/sync/protocol.ts';
import { hubPaths, PROTOCOL, SCHEMA } from '../../../shared/sync/protocol.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import { completeContents, editsOf, handOff, handoffOf, packetOf, sign } from '../../helpers/packets.ts';
import { sql } from '../../helpers/postgres.ts';
import { newId, request, TestDevice } from '../../helpers/test-device.ts';

let hub: TestHub;
let admin: TestDevice;
beforeAll(async () => {
  hub = await startTestHub();
  admin = await TestDevice.enrol(hub, hub.sample.people.certificationAdmin.id);
});
afterAll(() => hub.stop());

async function act(what: CertificationAct, reason = 'A test') {
  const body = { protocol: PROTOCOL, schema: SCHEMA, requestId: newId(), reason, act: what };
  const answer = await request(hub.url, hubPaths.certification, { token: admin.token, body });
  if (answer.status !== 200) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return certificationResponse.parse(answer.body).result;
}

/** A new engineer of the sample partner. */
async function newEngineer(): Promise<TestDevice> {
  const person = {
    id: newId(),
    organisationId: hub.sample.organisations[0].id,
    organisationName: hub.sample.organisations[0].name,
    name: 'New Engineer',
    email: `${newId()}@example.com`,
    roles: ['engineer' as const],
  };
  await act({ action: 'save-person', person });
  return TestDevice.enrol(hub, person.id);
}

async function certify(
  device: TestDevice,
  coverage: { product: string; levels: (1 | 2)[] }[],
  validFrom: string | null = null,
): Promise<string> {
  const exam = {
    id: newId(),
    name: 'An exam',
    description: '',
    criteria: '',
    coverage,
    validMonths: 1,
    active: true,
  };
  await act({ action: 'save-exam', exam });
  await act({
    action: 'record-results',
    results: [
      { id: newId(), personId: device.person.id, examId: exam.id, passedOn: '2026-11-01', score: '' },
    ],
  });
  const credentialId = randomUUID();
  await act({ action: 'issue', credentialId, personId: device.person.id, examId: exam.id, validFrom });
  return credentialId;
}

const blockers = (result: PushResult) =>
  result.outcome === 'rejected'
    ? (result.rejection.findings ?? []).filter(({ severity }) => severity === 'blocker')
    : [];
const DAY_MS = 86_400_000;
const BOTH = [{ product: 'sample-paging-server', levels: [1, 2] as (1 | 2)[] }];

describe('[H33] the gate', () => {
  test('work without a credential is recorded, and not escalated', async () => {
    const device = await newEngineer();
    const { packet, result } = await handOff(device, completeContents(device));
    expect(blockers(result).map(({ rule, clause, message }) => [rule, clause, message])).toEqual([
      ['H33', 'P-01', 'New Engineer has no credential for Sample Paging Server at Level 1 and Level 2'],
    ]);
    expect((await device.row('cases', packet.caseId))?.data).toMatchObject({ state: 'level2' });
    expect((await device.row('steps', packet.contents.steps[0]?.id ?? ''))?.deleted).toBe(false);
  });
  test('each product and each level counts', async () => {
    const device = await newEngineer();
    await certify(device, [
      { product: 'sample-call-recorder', levels: [1, 2] },
      { product: 'sample-paging-server', levels: [1] },
    ]);
    const { result } = await handOff(device, completeContents(device));
    expect(blockers(result).map(({ message }) => message)).toEqual([
      'New Engineer has no credential for Sample Paging Server at Level 2',
    ]);
    await certify(device, [{ product: 'sample-paging-server', levels: [2] }]);
    expect((await handOff(device, completeContents(device))).result.outcome).toBe('applied');
  });
  test('[C4] revoked between handoff and receipt: refused with the reason, the case is open again, nothing is lost', async () => {
    const device = await newEngineer();
    const credentialId = await certify(device, BOTH);
    const contents = completeContents(device);
    await device.push(...editsOf(contents));
    const packet = packetOf(device, contents);
    await act({ action: 'suspend', credentialId }, 'Under review');
    const [suspended] = (await device.push(handoffOf(await sign(device, packet)))).results;
    if (!suspended) throw new Error('no answer');
    expect(blockers(suspended)[0]?.message).toContain(
      'is suspended for now. The issuer can lift that. Reason: Under review',
    );
    expect((await device.row('cases', packet.caseId))?.data).toMatchObject({ state: 'level2' });
    await act({ action: 'reinstate', credentialId }, 'Cleared');
    await device.push({
      table: 'cases',
      key: packet.caseId,
      op: 'patch',
      patch: { state: 'ready' },
      base: { state: 'level2' },
    });
    const [through] = (await device.push(handoffOf(await sign(device, packetOf(device, contents, 2)))))
      .results;
    expect(through?.outcome).toBe('applied');

    const later = completeContents(device);
    await device.push(...editsOf(later));
    await act({ action: 'revoke', credentialId }, 'Left the partner');
    const [revoked] = (await device.push(handoffOf(await sign(device, packetOf(device, later))))).results;
    if (!revoked) throw new Error('no answer');
    expect(blockers(revoked)[0]?.message).toContain('was revoked, for good. Reason: Left the partner');
  });
  test('[C4] expired between handoff and receipt: the handoff’s time counts; expired before it, it does not', async () => {
    const device = await newEngineer();
    // Valid for a month, which ended some days ago.
    const credentialId = await certify(device, BOTH, new Date(Date.now() - 40 * DAY_MS).toISOString());
    const row = await admin.row('registryCredentials', credentialId, 'registry');
    const end = Date.parse(registryCredential.parse(row?.data).validUntil);
    const at = (hours: number, knownHubTime: string | null = null) => {
      const contents = completeContents(device);
      const createdAt = { at: new Date(end + hours * 3_600_000).toISOString(), zone: 'UTC' };
      return { contents, packet: { ...packetOf(device, contents), createdAt, knownHubTime } };
    };
    const handedOff = async ({ contents, packet }: ReturnType<typeof at>) => {
      await device.push(...editsOf(contents));
      return (await device.push(handoffOf(await sign(device, packet)))).results[0];
    };
    // Security 36: a device that was enrolled after that day made nothing before it, whatever its packet says.
    expect((await handedOff(at(-3)))?.outcome).toBe('rejected');
    await sql(
      hub.databaseUrl,
      "UPDATE devices SET enrolled_at = enrolled_at - interval '60 days' WHERE id = $1",
      [device.identity.deviceId],
    );
    expect((await handedOff(at(-3)))?.outcome).toBe('applied');
    // Nor one that was here since: what it had then would have come then.
    const heard = (hours: number) =>
      sql(hub.databaseUrl, 'INSERT INTO device_contacts (device_id, hour) VALUES ($1, $2)', [
        device.identity.deviceId,
        new Date(end + hours * 3_600_000),
      ]);
    await heard(-5);
    expect((await handedOff(at(-3)))?.outcome).toBe('applied');
    await heard(2);
    const [backdated] = [await handedOff(at(-3))];
    expect(backdated && blockers(backdated).map(({ rule }) => rule)).toEqual(['H33']);
    const after = at(1);
    await device.push(...editsOf(after.contents));
    const [late] = (await device.push(handoffOf(await sign(device, after.packet)))).results;
    if (!late) throw new Error('no answer');
    expect(blockers(late)[0]?.message).toContain('It has to be renewed');
    // A clock that was turned back does not help: the device had seen the hub's time.
    const turned = at(-3, new Date().toISOString());
    await device.push(...editsOf(turned.contents));
    expect((await device.push(handoffOf(await sign(device, turned.packet)))).results[0]?.outcome).toBe(
      'rejected',
    );
  });
});
