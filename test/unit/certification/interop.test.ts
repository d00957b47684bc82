import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { claimsOf } from '../../../shared/certification/credential.ts';
import { parseJwks } from '../../../shared/certification/keys.ts';
import { openVerifier } from '../../../shared/certification/verify.ts';
import { aCredential, anIssuer, facts, listUrl, statusLists } from '../../helpers/credentials.ts';
import { runPython, whyNoJwcrypto } from '../../helpers/jwcrypto.ts';

/** Verifies what we made, reads a bit of our list, and makes keys, credentials and lists of its own. */
const PROGRAM = `
import base64, gzip, json, sys
from jwcrypto import jwk, jws
given = json.load(sys.stdin)
def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b'=').decode()
def unb64(text):
    return base64.urlsafe_b64decode(text + '=' * (-len(text) % 4))
def verify(token, key):
    it = jws.JWS()
    it.deserialize(token, jwk.JWK(**key))
    return {'header': it.jose_header, 'claims': json.loads(it.payload)}
ours = [{'credential': verify(each['credential'], each['jwk']), 'list': verify(each['list'], each['jwk'])} for each in given['ours']]
bits = [gzip.decompress(unb64(each['list']['claims']['credentialSubject']['encodedList'][1:])) for each in ours]
read = [{'length': len(each) * 8, 'set': [i for i in range(len(each) * 8) if each[i // 8] >> (7 - i % 8) & 1]} for each in bits]
def sign(key, alg, claims, kid):
    it = jws.JWS(json.dumps(claims).encode())
    it.add_signature(key, alg, json.dumps({'alg': alg, 'typ': 'vc+jwt', 'cty': 'vc', 'kid': kid}))
    return it.serialize(compact=True)
theirs = []
for alg, key in [('ES256', jwk.JWK.generate(kty='EC', crv='P-256')), ('EdDSA', jwk.JWK.generate(kty='OKP', crv='Ed25519'))]:
    kid = given['issuer'] + '/.well-known/jwks.json#' + key.thumbprint()
    public = json.loads(key.export_public())
    public.update(kid=kid, alg=alg)
    raw = bytearray(16384)
    for index in given['revoked']:
        raw[index // 8] |= 128 >> index % 8
    def a_list(purpose, raw):
        claims = dict(given['list'], id=given['urls'][purpose])
        claims['credentialSubject'] = {'type': 'BitstringStatusList', 'statusPurpose': purpose, 'encodedList': 'u' + b64(gzip.compress(bytes(raw)))}
        return sign(key, alg, claims, kid)
    theirs.append({'key': public, 'credential': sign(key, alg, given['claims'], kid), 'lists': [a_list('revocation', raw), a_list('suspension', bytes(16384))], 'clean': [a_list('revocation', bytes(16384)), a_list('suspension', bytes(16384))]})
print(json.dumps({'ours': ours, 'read': read, 'theirs': theirs}))
`;

const answer = z.object({
  ours: z.array(
    z.object({
      credential: z.object({ header: z.json(), claims: z.json() }),
      list: z.object({ header: z.json(), claims: z.json() }),
    }),
  ),
  read: z.array(z.object({ length: z.number(), set: z.array(z.number()) })),
  theirs: z.array(
    z.object({
      key: z.json(),
      credential: z.string(),
      lists: z.array(z.string()),
      clean: z.array(z.string()),
    }),
  ),
});

const reason = whyNoJwcrypto();
if (reason !== null) process.stdout.write(`interoperation with jwcrypto is not tested: ${reason}\n`);

describe.skipIf(reason !== null)('interoperation with jwcrypto', () => {
  test('tokens and lists verify both ways, with ES256 and EdDSA', { timeout: 120_000 }, async () => {
    const claims = claimsOf(facts());
    const issuers = await Promise.all([anIssuer('ES256'), anIssuer('EdDSA')]);
    const ours = await Promise.all(
      issuers.map(async (issuer) => {
        const [list = ''] = await statusLists(issuer, { revoked: [0, 9, 131_071] });
        return { jwk: issuer.key.jwk, credential: await aCredential(issuer), list };
      }),
    );
    const given = {
      ours,
      claims,
      issuer: facts().issuer.id,
      revoked: [4_711],
      urls: { revocation: listUrl('revocation'), suspension: listUrl('suspension') },
      list: {
        '@context': ['https://www.w3.org/ns/credentials/v2'],
        type: ['VerifiableCredential', 'BitstringStatusListCredential'],
        issuer: facts().issuer.id,
        validFrom: '2026-11-18T12:00:00Z',
        validUntil: '2026-11-25T12:00:00+00:00',
      },
    };
    const back = answer.parse(runPython(PROGRAM, given));
    for (const [i, { credential, list }] of back.ours.entries()) {
      expect(credential).toMatchObject({
        header: { typ: 'vc+jwt', cty: 'vc', kid: issuers[i]?.key.kid },
        claims,
      });
      expect(list).toMatchObject({ header: { typ: 'vc+jwt' }, claims: { id: listUrl('revocation') } });
    }
    expect(back.read).toEqual([1, 2].map(() => ({ length: 131_072, set: [0, 9, 131_071] })));

    const question = { at: '2026-11-20T00:00:00.000Z', unknownStatus: 'refuse' } as const;
    for (const { key, credential, lists, clean } of back.theirs) {
      const keys = parseJwks({ keys: [key] });
      expect(keys).toHaveLength(1);
      const verifier = await openVerifier(keys, lists);
      expect(verifier.problems).toEqual([]);
      expect((await verifier.verify(credential, question)).kind).toBe('revoked');
      expect((await (await openVerifier(keys, clean)).verify(credential, question)).kind).toBe('valid');
    }
  });
});
