import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sampleExam } from '../../../hub/issuing/sample.ts';
import { parseJwks } from '../../../shared/certification/keys.ts';
import {
  type CertificationAct,
  type CertificationResult,
  certificationResponse,
  type ExamRecord,
  issuerKeyRecord,
  type PersonRecord,
  statusListRecord,
} from '../../../shared/certification/schema.ts';
import { openVerifier } from '../../../shared/certification/verify.ts';
import { readDeviceCertificate } from '../../../shared/handoff/device-certificate.ts';
import { hubKeys } from '../../../shared/handoff/trust.ts';
import { hubPaths, PROTOCOL, SCHEMA } from '../../../shared/sync/protocol.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import { type HubAnswer, newId, request, TestDevice } from '../../helpers/test-device.ts';

let hub: TestHub;
let admin: TestDevice;
let lead: TestDevice;
let engineer: TestDevice;
beforeAll(async () => {
  hub = await startTestHub();
  const { certificationAdmin, lead: aLead, engineer: anEngineer } = hub.sample.people;
  [admin, lead, engineer] = (await Promise.all(
    [certificationAdmin, aLead, anEngineer].map(({ id }) => TestDevice.enrol(hub, id)),
  )) as [TestDevice, TestDevice, TestDevice];
});
afterAll(() => hub.stop());

const bodyOf = (act: CertificationAct, reason = 'A test', requestId = newId()) => ({
  protocol: PROTOCOL,
  schema: SCHEMA,
  requestId,
  reason,
  act,
});
const ask = (device: TestDevice, body: unknown): Promise<HubAnswer> =>
  request(hub.url, hubPaths.certification, { token: device.token, body });
async function act(
  device: TestDevice,
  what: CertificationAct,
  reason?: string,
): Promise<CertificationResult> {
  const answer = await ask(device, bodyOf(what, reason));
  if (answer.status !== 200) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return certificationResponse.parse(answer.body).result;
}
async function refusal(device: TestDevice, what: CertificationAct): Promise<string> {
  const { status, body } = await ask(device, bodyOf(what));
  return `${status} ${(body as { code: string }).code}`;
}
const exam = (change: Partial<ExamRecord> = {}): ExamRecord => ({
  ...sampleExam,
  id: newId(),
  name: 'An exam',
  coverage: [{ product: 'sample-paging-server', levels: [1] }],
  ...change,
});
async function sql<R extends object>(text: string, values: unknown[] = []): Promise<R[]> {
  const client = new pg.Client({ connectionString: hub.databaseUrl });
  await client.connect();
  try {
    return (await client.query<R>(text, values)).rows;
  } finally {
    await client.end();
  }
}
/** What a device of anybody verifies with: the keys and lists of the catalogue. */
async function verifier(device = engineer) {
  const { rows } = await device.pullAll('catalogue');
  const of = (table: string) =>
    rows.filter((row) => row.table === table && !row.deleted).map(({ data }) => data);
  const keys = of('issuerKeys').map((data) => issuerKeyRecord.parse(data));
  return openVerifier(
    keys,
    of('statusLists').map((data) => statusListRecord.parse(data).token),
  );
}
const kindOf = async (token: string) =>
  (await (await verifier()).verify(token, { at: new Date().toISOString(), unknownStatus: 'refuse' })).kind;

/** A person of the sample partner with a credential of a fresh exam. */
async function certified() {
  const what = exam();
  await act(admin, { action: 'save-exam', exam: what });
  const personId = hub.sample.people.secondEngineer.id;
  await act(admin, {
    action: 'record-results',
    results: [{ id: newId(), personId, examId: what.id, passedOn: '2026-11-01', score: '' }],
  });
  const credentialId = randomUUID();
  const issued = await act(admin, {
    action: 'issue',
    credentialId,
    personId,
    examId: what.id,
    validFrom: null,
  });
  if (issued.kind !== 'credential') throw new Error(issued.kind);
  return { what, personId, credentialId, token: issued.token };
}

describe('[C6] certification at the hub', () => {
  test('[C9] a result below the exam’s pass mark is not recorded, whoever sends it, and gives no credential', async () => {
    const what = exam({ passMark: 70 });
    await act(admin, { action: 'save-exam', exam: what });
    const personId = hub.sample.people.engineer.id;
    const of = (score: string) => ({ id: newId(), personId, examId: what.id, passedOn: '2026-11-01', score });
    const sent = await act(admin, {
      action: 'record-results',
      results: ['31', '', '31, FAIL', 'failed'].map(of),
    });
    expect(sent).toMatchObject({ recorded: 0, fates: Array(4).fill('not-passed') });
    const issuing = {
      action: 'issue',
      credentialId: randomUUID(),
      personId,
      examId: what.id,
      validFrom: null,
    } as const;
    expect(await refusal(admin, issuing)).toBe('409 not-passed');
    expect(await act(admin, { action: 'record-results', results: [of('70 %')] })).toMatchObject({
      recorded: 1,
    });
    expect(await refusal(admin, issuing)).toBe('200 undefined');
    // Whose result it was stands in the trail.
    const { rows } = await admin.pullAll('registry');
    const told = rows.flatMap(({ table, data }) =>
      table === 'audits' && JSON.stringify(data).includes(what.name)
        ? [data as { subject: string; detail: object }]
        : [],
    );
    expect(told.find(({ subject }) => subject === personId)?.detail).toMatchObject({
      person: hub.sample.people.engineer.name,
      exam: what.name,
    });
  });

  test('issued, suspended, reinstated, revoked: every device can tell from the catalogue, and each leaves an audit entry', async () => {
    const { credentialId, token, personId } = await certified();
    expect(await kindOf(token)).toBe('valid');
    const held = () => engineer.row('credentials', credentialId);
    expect((await held())?.data).toMatchObject({ personId, token, state: 'valid' });
    await act(admin, { action: 'suspend', credentialId }, 'Asked by the partner');
    expect(await kindOf(token)).toBe('suspended');
    await act(admin, { action: 'reinstate', credentialId });
    expect(await kindOf(token)).toBe('valid');
    await act(admin, { action: 'revoke', credentialId }, 'Left the partner');
    expect(await kindOf(token)).toBe('revoked');
    expect((await held())?.data).toMatchObject({ state: 'revoked', stateReason: 'Left the partner' });
    for (const action of ['revoke', 'suspend', 'reinstate'] as const)
      expect(await refusal(admin, { action, credentialId })).toBe('409 state');
    expect(await refusal(admin, { action: 'renew', credentialId, newCredentialId: randomUUID() })).toBe(
      '409 not-renewable',
    );
    const { rows } = await admin.pullAll('registry');
    const trail = rows
      .filter(
        ({ table, data }) => table === 'audits' && (data as { subject: string }).subject === credentialId,
      )
      .map(({ data }) => data as { action: string; reason: string; by: { id: string } });
    expect(trail.map(({ action }) => action)).toEqual([
      'credential-issued',
      'credential-suspended',
      'credential-reinstated',
      'credential-revoked',
    ]);
    expect(trail.at(-1)).toMatchObject({ reason: 'Left the partner', by: { id: admin.person.id } });
    for (const change of [
      'UPDATE audit SET reason = $1',
      'DELETE FROM audit WHERE reason <> $1',
      'UPDATE audit SET by_name = $1',
    ])
      await expect(sql(change, ['x'])).rejects.toThrow('only ever added');
  });
  test('[C6] without a reason nothing is done', async () => {
    const body = { ...bodyOf({ action: 'save-exam', exam: exam() }), reason: '' };
    expect((await ask(admin, body)).status).toBe(400);
  });
  test('only who passed gets a credential; a renewal lasts from today, once', async () => {
    const { what, credentialId } = await certified();
    const other = hub.sample.people.engineer.id;
    expect(
      await refusal(admin, {
        action: 'issue',
        credentialId: randomUUID(),
        personId: other,
        examId: what.id,
        validFrom: null,
      }),
    ).toBe('409 not-passed');
    const renew = { action: 'renew', credentialId, newCredentialId: randomUUID() } as const;
    const renewed = await act(admin, renew);
    if (renewed.kind !== 'credential') throw new Error(renewed.kind);
    expect(await kindOf(renewed.token)).toBe('valid');
    expect(await refusal(admin, { ...renew, newCredentialId: randomUUID() })).toBe('409 renewed-before');
    const row = await admin.row('registryCredentials', credentialId, 'registry');
    expect(row?.data).toMatchObject({ renewedBy: renew.newCredentialId, state: 'valid' });
  });
  test('results: each is told its fate, and none is recorded twice', async () => {
    const what = exam();
    await act(admin, { action: 'save-exam', exam: what });
    const result = (personId: string, examId: string, passedOn: string) => ({
      id: newId(),
      personId,
      examId,
      passedOn,
      score: '80 %',
    });
    const { engineer: one } = hub.sample.people;
    const results = [
      result(one.id, what.id, '2026-10-01'),
      result(one.id, what.id, '2026-10-01'),
      result(newId(), what.id, '2026-10-01'),
      result(one.id, newId(), '2026-10-01'),
      result(one.id, what.id, '2999-01-01'),
    ];
    expect(await act(admin, { action: 'record-results', results })).toEqual({
      kind: 'results',
      recorded: 1,
      fates: ['recorded', 'already-recorded', 'unknown-person', 'unknown-exam', 'in-the-future'],
    });
    const again = results.slice(0, 1).map((each) => ({ ...each, id: newId() }));
    expect(await act(admin, { action: 'record-results', results: again })).toMatchObject({
      recorded: 0,
      fates: ['already-recorded'],
    });
  });
  test('a request that is repeated, at once or later, is done once; another content under its id is refused', async () => {
    const what = exam({ name: 'Once' });
    const body = bodyOf({ action: 'save-exam', exam: what });
    const answers = await Promise.all([1, 2, 3, 4].map(() => ask(admin, body)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(await sql('SELECT 1 FROM audit WHERE subject = $1', [what.id])).toHaveLength(1);
    const changed = { ...body, act: { action: 'save-exam', exam: { ...what, name: 'Other' } } };
    expect(await ask(admin, changed)).toMatchObject({ status: 409, body: { code: 'request-reused' } });
  });
  test('people: added with their organisation, changed, with the roles that an admin may give and no others', async () => {
    const person = {
      id: newId(),
      organisationId: newId(),
      organisationName: 'New Partner (sample)',
      name: 'New Engineer',
      email: `${newId()}@example.com`,
      roles: ['engineer' as const],
    };
    await act(admin, { action: 'save-person', person });
    expect((await admin.row('people', person.id, 'registry'))?.data).toMatchObject({
      organisationName: 'New Partner (sample)',
    });
    const device = await TestDevice.enrol(hub, person.id);
    expect((await device.row('members', person.id))?.data).toEqual({
      id: person.id,
      name: 'New Engineer',
      roles: ['engineer'],
    });
    await act(admin, { action: 'save-person', person: { ...person, name: 'Renamed', roles: ['lead'] } });
    expect((await device.row('members', person.id))?.data).toEqual({
      id: person.id,
      name: 'Renamed',
      roles: ['lead'],
    });
    for (const roles of [['level3'], ['engineer', 'executive'], ['catalogue-admin']] as const)
      expect(await refusal(admin, { action: 'save-person', person: { ...person, roles: [...roles] } })).toBe(
        '403 forbidden',
      );
    expect(
      await refusal(admin, { action: 'save-person', person: { ...person, organisationId: newId() } }),
    ).toBe('409 organisation');
    expect(await refusal(admin, { action: 'save-person', person: { ...person, id: newId() } })).toBe(
      '409 known-person',
    );
    // Nobody locks themselves out; what the operator gave stays with a person whose other roles change.
    const own = (await admin.row('people', admin.person.id, 'registry'))?.data as unknown as PersonRecord;
    expect(await refusal(admin, { action: 'save-person', person: { ...own, roles: ['engineer'] } })).toBe(
      '409 own-role',
    );
    const { id: deskId } = hub.sample.people.catalogueAdmin;
    const desk = (await admin.row('people', deskId, 'registry'))?.data as unknown as PersonRecord;
    const both = { ...desk, roles: [...desk.roles, 'certification-admin' as const] };
    await act(admin, { action: 'save-person', person: both });
    await act(admin, { action: 'save-person', person: desk });
    expect(await refusal(admin, { action: 'save-person', person: { ...desk, roles: ['engineer'] } })).toBe(
      '403 forbidden',
    );
  });
  test('[C5] a code for a person is told once, and not kept', async () => {
    const body = bodyOf({ action: 'make-code', personId: hub.sample.people.engineer.id });
    const first = certificationResponse.parse((await ask(admin, body)).body).result;
    const second = certificationResponse.parse((await ask(admin, body)).body).result;
    if (first.kind !== 'code' || second.kind !== 'code' || first.code === null) throw new Error('no code');
    expect(second.code).toBeNull();
    const stored = await sql<{ result: unknown }>('SELECT result FROM certification_requests');
    expect(JSON.stringify(stored)).not.toContain(first.code);
  });
  test('devices: listed and named; a lost one is refused from its next request on', async () => {
    const lost = await TestDevice.enrol(hub, hub.sample.people.secondEngineer.id, 'Old laptop');
    const deviceId = lost.identity.deviceId;
    await act(lead, { action: 'name-device', deviceId, name: 'Laptop of the van' });
    const organisationId = lead.identity.organisation.id;
    const listed = await act(lead, { action: 'list-devices', organisationId });
    expect(listed).toMatchObject({
      kind: 'devices',
      devices: expect.arrayContaining([
        expect.objectContaining({ id: deviceId, name: 'Laptop of the van', revokedAt: null }),
      ]),
    });
    expect((await lost.askPull('catalogue', null)).status).toBe(200);
    await act(lead, { action: 'revoke-device', deviceId }, 'Lost on the train');
    expect(await lost.askPull('catalogue', null)).toMatchObject({
      status: 401,
      body: { code: 'device-revoked' },
    });
    expect((await lost.exchange(await lost.assertion())).status).toBe(401);
    expect((await lost.send([lost.mutation({ table: 'cases', key: newId(), op: 'insert' })])).status).toBe(
      401,
    );
  });
});

describe('what is public', () => {
  test('[PK4] the keys of device certificates: anybody tells with them whose device signed, and no private half is among them', async () => {
    const answer = await fetch(hub.url + hubPaths.deviceKeys);
    expect(answer.headers.get('cache-control')).toBe('public, max-age=300');
    const body = (await answer.json()) as { keys: Record<string, unknown>[] };
    for (const key of body.keys) expect(Object.keys(key).sort()).toEqual(['crv', 'kid', 'kty', 'x', 'y']);
    const device = await TestDevice.enrol(hub, hub.sample.people.engineer.id);
    const read = await readDeviceCertificate(device.certificate, hubKeys.parse(body).keys);
    expect(read).toMatchObject({ ok: true, certificate: { deviceId: device.identity.deviceId } });
  });

  test('security 39: beside them, which computers were ended', async () => {
    const ended = async () =>
      hubKeys.parse(await (await fetch(hub.url + hubPaths.deviceKeys)).json()).ended ?? [];
    const { deviceId } = (await TestDevice.enrol(hub, hub.sample.people.secondEngineer.id)).identity;
    expect(await ended()).not.toContain(deviceId);
    await request(hub.url, hubPaths.revokeDevice, {
      token: hub.operatorToken,
      body: { deviceId, reason: 'Lost' },
    });
    // What is public is read once a second.
    await expect.poll(ended).toContain(deviceId);
  });

  test('the keys and the lists are there for anybody, and cheap to ask again', async () => {
    const { token } = await certified();
    const jwks = await fetch(hub.url + hubPaths.issuerKeys);
    expect(jwks.headers.get('content-type')).toContain('application/jwk-set+json');
    expect(jwks.headers.get('cache-control')).toBe('public, max-age=300');
    const keys = parseJwks(await jwks.json());
    const lists = await Promise.all(
      ['revocation-1', 'suspension-1'].map(async (id) => {
        const answer = await fetch(`${hub.url}${hubPaths.statusLists}/${id}`);
        expect(answer.headers.get('content-type')).toContain('application/vc+jwt');
        const etag = answer.headers.get('etag') ?? '';
        const again = await fetch(`${hub.url}${hubPaths.statusLists}/${id}`, {
          headers: { 'if-none-match': etag },
        });
        expect([again.status, await again.text()]).toEqual([304, '']);
        return answer.text();
      }),
    );
    const own = await openVerifier(keys, lists);
    expect(own.problems).toEqual([]);
    expect((await own.verify(token, { at: new Date().toISOString(), unknownStatus: 'refuse' })).kind).toBe(
      'valid',
    );
    expect(keys[0]?.kid.startsWith(hub.url)).toBe(true);
    for (const id of ['revocation-2', 'revocation-x', '..%2f..%2fhealthz', 'x'.repeat(150)])
      expect((await fetch(`${hub.url}${hubPaths.statusLists}/${id}`)).status).toBe(404);
    expect(JSON.stringify(await sql('SELECT sealed FROM issuer_keys'))).not.toContain('"d"');
  });
});
