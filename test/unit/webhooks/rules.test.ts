/** Addresses, signatures and waits of outside ticket systems. */
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { Addresses, readNetworks } from '../../../hub/webhooks/addresses.ts';
import {
  isSignedBy,
  isTimely,
  newWebhookSecret,
  readSigned,
  signedHeaders,
} from '../../../hub/webhooks/signature.ts';
import { MOST_TRIES, waitAfter } from '../../../shared/webhooks/retry.ts';

describe('addresses', () => {
  const open = new Addresses(readNetworks(''));
  const named = new Addresses(readNetworks('127.0.0.0/8, 10.1.0.0/16 fd00::/8'));

  test.each([
    'http://tickets.example.com/hook',
    'ftp://tickets.example.com',
    'https://user:word@tickets.example.com',
    'https://tickets.example.com/#part',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://0/',
    'https://10.1.2.3/',
    'https://169.254.169.254/latest/meta-data',
    'https://100.64.0.1/',
    'https://192.168.1.1/',
    'https://[::1]/',
    'https://[::]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[64:ff9b::a00:1]/',
    'https://[fe80::1]/',
    'https://[fd00::1]/',
    'https://[2002:7f00:1::]/',
    'http://127.0.0.1:8080/',
    'http://localhost/',
    'tickets.example.com',
    'javascript:alert(1)',
    '',
  ])('[O7] %s is refused', (address) => {
    expect(open.problemOf(address)).not.toBeNull();
  });

  test('[O7] https by name or public address may be; http only to a loopback that the operator named', () => {
    for (const address of [
      'https://tickets.example.com/hook?a=1',
      'https://93.184.216.34/',
      'https://[2606:2800::1]:8443/',
    ])
      expect(open.problemOf(address)).toBeNull();
    for (const address of [
      'http://127.0.0.1:8080/',
      'http://localhost/',
      'https://10.1.2.3/',
      'https://[fd00::1]/',
    ])
      expect(named.problemOf(address)).toBeNull();
    for (const address of ['http://10.1.2.3/', 'https://10.2.0.1/', 'https://[::1]/'])
      expect(named.problemOf(address)).not.toBeNull();
  });

  test('[O7] a name that resolves to what is not allowed gives no address to connect to', async () => {
    const resolved = (addresses: Addresses) =>
      new Promise((done) =>
        addresses.lookup('localhost', { all: true }, (error, found) => done(error?.code ?? found)),
      );
    expect(await resolved(open)).toBe('EADDRESSREFUSED');
    expect(await resolved(named)).toContainEqual({ address: '127.0.0.1', family: 4 });
  });

  test('a network that is none is refused with what it is', () => {
    for (const text of ['10.0.0.0/33', 'all', '10.0.0/8', '::/129', '10.0.0.0/8/8', '10.0.0.0/-1'])
      expect(() => readNetworks(text)).toThrow(text);
  });
});

describe('signatures', () => {
  const now = new Date('2026-11-25T12:00:00Z');

  test('[O6] what the hub signs the published package verifies, and the other way round', () => {
    const secret = newWebhookSecret();
    const time = new Date();
    fc.assert(
      fc.property(fc.json(), (text) => {
        const headers = signedHeaders(secret, 'a-1', time, text);
        expect(() => new Webhook(secret).verify(text, headers)).not.toThrow();
        const theirs = {
          ...headers,
          'webhook-signature': `v1a,x ${new Webhook(secret).sign('a-1', time, text)}`,
        };
        const message = readSigned(theirs, text);
        expect(message && isSignedBy(message, secret)).toBe(true);
        expect(message && isSignedBy(message, newWebhookSecret())).toBe(false);
        const other = readSigned(theirs, `${text} `);
        expect(other && isSignedBy(other, secret)).toBe(false);
      }),
      { numRuns: 50 },
    );
  });

  test('[O8] a time more than five minutes off, either way, is not timely', () => {
    const at = (seconds: number) => {
      const message = readSigned(
        signedHeaders('whsec_AAAA', 'a', new Date(now.getTime() + seconds * 1000), ''),
        '',
      );
      return message && isTimely(message, now);
    };
    expect([-301, -300, 0, 300, 301].map(at)).toEqual([false, true, true, true, false]);
  });

  test('[O8] headers that have another form are no message', () => {
    const good = signedHeaders('whsec_AAAA', 'a', now, '');
    for (const change of [
      { 'webhook-id': undefined },
      { 'webhook-id': '' },
      { 'webhook-id': 'a b' },
      { 'webhook-id': 'a'.repeat(201) },
      { 'webhook-id': ['a', 'b'] },
      { 'webhook-timestamp': '1e9' },
      { 'webhook-timestamp': '-1' },
      { 'webhook-signature': undefined },
    ])
      expect(readSigned({ ...good, ...change }, '')).toBeNull();
  });
});

test('[O5] waits grow threefold to six hours with jitter, never end before Retry-After, and end with the last try', () => {
  const whole = Array.from(
    { length: MOST_TRIES - 1 },
    (_, index) => waitAfter(index + 1, 5_000, 0.999_999) ?? 0,
  );
  expect(whole.slice(0, 4).map((ms) => Math.round(ms / 1000))).toEqual([5, 15, 45, 135]);
  expect(Math.max(...whole)).toBeLessThanOrEqual(6 * 3_600_000);
  expect(waitAfter(1, 5_000, 0)).toBe(2_500);
  expect(waitAfter(1, 5_000, 0, 60_000)).toBe(60_000);
  expect(waitAfter(1, 5_000, 0, 10 ** 9)).toBe(6 * 3_600_000);
  expect(waitAfter(MOST_TRIES, 5_000, 0)).toBeNull();
});
