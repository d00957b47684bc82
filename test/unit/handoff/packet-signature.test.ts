import { base64url, compactVerify } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { strictBytes } from '../../../shared/certification/strict.ts';
import { makePacket } from '../../../shared/handoff/packet.ts';
import type { Packet } from '../../../shared/handoff/schema.ts';
import {
  type PacketSignature,
  packetSignature,
  signingInput,
  verifySignature,
} from '../../../shared/handoff/signature.ts';
import { aCompleteCase, idOf, NOW, zoned } from '../../helpers/builders.ts';
import { type SigningDevice, signingDevice, signingHub } from '../../helpers/signing.ts';

let device: SigningDevice;
let packet: Packet;
let engineer: PacketSignature;
let approval: PacketSignature;
beforeAll(async () => {
  device = await signingDevice(await signingHub(), {
    name: 'Sample Engineer One',
    organisationId: idOf(0xa),
  });
  const contents = aCompleteCase().build();
  packet = makePacket({
    id: idOf(0x900),
    revision: 2,
    createdAt: zoned(NOW),
    by: device.person,
    contents,
    findings: [],
  });
  engineer = await device.signed(packet, 'engineer');
  approval = await device.signed(packet, 'approval', {
    waivers: [
      { rule: 'H5', where: { table: 'cases', id: idOf(1), field: 'unmodified' }, reason: 'Not possible.' },
    ],
  });
});

const verdict = (change: Partial<PacketSignature>, of = engineer, changed: Partial<Packet> = {}) =>
  verifySignature({ ...packet, ...changed }, { ...of, ...change }, device.publicJwk);

describe('signatures of a packet', () => {
  test('[PK1] both kinds are rows of the schema and verify', async () => {
    for (const signature of [engineer, approval]) {
      expect(packetSignature.parse(signature)).toEqual(signature);
      expect(await verifySignature(packet, signature, device.publicJwk)).toEqual({ ok: true });
    }
  });

  test('[PK1] with its payload put back, the JWS is one that any implementation verifies', async () => {
    const [head, , tail] = approval.jws.split('.');
    const input = signingInput(packet, approval);
    expect(input.startsWith(`${head}.`)).toBe(true);
    const { payload } = await compactVerify(`${input}.${tail}`, device.publicJwk);
    expect(JSON.parse(new TextDecoder().decode(payload))).toMatchObject({
      kind: 'approval',
      digest: packet.digest,
      packetId: packet.id,
      readBack: approval.readBack,
    });
  });

  test('[PK2] what was frozen beside the contents is signed too: note, findings, author, time', async () => {
    for (const changed of [
      { note: 'Another note' },
      { ruleSetVersion: '2020.1.1' },
      { by: { ...packet.by, name: 'Somebody else' } },
      { createdAt: zoned('2026-11-20T00:00:00.000Z') },
      {
        findings: [
          {
            rule: 'H3',
            part: 'problem',
            severity: 'note',
            clause: null,
            message: 'm',
            fix: 'f',
            where: { table: 'cases', id: null, field: null },
          } as const,
        ],
      },
    ])
      expect(await verdict({}, engineer, changed)).toMatchObject({ ok: false });
  });

  test('[PK2] every field of the row that says something is signed', async () => {
    for (const change of [
      { packetId: idOf(7) },
      { caseId: idOf(7) },
      { revision: 3 },
      { digest: '0'.repeat(64) },
      { deviceId: idOf(7) },
      { by: { id: idOf(7), name: 'Somebody else' } },
      { at: zoned('2026-11-20T00:00:00.000Z') },
    ])
      for (const of of [engineer, approval])
        expect([Object.keys(change), await verdict(change, of)]).toMatchObject([{}, { ok: false }]);
    expect(await verdict({ readBack: { wrong: 'Other', asked: 'Say why.' } }, approval)).toMatchObject({
      ok: false,
    });
    expect(await verdict({ waivers: [] }, approval)).toMatchObject({ ok: false });
    expect(await verdict({ readBack: null }, approval)).toMatchObject({ ok: false });
  });

  test('[PK3] one kind is never taken for the other', async () => {
    expect(await verdict({ kind: 'engineer' }, approval)).toMatchObject({ ok: false });
    expect(await verdict({ kind: 'engineer', readBack: null, waivers: [] }, approval)).toMatchObject({
      ok: false,
    });
    expect(await verdict({ kind: 'approval', readBack: approval.readBack })).toMatchObject({ ok: false });
  });

  test('[PK3] another header, another algorithm, a key in the header: refused before any key is asked', async () => {
    const [, , tail = ''] = engineer.jws.split('.');
    const encode = (value: unknown) => base64url.encode(JSON.stringify(value));
    for (const head of [
      { alg: 'none' },
      { alg: 'HS256', typ: 'packet-signature+jws' },
      { alg: 'ES256', typ: 'packet-signature+jws', jwk: device.publicJwk },
      { alg: 'ES256', typ: 'packet-signature+jws', crit: ['b64'], b64: false },
      { typ: 'packet-signature+jws', alg: 'ES256' },
    ])
      expect(await verdict({ jws: `${encode(head)}..${tail}` })).toEqual({
        ok: false,
        words: 'The signature’s header is not that of a signature of this kind.',
      });
  });

  test('[PK3] base64url that is not strict is refused', async () => {
    const { jws } = engineer;
    const last = jws.at(-1) ?? '';
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    // The last letter holds four bits that stand for nothing: `jose` does not look at them.
    const loose = alphabet[alphabet.indexOf(last) + 1] ?? 'B';
    for (const change of [
      `${jws}=`,
      `${jws} `,
      ` ${jws}`,
      `${jws}\n`,
      jws.replace('..', '.e30.'),
      jws.slice(0, -1),
      jws.slice(0, -1) + loose,
      jws.replace('..', '...'),
    ])
      expect([change, await verdict({ jws: change })]).toMatchObject([change, { ok: false }]);
  });

  test('[PK3] every letter of header and signature counts', async () => {
    const { jws } = engineer;
    for (let at = 0; at < jws.length; at++) {
      const changed = `${jws.slice(0, at)}${jws[at] === 'A' ? 'B' : 'A'}${jws.slice(at + 1)}`;
      expect([at, await verdict({ jws: changed })]).toMatchObject([at, { ok: false }]);
    }
  });

  test('base64url: bytes come back, and there is one text for them', () => {
    for (let length = 1; length < 40; length++) {
      const bytes = new Uint8Array(Array.from({ length }, (_, at) => (at * 89 + length) % 256));
      expect(strictBytes(base64url.encode(bytes))).toEqual(bytes);
    }
    expect(strictBytes('QQ')).toEqual(new Uint8Array([65]));
    for (const loose of ['QR', 'QQ==', 'Q', 'Q Q', 'Q+', 'QUE\n', '']) expect(strictBytes(loose)).toBeNull();
  });
});
