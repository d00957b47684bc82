/** Requests without a token that are not sent to their end, by real sockets against a real hub (security 33). */
import { connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { askerOf } from '../../../hub/routes/client-address.ts';
import { HalfSent } from '../../../hub/routes/half-sent.ts';
import { hubPaths } from '../../../shared/sync/protocol.ts';
import { sample, startTestHub, type TestHub } from '../../helpers/hub.ts';
import { request, TestDevice } from '../../helpers/test-device.ts';

let hub: TestHub;
const sockets: Socket[] = [];
beforeAll(async () => {
  hub = await startTestHub({ env: { HUB_TRUSTED_PROXIES: '127.0.0.3' } });
});
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});
afterAll(() => hub.stop());

/** The beginning of a request, from a loopback address of its own. `closed` has all that came back. */
function begun(path: string, from = '127.0.0.1', headers = ''): Promise<{ closed: Promise<string> }> {
  return new Promise((ready, failed) => {
    const socket = connect({ host: '127.0.0.1', port: hub.port, localAddress: from });
    sockets.push(socket);
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk.toString();
    });
    socket.on('error', failed);
    const closed = new Promise<string>((done) => socket.once('close', () => done(answer)));
    const head = `POST ${path} HTTP/1.1\r\nhost: hub\r\ncontent-type: application/json\r\n${headers}content-length: 500\r\n\r\n{`;
    socket.once('connect', () => socket.write(head, () => ready({ closed })));
  });
}

const all = <T>(count: number, make: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => make(index)));

describe('requests without a token that stop in the middle', () => {
  test.each([
    ['one address', () => '127.0.0.2'],
    ['the address of the devices themselves', () => '127.0.0.1'],
    ['sixty addresses', (index: number) => `127.0.1.${index + 1}`],
  ])(
    'security 33: sixty from %s lock nobody out: token, enrolment and health answer',
    async (_from, address) => {
      const device = await TestDevice.enrol(hub, sample.people.engineer.id);
      await all(60, (index) => begun(hubPaths.token, address(index)));
      await all(60, (index) => begun(hubPaths.enrol, address(index)));
      for (let round = 0; round < 3; round++) {
        expect((await device.exchange(await device.assertion())).status).toBe(200);
        expect((await request(hub.url, hubPaths.health)).status).toBe(200);
        const other = await TestDevice.enrol(hub, sample.people.engineer.id);
        expect(other.token).not.toBe('');
      }
    },
  );

  test('security 33: one that does not go on is cut in the hub’s own words, long before one with a token would be', async () => {
    const { closed } = await begun(hubPaths.token, '127.0.0.2');
    const answer = await closed;
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({ code: 'slow' });
  });

  test('security 33: health is answered however many ask', async () => {
    const answers = await all(300, () => request(hub.url, hubPaths.health));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  });

  test('security 33: behind a trusted proxy its clients are told apart by the address that it says', async () => {
    const proxied = (client: string) => begun(hubPaths.token, '127.0.0.3', `x-forwarded-for: ${client}\r\n`);
    const first = await proxied('192.0.2.7');
    await all(60, () => proxied('192.0.2.8'));
    // Those of the other client are cut for one another; this one waits its time.
    const cut = await Promise.race([first.closed, proxied('192.0.2.8').then(() => 'still there')]);
    expect(cut).toBe('still there');
  });
});

describe('who counts as one', () => {
  test.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::9', '2001:db8:1:2::/64'],
    ['2001:db8::9', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('security 33: %s counts as %s', (address, asker) => {
    expect(askerOf(address)).toBe(asker);
  });

  test('security 33: of too many the one that waits longest is cut, once, and who has left is never cut', () => {
    const waits = new HalfSent({ halfSent: 4, halfSentPerAddress: 2, openMs: 60_000 });
    const cut: string[] = [];
    const enter = (asker: string, name: string) => waits.enter(asker, () => cut.push(name));
    const leave = enter('a', 'a1');
    enter('a', 'a2');
    leave();
    const more = [enter('a', 'a3')];
    expect(cut).toEqual([]);
    more.push(enter('a', 'a4'));
    expect(cut).toEqual(['a2']);
    more.push(enter('b', 'b1'), enter('c', 'c1'));
    more.push(enter('d', 'd1'));
    expect(cut).toEqual(['a2', 'a3']);
    for (const each of more) each();
  });
});
