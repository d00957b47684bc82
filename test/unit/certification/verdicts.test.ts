import { beforeAll, describe, expect, test } from 'vitest';
import { jwksOf, parseJwks } from '../../../shared/certification/keys.ts';
import { bestFor, trustIn } from '../../../shared/certification/trust.ts';
import {
  type CheckName,
  listAgeInWords,
  sentenceOf,
  type Verdict,
} from '../../../shared/certification/verdict.ts';
import { openVerifier, type Question, verifyAll } from '../../../shared/certification/verify.ts';
import { idOf } from '../../helpers/builders.ts';
import {
  aCredential,
  anIssuer,
  HOLDER,
  ISSUED_AT,
  listUrl,
  statusLists,
  type TestIssuer,
} from '../../helpers/credentials.ts';

const AT = '2026-11-20T09:00:00.000Z';
const ask = (change: Partial<Question> = {}): Question => ({ at: AT, unknownStatus: 'warn', ...change });
const held = (token: string) => ({ id: idOf(0xc1), token, state: 'valid' as const, stateReason: '' });
const outcomes = (verdict: Verdict) =>
  Object.fromEntries(verdict.checks.map(({ name, outcome }) => [name, outcome])) as Record<CheckName, string>;

describe('verdicts', () => {
  let issuer: TestIssuer;
  let token: string;
  let lists: string[];
  beforeAll(async () => {
    issuer = await anIssuer();
    token = await aCredential(issuer);
    lists = await statusLists(issuer);
  });
  const verdict = async (question: Partial<Question> = {}, given = lists, keys = [issuer.key]) =>
    (await openVerifier(keys, given)).verify(token, ask(question));

  test('[C1] a credential is valid, every check is named, and the list’s age is told', async () => {
    const answer = await verdict({
      person: HOLDER.id,
      needs: [{ product: 'sample-paging-server', level: 2 }],
    });
    expect(answer.kind).toBe('valid');
    expect(answer.accepted).toBe(true);
    expect(answer.checks.map(({ name }) => name)).toEqual([
      'signature',
      'issuer',
      'time',
      'status',
      'holder',
      'scope',
    ]);
    expect(new Set(answer.checks.map(({ outcome }) => outcome))).toEqual(new Set(['passed']));
    expect(answer.list).toMatchObject({ asOf: ISSUED_AT, days: 1, stale: false });
    expect(answer.said).toMatchObject({
      person: HOLDER,
      coverage: [{ product: 'sample-paging-server', levels: [1, 2] }],
    });
    expect(sentenceOf(answer)).toBe('Sample Engineer One’s certification is valid until 18 November 2027.');
    expect(listAgeInWords(answer.list)).toBe('The status list is of 18 November 2026, 1 day old.');
  });
  test('[C1] the same with an Ed25519 issuer', async () => {
    const other = await anIssuer('EdDSA');
    const verifier = await openVerifier([other.key], await statusLists(other));
    expect((await verifier.verify(await aCredential(other), ask())).kind).toBe('valid');
  });
  test('[C2] before its time, and after it', async () => {
    expect(await verdict({ at: '2026-11-18T11:59:59.000Z' })).toMatchObject({
      kind: 'not-yet-valid',
      accepted: false,
    });
    expect((await verdict({ at: '2027-11-18T12:00:00.000Z' })).kind).not.toBe('expired');
    expect(await verdict({ at: '2027-11-18T12:00:01.000Z' })).toMatchObject({
      kind: 'expired',
      accepted: false,
    });
  });
  test('[C2] revoked and suspended, each by its own list; revoked also where the list is old', async () => {
    expect(await verdict({}, await statusLists(issuer, { revoked: [4_711] }))).toMatchObject({
      kind: 'revoked',
      accepted: false,
    });
    expect(await verdict({}, await statusLists(issuer, { suspended: [4_711] }))).toMatchObject({
      kind: 'suspended',
      accepted: false,
    });
    expect(
      (await verdict({}, await statusLists(issuer, { revoked: [4_710, 4_712], suspended: [0] }))).kind,
    ).toBe('valid');
    const old = await statusLists(issuer, { revoked: [4_711], at: '2026-10-01T00:00:00.000Z' });
    expect(await verdict({}, old)).toMatchObject({ kind: 'revoked', list: { stale: true } });
  });
  test('[C2] a list past its validity: a warning without the hub, a refusal at the hub', async () => {
    const at = '2026-11-26T12:00:00.000Z';
    const offline = await verdict({ at });
    expect(offline).toMatchObject({ kind: 'status-unknown', accepted: true, list: { days: 8, stale: true } });
    expect(outcomes(offline).status).toBe('warning');
    expect(listAgeInWords(offline.list)).toContain('8 days old, and past its own validity');
    const hub = await verdict({ at, unknownStatus: 'refuse' });
    expect(hub).toMatchObject({ kind: 'status-unknown', accepted: false });
    expect(outcomes(hub).status).toBe('failed');
  });
  test('[C2] no list at all, or only one of the two', async () => {
    expect(await verdict({}, [])).toMatchObject({ kind: 'status-unknown', accepted: true, list: null });
    expect((await verdict({}, lists.slice(0, 1))).kind).toBe('status-unknown');
    expect((await verdict({ unknownStatus: 'refuse' }, [])).accepted).toBe(false);
  });
  test('[C2] of two lists of one address the newer counts, in whatever order they come', async () => {
    const newer = await statusLists(issuer, { revoked: [4_711], at: '2026-11-19T00:00:00.000Z' });
    expect((await verdict({}, [...lists, ...newer])).kind).toBe('revoked');
    expect((await verdict({}, [...newer, ...lists])).kind).toBe('revoked');
  });
  test('[C2] somebody else’s, and one that does not cover what is asked', async () => {
    expect(await verdict({ person: idOf(0xe2) })).toMatchObject({ kind: 'other-holder', accepted: false });
    expect(await verdict({ needs: [{ product: 'sample-call-recorder', level: 1 }] })).toMatchObject({
      kind: 'not-covered',
      accepted: false,
    });
    expect((await verdict({ needs: [{ product: null, level: 2 }] })).kind).toBe('valid');
  });
  test('[C2] an issuer that is not trusted', async () => {
    const stranger = await anIssuer();
    expect(await verdict({}, lists, [stranger.key])).toMatchObject({
      kind: 'untrusted-issuer',
      accepted: false,
    });
    expect(await verdict({}, lists, [])).toMatchObject({ kind: 'untrusted-issuer', accepted: false });
  });
  test('[C4] a clock behind the last known hub time is a warning, and a list does not get younger by it', async () => {
    const answer = await verdict({ hubTime: '2026-11-27T00:00:00.000Z' });
    expect(outcomes(answer).time).toBe('warning');
    expect(answer.list).toMatchObject({ days: 8, stale: true });
    expect(outcomes(await verdict({ now: '2026-11-27T00:00:00.000Z' })).time).toBe('passed');
  });
  test('[C7] what a retired key signed while it was trusted verifies; what it signed later does not', async () => {
    const retired = { ...issuer.key, notAfter: '2026-11-19T00:00:00.000Z' };
    expect((await verdict({}, lists, [retired])).kind).toBe('valid');
    expect((await verdict({}, lists, [{ ...retired, notAfter: '2026-11-18T11:00:00.000Z' }])).kind).toBe(
      'untrusted-issuer',
    );
    expect((await verdict({}, lists, [{ ...issuer.key, notBefore: '2026-11-18T12:00:02.000Z' }])).kind).toBe(
      'untrusted-issuer',
    );
  });
  test('[C7] of a revoked key nothing counts, neither credentials nor lists', async () => {
    const revoked = { ...issuer.key, revokedAt: '2026-11-20T00:00:00.000Z' };
    const verifier = await openVerifier([revoked], lists);
    expect(verifier.problems).toHaveLength(2);
    expect((await verifier.verify(token, ask())).kind).toBe('untrusted-issuer');
  });
  test('[C7] keys survive being published and read again', () => {
    const keys = [
      issuer.key,
      {
        ...issuer.key,
        notAfter: '2026-11-19T00:00:00.000Z',
        revokedAt: '2026-11-20T00:00:00.000Z',
        revokedBecause: 'Lost',
      },
    ];
    expect(parseJwks(JSON.parse(JSON.stringify(jwksOf(keys))))).toEqual(keys);
    expect(
      parseJwks({
        keys: [
          { kty: 'RSA', kid: 'https://x.example/1' },
          { kty: 'EC', kid: 'no address' },
        ],
      }),
    ).toEqual([]);
    expect(() => parseJwks({ keys: 'none' })).toThrow('no set of keys');
  });
  test('[C2] a key belongs to the issuer that it names, or that lies above its kid, and to no other', async () => {
    const own = 'https://issuer.example';
    const elsewhere = await anIssuer('ES256', { issuer: own });
    const kid = `${own}/keys#${elsewhere.key.id}`;
    const signing = { ...elsewhere, signer: { ...elsewhere.signer, kid } };
    const lists = await statusLists(signing);
    const kindOf = async (id: string, jwk: Record<string, unknown>) => {
      const token = await aCredential(signing, {
        issuer: { id, name: 'Another Issuer' },
        status: {
          index: 1,
          revocationList: listUrl('revocation', own),
          suspensionList: listUrl('suspension', own),
        },
      });
      const verifier = await openVerifier(parseJwks({ keys: [jwk] }), lists);
      return (await verifier.verify(token, ask())).kind;
    };
    const published = { ...elsewhere.key.jwk, kid };
    expect(await kindOf(own, published)).toBe('valid');
    expect(await kindOf('https://issuer.example.evil.example', published)).toBe('tampered');
    expect(await kindOf('https://issuer.exam', published)).toBe('tampered');
    // Who says whose key it is, is believed and nobody else.
    expect(await kindOf(own, { ...published, iss: `${own}/other` })).toBe('tampered');
  });
  test('[C2] of several credentials the best that covers the work is told', async () => {
    const verifier = await openVerifier([issuer.key], await statusLists(issuer, { revoked: [7] }));
    const status = {
      index: 7,
      revocationList: `${issuer.key.issuer}/v1/status/revocation-1`,
      suspensionList: `${issuer.key.issuer}/v1/status/suspension-1`,
    };
    const gone = await aCredential(issuer, { id: idOf(0xc2), status });
    const trust = await trustIn(verifier, HOLDER, [held(gone), held(token)], {
      at: AT,
      unknownStatus: 'warn',
    });
    expect(bestFor(trust, 'sample-paging-server', 1)?.kind).toBe('valid');
    expect(bestFor(trust, 'sample-call-recorder', 1)).toBeNull();
    const only = await trustIn(verifier, HOLDER, [held(gone)], { at: AT, unknownStatus: 'warn' });
    expect(bestFor(only, 'sample-paging-server', 1)?.kind).toBe('revoked');
    // Of two that are as bad the later one: its reason is the one that helps.
    const before = await aCredential(issuer, {
      id: idOf(0xc3),
      status,
      validUntil: '2027-10-18T12:00:00.000Z',
    });
    for (const order of [
      [before, gone],
      [gone, before],
    ]) {
      const both = await trustIn(verifier, HOLDER, order.map(held), { at: AT, unknownStatus: 'warn' });
      expect(bestFor(both, 'sample-paging-server', 1)?.said?.id).toBe(`urn:uuid:${idOf(0xc2)}`);
    }
  });
  test('[C1] many in one pass: each its own verdict in order, with pauses that fit how quick this computer is', async () => {
    const verifier = await openVerifier([issuer.key], await statusLists(issuer));
    const asked = Array.from({ length: 50 }, (_, n) => (n % 7 === 0 ? 'no credential' : token));
    const question = { at: AT, unknownStatus: 'warn' } as const;
    /** How many were checked between two pauses, where each takes so many milliseconds. */
    async function sizesAt(msEach: number): Promise<number[]> {
      let time = 0;
      let since = 0;
      const sizes: number[] = [];
      const verdicts = await verifyAll(
        {
          problems: [],
          verify: (given, about) => {
            time += msEach;
            since += 1;
            return verifier.verify(given, about);
          },
        },
        asked,
        (given) => ({ token: given, question }),
        {
          clock: () => time,
          pause: async () => {
            sizes.push(since);
            since = 0;
          },
        },
      );
      expect(verdicts.map(({ kind }) => kind)).toEqual(
        asked.map((given) => (given === token ? 'valid' : 'unreadable')),
      );
      return sizes;
    }
    expect(await sizesAt(1)).toEqual([1, 2, 4, 8, 8, 8, 8, 8, 3]);
    expect(await sizesAt(0)).toEqual([1, 2, 4, 8, 16, 19]);
    expect(new Set(await sizesAt(20))).toEqual(new Set([1]));
  });
  test('a credential fits into a QR code (2,953 bytes, version 40 at level L)', () => {
    expect(token.length).toBeLessThan(2_953);
  });
});
