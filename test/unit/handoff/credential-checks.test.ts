/** What the credentials of a packet are worth, without a hub (P-01). */
import { beforeAll, describe, expect, test } from 'vitest';
import { type Check, isValid } from '../../../shared/bag/report.ts';
import { openVerifier, type Verifier } from '../../../shared/certification/verify.ts';
import { credentialChecks } from '../../../shared/handoff/credential-checks.ts';
import { makePacket } from '../../../shared/handoff/packet.ts';
import type { Packet } from '../../../shared/handoff/schema.ts';
import { aCompleteCase, idOf, zoned } from '../../helpers/builders.ts';
import { aCredential, anIssuer, HOLDER, statusLists, type TestIssuer } from '../../helpers/credentials.ts';

const NOW = '2026-11-20T09:00:00.000Z';
let issuer: TestIssuer;
let verifier: Verifier;
let packet: Packet;
beforeAll(async () => {
  issuer = await anIssuer();
  verifier = await openVerifier([issuer.key], await statusLists(issuer));
  const contents = aCompleteCase().build();
  const systems = contents.systems.map((system) => ({
    ...system,
    productId: system.productId === null ? null : 'sample-paging-server',
  }));
  packet = makePacket({
    id: idOf(0x900),
    revision: 1,
    createdAt: zoned(NOW),
    by: HOLDER,
    contents: { ...contents, systems },
    findings: [],
  });
});

const ask = (tokens: readonly string[], by: Verifier | null = verifier) =>
  credentialChecks(packet, tokens, { verifier: by, now: NOW });
const of = (checks: readonly Check[], name: string) => checks.find(({ check }) => check === name);

describe('[PK10] credentials in a packet', () => {
  test('one that covers the case: every check of it is told', async () => {
    const checks = await ask([await aCredential(issuer)]);
    expect(isValid(checks)).toBe(true);
    expect(checks.map(({ check, ok }) => [check, ok])).toEqual([
      ['credentials', true],
      ['credential 1', true],
      ['credential 1: signature', true],
      ['credential 1: issuer trusted', true],
      ['credential 1: time', true],
      ['credential 1: not revoked or suspended', true],
      ['credential 1: holder', true],
      ['credential 1: product and level', null],
    ]);
  });

  test('none, or one that ended or covers another product: the case is not covered', async () => {
    const ended = { validFrom: '2025-01-01T00:00:00.000Z', validUntil: '2026-01-01T00:00:00.000Z' };
    const otherwise = [
      [],
      [await aCredential(issuer, ended)],
      [await aCredential(issuer, { coverage: [{ product: 'sample-directory-service', levels: [1, 2] }] })],
    ];
    for (const tokens of otherwise) expect(of(await ask(tokens), 'credentials')?.ok).toBe(false);
  });

  test('one that ended is no fault beside one that covers the case; a forged or another’s always is', async () => {
    const good = await aCredential(issuer);
    const old = await aCredential(issuer, {
      id: idOf(0xc2),
      validFrom: '2026-01-02T00:00:00.000Z',
      validUntil: '2026-02-01T00:00:00.000Z',
    });
    const beside = await ask([good, old]);
    expect([isValid(beside), of(beside, 'credential 2')?.ok]).toEqual([true, null]);
    const foreign = await aCredential(issuer, { person: { id: idOf(0xe9), name: 'Somebody else' } });
    const [head = '', claims = '', signature = ''] = good.split('.');
    const forged = `${head}.${claims}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
    for (const wrong of [foreign, forged, 'a.b.c']) {
      const checks = await ask([good, wrong]);
      expect([isValid(checks), of(checks, 'credentials')?.ok, of(checks, 'credential 2')?.ok]).toEqual([
        false,
        true,
        false,
      ]);
    }
  });

  test('revoked by the list that is at hand; without a list its status is told as not asked', async () => {
    const token = await aCredential(issuer);
    const revoked = await openVerifier([issuer.key], await statusLists(issuer, { revoked: [4_711] }));
    expect(of(await ask([token], revoked), 'credentials')?.ok).toBe(false);
    const without = await ask([token], await openVerifier([issuer.key], []));
    expect([isValid(without), of(without, 'credential 1')?.ok]).toEqual([true, null]);
  });

  test('where no issuer is known nothing is asked', async () => {
    expect(await ask(['a.b.c'], null)).toMatchObject([{ check: 'credentials', ok: null }]);
  });
});
