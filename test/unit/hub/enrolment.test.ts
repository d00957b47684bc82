import { createHash } from 'node:crypto';
import { decodeJwt, importJWK, jwtVerify } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { hubPaths } from '../../../shared/sync/protocol.ts';
import { sample, startTestHub, type TestHub } from '../../helpers/hub.ts';
import { sql } from '../../helpers/postgres.ts';
import { newId, proofOf, request, TestDevice } from '../../helpers/test-device.ts';

let hub: TestHub;
let publicKey: TestDevice['publicKey'];
let privateKey: TestDevice['privateKey'];
beforeAll(async () => {
  hub = await startTestHub();
  ({ publicKey, privateKey } = await TestDevice.enrol(hub, sample.people.engineer.id));
});
afterAll(() => hub.stop());
// The limit counts per address, and all tests come from one.
afterEach(() => sql(hub.databaseUrl, 'DELETE FROM enrolment_attempts'));

async function enrol(code: string) {
  const deviceName = 'Test device';
  const proof = await proofOf(privateKey, { code, deviceName });
  return request(hub.url, hubPaths.enrol, { body: { code, deviceName, publicKey, proof } });
}
const count = async (table: string) =>
  (await sql<{ count: number }>(hub.databaseUrl, `SELECT count(*)::int AS count FROM ${table}`))[0]?.count;

describe('enrolment', () => {
  test('[C5] a code enrols one device for its person, with the person’s scopes and a certificate of the hub', async () => {
    const code = await hub.enrolmentCode(sample.people.lead.id);
    const answer = await enrol(code);
    expect(answer).toMatchObject({
      status: 200,
      body: {
        identity: {
          person: { id: sample.people.lead.id, name: 'Sample Lead' },
          organisation: { id: sample.organisations[0].id, sample: true },
          roles: ['lead'],
          scopes: ['catalogue', `org:${sample.organisations[0].id}`],
        },
      },
    });
    const { certificate, identity } = answer.body as { certificate: string; identity: { deviceId: string } };
    const [key] = await sql<{ public_key: object }>(hub.databaseUrl, 'SELECT public_key FROM hub_keys');
    const { payload } = await jwtVerify(certificate, await importJWK({ ...key?.public_key }, 'ES256'), {
      typ: 'device+jwt',
    });
    expect(payload).toMatchObject({
      sub: identity.deviceId,
      person: sample.people.lead.id,
      cnf: { jwk: publicKey },
    });
  });

  test('[C5] of 20 uses of one code at once exactly one enrols', async () => {
    const code = await hub.enrolmentCode(sample.people.engineer.id);
    const before = (await count('devices')) ?? 0;
    const answers = await Promise.all(Array.from({ length: 20 }, () => enrol(code)));
    const statuses = answers.map((answer) => answer.status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.every((status) => [200, 403, 429].includes(status))).toBe(true);
    expect(await count('devices')).toBe(before + 1);
  });

  test('[C5] a code works as people type it: lower case, without dashes, O for 0', async () => {
    const code = await hub.enrolmentCode(sample.people.engineer.id);
    expect((await enrol(code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o'))).status).toBe(200);
  });

  test('[C5] a code that has expired is refused in the words of one that never was', async () => {
    const code = await hub.enrolmentCode(sample.people.engineer.id);
    await sql(
      hub.databaseUrl,
      "UPDATE enrolment_codes SET expires_at = now() - interval '1 second' WHERE used_at IS NULL",
    );
    const [expired, unknown] = [await enrol(code), await enrol('ZZZZ-ZZZZ-ZZZZ')];
    expect(expired.status).toBe(403);
    expect(unknown.body).toEqual(expired.body);
  });

  test('[C5] security 27: only the hash of a code is kept', async () => {
    const code = await hub.enrolmentCode(sample.people.engineer.id);
    const plain = code.replaceAll('-', '');
    const rows = await sql(hub.databaseUrl, 'SELECT * FROM enrolment_codes');
    expect(JSON.stringify(rows)).not.toContain(plain);
    expect(JSON.stringify(rows)).toContain(createHash('sha256').update(plain).digest('hex'));
    expect(JSON.stringify(await sql(hub.databaseUrl, 'SELECT * FROM audit'))).not.toContain(plain);
    expect(hub.output()).not.toContain(code);
  });

  test('[C5] security 27: wrong codes are limited per address, also when they come all at once', async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, (_, i) => enrol(`WRONG-${i}-WRONG`)));
    expect(answers.filter((answer) => answer.status === 403).length).toBeLessThanOrEqual(10);
    const good = await hub.enrolmentCode(sample.people.engineer.id);
    for (let i = 0; i < 10; i++) await enrol(`AGAIN-${i}-AGAIN`);
    const limited = await enrol(good);
    expect(limited).toMatchObject({ status: 429, body: { code: 'too-many-attempts' } });
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
    await sql(hub.databaseUrl, "UPDATE enrolment_attempts SET at = at - interval '16 minutes'");
    expect((await enrol(good)).status).toBe(200);
  });

  test('[C5] security 27: wrong codes are limited over all addresses too', async () => {
    await sql(
      hub.databaseUrl,
      "INSERT INTO enrolment_attempts (address) SELECT '10.0.0.' || i FROM generate_series(1, 200) AS i",
    );
    expect((await enrol(await hub.enrolmentCode(sample.people.engineer.id))).status).toBe(429);
  });
});

describe('assertions and tokens', () => {
  const refused = {
    status: 401,
    // Somebody at a console reads it: what may be, that nothing is lost, and whom to tell.
    body: {
      code: 'assertion-refused',
      message: expect.stringMatching(
        /the hub does not know it, .* is kept\. If this goes on, tell whoever runs the hub\./,
      ),
    },
  };

  test('[C5] an assertion gives a short-lived token, once', async () => {
    const device = await TestDevice.enrol(hub, sample.people.engineer.id);
    const assertion = await device.assertion();
    const answer = await device.exchange(assertion);
    expect(answer).toMatchObject({ status: 200, body: { token_type: 'Bearer', expires_in: 600 } });
    const { iat = 0, exp = 0 } = decodeJwt((answer.body as { access_token: string }).access_token);
    expect(exp - iat).toBe(600);
    expect(await device.exchange(assertion)).toMatchObject(refused);
  });

  test('[C5] of 10 uses of one assertion at once exactly one gets a token', async () => {
    const device = await TestDevice.enrol(hub, sample.people.engineer.id);
    const assertion = await device.assertion();
    const answers = await Promise.all(Array.from({ length: 10 }, () => device.exchange(assertion)));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
  });

  test.each<[string, (device: TestDevice) => Promise<string>]>([
    ['another audience', (device) => device.assertion({ aud: 'https://elsewhere.example.com' })],
    ['another issuer than the device', (device) => device.assertion({ iss: newId() })],
    ['a device that is not there', (device) => device.assertion({ iss: newId(), sub: newId() })],
    ['no subject', (device) => device.assertion({ sub: undefined })],
    ['a subject that is no id', (device) => device.assertion({ sub: '-'.repeat(36), iss: '-'.repeat(36) })],
    ['no jti', (device) => device.assertion({ jti: undefined })],
    ['a jti of other characters', (device) => device.assertion({ jti: 'a\u0000bcdefghij' })],
    ['no exp', (device) => device.assertion({ exp: undefined })],
    ['no iat', (device) => device.assertion({ iat: undefined })],
    [
      'a life of more than a minute',
      (device) => device.assertion({ exp: Math.floor(Date.now() / 1000) + 61 }),
    ],
    ['an end before its beginning', (device) => device.assertion({ exp: Math.floor(Date.now() / 1000) - 1 })],
    [
      'alg none',
      async (device) => {
        const [, claims] = (await device.assertion()).split('.');
        return `${Buffer.from('{"alg":"none"}').toString('base64url')}.${claims}.`;
      },
    ],
    [
      'alg HS256 with the public key as the secret',
      async (device) => {
        const [, claims] = (await device.assertion()).split('.');
        const { createHmac } = await import('node:crypto');
        const input = `${Buffer.from('{"alg":"HS256"}').toString('base64url')}.${claims}`;
        const secret = JSON.stringify(device.publicKey);
        return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
      },
    ],
    [
      'a key of its own in the header',
      async (device) => {
        const other = await TestDevice.enrol(hub, sample.people.engineer.id);
        const { deviceId } = device.identity;
        return other.assertion({ iss: deviceId, sub: deviceId }, { jwk: other.publicKey });
      },
    ],
    [
      'a critical header that nobody knows',
      (device) =>
        device.assertion({}, { crit: ['exp2'], exp2: 1 }).catch(async () => {
          const [, claims, signature] = (await device.assertion()).split('.');
          return `${Buffer.from('{"alg":"ES256","crit":["exp2"],"exp2":1}').toString('base64url')}.${claims}.${signature}`;
        }),
    ],
    ['padding behind the signature', async (device) => `${await device.assertion()}==`],
    ['white space in it', async (device) => (await device.assertion()).replace('.', '.\n')],
    [
      'a changed claim',
      async (device) => {
        const [header, claims = '', signature] = (await device.assertion()).split('.');
        const changed = { ...JSON.parse(Buffer.from(claims, 'base64url').toString()), jti: 'another-one' };
        return `${header}.${Buffer.from(JSON.stringify(changed)).toString('base64url')}.${signature}`;
      },
    ],
  ])('[C5] [C3] an assertion with %s is refused, and the words do not say why', async (_what, make) => {
    const device = await TestDevice.enrol(hub, sample.people.engineer.id);
    expect(await device.exchange(await make(device))).toMatchObject(refused);
  });

  test.each([
    ['a year behind', -31_536_000],
    ['five minutes ahead', 300],
  ])('[S2] a clock %s is told so, and the hub’s own time helps', async (_what, seconds) => {
    const device = await TestDevice.enrol(hub, sample.people.engineer.id);
    const iat = Math.floor(Date.now() / 1000) + seconds;
    expect(await device.exchange(await device.assertion({ iat, exp: iat + 60 }))).toMatchObject({
      status: 401,
      body: { code: 'clock' },
    });
    const health = await request(hub.url, hubPaths.health);
    const hubSeconds = Math.floor(Date.parse((health.body as { hubTime: string }).hubTime) / 1000);
    const answer = await device.exchange(await device.assertion({ iat: hubSeconds, exp: hubSeconds + 60 }));
    expect(answer.status).toBe(200);
  });

  test('[C5] an assertion in another’s name says nothing of the clock', async () => {
    const [one, two] = [
      await TestDevice.enrol(hub, sample.people.engineer.id),
      await TestDevice.enrol(hub, sample.people.engineer.id),
    ];
    const { deviceId } = one.identity;
    expect(
      await two.exchange(await two.assertion({ iss: deviceId, sub: deviceId, iat: 1, exp: 2 })),
    ).toMatchObject(refused);
  });

  test('[C5] [S13] a revoked device is refused at once: its token, its assertions', async () => {
    const device = await TestDevice.enrol(hub, sample.people.engineer.id);
    const answer = await request(hub.url, hubPaths.revokeDevice, {
      token: hub.operatorToken,
      body: { deviceId: device.identity.deviceId, reason: 'Lost in a test' },
    });
    expect(answer.status).toBe(200);
    expect(await device.askPull('catalogue', null)).toMatchObject({
      status: 401,
      body: { code: 'device-revoked' },
    });
    expect(await device.exchange(await device.assertion())).toMatchObject({
      status: 401,
      body: { code: 'device-ended' },
    });
    // What does not prove to be this device hears nothing of it.
    const other = await TestDevice.enrol(hub, sample.people.engineer.id);
    const { deviceId } = device.identity;
    expect(await device.exchange(await other.assertion({ iss: deviceId, sub: deviceId }))).toMatchObject(
      refused,
    );
  });

  test('[C5] a token of another hub is refused', async () => {
    const other = await startTestHub();
    try {
      const foreign = await TestDevice.enrol(other, sample.people.engineer.id);
      foreign.url = hub.url;
      expect(await foreign.askPull('catalogue', null)).toMatchObject({
        status: 401,
        body: { code: 'unauthorised' },
      });
    } finally {
      await other.stop();
    }
  });

  test('[C5] the device certificate is no access token', async () => {
    const device = await TestDevice.enrol(hub, sample.people.engineer.id);
    device.token = device.certificate;
    expect((await device.askPull('catalogue', null)).status).toBe(401);
  });
});

describe('the operator', () => {
  test('adds a person of a new organisation, who enrols and has a scope of their own', async () => {
    const made = await request(hub.url, hubPaths.people, {
      token: hub.operatorToken,
      body: {
        organisation: { id: null, name: 'Third Example Partner (sample)' },
        name: 'Sample Engineer Four',
        email: 'four@example.net',
        roles: ['engineer'],
      },
    });
    expect(made.status).toBe(200);
    const { personId, organisationId } = made.body as { personId: string; organisationId: string };
    const device = await TestDevice.enrol(hub, personId);
    expect(device.identity.scopes).toEqual(['catalogue', `org:${organisationId}`]);
    const { rows, head } = await device.pull(`org:${organisationId}`);
    expect(head).toMatchObject({ version: 1, count: 1 });
    expect(rows).toMatchObject([{ table: 'members', key: personId }]);
    const again = await request(hub.url, hubPaths.people, {
      token: hub.operatorToken,
      body: {
        organisation: { id: organisationId, name: 'third example partner (Sample)' },
        name: 'x',
        email: 'four@example.net',
        roles: ['lead'],
      },
    });
    expect(again).toMatchObject({ status: 409, body: { code: 'known-person' } });
  });

  test('sees people with organisation and devices, and no key', async () => {
    const answer = await request(hub.url, hubPaths.people, { token: hub.operatorToken });
    expect(answer.body).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          id: sample.people.otherEngineer.id,
          organisation: {
            id: sample.organisations[1].id,
            name: 'Second Example Partner (sample)',
            sample: true,
          },
        }),
      ]),
    );
    expect(JSON.stringify(answer.body)).not.toContain(publicKey.x);
  });

  test('[C6] what the operator did cannot be changed or taken away afterwards', async () => {
    for (const text of ['DELETE FROM audit', "UPDATE audit SET action = 'nothing'", 'TRUNCATE audit'])
      await expect(sql(hub.databaseUrl, text)).rejects.toThrow('only ever added');
  });
});
