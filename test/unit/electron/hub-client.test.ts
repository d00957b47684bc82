import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hubOrigin, validateHubAddress } from '../../../electron/services/hub-address.ts';
import { HubClient } from '../../../electron/services/hub-client.ts';
import { defaultDeviceRules } from '../../../shared/sync/device-rules.ts';
import { hubError, PROTOCOL, SCHEMA } from '../../../shared/sync/protocol.ts';
import { anEdit } from '../../helpers/edits.ts';
import { freePort } from '../../helpers/free-port.ts';
import { json, type MisbehavingServer, misbehavingServer } from '../../helpers/misbehaving-server.ts';

const hubTime = '2026-11-23T18:00:00.000Z';
const identity = {
  deviceId: '01990000-0000-7000-8000-00000000d001',
  deviceName: 'Sample computer',
  person: {
    id: '01990000-0000-7000-8000-00000000e001',
    name: 'Sample Engineer One',
    email: 'engineer@example.com',
  },
  organisation: {
    id: '01990000-0000-7000-8000-00000000a001',
    name: 'Example Partner (sample)',
    sample: true,
  },
  roles: ['engineer'],
  scopes: ['catalogue'],
};
const token = {
  access_token: 'a-token',
  token_type: 'Bearer',
  expires_in: 300,
  identity,
  hubTime,
};
const push = { protocol: PROTOCOL, schema: SCHEMA, mutations: [anEdit(1)] };
const pull = { protocol: PROTOCOL, schema: SCHEMA, scope: 'catalogue', cursor: null, limit: 10 };

let hub: MisbehavingServer;
let client: HubClient;
beforeEach(async () => {
  hub = await misbehavingServer();
  client = new HubClient(hub.url);
});
afterEach(() => hub.close());

async function signIn(accessToken = 'a-token'): Promise<void> {
  hub.answer((_request, response) => json(response, 200, { ...token, access_token: accessToken }));
  const answer = await client.authenticate({ assertion: 'x'.repeat(30), hub: hub.url });
  expect(answer).toEqual({ ok: true, value: { identity, hubTime, rules: defaultDeviceRules } });
}

test('where who manages the computer allows one hub, another is not even asked', async () => {
  const managed = new HubClient(
    'https://hub.example.com',
    () => Promise.reject(new Error('it was asked')),
    true,
  );
  const enrolment = { code: 'CODE-CODE', deviceName: 'Sample', proof: 'x'.repeat(30) };
  const publicKey = { kty: 'EC' as const, crv: 'P-256' as const, x: 'x'.repeat(43), y: 'y'.repeat(43) };
  for (const answer of [
    await managed.enrol({ ...enrolment, publicKey, hub: 'https://other.example.com' }),
    await managed.reach({ hub: 'https://other.example.com' }),
  ])
    expect(answer).toMatchObject({
      ok: false,
      failure: { code: 'managed', message: expect.stringContaining('https://hub.example.com') },
    });
  // Its own may be named: by whatever words, it is that one.
  expect(await managed.reach({ hub: 'https://hub.example.com:443/' })).toMatchObject({
    failure: { kind: 'offline' },
  });
});

describe('the address of a hub', () => {
  test.each([
    ['https://hub.example.com', 'https://hub.example.com'],
    ['https://hub.example.com:8443/path?x', 'https://hub.example.com:8443'],
    ['http://127.0.0.1:4780', 'http://127.0.0.1:4780'],
    ['http://[::1]:4780', 'http://[::1]:4780'],
    ['http://localhost:4780', 'http://localhost:4780'],
  ])('%s is taken', (address, origin) => expect(hubOrigin(address)).toBe(origin));

  test.each([
    'http://hub.example.com',
    'http://127.0.0.1.example.com',
    'http://localhost.example.com',
    'http://127.0.0.1@example.com',
    'https://name:word@hub.example.com',
    'ftp://hub.example.com',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'hub.example.com',
    '',
  ])('%s is refused, in words', (address) => {
    expect(hubOrigin(address)).toBeNull();
    expect(validateHubAddress(address)).toMatch(/begins with https/);
  });

  test('http to another computer is refused for what it is', () => {
    expect(validateHubAddress('http://hub.example.com')).toMatch(/^Over http anybody on the way could read/);
    expect(validateHubAddress('http://127.0.0.1:4780')).toBeNull();
  });
});

describe('the hub client', () => {
  test('the token stays in the shell: it goes along with requests and into no answer', async () => {
    await signIn('a-very-secret-token');
    hub.answer((_request, response) => json(response, 200, { results: [], lastN: 0, hubTime }));
    expect(await client.push(push)).toEqual({ ok: true, value: { results: [], lastN: 0, hubTime } });
    expect(hub.received.at(-1)?.authorization).toBe('Bearer a-very-secret-token');
  });

  test('without a token nothing is asked', async () => {
    expect(await client.push(push)).toMatchObject({ ok: false, failure: { kind: 'unauthorised' } });
    expect(await client.pull(pull)).toMatchObject({ ok: false, failure: { kind: 'unauthorised' } });
    expect(hub.received).toEqual([]);
    expect(client.session).toBeNull();
  });

  test('a hub that is not there is offline, and says that everything is saved', async () => {
    const nobody = new HubClient(`http://127.0.0.1:${await freePort()}`);
    expect(await nobody.reach({ hub: null })).toMatchObject({
      ok: false,
      failure: {
        kind: 'offline',
        code: 'connection-refused',
        message: expect.stringMatching(/^Nothing answers .*\(ECONNREFUSED\).*saved on this computer/s),
      },
    });
  });

  test.each([
    ['a connection that breaks at once', (_: unknown, r: ServerResponse) => r.destroy()],
    [
      'an answer that breaks in its middle',
      (_: unknown, r: ServerResponse) => {
        r.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
        r.write('{"hubTime":');
        setImmediate(() => r.destroy());
      },
    ],
    [
      'the sign-in page of a hotel',
      (_: unknown, r: ServerResponse) => {
        r.writeHead(200, { 'content-type': 'text/html' });
        r.end('<html>Welcome</html>');
      },
    ],
    [
      'a redirect to another place',
      (_: unknown, r: ServerResponse) => {
        r.writeHead(302, { location: 'http://127.0.0.1:1/' });
        r.end();
      },
    ],
  ])('%s is offline', async (_name, handler) => {
    hub.answer(handler);
    expect(await client.reach({ hub: null })).toMatchObject({ ok: false, failure: { kind: 'offline' } });
  });

  test('an answer without end is given up at its bound', async () => {
    hub.answer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const piece = Buffer.alloc(4 * 1024 * 1024, ' ');
      const more = () => {
        while (!response.destroyed && response.write(piece));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    });
    expect(await client.reach({ hub: null })).toMatchObject({ ok: false, failure: { kind: 'offline' } });
  });

  test('an answer of another shape is not understood, and nothing of it is used', async () => {
    await signIn();
    hub.answer((_request, response) =>
      json(response, 200, { results: [{ n: 1, outcome: 'exploded' }], lastN: 1, hubTime }),
    );
    expect(await client.push(push)).toMatchObject({
      ok: false,
      failure: { kind: 'refused', code: 'not-understood' },
    });
  });

  test.each([
    [400, { code: 'order', message: 'Out of order.' }, 'refused', 'order'],
    [403, { code: 'forbidden', message: 'Not yours.' }, 'refused', 'forbidden'],
    [409, { code: 'gap', message: 'A gap.', lastN: 4 }, 'refused', 'gap'],
    [426, { code: 'protocol', message: 'Too old.' }, 'outdated', 'protocol'],
    [429, { code: 'rate', message: 'Slowly.' }, 'busy', 'rate'],
    [500, { code: 'internal', message: 'Broken.' }, 'busy', 'internal'],
    [503, { code: 'starting', message: 'Soon.' }, 'busy', 'starting'],
    [400, { something: 'else' }, 'refused', 'http-400'],
  ])('%i %j is %s', async (status, body, kind, code) => {
    await signIn();
    hub.answer((_request, response) => json(response, status, body));
    expect(await client.push(push)).toMatchObject({ ok: false, failure: { kind, code } });
  });

  test('a balancer that answers 503 in its own words is busy, not offline', async () => {
    hub.answer((_request, response) => {
      response.writeHead(503, { 'content-type': 'text/html', 'retry-after': '7' });
      response.end('<html>Service unavailable</html>');
    });
    expect(await client.reach({ hub: null })).toMatchObject({
      ok: false,
      failure: { kind: 'busy', code: 'http-503', retryAfterSeconds: 7 },
    });
  });

  test.each([
    ['12', 12],
    ['999999999', 86_400],
    ['Mon, 23 Nov 2026 18:02:00 GMT', 120],
    ['Mon, 23 Nov 2026 17:00:00 GMT', undefined],
    ['-3', undefined],
    ['soon', undefined],
  ])('Retry-After %s is %s seconds', async (value, seconds) => {
    hub.answer((_request, response) =>
      json(
        response,
        429,
        { code: 'rate', message: 'Slowly.' },
        { 'retry-after': value, date: 'Mon, 23 Nov 2026 18:00:00 GMT' },
      ),
    );
    const answer = await client.reach({ hub: null });
    expect(answer.ok ? null : answer.failure.retryAfterSeconds).toBe(seconds);
  });

  test('410 is an expired cursor', async () => {
    await signIn();
    hub.answer((_request, response) =>
      json(response, 410, { code: 'epoch', message: 'Begins anew.', lastN: 7 }),
    );
    expect(await client.pull(pull)).toEqual({ ok: true, value: { kind: 'expired', lastN: 7 } });
  });

  test('[S3] a gap says up to which edit the hub has this device’s', async () => {
    await signIn();
    hub.answer((_request, response) => json(response, 409, { code: 'gap', message: 'A gap.', lastN: 7 }));
    expect(await client.push(push)).toMatchObject({ ok: false, failure: { code: 'gap', lastN: 7 } });
  });

  test('401 forgets the token; the refusal of an operator’s token does not', async () => {
    await signIn();
    hub.answer((_request, response) => json(response, 401, { code: 'token', message: 'Who?' }));
    await client.operator('/v1/operator/people', hubError, 'wrong');
    expect(client.session).not.toBeNull();
    expect(await client.push(push)).toMatchObject({ ok: false, failure: { kind: 'unauthorised' } });
    expect(client.session).toBeNull();
  });

  test('a refused address at enrolment asks nobody', async () => {
    const answer = await client.enrol({
      code: 'SAMPLE-CODE',
      deviceName: 'Sample computer',
      publicKey: { kty: 'EC', crv: 'P-256', x: 'x'.repeat(43), y: 'y'.repeat(43) },
      proof: 'x'.repeat(30),
      hub: 'http://hub.example.com',
    });
    expect(answer).toMatchObject({ ok: false, failure: { kind: 'refused', code: 'address' } });
    expect(hub.received).toEqual([]);
  });
});
