/** `npm start` where the clone is closed to others or cannot be written to, as root and as an ordinary user. */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type RunningStart, startConsole } from '../../helpers/console-process.ts';

const asRoot = process.getuid?.() === 0;
const onlyForRoot = 'only root runs PostgreSQL as another user';
const NOT_CLONED = new Set(['node_modules', '.git', '.cache', 'out']);
const FREE_PORTS = ['--browser', '--no-open', '--port', '0', '--hub-port', '0'];

/** Tens of thousands of files are linked and removed again, on whatever disk. */
const MANY_FILES_MS = 600_000;

/** Packages that building and packing for users need, and starting does not: the clone is made without them. */
const NOT_NEEDED = [
  'app-builder-lib',
  'electron-winstaller',
  'node-gyp',
  'typescript',
  '@typescript',
  'playwright-core',
];

/** A folder of mode 700 with a clone in it. Its packages are links to those of this clone: no test changes one of them. */
const above = mkdtempSync(join(tmpdir(), 'partner-console-closed-'));
const clone = join(above, 'clone');
const node = join(clone, 'node_modules/node/bin/node');
const running: RunningStart[] = [];

function copyPackages(to: string): void {
  try {
    execFileSync('cp', ['-al', resolve('node_modules'), to], { stdio: 'ignore' });
  } catch {
    // Another file system, where no file can be linked to.
    rmSync(to, { recursive: true, force: true });
    execFileSync('cp', ['-a', resolve('node_modules'), to]);
  }
  for (const name of NOT_NEEDED) rmSync(join(to, name), { recursive: true, force: true });
}

beforeAll(() => {
  if (process.platform === 'win32') return;
  mkdirSync(clone);
  for (const name of readdirSync('.')) {
    if (!NOT_CLONED.has(name)) execFileSync('cp', ['-a', resolve(name), clone]);
  }
  copyPackages(join(clone, 'node_modules'));
}, MANY_FILES_MS);
afterEach(async () => {
  for (const each of running.splice(0)) await each.end('SIGKILL');
  if (existsSync(clone)) chmodSync(clone, 0o755);
});
afterAll(() => rmSync(above, { recursive: true, force: true }), MANY_FILES_MS);

async function start(data: string, who: { uid?: number; gid?: number; env?: NodeJS.ProcessEnv } = {}) {
  const { env, ...user } = who;
  const started = await startConsole(
    [...FREE_PORTS, '--data', data],
    [node, join(clone, 'build/start.mjs')],
    { cwd: clone, env: { ...process.env, INIT_CWD: clone, ...env }, ...user },
  );
  running.push(started);
  return started;
}

/** What others than its owner may read, write or enter, below a folder. Files that the console replaces meanwhile may be gone. */
function openToOthers(folder: string): string[] {
  return [
    folder,
    ...readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name))),
  ].flatMap((path) => {
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (!found || found.isSymbolicLink() || (found.mode & 0o077) === 0) return [];
    return [`${path} ${(found.mode & 0o777).toString(8)}`];
  });
}

function nobody(): { uid: number; gid: number } {
  const id = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

async function answers({ url, output }: RunningStart): Promise<void> {
  expect((await fetch(url.replace(/[#?].*$/, ''), { redirect: 'manual' })).status).toBeLessThan(500);
  const hub = /The hub is at (http:\/\/127\.0\.0\.1:\d+)$/m.exec(output())?.[1] ?? '';
  expect((await fetch(`${hub}/healthz`)).status).toBe(200);
  for (const address of [url, hub]) expect(Number(new URL(address).port)).toBeGreaterThan(0);
}

describe.skipIf(process.platform === 'win32')('npm start', () => {
  test('as root in a folder that only root may enter: it is ready, opens no folder, and keeps its data to itself', async (context) => {
    context.skip(!asRoot, onlyForRoot);
    const data = join(above, 'data');
    mkdirSync(data);
    // A mode that somebody gave is left as it is.
    chmodSync(data, 0o750);
    const started = await start(data);
    await answers(started);
    expect([above, data].map((folder) => (statSync(folder).mode & 0o777).toString(8))).toEqual([
      '700',
      '750',
    ]);
    for (const name of readdirSync(data)) expect(openToOthers(join(data, name))).toEqual([]);
    // PostgreSQL's own folder is its user's.
    expect(statSync(join(data, 'hub/postgres')).uid).not.toBe(0);
    expect((await started.end('SIGTERM')).code).toBe(0);
    // The same folder once more: what is there is taken up, and PostgreSQL finds its folder again.
    await answers(await start(data));
  });

  test('as an ordinary user in a clone that nobody may write to, with --data elsewhere: nothing in it changes', async () => {
    const home = join(above, 'home');
    mkdirSync(home, { mode: 0o700 });
    const user = asRoot ? nobody() : null;
    if (user !== null) {
      // In the clone of another, which everybody may enter.
      chmodSync(above, 0o711);
      chownSync(home, user.uid, user.gid);
    }
    const before = readdirSync(clone);
    chmodSync(clone, 0o555);
    const started = await start(join(home, 'data'), {
      ...user,
      env: { HOME: home, XDG_CACHE_HOME: join(home, 'cache') },
    });
    await answers(started);
    expect(started.output()).toContain(`${clone} cannot be written to`);
    expect(readdirSync(clone)).toEqual(before);
    expect(openToOthers(join(home, 'data'))).toEqual([]);
    expect(statSync(join(home, 'cache/partner-console')).mode & 0o777).toBe(0o700);
    expect((await started.end('SIGTERM')).code).toBe(0);
  });

  test('where there is no place to build, one line says which folder and what to do', async () => {
    chmodSync(clone, 0o555);
    const refused = start(join(above, 'never'), { env: { XDG_CACHE_HOME: '/dev/null' } });
    await expect(refused).rejects.toThrow(/\/dev\/null\/partner-console.*Set XDG_CACHE_HOME/);
    expect(existsSync(join(above, 'never'))).toBe(false);
  });
});
