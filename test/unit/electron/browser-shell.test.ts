import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Downloads } from '../../../electron/browser/downloads.ts';
import { decodeFrame, encodeFrame } from '../../../electron/browser/frames.ts';
import { type BrowserShell, startBrowserShellServer } from '../../../electron/browser/server.ts';
import { contentOfBytes } from '../../../electron/services/content.ts';
import { createHandlers } from '../../../electron/services/handlers.ts';
import { ShellLog } from '../../../electron/services/shell-log.ts';
import { directNetwork } from '../../helpers/direct-network.ts';
import { ask, type LoopbackAnswer } from '../../helpers/loopback.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

let shell: BrowserShell;
let port = 0;
let key = '';
let folder: { path: string; remove(): void };
let closeHandlers: () => Promise<void>;
let downloads: Downloads;
let address = '';
let clock = () => new Date();

async function start(onPort = 0): Promise<void> {
  downloads = new Downloads();
  const log = new ShellLog(join(folder.path, 'logs'), () => new Date());
  const { handlers, close } = createHandlers({
    data: folder.path,
    hub: null,
    network: directNetwork,
    keyStore: null,
    operatorTokenFile: null,
    shell: 'browser',
    version: '0.0.0-test',
    electron: null,
    chromium: null,
    now: () => new Date(),
    log,
    emit: () => undefined,
    openExternal: async () => false,
    deliver: (open, name, proof) => downloads.deliver(open, name, proof),
    takeNotices: () => [],
    pageSaved: () => undefined,
    notify: () => false,
    licences: [],
    updates: null,
    printPdf: null,
  });
  closeHandlers = close;
  shell = await startBrowserShellServer({
    port: onPort,
    renderer: join(folder.path, 'renderer'),
    sessionFile: join(folder.path, 'sessions'),
    handlers,
    downloads,
    log,
    now: () => clock(),
    address: (url) => {
      address = url;
    },
  });
  const url = new URL(shell.url);
  port = Number(url.port);
  key = url.searchParams.get('key') ?? '';
}

async function stop(): Promise<void> {
  await shell.close();
  await closeHandlers();
}

beforeEach(async () => {
  clock = () => new Date();
  folder = temporaryFolder();
  mkdirSync(join(folder.path, 'renderer/assets'), { recursive: true });
  writeFileSync(join(folder.path, 'renderer/index.html'), '<script nonce="__CSP_NONCE__"></script>');
  writeFileSync(join(folder.path, 'renderer/assets/a.js'), 'export {}');
  writeFileSync(join(folder.path, 'renderer/assets/a-BBf3AAyZ.js'), 'export {}');
  await start();
});
afterEach(async () => {
  await stop();
  folder.remove();
});

const host = () => ({ host: `127.0.0.1:${port}` });
const origin = () => `http://127.0.0.1:${port}`;

/** What a browser that opened the address holds: the cookie, which goes to every port, and the token of its tab. */
async function enter(url = address): Promise<{ cookie: string; 'console-tab': string }> {
  const answer = await ask(port, new URL(url).pathname + new URL(url).search, { headers: host() });
  expect(answer.status).toBe(200);
  return {
    cookie: answer.headers['set-cookie']?.[0]?.split(';')[0] ?? '',
    'console-tab': /<meta name="console-tab" content="([\w-]{43})">/.exec(answer.body.toString())?.[1] ?? '',
  };
}

const signIn = async () => (await enter()).cookie;

function call(
  name: string,
  input: unknown,
  headers: Record<string, string>,
  body = encodeFrame(input),
): Promise<LoopbackAnswer> {
  return ask(port, `/bridge/${name}`, {
    method: 'POST',
    headers: { ...host(), origin: origin(), 'content-type': 'application/octet-stream', ...headers },
    body,
  });
}

describe('security 28: the loopback server', () => {
  test('listens on 127.0.0.1 and on no other address of this computer', async () => {
    const others = Object.values(networkInterfaces())
      .flatMap((each) => each ?? [])
      .filter((each) => each.family === 'IPv4' && each.address !== '127.0.0.1')
      .map((each) => each.address);
    for (const address of [...others, '127.0.0.2'])
      await expect(fetch(`http://${address}:${port}/`)).rejects.toThrow();
  });

  test('without a session nothing is given, with a wrong key neither', async () => {
    for (const path of ['/', '/assets/a.js', '/bridge/events', '/?key=', `/?key=${'A'.repeat(43)}`]) {
      const answer = await ask(port, path, { headers: host() });
      expect(answer.status, path).toBe(403);
      expect(answer.headers['set-cookie'], path).toBeUndefined();
    }
    expect((await call('app.info', {}, {})).status).toBe(403);
  });

  test('the key gives a session once; a replay is refused, and harms no browser that has its session', async () => {
    const answer = await ask(port, `/?key=${key}`, { headers: host() });
    const [cookie = ''] = answer.headers['set-cookie'] ?? [];
    expect(cookie).toMatch(/; Path=\/; HttpOnly; SameSite=Strict; Max-Age=43200$/);
    expect((await ask(port, `/?key=${key}`, { headers: host() })).status).toBe(403);
    const again = await ask(port, `/?key=${key}`, {
      headers: { ...host(), cookie: cookie.split(';')[0] ?? '' },
    });
    expect([again.status, again.headers.location]).toEqual([303, '/']);
    expect(again.headers['set-cookie']).toBeUndefined();
  });

  test('a session outlives the shell; on disk there are only hashes, for this user alone', async () => {
    const own = await enter();
    const before = port;
    await stop();
    await start(before);
    expect((await ask(port, '/', { headers: { ...host(), cookie: own.cookie } })).status).toBe(200);
    expect((await call('app.info', {}, own)).status).toBe(200);
    const file = join(folder.path, 'sessions');
    for (const secret of [
      own.cookie.split('=')[1],
      own['console-tab'],
      new URL(address).searchParams.get('key'),
    ])
      expect(readFileSync(file, 'utf8')).not.toContain(secret);
    expect(statSync(file).mode & 0o077).toBe(0);
  });

  test.each(['localhost', 'evil.example', '127.0.0.1', '127.0.0.1:1', '[::1]', 'LOCALHOST'])(
    'the host %j is another one',
    async (name) => {
      const cookie = await signIn();
      expect((await ask(port, '/', { headers: { host: name, cookie } })).status).toBe(421);
    },
  );

  test.each([
    'null',
    'http://localhost',
    'http://evil.example',
    'https://127.0.0.1',
    'http://127.0.0.1:1',
    '',
  ])('a call from the origin %j is refused', async (other) => {
    const own = await enter();
    expect((await call('app.info', {}, { ...own, origin: other })).status).toBe(403);
  });

  test('a call without an origin is refused', async () => {
    const own = await enter();
    const answer = await ask(port, '/bridge/app.info', {
      method: 'POST',
      headers: { ...host(), ...own, 'content-type': 'application/octet-stream' },
      body: encodeFrame({}),
    });
    expect(answer.status).toBe(403);
  });

  test('security 28: a file for the person is served once, as a download, to the console’s own page with its session', async () => {
    const cookie = await signIn();
    const headers = { ...host(), cookie, 'sec-fetch-site': 'same-origin' };
    const url = downloads.offer(async () => contentOfBytes(Buffer.from('zipped')), 'packet-é.zip');
    expect((await ask(port, url, { headers: host() })).status).toBe(403);
    for (const mode of ['navigate', 'no-cors'])
      expect(
        (
          await ask(port, url, {
            headers: { ...headers, 'sec-fetch-site': 'same-site', 'sec-fetch-mode': mode },
          })
        ).status,
      ).toBeGreaterThanOrEqual(403);
    const answer = await ask(port, url, { headers });
    expect([answer.status, answer.body.toString(), answer.headers['content-disposition']]).toEqual([
      200,
      'zipped',
      "attachment; filename*=UTF-8''packet-%C3%A9.zip",
    ]);
    expect((await ask(port, url, { headers })).status).toBe(404);
    for (const token of ['', 'x', '../packet.zip', 'A'.repeat(43)])
      expect((await ask(port, `/bridge/download/${token}`, { headers })).status).toBe(404);
  });

  test('another page of this computer, which shares the site and so the cookie, reads no file and no event', async () => {
    const cookie = await signIn();
    for (const headers of [
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'cross-site' },
      { origin: 'http://127.0.0.1:1' },
    ])
      for (const path of ['/assets/a.js', '/bridge/events'])
        expect((await ask(port, path, { headers: { ...host(), cookie, ...headers } })).status).toBe(403);
    const own = { ...host(), cookie, 'sec-fetch-site': 'same-origin' };
    expect((await ask(port, '/assets/a.js', { headers: own })).headers['cache-control']).toBe('no-cache');
    // Code alone, under a name that says which.
    expect((await ask(port, '/assets/a-BBf3AAyZ.js', { headers: own })).headers['cache-control']).toBe(
      'private, max-age=31536000, immutable',
    );
  });

  test('security 10: the page has the policy, with a nonce of its own each time', async () => {
    const cookie = await signIn();
    const nonces = new Set<string>();
    for (let i = 0; i < 3; i++) {
      const { status, headers, body } = await ask(port, '/', { headers: { ...host(), cookie } });
      expect(status).toBe(200);
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toContain('unsafe');
      const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
      expect(body.toString()).toBe(`<script nonce="${nonce}"></script>`);
      expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' });
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(3);
  });

  test('security 8: no path leads out of the renderer’s folder, however it is written', async () => {
    const cookie = await signIn();
    writeFileSync(join(folder.path, 'outside.js'), 'outside');
    for (const path of [
      '/../outside.js',
      '/%2e%2e/outside.js',
      '/..%2foutside.js',
      '/..%5coutside.js',
      '/%252e%252e/outside.js',
      '/assets/../../outside.js',
      '/assets/a.js%00',
      '//127.0.0.1/../outside.js',
      '/index.html',
    ]) {
      const answer = await ask(port, path, { headers: { ...host(), cookie } });
      expect(answer.status, path).toBe(404);
    }
    expect((await ask(port, 'http://[', { headers: { ...host(), cookie } })).status).toBe(400);
  });

  test.each(['HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'POST'])(
    '%s is not what it does',
    async (method) => {
      const cookie = await signIn();
      const answer = await ask(port, '/', { method, headers: { ...host(), cookie, origin: origin() } });
      expect(answer.status).toBe(405);
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    },
  );

  test('security 16: a call that fits is answered; another name, form or shape is refused in words', async () => {
    const own = await enter();
    const good = await call('app.info', {}, own);
    expect(good.status).toBe(200);
    expect(decodeFrame(good.body)).toMatchObject({ shell: 'browser', version: '0.0.0-test' });
    expect((await call('fs.read', {}, own)).status).toBe(400);
    expect((await call('app.info', { more: 1 }, own)).status).toBe(400);
    expect((await call('app.info', {}, { ...own, 'content-type': 'application/json' })).status).toBe(415);
    for (const body of ['', '{}', '\0\0\0\xff{}', '\0\0\0\x01{'])
      expect((await call('app.info', {}, own, Buffer.from(body, 'latin1'))).status).toBe(400);
  });

  test('property: no body, whatever it holds, brings the shell down or gets more than a refusal', async () => {
    const own = await enter();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        const answer = await call('blob.begin', {}, own, Buffer.from(bytes));
        expect(answer.status).toBe(400);
      }),
      { numRuns: 100 },
    );
    expect((await call('app.info', {}, own)).status).toBe(200);
  });

  test('a body over its bound is refused before it is read, by what the call may carry', async () => {
    const own = await enter();
    for (const [name, bytes] of [
      ['app.info', 64 * 1024 + 1],
      ['blob.append', 1024 * 1024 + 64 * 1024 + 1],
      ['hub.push', 80 * 1024 * 1024 + 1],
    ] as const) {
      const answer = await call(name, {}, { ...own, 'content-length': String(bytes) }, Buffer.alloc(0)).catch(
        (error: NodeJS.ErrnoException) => error.code,
      );
      expect(answer).toMatchObject({ status: 413 });
    }
  });
});

describe('security 40: the cookie goes to every port of 127.0.0.1, and alone opens nothing', () => {
  const page = { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' };
  const events = (headers: Record<string, string>) =>
    ask(port, '/bridge/events', { headers: { ...host(), ...headers } });

  test('whoever has the cookie, and writes all else that a browser would, gets no answer, no event and no token', async () => {
    const own = await enter();
    const { cookie } = own;
    const tries: Record<string, string>[] = [
      { cookie },
      { cookie, ...page },
      { cookie, ...page, 'console-tab': '' },
      { cookie, ...page, 'console-tab': 'A'.repeat(43) },
      { cookie, ...page, 'console-tab': cookie.split('=')[1] ?? '' },
      // The token without the cookie neither.
      { ...page, 'console-tab': own['console-tab'] },
    ];
    for (const headers of tries) {
      for (const name of ['app.info', 'journal.read', 'tab.open', 'session.end'])
        expect((await call(name, {}, headers)).status, name).toBe(403);
      const answer = await events(headers);
      expect([answer.status, answer.headers['console-session']]).toEqual([403, 'over']);
    }
    // What its navigation gives is the page as it was built.
    const html = await ask(port, '/', { headers: { ...host(), cookie, 'sec-fetch-dest': 'document' } });
    expect(html.body.toString()).not.toContain('console-tab');
    expect((await call('app.info', {}, { ...own, ...page })).status).toBe(200);
  });

  test('a cookie that another port put before the console’s own signs nobody out, and opens nothing', async () => {
    const own = await enter();
    const [name = ''] = own.cookie.split('=');
    const put = (value: string) => ({ ...own, cookie: `${name}=${value}; other=1; ${own.cookie}` });
    for (const value of ['', 'x', 'A'.repeat(43), `"${own.cookie.split('=')[1]}"`, '=', '%00'])
      expect((await call('app.info', {}, { ...put(value), ...page })).status, value).toBe(200);
    const many = Array.from({ length: 200 }, (_, at) => `${name}=${String(at).padStart(43, 'A')}`).join('; ');
    expect((await call('app.info', {}, { ...own, cookie: `${many}; ${own.cookie}`, ...page })).status).toBe(
      200,
    );
    for (const value of ['', 'x', 'A'.repeat(43)])
      expect(
        (await call('app.info', {}, { ...own, cookie: `${name}=${value}; x${own.cookie}`, ...page })).status,
      ).toBe(403);
  });

  test('what is no request, or has more cookies than are read, is told so in words', async () => {
    const raw = (text: string) =>
      new Promise<string>((done) => {
        const socket = connect(port, '127.0.0.1', () => socket.write(text));
        let all = '';
        socket.on('data', (chunk) => {
          all += chunk;
        });
        socket.on('error', () => undefined);
        socket.once('close', () => done(all));
      });
    const begin = `GET / HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n`;
    const tooMany = await raw(`${begin}cookie: ${'a=b; '.repeat(10_000)}\r\n\r\n`);
    expect(tooMany).toMatch(/^HTTP\/1\.1 431 .*Remove the cookies of 127\.0\.0\.1/s);
    for (const text of ['hello\r\n\r\n', `${begin}a b: c\r\n\r\n`, `${begin}content-length: x\r\n\r\n`])
      expect(await raw(text)).toMatch(/^HTTP\/1\.1 400 .*nosniff.*This is no request/s);
  });

  test('requests in one piece are answered one after the other; of many the connection is cut', async () => {
    const text = (count: number) => `GET /?key=x HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n\r\n`.repeat(count);
    const answered = (count: number) =>
      new Promise<number>((done) => {
        const socket = connect(port, '127.0.0.1', () => socket.write(text(count)));
        let all = '';
        const over = () => {
          socket.destroy();
          done(all.match(/HTTP\/1\.1 403/g)?.length ?? 0);
        };
        socket.setTimeout(2_000, over);
        socket.on('data', (chunk) => {
          all += chunk;
        });
        socket.on('error', () => undefined);
        socket.once('close', over);
      });
    expect(await answered(20)).toBe(20);
    expect(await answered(500)).toBeLessThan(100);
  });

  test('an address that names another host, a second host and a change of protocol lead to nothing of the person’s', async () => {
    const raw = (text: string) =>
      new Promise<string>((done) => {
        const socket = connect(port, '127.0.0.1');
        let all = '';
        socket.on('data', (chunk) => {
          all += chunk;
        });
        socket.on('error', () => undefined);
        socket.once('close', () => done(all));
        socket.end(text);
      });
    const own = await enter();
    const rest = `cookie: ${own.cookie}\r\nconnection: close\r\n`;
    for (const text of [
      `GET http://evil.example/bridge/events HTTP/1.1\r\nhost: evil.example\r\n${rest}\r\n`,
      `GET http://127.0.0.1:${port}/bridge/events HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n${rest}\r\n`,
      `GET //evil.example/bridge/events HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n${rest}\r\n`,
      `GET /bridge/events HTTP/1.1\r\nhost: evil.example\r\nhost: 127.0.0.1:${port}\r\n${rest}\r\n`,
      `GET /bridge/events HTTP/1.0\r\n${rest}\r\n`,
      `GET /bridge/events HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-key: x\r\ncookie: ${own.cookie}\r\n\r\n`,
      `POST /bridge/app.info HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\norigin: null\r\ncontent-length: 0\r\n${rest}\r\n`,
      `POST /bridge/app.info HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\norigin: http://127.0.0.1:${port}.evil.example\r\ncontent-length: 0\r\n${rest}\r\n`,
      `POST /bridge/app.info HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\norigin: http://127.0.0.1:${port}\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n${rest}\r\n{}`,
      `CONNECT 127.0.0.1:${port} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n${rest}\r\n`,
    ]) {
      const answer = await raw(text);
      expect([text.slice(0, 60), /^HTTP\/1\.1 [23]/.test(answer), answer.includes('listening')]).toEqual([
        text.slice(0, 60),
        false,
        false,
      ]);
    }
  });

  test('a call that has a second host, whichever stands first, is none of the console’s', async () => {
    const own = await enter();
    for (const hosts of [
      [`127.0.0.1:${port}`, 'evil.example'],
      ['evil.example', `127.0.0.1:${port}`],
      [`127.0.0.1:${port}`, `127.0.0.1:${port}`],
    ]) {
      const answer = await new Promise<string>((done) => {
        const socket = connect(port, '127.0.0.1');
        let all = '';
        socket.on('data', (chunk) => {
          all += chunk;
        });
        socket.once('close', () => done(all));
        const lines = [
          ...['GET / HTTP/1.1', ...hosts.map((each) => `host: ${each}`)],
          ...[`cookie: ${own.cookie}`, 'connection: close'],
        ];
        socket.write(`${lines.join('\r\n')}\r\n\r\n`);
      });
      expect([hosts, answer.slice(9, 12)]).toEqual([hosts, '421']);
    }
  });

  test('connections on which nothing is said keep nobody out, take no more of the open files, and cut off no tab', async () => {
    const own = await enter();
    const open = (text: string) =>
      new Promise<{ socket: Socket; closed: boolean; said: string }>((done) => {
        const socket = connect(port, '127.0.0.1');
        const one = { socket, closed: false, said: '' };
        socket.on('data', (chunk) => {
          one.said += chunk;
        });
        socket.on('error', () => undefined);
        socket.once('close', () => {
          one.closed = true;
        });
        socket.once('connect', () => socket.write(text, () => done(one)));
      });
    const head = `host: 127.0.0.1:${port}\r\ncookie: ${own.cookie}\r\n`;
    const tab = await open(
      `GET /bridge/events HTTP/1.1\r\n${head}console-tab: ${own['console-tab']}\r\n\r\n`,
    );
    await vi.waitFor(() => expect(tab.said).toContain('listening'));
    const all = [tab];
    for (const text of ['GET / HTTP/1.1\r\n', `GET /?key= HTTP/1.1\r\n${head}`])
      for (let count = 0; count < 150; count += 1) all.push(await open(text));
    expect((await call('app.info', {}, own)).status).toBe(200);
    await vi.waitFor(() => expect(all.filter(({ closed }) => !closed).length).toBeLessThanOrEqual(101));
    expect(tab.closed).toBe(false);
    for (const { socket } of all) socket.destroy();
  });

  test('a window that closes in the middle of a call is no fault of the shell’s', async () => {
    const own = await enter();
    const log = () => new ShellLog(join(folder.path, 'logs'), () => new Date()).read();
    for (const more of ['content-length: 60000\r\n\r\nx', 'transfer-encoding: chunked\r\n\r\nZZ\r\n']) {
      const lines = [
        ...['POST /bridge/app.info HTTP/1.1', `host: 127.0.0.1:${port}`, `origin: ${origin()}`],
        ...[`cookie: ${own.cookie}`, `console-tab: ${own['console-tab']}`],
        ...['content-type: application/octet-stream', more],
      ];
      await new Promise<void>((done) => {
        const socket = connect(port, '127.0.0.1');
        socket.once('close', () => done());
        socket.on('data', () => undefined);
        socket.write(lines.join('\r\n'), () => setImmediate(() => socket.end()));
      });
    }
    // Its turn comes after theirs.
    expect((await call('app.info', {}, own)).status).toBe(200);
    expect(log()).not.toContain('fault');
  });

  test('a tab has the shell make a token for another one, which is over when its own is', async () => {
    const own = await enter();
    const { tab } = decodeFrame((await call('tab.open', {}, own)).body) as { tab: string };
    expect(tab).not.toBe(own['console-tab']);
    const other = { cookie: own.cookie, 'console-tab': tab };
    expect((await call('app.info', {}, other)).status).toBe(200);
    const at = Date.now();
    clock = () => new Date(at + 11.9 * 3_600_000);
    const late = decodeFrame((await call('tab.open', {}, other)).body) as { tab: string };
    clock = () => new Date(at + 12.1 * 3_600_000);
    for (const each of [own['console-tab'], tab, late.tab])
      expect((await call('app.info', {}, { cookie: own.cookie, 'console-tab': each })).status).toBe(403);
    expect((await ask(port, '/', { headers: { ...host(), cookie: own.cookie } })).status).toBe(403);
  });

  test('after it is over, after a restart, and in another browser: the fresh address of the shell lets in, once', async () => {
    const at = Date.now();
    const first = await enter();
    const used = address;
    clock = () => new Date(at + 13 * 3_600_000);
    expect((await call('app.info', {}, first)).status).toBe(403);
    const again = await enter();
    expect((await call('app.info', {}, again)).status).toBe(200);
    expect(address).not.toBe(used);
    expect(shell.url).toBe(address);
    expect((await ask(port, new URL(used).search.replace(/^/, '/'), { headers: host() })).status).toBe(403);
  });

  test('signing out ends every tab and browser, also for a shell that starts later', async () => {
    const here = await enter();
    const elsewhere = await enter();
    const answer = await call('session.end', {}, here);
    expect(answer.status).toBe(200);
    expect(answer.headers['set-cookie']?.[0]).toMatch(/^partner-console-\d+=; .*Max-Age=0$/);
    for (const round of ['now', 'later']) {
      for (const each of [here, elsewhere]) {
        expect((await call('app.info', {}, each)).status, round).toBe(403);
        expect((await ask(port, '/', { headers: { ...host(), cookie: each.cookie } })).status).toBe(403);
      }
      const before = port;
      await stop();
      await start(before);
    }
  });

  test('signing out ends the stream of events that another tab has open', async () => {
    const own = await enter();
    const response = await fetch(`${origin()}/bridge/events`, { headers: own });
    const reader = response.body?.getReader();
    await reader?.read();
    await call('session.end', {}, own);
    await expect(
      reader?.read().then(({ done }) => done || Promise.reject(new Error('it goes on'))),
    ).rejects.toThrow('terminated');
  });

  test.each([
    'iframe',
    'frame',
    'fencedframe',
    'embed',
    'object',
    'document',
    'image',
    'script',
    'style',
    'worker',
  ])('neither calls nor events are for %j', async (dest) => {
    const own = await enter();
    const headers = { ...own, ...page, 'sec-fetch-dest': dest };
    expect((await call('app.info', {}, headers)).status).toBe(403);
    expect((await events(headers)).status).toBe(403);
  });

  test.each(['iframe', 'frame', 'fencedframe', 'embed', 'object'])(
    'no page, file or download is for %j, and no key is spent on it',
    async (dest) => {
      const headers = { ...host(), 'sec-fetch-dest': dest };
      expect((await ask(port, `/?key=${key}`, { headers })).status).toBe(403);
      const { cookie } = await enter();
      const url = downloads.offer(async () => contentOfBytes(Buffer.from('zipped')), 'packet.zip');
      for (const each of ['/', '/assets/a.js', url])
        expect((await ask(port, each, { headers: { ...headers, cookie } })).status, each).toBe(403);
      expect((await ask(port, url, { headers: { ...host(), cookie } })).status).toBe(200);
    },
  );

  test('a browser that fetches the address ahead does not spend its key', async () => {
    const headers = { ...host(), 'sec-purpose': 'prefetch;prerender' };
    expect((await ask(port, `/?key=${key}`, { headers })).status).toBe(403);
    await enter();
  });
});

describe('events', () => {
  test('reach every window that listens', async () => {
    const own = await enter();
    const windows = await Promise.all(
      [1, 2, 3].map(async () => {
        const response = await fetch(`${origin()}/bridge/events`, { headers: own });
        return response.body?.getReader();
      }),
    );
    shell.emit('hub.link', { up: true });
    for (const reader of windows) {
      let text = '';
      while (!text.includes('data: ')) text += Buffer.from((await reader?.read())?.value ?? []).toString();
      expect(text).toContain('data: {"name":"hub.link","payload":{"up":true}}\n\n');
      await reader?.cancel();
    }
  });
});

test('security 40: a window that reads no events is cut off, and not kept in memory', {
  timeout: 30_000,
}, async () => {
  const own = await enter();
  const socket = connect(port, '127.0.0.1');
  const heads = Object.entries({ ...host(), ...own }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`GET /bridge/events HTTP/1.1\r\n${heads.join('')}\r\n`);
  await new Promise((listening) => socket.once('data', listening));
  socket.pause();
  const large = { up: true, padding: 'x'.repeat(1_000_000) };
  for (let each = 0; each < 50; each++) {
    shell.emit('hub.link', large);
    await new Promise((next) => setImmediate(next));
  }
  socket.on('error', () => undefined);
  await new Promise((closed) => {
    socket.once('close', closed);
    socket.resume();
  });
  expect((await call('app.info', {}, own)).status).toBe(200);
});

describe('frames', () => {
  test('property: any value with bytes in one place comes out as it went in', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.uint8Array({ maxLength: 100 }), (value, bytes) => {
        const message = { value, bytes };
        // What looks like the place of the bytes cannot be told from it: the contract's shapes have no such member.
        fc.pre(!JSON.stringify(value).includes('"bytes":true'));
        expect(decodeFrame(encodeFrame(message))).toEqual(
          JSON.parse(JSON.stringify({ value, bytes: 0 }), (name, member) =>
            name === 'bytes' && member === 0 ? bytes : member,
          ),
        );
      }),
    );
  });

  test('property: bytes that are no frame give nothing, and never throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void decodeFrame(Buffer.from(bytes))),
    );
  });
});
