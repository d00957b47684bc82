/** Which computers a post to an outside system reaches, whatever its name and its DNS say (O7, security 27). */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Addresses, readNetworks } from '../../../hub/webhooks/addresses.ts';
import { post } from '../../../hub/webhooks/post.ts';

/** What the name has, one answer after the other; the last one stays. */
let answers: string[][];
vi.mock('node:dns/promises', () => ({
  lookup: async () => {
    const found = (answers.length > 1 ? answers.shift() : answers[0]) ?? [];
    return found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  },
}));

let servers: Server[];
let reached: string[];
let port: number;
const never = new AbortController().signal;

beforeEach(async () => {
  [servers, reached, answers, port] = [[], [], [], 0];
  for (const address of ['127.0.0.2', '127.0.0.1']) {
    const server = createServer((request, response) => {
      reached.push(address);
      request.resume();
      response.end();
    });
    await new Promise<void>((ready) => server.listen(port, address, ready));
    ({ port } = server.address() as AddressInfo);
    servers.push(server);
  }
});
afterEach(async () => {
  for (const server of servers) await new Promise((done) => server.close(done));
});

/** The operator named one network; the name is http here so that no certificate stands before the connection. */
function posting(addresses: Addresses, host: string) {
  vi.spyOn(addresses, 'problemOf').mockReturnValue(null);
  return post(addresses, `http://${host}:${port}/hook`, {}, '{}', never);
}

describe('[O7] a name whose DNS answers change', () => {
  test('is connected to the address that was judged: it is asked once, and the answer is what is used', async () => {
    const addresses = new Addresses(readNetworks('127.0.0.2/32'));
    answers = [['127.0.0.2'], ['127.0.0.1']];
    expect(await posting(addresses, 'rebinds.example')).toEqual({ ok: true });
    expect(reached).toEqual(['127.0.0.2']);
    expect(answers).toEqual([['127.0.0.1']]);
    expect(await posting(addresses, 'rebinds.example')).toMatchObject({
      ok: false,
      problem: expect.stringContaining('no address'),
    });
    expect(reached).toEqual(['127.0.0.2']);
  });

  test.each([
    ['127.0.0.1'],
    ['::1'],
    ['::ffff:127.0.0.1'],
    ['::ffff:7f00:1'],
    ['::127.0.0.1'],
    ['169.254.169.254'],
    ['fe80::1'],
    ['fd00::1'],
    ['64:ff9b::7f00:1'],
    ['2002:7f00:1::'],
    ['0.0.0.0'],
    ['::'],
    ['10.0.0.1'],
  ])('that come to %s reach nothing', async (address) => {
    answers = [[address]];
    expect(await posting(new Addresses(readNetworks('')), 'inside.example')).toMatchObject({ ok: false });
    expect(reached).toEqual([]);
  });

  test('of several addresses those that may not be are left out', async () => {
    answers = [['127.0.0.1', '169.254.169.254', '127.0.0.2']];
    expect(await posting(new Addresses(readNetworks('127.0.0.2/32')), 'mixed.example')).toEqual({ ok: true });
    expect(reached).toEqual(['127.0.0.2']);
  });
});

test.each([
  'https://2130706433/',
  'https://0x7f000001/',
  'https://0177.0.0.1/',
  'https://127.1/',
  'https://127.0.0.1./',
  'https://①②⑦.0.0.1/',
  'https://[::ffff:127.0.0.1]/',
  'https://[::ffff:7f00:1]/',
  'https://[::127.0.0.1]/',
  'https://[::]/',
  'https://0/',
  'https://[fe80::1]/',
  'https://169.254.169.254/',
  'https://0xa9fea9fe/',
  'https://[64:ff9b::a9fe:a9fe]/',
  'https://[2002:7f00:1::]/',
  'https://3232235777/',
  'http://example.com/',
  'javascript:alert(1)',
  'file:///etc/passwd',
  'https://a@example.com/',
])('[O7] %s is not registered', (address) => {
  expect(new Addresses(readNetworks('')).problemOf(address)).not.toBeNull();
});
