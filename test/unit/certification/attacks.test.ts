import fc from 'fast-check';
import { base64url, CompactSign, exportJWK } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { utf8Text } from '../../../shared/base/utf8.ts';
import { claimsOf } from '../../../shared/certification/credential.ts';
import { isStrictBase64url, strictObject } from '../../../shared/certification/strict.ts';
import { signToken } from '../../../shared/certification/token.ts';
import { openVerifier, type Verifier } from '../../../shared/certification/verify.ts';
import { aCredential, anIssuer, facts, statusLists, type TestIssuer } from '../../helpers/credentials.ts';

const QUESTION = { at: '2026-11-20T09:00:00.000Z', unknownStatus: 'warn' } as const;
const encode = (value: unknown) =>
  base64url.encode(typeof value === 'string' ? value : JSON.stringify(value));

let issuer: TestIssuer;
let other: TestIssuer;
let edward: TestIssuer;
let verifier: Verifier;
let token: string;
let parts: [string, string, string];
beforeAll(async () => {
  [issuer, other, edward] = await Promise.all([anIssuer(), anIssuer(), anIssuer('EdDSA')]);
  verifier = await openVerifier([issuer.key, edward.key], await statusLists(issuer));
  token = await aCredential(issuer);
  parts = token.split('.') as [string, string, string];
});
const kindOf = async (given: string) => (await verifier.verify(given, QUESTION)).kind;

/** Signs whatever header and payload with the issuer's own key: only what they say is wrong. */
async function signed(
  header: Record<string, unknown>,
  payload: string | object = claimsOf(facts()),
): Promise<string> {
  const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
  const standard = { alg: 'ES256', typ: 'vc+jwt', cty: 'vc', kid: issuer.signer.kid };
  const whole: Record<string, unknown> = { ...standard, ...header };
  for (const [name, value] of Object.entries(whole)) if (value === undefined) delete whole[name];
  const jws = new CompactSign(new TextEncoder().encode(body)).setProtectedHeader({ ...whole, alg: 'ES256' });
  return jws.sign(issuer.signer.privateKey, { crit: { strange: true } });
}

describe('[C3] attacks on the signature', () => {
  test('the genuine one is valid, also with white space around it, as a paste has it', async () => {
    expect(await kindOf(token)).toBe('valid');
    expect(await kindOf(` ${token}\n`)).toBe('valid');
    expect(await kindOf(await signed({}))).toBe('valid');
    expect(await kindOf(await signed({ cty: undefined }))).toBe('valid');
  });
  test('no algorithm, whatever its case, with and without a signature', async () => {
    for (const alg of ['none', 'None', 'NONE', 'nOnE', '']) {
      const head = encode({ alg, typ: 'vc+jwt', cty: 'vc', kid: issuer.signer.kid });
      expect(await kindOf(`${head}.${parts[1]}.`)).toBe('unreadable');
      expect(await kindOf(`${head}.${parts[1]}.${parts[2]}`)).toBe('tampered');
    }
  });
  test('another algorithm than the key’s: the public key as a secret, the other curve, one that is unknown', async () => {
    for (const alg of ['HS256', 'RS256', 'PS256', 'ES384', 'ES256K', 'EdDSA', 'es256', 7, null]) {
      const head = encode({ alg, typ: 'vc+jwt', cty: 'vc', kid: issuer.signer.kid });
      expect(await kindOf(`${head}.${parts[1]}.${parts[2]}`)).toBe('tampered');
    }
    const secret = new TextEncoder().encode(JSON.stringify(issuer.key.jwk));
    const forged = await new CompactSign(new TextEncoder().encode(JSON.stringify(claimsOf(facts()))))
      .setProtectedHeader({ alg: 'HS256', typ: 'vc+jwt', cty: 'vc', kid: issuer.signer.kid })
      .sign(secret);
    expect(await kindOf(forged)).toBe('tampered');
  });
  test('the kid of one key and the signature of another', async () => {
    const mixed = { ...other.signer, kid: issuer.signer.kid };
    expect(await kindOf(await signToken(claimsOf(facts()), mixed))).toBe('tampered');
    const otherKind = { ...issuer.signer, kid: edward.signer.kid };
    expect(await kindOf(await signToken(claimsOf(facts()), otherKind))).toBe('tampered');
    expect(await kindOf(await aCredential(other))).toBe('untrusted-issuer');
  });
  test('a key of its own in the header, or a place to fetch one', async () => {
    const jwk = await exportJWK(issuer.signer.privateKey);
    for (const header of [
      { jwk: { kty: jwk.kty, crv: jwk.crv, x: jwk.x, y: jwk.y } },
      { jku: 'https://evil.example/jwks.json' },
      { x5u: 'https://evil.example/cert' },
      { x5c: ['MIIB'] },
      { x5t: 'aaaa' },
      { 'x5t#S256': 'aaaa' },
    ])
      expect(await kindOf(await signed(header))).toBe('tampered');
  });
  test('critical headers, known and unknown, and an unencoded payload', async () => {
    expect(await kindOf(await signed({ crit: ['strange'], strange: 1 }))).toBe('tampered');
    for (const header of [
      { crit: [] },
      { crit: ['exp'], exp: 1 },
      { b64: false },
      { crit: ['b64'], b64: false },
      { zip: 'DEF' },
    ]) {
      const head = encode({ alg: 'ES256', typ: 'vc+jwt', cty: 'vc', kid: issuer.signer.kid, ...header });
      expect(await kindOf(`${head}.${parts[1]}.${parts[2]}`)).toBe('tampered');
    }
  });
  test('a token of another kind, signed with the same key', async () => {
    for (const typ of ['JWT', 'at+jwt', 'device+jwt', 'vp+jwt', 'vc+sd-jwt', undefined])
      expect(await kindOf(await signed({ typ }))).toBe('unreadable');
    expect(await kindOf(await signed({ cty: 'vp' }))).toBe('unreadable');
    expect(await kindOf(await signed({ kid: undefined }))).toBe('unreadable');
    expect(await kindOf(await signed({ kid: 7 }))).toBe('unreadable');
  });
  test('base64url that is not strict: padding, white space, the other alphabet, unused bits (Wycheproof)', async () => {
    const [head, body, signature] = parts;
    const unused = (text: string) =>
      `${text.slice(0, -1)}${text.endsWith('A') ? 'B' : String.fromCharCode(text.charCodeAt(text.length - 1) + 1)}`;
    const forms = [
      `${head}=.${body}.${signature}`,
      `${head}.${body}=.${signature}`,
      `${head}.${body}.${signature}=`,
      `${head}.${body}.${signature}==`,
      `${head} .${body}.${signature}`,
      `${head}. ${body}.${signature}`,
      `${head}.${body}.\n${signature}`,
      `${head}.${body.slice(0, 9)}\r\n${body.slice(9)}.${signature}`,
      `${head}.${body}.${signature.slice(0, 40)} ${signature.slice(40)}`,
      `${head}.${body}.+${signature.slice(1)}`,
      `${head}.${body}.${signature.slice(0, -1)}/`,
      `${head}.${body}.${unused(signature)}`,
      `${head}.${body}.${signature}.`,
      `${head}.${body}`,
      `${head}..${signature}`,
      `.${body}.${signature}`,
      `${head}.${body}.${signature}.${signature}`,
      '..',
      '',
      'x',
      `${head}\u00a0.${body}.${signature}`,
      `${head}.${body}.\u200b${signature}`,
    ];
    for (const form of forms) expect(await kindOf(form), form.slice(-30)).toBe('unreadable');
  });
  test('a signature that is short, long, zero or in DER', async () => {
    const [head, body] = parts;
    const zero = base64url.encode(new Uint8Array(64));
    const short = base64url.encode(new Uint8Array(63).fill(7));
    const long = base64url.encode(new Uint8Array(65).fill(7));
    const der = base64url.encode(Uint8Array.from([0x30, 6, 2, 1, 1, 2, 1, 1]));
    for (const signature of [zero, short, long, der])
      expect(await kindOf(`${head}.${body}.${signature}`)).toBe('tampered');
  });
  test('any one character changed is never valid', async () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: token.length - 1 }), fc.nat({ max: 63 }), async (place, letter) => {
        const replaced = `${token.slice(0, place)}${alphabet[letter]}${token.slice(place + 1)}`;
        fc.pre(replaced !== token);
        expect(await kindOf(replaced)).not.toBe('valid');
      }),
      { numRuns: 150 },
    );
  });
  test('any text at all gets a verdict, and is never valid', async () => {
    const piece = fc.oneof(fc.string(), fc.base64String(), fc.json().map(encode), fc.constantFrom(...parts));
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 5 }), async (pieces) => {
        const text = pieces.join('.');
        fc.pre(text.trim() !== token);
        expect(['unreadable', 'tampered', 'untrusted-issuer']).toContain(await kindOf(text));
      }),
      { numRuns: 200 },
    );
  });
});

describe('[C3] attacks on the claims, signed as they are', () => {
  const claims = () =>
    structuredClone(claimsOf(facts())) as Record<string, unknown> & {
      credentialStatus: Record<string, unknown>[];
    };
  test('names that are there twice', async () => {
    const text = JSON.stringify(claims());
    for (const twice of [
      '"validUntil":"2099-01-01T00:00:00Z"',
      '"issuer":"https://evil.example"',
      '"\\u0069ssuer":"https://evil.example"',
      '"__proto__":{},"__proto__":{}',
    ])
      expect(await kindOf(await signed({}, `${text.slice(0, -1)},${twice}}`))).toBe('unreadable');
  });
  test('claims of version 1.1, other forms, and payloads that are no object', async () => {
    for (const change of [
      { vc: { type: ['VerifiableCredential'] } },
      { vp: {} },
      { '@context': ['https://www.w3.org/2018/credentials/v1'] },
      { '@context': 'https://www.w3.org/ns/credentials/v2' },
      { type: ['OpenBadgeCredential'] },
      { type: [] },
      { issuer: 'no address' },
      { issuer: 7 },
      { validFrom: '2026-11-18' },
      { validFrom: undefined },
      { validUntil: 'never' },
      { credentialSubject: [] },
      { credentialSubject: 'x' },
      { credentialStatus: 'none' },
      { credentialStatus: Array(9).fill(claims().credentialStatus[0]) },
      { iat: 'today' },
      { exp: -1 },
    ])
      expect(await kindOf(await signed({}, { ...claims(), ...change })), JSON.stringify(change)).toBe(
        'unreadable',
      );
    for (const payload of ['[]', '"x"', 'null', '7', '', '{', '\u{feff}{}'])
      expect(await kindOf(await signed({}, payload))).toBe('unreadable');
  });
  test('another issuer than the key’s, in any of the two places', async () => {
    expect(await kindOf(await signed({}, { ...claims(), issuer: 'https://evil.example' }))).toBe('tampered');
    expect(await kindOf(await signed({}, { ...claims(), iss: 'https://evil.example' }))).toBe('tampered');
    expect(await kindOf(await signed({}, { ...claims(), iss: issuer.key.issuer }))).toBe('valid');
  });
  test('iat and exp date the signature and not the validity', async () => {
    const long = {
      iat: Date.parse('2026-02-01T00:00:00Z') / 1000,
      exp: Date.parse('2026-02-02T00:00:00Z') / 1000,
    };
    expect(await kindOf(await signed({}, { ...claims(), ...long }))).toBe('valid');
    const early = await signed({}, { ...claims(), iat: 1_000_000 });
    expect(await kindOf(early)).toBe('untrusted-issuer');
  });
  test('places in the status list that do not exist', async () => {
    for (const statusListIndex of ['131072', '9999999999', '-1', '1.5', '01', '', ' 1', '0x10', 4_711]) {
      const changed = claims();
      for (const entry of changed.credentialStatus) entry.statusListIndex = statusListIndex;
      expect(await kindOf(await signed({}, changed)), String(statusListIndex)).toBe('tampered');
    }
  });
  test('a list for the other purpose, or with entries of several bits, is not taken for this one', async () => {
    const swapped = claims();
    const [one, two] = swapped.credentialStatus;
    if (!one || !two) throw new Error('two entries');
    [one.statusPurpose, two.statusPurpose] = ['suspension', 'revocation'];
    expect(await kindOf(await signed({}, swapped))).toBe('tampered');
    const sized = claims();
    for (const entry of sized.credentialStatus) entry.statusSize = 2;
    expect(await kindOf(await signed({}, sized))).toBe('tampered');
  });
  test('a status of a kind that nobody here can look up is not known, and not valid', async () => {
    expect(await kindOf(await signed({}, { ...claims(), credentialStatus: { type: 'Strange' } }))).toBe(
      'status-unknown',
    );
    expect(
      await kindOf(
        await signed(
          {},
          { ...claims(), credentialStatus: [{ type: 'BitstringStatusListEntry', statusPurpose: 'message' }] },
        ),
      ),
    ).toBe('status-unknown');
  });
  test('a token that is too long is not read', async () => {
    const padded = await signed({}, { ...claims(), padding: 'x'.repeat(40_000) });
    expect(await kindOf(padded)).toBe('unreadable');
    expect(await kindOf('x'.repeat(50_000_000))).toBe('unreadable');
  });
  test('JSON that nests ten thousand deep', async () => {
    const deep = `{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}`;
    expect(await kindOf(await signed({}, deep))).toBe('unreadable');
  });
});

describe('[C3] reading to the letter', () => {
  test('base64url: exactly what an encoder writes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 50 }), (bytes) => {
        expect(isStrictBase64url(base64url.encode(bytes))).toBe(true);
      }),
    );
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), (text) => {
        if (isStrictBase64url(text)) expect(base64url.encode(base64url.decode(text))).toBe(text);
      }),
    );
  });
  test('JSON: what has each name once is read as JSON.parse reads it', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 })),
        fc.boolean(),
        (value, spaced) => {
          const text = JSON.stringify(value, null, spaced ? 2 : 0);
          expect(strictObject(text)).toEqual(JSON.parse(text));
        },
      ),
    );
    expect(strictObject('{"a:b":"c:\\"d","e":[{"f":":"}]}')).toEqual({ 'a:b': 'c:"d', e: [{ f: ':' }] });
    for (const text of ['{"a":1,"a":1}', '{"a":{"b":1,"b":2}}', '[{"a":1,"a":1}]', '{"a":[{"b":1,"b":1}]}'])
      expect(strictObject(text)).toBeNull();
  });
  test('UTF-8: what an encoder writes, and nothing else', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(utf8Text(new TextEncoder().encode(text))).toBe(text);
      }),
    );
    for (const bytes of [
      [0xff],
      [0xc3],
      [0xc0, 0x80],
      [0xed, 0xa0, 0x80],
      [0xf5, 0x80, 0x80, 0x80],
      [0x41, 0x80],
    ])
      expect(utf8Text(Uint8Array.from(bytes))).toBeNull();
  });
});
