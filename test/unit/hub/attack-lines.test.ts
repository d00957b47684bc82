/** Who sends much over one connection, or from the many addresses of one line (security 33 and 38). Real requests. */
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { hubPaths } from '../../../shared/sync/protocol.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import { proofOf, TestDevice } from '../../helpers/test-device.ts';

const slow = { timeout: 120_000 };

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub({ env: { HUB_TRUSTED_PROXIES: '127.0.0.1' } });
});
const held: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const free of held.splice(0)) await free();
});
afterAll(() => hub.stop());

describe('requests behind one another on one connection', () => {
  const ask = (path: string) => `GET ${path} HTTP/1.1\r\nhost: hub\r\n\r\n`;
  /** Writes it on a connection of its own. @returns all that comes until it is closed, or has stood still */
  const raw = (text: string, port = hub.port, to = '127.0.0.1') =>
    new Promise<string>((done) => {
      const socket = connect(port, to);
      held.push(async () => socket.destroy());
      let all = '';
      socket.setTimeout(2_000, () => socket.destroy());
      socket.on('error', () => undefined);
      socket.on('data', (piece) => {
        all += piece;
      });
      socket.once('close', () => done(all));
      socket.write(text);
    });
  const answered = (text: string) => text.match(/HTTP\/1\.1 \d{3}/g)?.length ?? 0;

  test.each(['/', hubPaths.health, `${hubPaths.statusLists}/revocation-0`])(
    'security 33: some are answered in their order; of many to %s the connection is cut, and nobody waits for them',
    slow,
    async (path) => {
      expect(answered(await raw(ask(path).repeat(20)))).toBe(20);
      expect(await raw(ask(path).repeat(5) + ask(hubPaths.issuerKeys))).toMatch(/"keys":.*$/);
      expect(answered(await raw(ask(path).repeat(30_000)))).toBeLessThan(100);
    },
  );

  test(
    'security 33: a hub on localhost has the same bounds at each of its addresses, and stops as one',
    slow,
    async () => {
      const both = await startTestHub({ host: 'localhost', sample: false });
      held.push(() => both.kill());
      for (const address of ['127.0.0.1', '127.0.0.2']) {
        expect(answered(await raw(ask(hubPaths.health).repeat(20), both.port, address))).toBe(20);
        expect(answered(await raw(ask(hubPaths.health).repeat(500), both.port, address))).toBeLessThan(100);
      }
      // A connection at the second address on which nothing was asked is cut by a stop, as one at the first is.
      const silent = connect(both.port, '127.0.0.2');
      const cut = new Promise((closed) => silent.once('close', closed));
      await new Promise((ready) => silent.once('connect', ready));
      await both.stop();
      await cut;
      await expect(raw(ask(hubPaths.health), both.port, '127.0.0.2')).resolves.toBe('');
    },
  );
});

test('security 38: codes are guessed no faster from the many addresses of one IPv6 line', async () => {
  const { privateKey, publicKey } = await TestDevice.enrol(hub, hub.sample.people.engineer.id);
  const enrolling = { code: 'AAAA-AAAA-AAAA', deviceName: 'x' };
  const proof = await proofOf(privateKey, enrolling);
  const guess = async (from: string) =>
    (
      await fetch(hub.url + hubPaths.enrol, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-forwarded-for': from },
        body: JSON.stringify({ ...enrolling, publicKey, proof }),
      })
    ).status;
  const answers: number[] = [];
  for (let at = 1; at <= 14; at++) answers.push(await guess(`2001:db8:1:2:${at}::${at}`));
  expect(answers).toEqual([...Array(10).fill(403), ...Array(4).fill(429)]);
  expect(await guess('2001:db8:1:3::1')).toBe(403);
});
