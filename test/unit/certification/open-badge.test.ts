/** A credential as a file of Open Badges 3.0, and back; and the list of what was checked. */
import { beforeAll, describe, expect, test } from 'vitest';
import { parseCsv } from '../../../shared/base/csv.ts';
import { checkedCsv } from '../../../shared/certification/checked-csv.ts';
import { openBadgeOf, tokenIn } from '../../../shared/certification/open-badge.ts';
import { openVerifier, type Verifier } from '../../../shared/certification/verify.ts';
import { aCredential, anIssuer, statusLists, type TestIssuer } from '../../helpers/credentials.ts';

const AT = '2026-11-20T09:00:00.000Z';
let issuer: TestIssuer;
let token: string;
let verifier: Verifier;
beforeAll(async () => {
  issuer = await anIssuer();
  token = await aCredential(issuer);
  verifier = await openVerifier([issuer.key], await statusLists(issuer));
});
const kindOf = async (text: string) =>
  (await verifier.verify(tokenIn(text), { at: AT, unknownStatus: 'warn' })).kind;

type Json = Record<string, unknown>;
const badge = () => JSON.parse(openBadgeOf(token) ?? '') as Json;

/**
 * What each class has to have: `required` of the JSON schema that 1EdTech publishes beside the specification
 * (1EdTech/openbadges-specification, docs/schema/achievementcredential.json), with `validFrom` where it was `issuanceDate`
 * before Open Badges took version 2 of the data model; of a subject either `id` or `identifier` (its description).
 */
const required: Readonly<Record<string, readonly string[]>> = {
  AchievementCredential: ['@context', 'id', 'type', 'name', 'credentialSubject', 'issuer', 'validFrom'],
  Profile: ['id', 'type'],
  AchievementSubject: ['type', 'achievement', 'id'],
  IdentityObject: ['type', 'hashed', 'identityHash', 'identityType'],
  Achievement: ['id', 'type', 'criteria', 'description', 'name'],
  CredentialStatus: ['id', 'type'],
  Evidence: ['type'],
};

describe('Open Badges 3.0', () => {
  test('the file has every property that the specification requires, in each of its classes', () => {
    const made = badge();
    const subject = made.credentialSubject as Json;
    const achievement = subject.achievement as Json;
    const parts: Record<string, Json[]> = {
      AchievementCredential: [made],
      Profile: [made.issuer as Json],
      AchievementSubject: [subject],
      IdentityObject: subject.identifier as Json[],
      Achievement: [achievement],
      CredentialStatus: made.credentialStatus as Json[],
      Evidence: made.evidence as Json[],
    };
    expect(Object.keys(parts).sort()).toEqual(Object.keys(required).sort());
    for (const [name, objects] of Object.entries(parts))
      for (const each of objects)
        for (const property of required[name] ?? [])
          expect(each, `${name}.${property}`).toHaveProperty(property);
    expect(made['@context']).toEqual(
      expect.arrayContaining([
        'https://www.w3.org/ns/credentials/v2',
        'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
      ]),
    );
    expect((made['@context'] as string[])[0]).toBe('https://www.w3.org/ns/credentials/v2');
    expect(made.type).toEqual(expect.arrayContaining(['VerifiableCredential', 'OpenBadgeCredential']));
    expect((subject.type as string[])[0]).toBe('AchievementSubject');
    expect((achievement.type as string[])[0]).toBe('Achievement');
    expect(achievement.criteria).toEqual({ narrative: 'Pass the exam.' });
  });

  test('what is read from it is the signed credential; with other words in it, it is tampered with', async () => {
    expect(tokenIn(openBadgeOf(token) ?? '')).toBe(token);
    expect(await kindOf(openBadgeOf(token) ?? '')).toBe('valid');
    // Another tool may write the same with other white space, in another order.
    const { type, ...rest } = badge();
    expect(await kindOf(JSON.stringify({ ...rest, type }))).toBe('valid');
    const forged = badge();
    forged.validUntil = '2099-01-01T00:00:00.000Z';
    expect(await kindOf(JSON.stringify(forged))).toBe('tampered');
    const richer = { ...badge(), name: 'Everything, Level 1 and 2' };
    expect(await kindOf(JSON.stringify(richer))).toBe('tampered');
  });

  test('a token that a mail program broke into lines, quoted or encoded is the token', async () => {
    const lines = token.match(/.{1,76}/g) ?? [];
    expect(lines.length).toBeGreaterThan(3);
    for (const wrapped of [
      lines.join('\r\n'),
      `\n${lines.map((line) => `> ${line}`).join('\n')}\n`,
      lines.map((line) => `>> ${line}`).join('\n'),
      lines.join('=\r\n'),
    ])
      expect(await kindOf(wrapped)).toBe('valid');
    // White space within a line is no line end: what was signed is read strictly (C3).
    expect(await kindOf(`${lines.join('\n').slice(0, 100)} ${lines.join('\n').slice(100)}`)).not.toBe(
      'valid',
    );
  });

  test('an enveloped credential of the W3C’s data model is opened, too', async () => {
    const enveloped = {
      '@context': 'https://www.w3.org/ns/credentials/v2',
      id: `data:application/vc+jwt,${token}`,
      type: 'EnvelopedVerifiableCredential',
    };
    expect(await kindOf(JSON.stringify(enveloped))).toBe('valid');
  });

  test('JSON that encloses nothing, names a thing twice, or is something else is unreadable, and never valid', async () => {
    const { evidence, ...bare } = badge();
    const twice = (openBadgeOf(token) ?? '').replace('{', '{"name":"x",');
    for (const text of [
      JSON.stringify(bare),
      JSON.stringify({ ...bare, evidence: [evidence, evidence].flat() }),
      JSON.stringify({ ...bare, evidence: [{ id: 'data:application/vc+jwt,' }] }),
      JSON.stringify({ id: 'data:application/vc+jwt,a.b.c' }),
      twice,
      '{',
      '{}',
      '[]',
      `{"a":"${'x'.repeat(200_000)}"}`,
    ])
      expect(await kindOf(text), text.slice(0, 80)).toMatch(/unreadable|tampered/);
    expect(openBadgeOf('no token')).toBeNull();
  });
});

describe('the list of what was checked', () => {
  test('one row a credential, with every check; of what is not genuine nothing that it says; formulas are text', async () => {
    const ask = (text: string) => verifier.verify(text, { at: AT, unknownStatus: 'warn' });
    const named = await aCredential(issuer, {
      person: { id: '01990000-0000-7000-8000-0000000000aa', name: '=HYPERLINK("https://example.com")' },
    });
    const [head = '', body = ''] = token.split('.');
    const text = checkedCsv([
      { at: AT, how: '-1+1.jwt', verdict: await ask(named), reason: '' },
      { at: AT, how: 'camera', verdict: await ask(`${head}.${body}.${'A'.repeat(86)}`), reason: '' },
      { at: AT, how: 'pasted text', verdict: await ask('nothing'), reason: '@reason' },
    ]);
    const parsed = parseCsv(text, 10);
    if (!parsed.ok) throw new Error(parsed.message);
    const [names, ...rows] = parsed.rows.map(({ cells }) => cells);
    const of = (row: number, column: string) => rows[row]?.[names?.indexOf(column) ?? -1];
    expect(rows).toHaveLength(3);
    expect([of(0, 'verdict'), of(1, 'verdict'), of(2, 'verdict')]).toEqual([
      'Valid',
      'Tampered with',
      'Unreadable',
    ]);
    expect(of(0, 'holder')).toBe('\'=HYPERLINK("https://example.com")');
    expect(of(0, 'presented as')).toBe("'-1+1.jwt");
    expect([of(0, 'signature'), of(0, 'not revoked or suspended'), of(0, 'holder')]).toContain('passed');
    expect([of(1, 'signature'), of(1, 'issuer trusted')]).toEqual(['failed', 'not made']);
    expect([of(1, 'holder'), of(1, 'credential id'), of(1, 'valid until')]).toEqual(['', '', '']);
    expect(of(2, 'reason')).toBe("'@reason");
    for (const row of rows) for (const cell of row) expect(cell).not.toMatch(/^\s*[=+\-@]/);
  });
});
