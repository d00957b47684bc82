/** The hub as a person starts and stops it, with its own PostgreSQL in a folder. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { loadHubKey } from '../../../hub/issuing/keys.ts';
import { migrate, openDatabase } from '../../../hub/store/database.ts';
import { isRunningIn } from '../../../hub/store/running-server.ts';
import { isRunning } from '../../../node/folder-lock.ts';
import { hubPaths } from '../../../shared/sync/protocol.ts';
import { sample } from '../../helpers/hub.ts';
import { freshCluster, freshDatabase, sql } from '../../helpers/postgres.ts';
import { request } from '../../helpers/test-device.ts';

const MAIN = resolve('hub/main.ts');
const TOKEN = 'an operator token of these tests';
const SECRET = 'a secret of these tests, long enough';
const SAMPLE_PEOPLE = sample.organisations.reduce((sum, { people }) => sum + people.length, 0);
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'partner-console-hub-'));
  cleanups.push(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** A data folder that is past the making of its cluster, which takes longer than what most tests ask about. */
function prepared(): string {
  const path = folder();
  freshCluster(path);
  return path;
}

interface Started {
  child: ChildProcess;
  url: string;
  output(): string;
  end(signal: NodeJS.Signals): Promise<number | null>;
}

function launch(args: string[], env: Record<string, string> = {}, ipc = false) {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { ...process.env, DATABASE_URL: '', HUB_SECRET: '', HUB_OPERATOR_TOKEN: TOKEN, ...env },
    stdio: ipc ? ['ignore', 'pipe', 'pipe', 'ipc'] : ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  // A channel that the parent closed keeps 'close' from coming; the output of the others is whole only then.
  const ended = new Promise<number | null>((done) =>
    child.once(ipc ? 'exit' : 'close', (code) => done(code)),
  );
  return { child, output: () => output, ended };
}

/** Runs to its end; what a person sees of a hub that does not start. */
async function refused(args: string[], env: Record<string, string> = {}): Promise<string> {
  const { output, ended } = launch(args, env);
  expect(await ended).toBe(1);
  expect(output().trim().split('\n')).toHaveLength(1);
  expect(output()).not.toContain('    at ');
  return output();
}

async function start(data: string, ipc = false, args: string[] = ['--sample']): Promise<Started> {
  const { child, output, ended } = launch(['--port', '0', '--data', data, ...args], {}, ipc);
  const url = await new Promise<string>((ready, failed) => {
    child.stdout?.on('data', () => {
      const line = /^Partner Console hub is ready: (\S+)$/m.exec(output());
      if (line?.[1]) ready(line[1]);
    });
    void ended.then((code) => failed(new Error(`ended with ${code}: ${output()}`)));
  });
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return ended;
  };
  cleanups.push(async () => {
    await end('SIGTERM');
    await stopPostmaster(data);
  });
  return { child, url, output, end };
}

function postmaster(data: string): number {
  return Number(readFileSync(join(data, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
}

async function gone(pid: number): Promise<boolean> {
  for (let i = 0; i < 400 && isRunning(pid); i++) await wait(50);
  return !isRunning(pid);
}

/** Of a hub that was killed by a test. */
async function stopPostmaster(data: string): Promise<void> {
  if (!existsSync(join(data, 'postgres', 'postmaster.pid'))) return;
  const pid = postmaster(data);
  if (!isRunningIn(pid, join(data, 'postgres'))) return;
  process.kill(pid, 'SIGINT');
  await gone(pid);
}

describe('starting and stopping', () => {
  test('one ready line; SIGTERM stops PostgreSQL too; the next start has all that was there', async () => {
    const data = join(folder(), 'not', 'there', 'yet');
    const first = await start(data);
    expect(first.output()).toBe(`Partner Console hub is ready: ${first.url}\n`);
    expect((await request(first.url, hubPaths.health)).status).toBe(200);
    const made = await request(first.url, hubPaths.enrolmentCodes, {
      token: TOKEN,
      body: { personId: sample.people.lead.id },
    });
    expect(made.status).toBe(200);
    const pid = postmaster(data);
    expect(isRunning(pid)).toBe(true);
    expect(await first.end('SIGTERM')).toBe(0);
    expect(isRunning(pid)).toBe(false);
    const second = await start(data);
    const people = await request(second.url, hubPaths.people, { token: TOKEN });
    expect(people.body).toHaveLength(SAMPLE_PEOPLE);
    expect(await second.end('SIGINT')).toBe(0);
  });

  test('secrets lie in files that only their owner reads', async () => {
    const data = folder();
    await start(data);
    for (const name of ['secret', 'database-password']) {
      expect(statSync(join(data, name)).mode & 0o777).toBe(0o600);
      expect(readFileSync(join(data, name), 'utf8').length).toBeGreaterThan(40);
    }
    expect(existsSync(join(data, 'initdb-password'))).toBe(false);
  });

  test('fsync, full pages and synchronous commit are on, and the server listens on loopback only', async () => {
    const data = prepared();
    const hub = await start(data);
    const password = readFileSync(join(data, 'database-password'), 'utf8');
    const port = readFileSync(join(data, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[3];
    const url = `postgres://hub:${password}@127.0.0.1:${port}/hub`;
    const rows = await sql(
      url,
      "SELECT current_setting('fsync') AS fsync, current_setting('full_page_writes') AS pages, current_setting('synchronous_commit') AS sync, current_setting('listen_addresses') AS listen, current_setting('data_checksums') AS sums",
    );
    expect(rows).toEqual([{ fsync: 'on', pages: 'on', sync: 'on', listen: '127.0.0.1', sums: 'on' }]);
    await expect(sql(url.replace(password, 'wrong'), 'SELECT 1')).rejects.toThrow('password');
    expect(hub.output()).not.toContain(password);
  });

  test('kill -9 of the hub leaves PostgreSQL running; the next start takes the folder over', async () => {
    const data = prepared();
    const first = await start(data);
    const orphan = postmaster(data);
    await first.end('SIGKILL');
    expect(isRunning(orphan)).toBe(true);
    const second = await start(data);
    expect(isRunning(orphan)).toBe(false);
    expect((await request(second.url, hubPaths.people, { token: TOKEN })).body).toHaveLength(SAMPLE_PEOPLE);
  });

  test('kill -9 of hub and PostgreSQL: the next start recovers', async () => {
    const data = prepared();
    const first = await start(data);
    const pid = postmaster(data);
    process.kill(pid, 'SIGKILL');
    await first.end('SIGKILL');
    expect(await gone(pid)).toBe(true);
    const second = await start(data);
    expect((await request(second.url, hubPaths.health)).status).toBe(200);
  });

  test('a PostgreSQL that ends by itself ends the hub, with one line', async () => {
    const data = prepared();
    const hub = await start(data);
    const ended = new Promise((done) => hub.child.once('exit', done));
    process.kill(postmaster(data), 'SIGQUIT');
    expect(await ended).toBe(1);
    expect(hub.output()).toContain('PostgreSQL ended unexpectedly');
  });

  test('pid files of dead or foreign processes block nothing, and no foreign process is harmed', async () => {
    const data = prepared();
    await (await start(data)).end('SIGTERM');
    const foreign = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)']);
    cleanups.push(() => foreign.kill('SIGKILL'));
    const pid = foreign.pid ?? 0;
    writeFileSync(join(data, 'postgres', 'postmaster.pid'), `${pid}\n${join(data, 'postgres')}\n`);
    writeFileSync(join(data, 'hub.lock'), `${pid} 1`);
    await start(data);
    expect(isRunning(pid)).toBe(true);
  });

  test('a start that was cut off while it made the database is made again', async () => {
    const data = folder();
    mkdirSync(join(data, 'postgres', 'base'), { recursive: true });
    writeFileSync(join(data, 'postgres', 'PG_VERSION'), '18\n');
    const hub = await start(data);
    expect((await request(hub.url, hubPaths.health)).status).toBe(200);
  });

  test('a second hub on the folder says so in one line, and the first goes on', async () => {
    const data = prepared();
    const first = await start(data);
    expect(await refused(['--port', '0', '--data', data])).toContain(`process ${first.child.pid}`);
    expect((await request(first.url, hubPaths.health)).status).toBe(200);
  });

  test('a hub whose parent is gone stops by itself, PostgreSQL too', async () => {
    const data = prepared();
    const hub = await start(data, true);
    const pid = postmaster(data);
    const ended = new Promise((done) => hub.child.once('exit', done));
    hub.child.disconnect();
    await ended;
    expect(isRunning(pid)).toBe(false);
  });

  test('a signal while it starts stops what has started', async () => {
    const data = prepared();
    const { child, ended } = launch(['--port', '0', '--data', data]);
    cleanups.push(() => stopPostmaster(data));
    const file = join(data, 'postgres', 'postmaster.pid');
    while (!existsSync(file) && child.exitCode === null) await wait(5);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(existsSync(file)).toBe(false);
  });
});

describe('what does not start', () => {
  test('a port in use', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((ready) => taken.once('listening', ready));
    cleanups.push(() => taken.close());
    const { port } = taken.address() as AddressInfo;
    const data = prepared();
    expect(await refused(['--port', String(port), '--data', data])).toMatch(/Port \d+ is in use.*--port N/);
    expect(existsSync(join(data, 'postgres', 'postmaster.pid'))).toBe(false);
    expect(existsSync(join(data, 'hub.lock'))).toBe(false);
  });

  test.each<[string, string[], Record<string, string>, RegExp]>([
    [
      'a folder that cannot be made',
      ['--data', '/dev/null/hub'],
      {},
      /\/dev\/null\/hub cannot be used \(ENOTDIR\).*--data DIR/,
    ],
    ['nowhere to keep data', [], {}, /--data DIR, or DATABASE_URL/],
    ['a database without the secret', [], { DATABASE_URL: 'postgres://x@127.0.0.1:1/x' }, /HUB_SECRET/],
    [
      'a database that is not there',
      [],
      { DATABASE_URL: 'postgres://x:hidden@127.0.0.1:1/x', HUB_BLOBS: folder(), HUB_SECRET: SECRET },
      /The database cannot be used: .*127\.0\.0\.1:1/,
    ],
    [
      'an address that is none',
      [],
      { DATABASE_URL: 'no address', HUB_BLOBS: folder(), HUB_SECRET: SECRET },
      /DATABASE_URL is no address of a PostgreSQL\. Give one such as postgres:/,
    ],
    [
      'a password with signs that an address cannot hold',
      [],
      { DATABASE_URL: 'postgres://x:hid/den@127.0.0.1/x', HUB_BLOBS: folder(), HUB_SECRET: SECRET },
      /DATABASE_URL is no address .* percent-encoded/,
    ],
    [
      'a level of the log that there is not',
      ['--data', '/dev/null/hub'],
      { HUB_LOG_LEVEL: 'loud' },
      /^HUB_LOG_LEVEL is info, warn, error or silent, not "loud"\./,
    ],
    [
      'a proxy by its name',
      ['--data', '/dev/null/hub'],
      { HUB_TRUSTED_PROXIES: '127.0.0.1, 10.0.0.0/8, proxy.example.com' },
      /^HUB_TRUSTED_PROXIES: proxy\.example\.com is no IP address\. Give the proxy’s address/,
    ],
    [
      'a public address that no console uses',
      ['--data', '/dev/null/hub'],
      { HUB_PUBLIC_URL: 'http://hub.example.com' },
      /^HUB_PUBLIC_URL: Consoles use http:\/\/hub\.example\.com for no hub/,
    ],
    [
      'a command that there is not',
      ['poeple', 'list'],
      {},
      /^There is no command "poeple"\. Commands are people, /,
    ],
    ['a port that is none', ['--port', '70000'], {}, /is not a port/],
    ['an unknown flag', ['--wrong'], {}, /^Unknown option '--wrong'\. See: npm run hub -- --help/],
  ])('%s', async (_what, args, env, words) => {
    const output = await refused(args, env);
    expect(output).toMatch(words);
    expect(output).not.toContain('hidden');
  });

  test('--help names every flag and setting', async () => {
    const { output, ended } = launch(['--help']);
    expect(await ended).toBe(0);
    for (const word of [
      '--port',
      '--host',
      '--data',
      '--sample',
      'DATABASE_URL',
      'HUB_SECRET',
      'HUB_OPERATOR_TOKEN',
      'HUB_TRUSTED_PROXIES',
    ])
      expect(output()).toContain(word);
  });

  test('an address that is not this computer’s', async () => {
    const env = { DATABASE_URL: await freshDatabase(), HUB_BLOBS: folder(), HUB_SECRET: SECRET };
    expect(await refused(['--host', '192.0.2.1', '--port', '0'], env)).toContain(
      'cannot listen on 192.0.2.1',
    );
  });

  test('a database that a newer hub made', async () => {
    const url = await freshDatabase();
    await sql(url, 'CREATE TABLE migrations (name text PRIMARY KEY, at timestamptz NOT NULL DEFAULT now())');
    await sql(url, "INSERT INTO migrations (name) VALUES ('9999-tomorrow.sql')");
    expect(await refused([], { DATABASE_URL: url, HUB_BLOBS: folder(), HUB_SECRET: SECRET })).toContain(
      'newer hub',
    );
  });

  test('a secret that is another than the one the key was sealed with', async () => {
    const url = await freshDatabase();
    const database = openDatabase(url);
    await migrate(database);
    const { kid } = await loadHubKey(database, 'first');
    expect((await loadHubKey(database, 'first')).kid).toBe(kid);
    const [row] = await sql<{ sealed: string }>(url, 'SELECT sealed FROM hub_keys');
    expect(Buffer.from(row?.sealed ?? '', 'base64url').toString('latin1')).not.toContain('"d"');
    await database.end();
    const other = `${SECRET} and more`;
    expect(await refused(['--port', '0'], { DATABASE_URL: url, HUB_SECRET: other })).toContain(
      'HUB_SECRET is not the one it was sealed with. Look for the right one; only where it is lost for good: npm run hub -- keys rotate --new-secret',
    );
  });

  test('a data folder whose secret is gone: nothing is made in its place that somebody takes for the right one', async () => {
    const data = prepared();
    await (await start(data)).end('SIGTERM');
    rmSync(join(data, 'secret'));
    expect(await refused(['--port', '0', '--data', data])).toContain('The file secret is not in');
    expect(existsSync(join(data, 'secret'))).toBe(false);
  });

  test('security 38: a secret or an operator’s token that can be guessed', async () => {
    const env = { DATABASE_URL: await freshDatabase(), HUB_BLOBS: folder(), HUB_SECRET: SECRET };
    expect(await refused([], { ...env, HUB_SECRET: 'x'.repeat(31) })).toContain(
      'HUB_SECRET has 31 characters. Give 32 or more, such as: openssl rand -base64 32',
    );
    expect(await refused([], { ...env, HUB_OPERATOR_TOKEN: '1' })).toContain(
      'HUB_OPERATOR_TOKEN has 1 characters',
    );
  });
});
