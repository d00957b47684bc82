import { generateKeyPair, SignJWT } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Check, isValid } from '../../../shared/bag/report.ts';
import { readDeviceCertificate } from '../../../shared/handoff/device-certificate.ts';
import { contentsDigest, makePacket } from '../../../shared/handoff/packet.ts';
import { verifyPacket } from '../../../shared/handoff/packet-checks.ts';
import type { Packet } from '../../../shared/handoff/schema.ts';
import type { PacketSignature } from '../../../shared/handoff/signature.ts';
import { parseTrust, type Trust } from '../../../shared/handoff/trust.ts';
import { failed, ORGANISATION, type SignedPacket, signedPacket } from '../../helpers/bags.ts';
import { idOf, NOW } from '../../helpers/builders.ts';
import { signingDevice, signingHub } from '../../helpers/signing.ts';

let signed: SignedPacket;
let engineer: PacketSignature;
let approval: PacketSignature;
beforeAll(async () => {
  signed = await signedPacket();
  const [first, second] = signed.signatures;
  if (!first || !second) throw new Error('the packet is not signed');
  engineer = first;
  approval = second;
});

const ask = (
  signatures: PacketSignature[] = signed.signatures,
  change: { packet?: Packet; trust?: Partial<Trust>; now?: string; newestRevision?: number | null } = {},
): Promise<Check[]> =>
  verifyPacket(change.packet ?? signed.packet, signatures, {
    trust: { ...signed.trust, ...change.trust },
    now: change.now ?? NOW,
    newestRevision: change.newestRevision === undefined ? 2 : change.newestRevision,
  });
const person = (id: string, change: Partial<Trust['people'][number]> = {}): Trust['people'][number] => ({
  id,
  organisationId: ORGANISATION,
  roles: ['lead'],
  revoked: false,
  ...change,
});

describe('checks of a packet', () => {
  test('[PK5] signed and approved: every check is told; what is not known is said to be', async () => {
    const checks = await ask();
    expect(checks.map(({ check, ok }) => [check, ok])).toEqual([
      ['digest', true],
      ['contents', true],
      ['engineer signature', true],
      ['engineer certificate', true],
      ['approval signature', true],
      ['approval certificate', true],
      ['approver', true],
      ['role', null],
      ['organisation', true],
      ['revoked', true],
      ['revision', true],
    ]);
    expect(isValid(checks)).toBe(true);
    const known = await ask(undefined, { trust: { people: [person(approval.by.id)] } });
    expect(known.find(({ check }) => check === 'role')?.ok).toBe(true);
  });

  test('contents changed after the freeze, with the digest or without', async () => {
    const contents = structuredClone(signed.packet.contents);
    contents.case.observed = 'Something else.';
    expect(failed(await ask(undefined, { packet: { ...signed.packet, contents } }))).toEqual([
      'digest',
      'engineer signature',
      'approval signature',
    ]);
    const packet = { ...signed.packet, contents, digest: contentsDigest(contents) };
    expect(failed(await ask(undefined, { packet }))).toEqual(['engineer signature', 'approval signature']);
  });

  test('[H36] not signed, signed by somebody else, by an unknown hub’s device, by another’s device', async () => {
    expect(failed(await ask([approval]))).toEqual(['engineer signature']);
    const other = await signed.lead.signed(signed.packet, 'engineer');
    expect(failed(await ask([other, approval]))).toEqual(['engineer signature']);
    const stranger = await signingDevice(await signingHub(), {
      name: 'Sample Engineer One',
      organisationId: ORGANISATION,
      id: signed.engineer.person.id,
    });
    const forged = await stranger.signed(signed.packet, 'engineer');
    expect(failed(await ask([forged, approval]))).toEqual(['engineer signature', 'engineer certificate']);
    const borrowed = await signed.engineer.signed(signed.packet, 'engineer', {
      certificate: signed.lead.certificate,
    });
    expect(failed(await ask([borrowed, approval]))).toEqual(['engineer signature', 'engineer certificate']);
  });

  test('[PK6] a signature that does not stand is not outweighed by one that does', async () => {
    const broken = {
      ...approval,
      id: idOf(5),
      waivers: [{ rule: 'H5', where: { table: 'cases', id: null, field: null }, reason: 'x' }],
    };
    expect(failed(await ask([engineer, approval, broken]))).toEqual(['approval signature']);
  });

  test('[H37] approved by its author, by nobody, by another organisation, by no lead', async () => {
    const own = await signed.engineer.signed(signed.packet, 'approval');
    expect(failed(await ask([engineer, own]))).toEqual(['approver']);
    expect(failed(await ask([engineer]))).toEqual(['approval signature']);
    const foreign = await signingDevice(signed.hub, { name: 'Foreign Lead', organisationId: idOf(0xb) });
    const theirs = await foreign.signed(signed.packet, 'approval');
    expect(failed(await ask([engineer, theirs]))).toEqual(['organisation']);
    // What the reader was told of people counts more than what a certificate said when it was made.
    const people = [person(approval.by.id, { organisationId: idOf(0xb) })];
    expect(failed(await ask(undefined, { trust: { people } }))).toEqual(['organisation']);
    expect(
      failed(await ask(undefined, { trust: { people: [person(approval.by.id, { roles: ['engineer'] })] } })),
    ).toEqual(['role']);
  });

  test('[H37] a P1 waits for its approval for 24 hours from its making', async () => {
    const contents = structuredClone(signed.packet.contents);
    contents.case.priority = 'P1';
    const { id, revision, createdAt, by } = signed.packet;
    const packet = makePacket({ id, revision, createdAt, by, contents, findings: [] });
    const one = [await signed.engineer.signed(packet, 'engineer')];
    const at = (hours: number) => new Date(Date.parse(NOW) + hours * 3_600_000).toISOString();
    const waiting = await ask(one, { packet, now: at(24) });
    expect(failed(waiting)).toEqual([]);
    expect(waiting.find(({ check }) => check === 'approval signature')).toMatchObject({
      ok: null,
      words: expect.stringContaining(at(24)),
    });
    expect(failed(await ask(one, { packet, now: at(24.01) }))).toEqual(['approval signature']);
  });

  test('revoked people and devices, and a revision that another took the place of', async () => {
    expect(
      failed(await ask(undefined, { trust: { people: [person(approval.by.id, { revoked: true })] } })),
    ).toEqual(['revoked']);
    expect(failed(await ask(undefined, { trust: { revokedDevices: [engineer.deviceId] } }))).toEqual([
      'revoked',
    ]);
    expect(failed(await ask(undefined, { newestRevision: 3 }))).toEqual(['revision']);
    const unknown = await ask(undefined, { newestRevision: null });
    expect(unknown.find(({ check }) => check === 'revision')?.ok).toBeNull();
  });

  test('a signature of another packet, or over another digest', async () => {
    const { createdAt, by, contents } = signed.packet;
    const next = makePacket({ id: idOf(0x901), revision: 3, createdAt, by, contents, findings: [] });
    expect(failed(await ask(undefined, { packet: next, newestRevision: 3 }))).toEqual([
      'engineer signature',
      'approval signature',
    ]);
    expect(failed(await ask([{ ...engineer, digest: '0'.repeat(64) }, approval]))).toEqual([
      'engineer signature',
    ]);
  });
});

describe('[PK4] device certificates', () => {
  const refused = async (token: string) => {
    const answer = await readDeviceCertificate(token, signed.trust.hub.keys);
    return answer.ok ? 'was read' : answer.words;
  };

  test('one of the hub says device, person, organisation and key', async () => {
    expect(await readDeviceCertificate(engineer.certificate, signed.trust.hub.keys)).toEqual({
      ok: true,
      certificate: {
        deviceId: signed.engineer.deviceId,
        personId: signed.engineer.person.id,
        organisationId: ORGANISATION,
        publicJwk: signed.engineer.publicJwk,
        issuedAt: '2026-11-23T17:00:00.000Z',
      },
    });
  });

  test('of another type, issuer or key; changed; not strict', async () => {
    const { hub } = signed;
    const who = { name: 'x', organisationId: ORGANISATION };
    expect(await refused((await signingDevice(hub, who, { typ: 'JWT' })).certificate)).toContain(
      'another type',
    );
    expect(await refused((await signingDevice(hub, who, { iss: 'other' })).certificate)).toContain(
      'does not say',
    );
    expect(await refused((await signingDevice(await signingHub(), who)).certificate)).toContain(
      'not known here',
    );
    const [head, payload, tail] = engineer.certificate.split('.');
    const other = signed.lead.certificate.split('.')[1];
    expect(await refused(`${head}.${other}.${tail}`)).toContain('not signed by the hub');
    for (const loose of [
      `${head}.${payload}.${tail}=`,
      `${head}.${payload}`,
      `${head}.${payload}.${tail}.x`,
      '',
      ' ',
    ])
      expect(await refused(loose)).toContain('strict base64url');
    const { privateKey } = await generateKeyPair('ES256');
    const forged = await new SignJWT({ person: idOf(1), cnf: { jwk: signed.engineer.publicJwk } })
      .setProtectedHeader({ alg: 'ES256', typ: 'device+jwt', kid: hub.jwk.kid })
      .setIssuer('partner-console-hub')
      .setSubject(idOf(2))
      .setIssuedAt()
      .sign(privateKey);
    expect(await refused(forged)).toContain('not signed by the hub');
  });

  test('a trust file is read with what it leaves out filled in, or refused with the place', () => {
    const { hub, format, version, asOf } = signed.trust;
    expect(parseTrust(JSON.stringify({ format, version, asOf, hub }))).toEqual({
      ok: true,
      trust: signed.trust,
    });
    expect(parseTrust('no json')).toMatchObject({ ok: false });
    expect(parseTrust(JSON.stringify({ format, version, asOf, hub: { keys: [] } }))).toMatchObject({
      ok: false,
      message: expect.stringContaining('hub.keys'),
    });
  });
});
