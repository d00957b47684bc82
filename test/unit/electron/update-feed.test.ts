/** New versions from an address of the publisher's: whatever it serves, what is offered is what they signed, newer, and whole (security 23). */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addressFeed, feedAddress } from '../../../electron/services/update-feed.ts';
import { signUpdate } from '../../../electron/services/update-file.ts';
import type { Running } from '../../../electron/services/update-rules.ts';
import { Updates } from '../../../electron/services/updates.ts';
import { isStaged, type UpdateManifest } from '../../../shared/sync/releases.ts';
import { type MisbehavingServer, misbehavingServer } from '../../helpers/misbehaving-server.ts';
import { aPublisher, manifestOf } from '../../helpers/releases.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const publisher = aPublisher();
const BYTES = Buffer.alloc(3 * 1024 * 1024 + 17, 'installer');
const manifest = manifestOf(BYTES, '0.2.0');
const SIGNED_PATH = '/console/linux-x64-deb.update';
const here: Running = { version: '0.1.0', platform: 'linux', arch: 'x64', kind: 'deb' };

let server: MisbehavingServer;
let folder: { path: string; remove(): void };
let own: string;
let handed: { path: string; bytes: Buffer }[];
let told: number[];
/** The range of each request for the installer. */
let ranges: string[];
/** What the address serves; the installer's answer may be another. */
let signed: string;
let installer: (request: IncomingMessage, response: ServerResponse) => void;

/** As a server of files does. */
function inRanges(bytes: Buffer) {
  return (request: IncomingMessage, response: ServerResponse) => {
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1]);
    response.writeHead(206, { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` });
    response.end(bytes.subarray(from));
  };
}

/** As one that says the whole length and breaks off. */
function cutAt(end: number) {
  return (request: IncomingMessage, response: ServerResponse) => {
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1]);
    response.writeHead(206, {
      'content-range': `bytes ${from}-${BYTES.length - 1}/${BYTES.length}`,
      'content-length': BYTES.length - from,
    });
    response.write(BYTES.subarray(from, end), () => response.destroy());
  };
}

beforeEach(async () => {
  server = await misbehavingServer();
  folder = temporaryFolder();
  own = join(folder.path, 'updates');
  [handed, told, ranges] = [[], [], []];
  signed = signUpdate(manifest, publisher.privateKey);
  installer = inRanges(BYTES);
  server.answer((request, response) => {
    if (request.url === SIGNED_PATH) return void response.end(signed);
    if (request.url !== `/console/${manifest.file}`) return void response.writeHead(404).end();
    ranges.push(request.headers.range ?? 'all');
    installer(request, response);
  });
});
afterEach(async () => {
  await server.close();
  folder.remove();
});

function console_(more: { running?: Partial<Running>; device?: string | null; request?: typeof fetch } = {}) {
  const address = feedAddress(`${server.url}/console`);
  if (!address) throw new Error('no address');
  const running = { ...here, ...more.running };
  const request = more.request ?? fetch;
  return new Updates(
    {
      key: publisher.publicText,
      allowed: false,
      feed: addressFeed(address, running, request),
      choose: async () => null,
      handOver: async (path) => {
        handed.push({ path, bytes: readFileSync(path) });
        return null;
      },
    },
    own,
    running,
    ({ done }) => told.push(done),
    { request, device: () => more.device ?? null },
  );
}

/** The code of a refusal, which says in words that nothing was installed; and nothing may be installed then. */
async function refusalOf(updates: Updates, of: 'look' | 'get'): Promise<string> {
  const answer = await updates[of]();
  if (answer.ok) throw new Error('it was taken');
  expect(answer.failure.message).toMatch(/Nothing was installed\.$/);
  expect(updates.state()).toMatchObject({ proved: null, fetching: false });
  expect(await updates.install()).toMatchObject({ ok: false, failure: { code: 'not-proved' } });
  expect(handed).toEqual([]);
  return answer.failure.code;
}
const hereOf = (updates: Updates) => {
  const state = updates.state();
  return state.kind === 'on' ? (state.found?.here ?? 0) : 0;
};
const sign = (what: Partial<UpdateManifest>) => signUpdate({ ...manifest, ...what }, publisher.privateKey);

describe('a new version from an address of the publisher (security 23)', () => {
  test('security 23: it is found, fetched once the person says so, proved, and handed to the system', async () => {
    const updates = console_();
    expect(updates.state()).toEqual({
      ...{ kind: 'on', byFile: false, feed: `${server.url}/console/`, fetching: false },
      ...{ found: null, proved: null },
    });
    expect(await updates.look()).toEqual({ ok: true, value: { version: '0.2.0' } });
    // Nothing is fetched by looking.
    expect(server.received.map(({ path }) => path)).toEqual([SIGNED_PATH]);
    expect(updates.state()).toMatchObject({ found: { version: '0.2.0', size: BYTES.length, here: 0 } });
    expect(await updates.get()).toEqual({ ok: true, value: { version: '0.2.0', file: manifest.file } });
    expect(told.at(-1)).toBe(BYTES.length);
    expect(await updates.install()).toEqual({ ok: true, value: {} });
    expect(handed).toEqual([{ path: join(own, 'fetched', manifest.sha256, manifest.file), bytes: BYTES }]);
  });

  test.each([
    ['changed in what is signed', () => signed.replace(/^(.{200})./, '$1_'), 'signature'],
    ['by another key', () => signUpdate(manifest, aPublisher().privateKey), 'signature'],
    ['a page and no signed text', () => '<html>not here</html>', 'signature'],
    ['longer than any signed text', () => 'x'.repeat(200_000), 'signature'],
    ['older than what runs', () => sign({ version: '0.0.9' }), 'older-version'],
    ['too far ahead', () => sign({ version: '0.9.0', minimum: '0.8.0' }), 'too-far'],
    ['for another system', () => sign({ platform: 'win32' }), 'other-system'],
    ['another kind of installer', () => sign({ file: 'partner-console.rpm' }), 'other-kind'],
  ])('security 23: what is offered and is %s is refused in words', async (_what, text, code) => {
    signed = text();
    const updates = console_();
    expect(await refusalOf(updates, 'look')).toBe(code);
    expect(await refusalOf(updates, 'get')).toBe('not-found');
    expect(ranges).toEqual([]);
  });

  test('what runs already, and an address without anything for this system, are nothing new', async () => {
    expect(await console_({ running: { version: '0.2.0' } }).look()).toEqual({
      ok: true,
      value: { version: null },
    });
    expect(await console_({ running: { arch: 'arm64' } }).look()).toEqual({
      ok: true,
      value: { version: null },
    });
  });

  test('security 23: an installer of another content, or a longer one, is refused and removed', async () => {
    const other = Buffer.from(BYTES);
    other[1_000_000] = 0;
    for (const [bytes, code] of [
      [other, 'hash'],
      [Buffer.concat([BYTES, Buffer.from('x')]), 'size'],
    ] as const) {
      installer = inRanges(bytes);
      const updates = console_();
      await updates.look();
      expect(await refusalOf(updates, 'get')).toBe(code);
      await updates.look();
      expect(updates.state()).toMatchObject({ found: { here: 0 } });
    }
    // It can be had once the address serves the right one.
    installer = inRanges(BYTES);
    const updates = console_();
    await updates.look();
    expect(await updates.get()).toMatchObject({ ok: true });
  });

  test('security 23: a fetch that is cut goes on where it was, also after another start; what is whole is not fetched again', async () => {
    installer = cutAt(1_000_000);
    const first = console_();
    await first.look();
    const cut = await first.get();
    expect(cut).toMatchObject({ ok: false, failure: { kind: 'offline' } });
    expect(cut.ok ? '' : cut.failure.message).toMatch(/\d\.\d MB of 3\.1 MB are here, and the rest follows/);
    expect(first.state()).toMatchObject({ proved: null });
    // What was on the line when it broke may be lost.
    const here = hereOf(first);
    expect(here).toBeGreaterThan(0);
    expect(here).toBeLessThanOrEqual(1_000_000);
    const second = console_();
    await second.tidy();
    await second.look();
    expect(hereOf(second)).toBe(here);
    installer = inRanges(BYTES);
    expect(await second.get()).toMatchObject({ ok: true });
    expect(ranges).toEqual(['bytes=0-', `bytes=${here}-`]);
    const third = console_();
    await third.tidy();
    await third.look();
    expect(await third.get()).toMatchObject({ ok: true });
    expect(ranges).toHaveLength(2);
    await third.install();
    expect(handed[0]?.bytes.equals(BYTES)).toBe(true);
  });

  test('property: however often it is cut, and wherever, it comes whole', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(BYTES.length - 1), { maxLength: 4 }), async (cuts) => {
        const updates = console_();
        await updates.look();
        for (const at of cuts.sort((a, b) => a - b)) {
          installer = cutAt(at);
          await updates.get();
        }
        installer = inRanges(BYTES);
        expect(await updates.get()).toMatchObject({ ok: true });
        await updates.install();
        expect(handed.at(-1)?.bytes.equals(BYTES)).toBe(true);
        // Whoever starts the next version has it no more.
        await console_({ running: { version: '0.2.0' } }).tidy();
        expect(existsSync(own)).toBe(false);
      }),
      { numRuns: 20 },
    );
  });

  test('a server without ranges begins anew; one that gives other bytes than asked for is refused', async () => {
    installer = cutAt(500_000);
    const updates = console_();
    await updates.look();
    await updates.get();
    installer = (_request, response) => {
      response.writeHead(206, { 'content-range': `bytes 7-${BYTES.length - 1}/${BYTES.length}` });
      response.end(BYTES.subarray(7));
    };
    expect(await refusalOf(updates, 'get')).toBe('range');
    installer = (_request, response) => void response.end(BYTES);
    expect(await updates.get()).toMatchObject({ ok: true });
    await updates.install();
    expect(handed[0]?.bytes.equals(BYTES)).toBe(true);
  });

  test('stopped by the person, what came stays, and nothing may be installed', async () => {
    installer = (request, response) => {
      const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1]);
      response.writeHead(206, { 'content-range': `bytes ${from}-${BYTES.length - 1}/${BYTES.length}` });
      response.write(BYTES.subarray(from, from + 100_000));
    };
    const updates = console_();
    await updates.look();
    const fetching = updates.get();
    while (told.length === 0) await new Promise((later) => setImmediate(later));
    expect(updates.state()).toMatchObject({ fetching: true });
    // A second one beside it, and a file, wait for it.
    expect(await updates.get()).toMatchObject({ ok: false, failure: { kind: 'busy' } });
    updates.stop();
    expect(await fetching).toMatchObject({ ok: false, failure: { code: 'stopped' } });
    expect(updates.state()).toMatchObject({ proved: null, fetching: false });
    expect(told.at(-1)).toBeGreaterThan(0);
  });

  test('an address that is away, refuses, or leads elsewhere is said, by its own name; the console goes on', async () => {
    const updates = console_();
    server.answer((_request, response) => void response.writeHead(503).end('later'));
    expect(await updates.look()).toMatchObject({ ok: false, failure: { kind: 'busy', code: 'http-503' } });
    server.answer(
      (_request, response) => void response.writeHead(302, { location: 'https://example.com/' }).end(),
    );
    const led = await updates.look();
    expect(led).toMatchObject({ ok: false, failure: { kind: 'offline' } });
    await server.close();
    const away = await updates.look();
    expect(away.ok ? '' : away.failure.message).toMatch(
      /^127\.0\.0\.1:\d+ was not reached, or the line broke/,
    );
    server = await misbehavingServer();
  });

  test('security 23: what was fetched and changed on the disk, or is not offered any more, is not handed over', async () => {
    const updates = console_();
    await updates.look();
    await updates.get();
    writeFileSync(join(own, 'fetched', manifest.sha256, manifest.file), 'another installer');
    expect(await updates.install()).toMatchObject({ ok: false, failure: { code: 'hash' } });
    await updates.look();
    await updates.get();
    signed = signUpdate(manifestOf(Buffer.from('another'), '0.2.1'), publisher.privateKey);
    expect(await updates.install()).toMatchObject({ ok: false, failure: { code: 'withdrawn' } });
    expect(handed).toEqual([]);
    expect(updates.state()).toMatchObject({ proved: null });
    expect(existsSync(join(own, 'fetched', manifest.sha256))).toBe(false);
  });

  test('a feed that cannot be reached keeps nobody from what was fetched', async () => {
    let isAway = false;
    const request: typeof fetch = (...args) =>
      isAway ? Promise.reject(new TypeError('fetch failed')) : fetch(...args);
    const updates = console_({ request });
    await updates.look();
    await updates.get();
    isAway = true;
    expect(await updates.install()).toMatchObject({ ok: true });
  });

  test('the publisher’s percentage: a device among them is offered it, another is not, and so they stay', async () => {
    const devices = Array.from(
      { length: 200 },
      (_, n) => `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`,
    );
    signed = sign({ percent: 25 });
    const offered: string[] = [];
    for (const device of devices) {
      const answer = await console_({ device }).look();
      if (answer.ok && answer.value.version !== null) offered.push(device);
    }
    expect(offered).toEqual(devices.filter((device) => isStaged(device, '0.2.0', 25)));
    expect(offered.length).toBeGreaterThan(25);
    expect(offered.length).toBeLessThan(75);
    // One that is enrolled nowhere is not among the first.
    expect(await console_().look()).toEqual({ ok: true, value: { version: null } });
  });

  test('a start leaves nothing but what is still to be installed', async () => {
    const updates = console_();
    await updates.look();
    await updates.get();
    mkdirSync(join(own, 'fetched', 'f'.repeat(64)));
    writeFileSync(join(own, 'fetched', 'f'.repeat(64), 'x.deb'), 'x');
    writeFileSync(join(own, 'chosen.deb'), 'x');
    await console_().tidy();
    expect(readdirSync(own)).toEqual(['fetched']);
    expect(readdirSync(join(own, 'fetched'))).toEqual([manifest.sha256]);
  });

  test('an address is https, or this computer itself, and a place alone', () => {
    expect(feedAddress('https://updates.example.com/console')).toBe('https://updates.example.com/console/');
    for (const text of [
      '',
      'hub',
      'http://updates.example.com/',
      'https://name:secret@updates.example.com/',
      'https://updates.example.com/?a=b',
      'https://updates.example.com/#a',
      'file:///srv/updates',
    ])
      expect(feedAddress(text), text).toBeNull();
  });
});

describe('who gets a version first', () => {
  const device = fc.uuid();
  const version = fc.tuple(fc.nat(99), fc.nat(99), fc.nat(99)).map((numbers) => numbers.join('.'));

  test('property: all of 100, none of 0, and whoever is among few is among more', () => {
    fc.assert(
      fc.property(device, version, fc.nat(100), fc.nat(100), (who, which, a, b) => {
        expect(isStaged(who, which, 100)).toBe(true);
        expect(isStaged(who, which, 0)).toBe(false);
        if (a <= b && isStaged(who, which, a)) expect(isStaged(who, which, b)).toBe(true);
        expect(isStaged(who, which, a)).toBe(isStaged(who, which, a));
      }),
    );
  });

  test('so many of a hundred, and others at the next version', () => {
    const devices = Array.from({ length: 5_000 }, (_, n) => `device ${n}`);
    const first = devices.filter((each) => isStaged(each, '0.2.0', 10));
    const next = devices.filter((each) => isStaged(each, '0.3.0', 10));
    expect(first.length / 50).toBeGreaterThan(8);
    expect(first.length / 50).toBeLessThan(12);
    expect(first.filter((each) => next.includes(each)).length).toBeLessThan(first.length / 2);
  });
});
