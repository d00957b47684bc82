/** Packets and answers that come by file, on a real IndexedDB: what is imported, what is refused, and what stays. */
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { exportAnswer, importAnswer } from '../../../renderer/commands/answers.ts';
import { importPacket, type OpenedPacket, openPacket } from '../../../renderer/commands/bags.ts';
import { waive } from '../../../renderer/commands/handoff.ts';
import { write } from '../../../renderer/store/write.ts';
import { makeDeviceKeys, publicKeyOf } from '../../../renderer/sync/assertion.ts';
import { learnHubKeys } from '../../../renderer/sync/hub-keys.ts';
import { readContents } from '../../../renderer/views/contents.ts';
import { noRows } from '../../../shared/cases/contents.ts';
import { HUB_NAME } from '../../../shared/handoff/device-certificate.ts';
import { evaluate } from '../../../shared/handoff/evaluate.ts';
import { makePacket } from '../../../shared/handoff/packet.ts';
import type { Packet } from '../../../shared/handoff/schema.ts';
import { type PacketSignature, signPacket } from '../../../shared/handoff/signature.ts';
import type { AnswerFile } from '../../../shared/review/answer-file.ts';
import type { Review } from '../../../shared/review/schema.ts';
import { identity } from '../../helpers/bridge.ts';
import { AT, aCase, type ConsoleDevice, newId, openConsoleDevice } from '../../helpers/console-device.ts';

const engineer = { id: newId(), name: 'Sample Engineer Two' };
const lead = { id: identity.person.id, name: identity.person.name };
let device: ConsoleDevice;
let hubKey: CryptoKey;
let parts: Parameters<typeof importPacket>[0];
/** What the shell says of the bag. */
let read: { packet: Packet; signatures: PacketSignature[] };

/** The hub's statement about a device. */
const certificateOf = async (of: {
  deviceId: string;
  person: string;
  organisationId: string;
  keys: Parameters<typeof publicKeyOf>[0];
}) =>
  new SignJWT({
    person: of.person,
    organisation: of.organisationId,
    cnf: { jwk: await publicKeyOf(of.keys) },
  })
    .setProtectedHeader({ alg: 'ES256', kid: 'hub', typ: 'device+jwt' })
    .setIssuer(HUB_NAME)
    .setSubject(of.deviceId)
    .setIssuedAt()
    .sign(hubKey);

async function signedPacket(
  change: { by?: typeof engineer; organisationId?: string; revision?: number } = {},
) {
  const hub = await generateKeyPair('ES256', { extractable: true });
  hubKey = hub.privateKey as CryptoKey;
  const { x = '', y = '' } = await exportJWK(hub.publicKey);
  device.bridge.replies['hub.keys'] = () => ({
    ok: true,
    value: { keys: [{ kty: 'EC', crv: 'P-256', x, y, kid: 'hub' }] },
  });
  const { by = engineer, organisationId = identity.organisation.id, revision = 1 } = change;
  const keys = await makeDeviceKeys();
  const deviceId = newId();
  const certificate = await certificateOf({ deviceId, person: by.id, organisationId, keys });
  const record = { ...aCase('By file'), organisationId, engineer: by, state: 'level2' as const };
  const packet = makePacket({
    id: newId(),
    revision,
    createdAt: { at: AT, zone: 'UTC' },
    by,
    contents: {
      case: record,
      ...noRows(),
    },
    findings: [],
  });
  const start = { id: newId(), kind: 'engineer' as const, deviceId, certificate, by, at: packet.createdAt };
  const signature = await signPacket(packet, start, async (input) => {
    const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
    return new Uint8Array(await crypto.subtle.sign(algorithm, keys.privateKey, input));
  });
  read = { packet, signatures: [signature] };
}

async function opened(): Promise<OpenedPacket> {
  const outcome = await openPacket(parts, new File(['zip'], 'packet.zip'));
  if (outcome.kind !== 'opened') throw new Error(JSON.stringify(outcome));
  return outcome.opened;
}

const setRoles = (roles: ('engineer' | 'lead')[]) =>
  device.db.device.update('device', { identity: { ...identity, roles } });

beforeEach(async () => {
  device = await openConsoleDevice();
  parts = { ...device.parts, write: (edits) => write(device.parts, edits) };
  const upload = crypto.randomUUID();
  const { replies } = device.bridge;
  replies['blob.begin'] = () => ({ ok: true, value: { upload } });
  replies['blob.append'] = ({ offset, bytes }) => ({
    ok: true,
    value: { received: offset + bytes.length },
  });
  replies['bag.open'] = () => ({
    ok: true,
    value: {
      verdict: 'valid',
      checks: [{ check: 'checksums', ok: true, words: '' }],
      credentials: [],
      ...read,
    },
  });
  replies['bag.cancel'] = () => ({ ok: true, value: {} });
  await setRoles(['lead']);
  await signedPacket();
  await learnHubKeys(device);
});
afterEach(() => device.close());

describe('a packet by file', () => {
  test('imported: the case is there in review, signature and packet wait for the hub, nothing else does', async () => {
    const { packet, signatures } = read;
    const found = await opened();
    expect(found.standing).toEqual({ kind: 'importable' });
    expect(await importPacket(parts, found)).toMatchObject({ kind: 'imported', caseId: packet.caseId });
    const outbox = await device.db.outbox.orderBy('n').toArray();
    expect(outbox.map(({ table, key, op }) => [table, key, op])).toEqual([
      ['signatures', signatures[0]?.id, 'insert'],
      ['packets', packet.id, 'insert'],
    ]);
    expect(await device.db.cases.get(packet.caseId)).toMatchObject({ title: 'By file', state: 'in-review' });
    expect(await device.db.summaries.get(packet.caseId)).toMatchObject({ state: 'in-review', waiting: 2 });
    expect((await opened()).standing).toEqual({ kind: 'here' });
    expect(await importPacket(parts, await opened())).toMatchObject({ kind: 'refused' });
    expect(await device.db.outbox.count()).toBe(2);
  });

  test('security 39: which computers were ended is not known here, and is said to be unasked', async () => {
    const { checks } = await opened();
    expect(checks.find(({ check }) => check === 'revoked')).toMatchObject({ ok: null });
  });

  test('security 39: of a computer that the hub has ended since it is not imported', async () => {
    const { value } = (await device.db.syncState.get('hub-keys')) ?? {};
    const ended = read.signatures.map(({ deviceId }) => deviceId);
    await device.db.syncState.put({ id: 'hub-keys', value: { ...(value as object), ended: [newId()] } });
    expect((await opened()).checks.find(({ check }) => check === 'revoked')).toMatchObject({ ok: true });
    await device.db.syncState.put({ id: 'hub-keys', value: { ...(value as object), ended } });
    const packet = await opened();
    expect(packet.checks.find(({ check }) => check === 'revoked')).toMatchObject({ ok: false });
    expect(packet.standing).toEqual({ kind: 'invalid' });
  });

  test('what is here of the case stays, but for its state', async () => {
    const { packet } = read;
    await device.db.cases.put({ ...packet.contents.case, title: 'As the hub has it' });
    await importPacket(parts, await opened());
    expect(await device.db.cases.get(packet.caseId)).toMatchObject({
      title: 'As the hub has it',
      state: 'in-review',
    });
  });

  test('not imported: of another organisation, one’s own, for an engineer, an older one', async () => {
    await signedPacket({ organisationId: newId() });
    await learnHubKeys(device);
    expect((await opened()).standing).toEqual({ kind: 'other-organisation' });
    await signedPacket({ by: lead });
    await learnHubKeys(device);
    expect((await opened()).standing).toEqual({ kind: 'own' });
    await signedPacket();
    await learnHubKeys(device);
    await setRoles(['engineer']);
    expect((await opened()).standing).toEqual({ kind: 'no-lead' });
    await setRoles(['lead']);
    await device.db.cases.put({ ...read.packet.contents.case, state: 'escalated' });
    expect((await opened()).standing).toEqual({ kind: 'too-late', state: 'escalated' });
    await device.db.packets.put({ ...read.packet, id: newId(), revision: 3 });
    expect((await opened()).standing).toEqual({ kind: 'older', newest: 3 });
    expect(await device.db.outbox.count()).toBe(0);
  });

  test('[PK4] not imported: changed after it was signed, or signed with a device of another hub; told where no key is known', async () => {
    read = { ...read, packet: { ...read.packet, note: 'Added on the way' } };
    expect((await opened()).standing).toEqual({ kind: 'invalid' });
    await signedPacket();
    const found = await opened();
    expect(found.checks.find(({ check }) => check === 'engineer certificate')?.ok).toBe(false);
    expect(found.standing).toEqual({ kind: 'invalid' });
    await device.db.syncState.clear();
    expect((await opened()).standing).toEqual({ kind: 'unknown-hub' });
  });

  test('a folder without bagit.txt is no packet; one that was stopped is not imported', async () => {
    expect(await openPacket(parts, [new File(['x'], 'readme.txt')])).toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('bagit.txt'),
    });
    const stop = new AbortController();
    stop.abort();
    expect(await openPacket(parts, new File(['zip'], 'a.zip'), { signal: stop.signal })).toEqual({
      kind: 'cancelled',
    });
  });
});

describe('[V5] a waiver outside a review', () => {
  test('is a row of the lead’s that waits for the hub, and lets the finding pass in the case', async () => {
    const record = { ...aCase('To be waived'), engineer, unmodified: 'no' as const };
    await device.db.cases.put(record);
    const app = { ...parts, here: () => ({ at: AT, zone: 'UTC' }), person: () => Promise.resolve(lead) };
    const where = { table: 'cases', id: record.id, field: 'unmodified' };
    for (const reason of [' ', 'x', 'n/a', 'see above'])
      expect(await waive(app, record.id, { rule: 'H5', where, reason }), reason).toMatchObject({
        kind: 'refused',
        code: 'invalid',
      });
    expect(await waive(app, record.id, { rule: 'H5', where, reason: 'It cannot go back.' })).toMatchObject({
      kind: 'saved',
    });
    const [row] = await device.db.waivers.toArray();
    expect(row).toMatchObject({ caseId: record.id, rule: 'H5', by: lead, reason: 'It cannot go back.' });
    expect(
      await device.db.outbox
        .where('[table+key]')
        .equals(['waivers', row?.id ?? ''])
        .count(),
    ).toBe(1);
    const contents = await readContents(device.db, record.id);
    if (!contents) throw new Error('no case');
    const found = evaluate(contents, { now: AT, products: [] }).filter(
      (finding) => finding.rule === 'H5' && finding.where.field === 'unmodified',
    );
    expect(found).toMatchObject([
      { severity: 'note', message: expect.stringContaining('It cannot go back.') },
    ]);
  });
});

describe('[V12] the answer to a packet by file', () => {
  function reviewOf(packet: Packet): Review {
    return {
      id: newId(),
      caseId: packet.caseId,
      packetId: packet.id,
      revision: packet.revision,
      digest: packet.digest,
      kind: 'asked-for-changes',
      at: packet.createdAt,
      by: lead,
      text: '',
      changes: [{ id: newId(), text: 'Say which.', where: null, rule: null }],
    };
  }

  /** The hub vouches for this device, and has named its person. */
  beforeEach(async () => {
    const row = await device.db.device.get('device');
    if (!row) throw new Error('not enrolled');
    const certificate = await certificateOf({
      deviceId: identity.deviceId,
      person: lead.id,
      organisationId: identity.organisation.id,
      keys: row.keys,
    });
    await device.db.device.update('device', { certificate });
    await device.db.members.put({ ...lead, roles: ['lead'] });
  });

  test('opens the case again where its packet is, makes no edit, and is refused elsewhere', async () => {
    const { packet } = read;
    const review = reviewOf(packet);
    await device.db.packets.put(packet);
    await device.db.reviews.put(review);
    const answer = await exportAnswer(parts, packet.id);
    if (!answer) throw new Error('no answer');
    await device.db.reviews.clear();
    await device.db.packets.clear();
    expect(await importAnswer(parts, answer.text)).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('is not on this computer'),
    });
    await device.db.packets.put(packet);
    await device.db.cases.put({ ...packet.contents.case, state: 'ready' });
    expect(await importAnswer(parts, answer.text)).toMatchObject({ kind: 'shown', caseId: packet.caseId });
    expect(await device.db.cases.get(packet.caseId)).toMatchObject({ state: 'changes-requested' });
    expect(await device.db.reviews.toArray()).toEqual([review]);
    expect(await device.db.outbox.count()).toBe(0);
    expect(await importAnswer(parts, answer.text)).toMatchObject({
      words: expect.stringContaining('All of it was here'),
    });
  });

  test('what is no answer, or is of another organisation or case, changes nothing', async () => {
    const { packet } = read;
    await device.db.packets.put(packet);
    await device.db.reviews.put(reviewOf(packet));
    const answer = await exportAnswer(parts, packet.id);
    await device.db.reviews.clear();
    const file = JSON.parse(answer?.text ?? '') as Record<string, unknown>;
    const stray = { ...reviewOf(packet), caseId: newId() };
    for (const wrong of [
      'no JSON',
      '{}',
      JSON.stringify({ ...file, organisationId: newId() }),
      JSON.stringify({ ...file, digest: '0'.repeat(64) }),
      JSON.stringify({ ...file, reviews: [stray] }),
    ])
      expect(await importAnswer(parts, wrong)).toMatchObject({ kind: 'refused' });
    expect(await device.db.reviews.count()).toBe(0);
  });

  test('[V13] security 39: one that no lead’s device signed, or that was changed since, changes nothing', async () => {
    const { packet } = read;
    await device.db.packets.put(packet);
    await device.db.cases.put({ ...packet.contents.case, state: 'ready' });
    const review = reviewOf(packet);
    await device.db.reviews.put(review);
    const saved = await exportAnswer(parts, packet.id);
    await device.db.reviews.clear();
    const file = JSON.parse(saved?.text ?? '') as AnswerFile;
    const refused = async (wrong: unknown, words: string) => {
      expect(await importAnswer(parts, JSON.stringify(wrong))).toMatchObject({
        kind: 'refused',
        message: expect.stringContaining(words),
      });
      expect(await device.db.reviews.count()).toBe(0);
      expect(await device.db.cases.get(packet.caseId)).toMatchObject({ state: 'ready' });
    };
    const { signature: _, ...unsigned } = file;
    await refused({ ...unsigned, version: 1 }, 'is not signed');
    await refused(unsigned, 'does not fit at signature');
    await refused({ ...file, reviews: [{ ...review, kind: 'rejected' }] }, 'does not fit the answer');
    await refused({ ...file, signature: { ...file.signature, by: engineer } }, 'of another device or person');
    const { signature } = read.signatures.map((each) => ({ signature: each }))[0] ?? {};
    await refused({ ...file, signature: { ...file.signature, jws: signature?.jws } }, 'none of an answer');
    // Signed by a colleague's device that is no lead's, by one who is not known, and where the hub's keys are not known.
    await device.db.members.put({ ...lead, roles: ['engineer'] });
    await refused(file, 'is no lead');
    await device.db.members.put({ ...lead, name: 'Somebody else', roles: ['lead'] });
    await refused(file, 'by another name');
    await device.db.members.clear();
    await refused(file, 'is not known on this computer');
    await device.db.members.put({ ...lead, roles: ['lead'] });
    const keys = await device.db.syncState.get('hub-keys');
    await device.db.syncState.delete('hub-keys');
    await refused(file, 'cannot be checked');
    const value = { ...(keys?.value as object), ended: [identity.deviceId] };
    await device.db.syncState.put({ id: 'hub-keys', value });
    await refused(file, 'was ended');
    if (keys) await device.db.syncState.put(keys);
    expect(await importAnswer(parts, JSON.stringify(file))).toMatchObject({ kind: 'shown' });
  });
});
