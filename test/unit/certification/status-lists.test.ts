import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { base64url } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  bitOf,
  decodeBits,
  emptyBits,
  encodeBits,
  openStatusList,
  setBit,
  signStatusList,
} from '../../../shared/certification/status-list.ts';
import { type KeyRing, keyRing, signToken } from '../../../shared/certification/token.ts';
import {
  anIssuer,
  ISSUED_AT,
  ISSUER,
  listUrl,
  statusLists,
  type TestIssuer,
} from '../../helpers/credentials.ts';

const packed = (bytes: Uint8Array) => `u${base64url.encode(bytes)}`;
const MEBIBYTE = 1024 * 1024;

describe('status lists', () => {
  let issuer: TestIssuer;
  let keys: KeyRing;
  beforeAll(async () => {
    issuer = await anIssuer();
    keys = await keyRing([issuer.key]);
  });
  const claims = (change: Record<string, unknown> = {}, subject: Record<string, unknown> = {}) => ({
    '@context': ['https://www.w3.org/ns/credentials/v2'],
    id: listUrl('revocation'),
    type: ['VerifiableCredential', 'BitstringStatusListCredential'],
    issuer: ISSUER,
    validFrom: ISSUED_AT,
    credentialSubject: {
      type: 'BitstringStatusList',
      statusPurpose: 'revocation',
      encodedList: encodeBits(emptyBits()),
      ...subject,
    },
    ...change,
  });
  const opened = async (value: object) => openStatusList(await signToken(value, issuer.signer), keys);

  test('any set of indices comes back, and no other', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat({ max: 131_071 }), { maxLength: 200 }), (indices) => {
        const bits = emptyBits();
        for (const index of indices) setBit(bits, index, true);
        const answer = decodeBits(encodeBits(bits));
        if (!answer.ok) throw new Error(answer.message);
        expect(indices.every((index) => bitOf(answer.bits, index))).toBe(true);
        expect(answer.bits.reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0)).toBe(
          indices.length,
        );
      }),
      { numRuns: 20 },
    );
    expect(() => setBit(emptyBits(), 131_072, true)).toThrow(RangeError);
    for (const entries of [0, 8, 131_071, 131_073, 33_554_432])
      expect(() => emptyBits(entries)).toThrow(RangeError);
  });
  test('what another gzip made is read: with a name, another level, several blocks', () => {
    const bits = emptyBits();
    for (let i = 0; i < 131_072; i += 3) setBit(bits, i, true);
    for (const level of [0, 1, 9])
      expect(decodeBits(packed(gzipSync(bits, { level })))).toEqual({ ok: true, bits });
    const named = gzipSync(bits);
    const head = Buffer.from(named.subarray(0, 10));
    head[3] = 8;
    const withName = Buffer.concat([head, Buffer.from('list\0'), named.subarray(10)]);
    expect(decodeBits(packed(withName))).toEqual({ ok: true, bits });
  });
  test('[C3] wrong multibase, wrong alphabet, no gzip, cut short, damaged, too short', () => {
    const good = encodeBits(emptyBits());
    const bytes = base64url.decode(good.slice(1));
    const damaged = Uint8Array.from(bytes, (byte, i) => (i === bytes.length - 8 ? byte ^ 1 : byte));
    const wrongSize = Uint8Array.from(bytes, (byte, i) => (i === bytes.length - 3 ? byte ^ 1 : byte));
    for (const bad of [
      '',
      'u',
      good.slice(1),
      `z${good.slice(1)}`,
      `U${good.slice(1)}`,
      `m${good.slice(1)}`,
      `${good}=`,
      `u ${good.slice(1)}`,
      packed(Uint8Array.from([1, 2, 3])),
      packed(new Uint8Array(16_384)),
      packed(damaged),
      packed(wrongSize),
      packed(gzipSync(new Uint8Array(16_383))),
      ...[1, 5, 9, 12, 20].map((cut) => packed(bytes.subarray(0, bytes.length - cut))),
    ])
      expect(decodeBits(bad).ok, bad.slice(0, 20)).toBe(false);
  });
  test('[C3] a bomb of 1 GB in 1 MB is stopped after the longest list that is allowed', {
    timeout: 60_000,
  }, () => {
    // A gibibyte of zeros is 1,024 times the same deflated mebibyte: built block by block, never whole.
    const block = gzipSync(new Uint8Array(64 * MEBIBYTE), { level: 9 });
    const body = block.subarray(10, block.length - 8);
    // The last block's final bit is what a bomb has no need of: the reader stops long before.
    const bomb = Buffer.concat([block.subarray(0, 10), ...Array(16).fill(body), block.subarray(-8)]);
    expect(bomb.length).toBeGreaterThan(0.9 * MEBIBYTE);
    const before = process.memoryUsage().arrayBuffers;
    expect(decodeBits(packed(bomb))).toMatchObject({
      ok: false,
      message: expect.stringContaining('longer than'),
    });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * MEBIBYTE);
  });
  test('[C3] any bytes get an answer', () => {
    const start = base64url.decode(encodeBits(emptyBits()).slice(1));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.boolean(), (bytes, gzip) => {
        const whole = gzip ? Uint8Array.from([...start.subarray(0, 10), ...bytes]) : bytes;
        expect(decodeBits(packed(whole)).ok).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
  test('a list that we sign is one that we open; its ttl never outlives its validity', async () => {
    const [token = ''] = await statusLists(issuer, { revoked: [5], days: 7 });
    const answer = await openStatusList(token, keys);
    expect(answer).toMatchObject({
      ok: true,
      list: { url: listUrl('revocation'), purpose: 'revocation', freshUntil: '2026-11-25T12:00:00.000Z' },
    });
    const short = await signStatusList(
      {
        url: listUrl('revocation'),
        issuer: ISSUER,
        purpose: 'revocation',
        bits: emptyBits(),
        validFrom: ISSUED_AT,
        validUntil: '2026-11-18T12:00:01.000Z',
        ttlMs: 3_600_000,
      },
      issuer.signer,
    );
    const [, body = ''] = short.split('.');
    expect(JSON.parse(new TextDecoder().decode(base64url.decode(body))).credentialSubject.ttl).toBe(1_000);
  });
  test('without a validity of its own a list lasts its ttl, and without either a day', async () => {
    expect(await opened(claims({}, { ttl: 60_000 }))).toMatchObject({
      list: { freshUntil: '2026-11-18T12:01:00.000Z' },
    });
    expect(await opened(claims())).toMatchObject({ list: { freshUntil: '2026-11-19T12:00:00.000Z' } });
  });
  test('[C3] lists of another form, another issuer, or a key that was not trusted then', async () => {
    const bad = [
      claims({ type: ['VerifiableCredential'] }),
      claims({ issuer: 'https://evil.example' }),
      claims({ iss: 'https://evil.example' }),
      claims({ id: 'no address' }),
      claims({ validFrom: '2025-01-01T00:00:00Z' }),
      claims({ vc: {} }),
      claims({}, { statusPurpose: 'message' }),
      claims({}, { type: 'RevocationList2020' }),
      claims({}, { encodedList: 'uAAAA' }),
      claims({}, { ttl: -1 }),
      claims({}, { ttl: 0.5 }),
      claims({ credentialSubject: null }),
    ];
    for (const value of bad) expect((await opened(value)).ok, JSON.stringify(value).slice(0, 80)).toBe(false);
    expect((await openStatusList(`${'x'.repeat(2 * MEBIBYTE)}`, keys)).ok).toBe(false);
  });
});
