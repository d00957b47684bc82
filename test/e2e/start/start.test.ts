import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { dataFolder, type RunningStart, runToEnd, startConsole } from '../../helpers/console-process.ts';
import { freePort } from '../../helpers/free-port.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function folder(): string {
  const { path, remove } = dataFolder();
  cleanups.push(remove);
  return path;
}

async function ports(): Promise<{ flags: string[]; port: number; hubPort: number }> {
  const [port, hubPort] = [await freePort(), await freePort()];
  return {
    port,
    hubPort,
    flags: ['--browser', '--no-open', '--port', String(port), '--hub-port', String(hubPort)],
  };
}

async function start(flags: string[], command?: string[]): Promise<RunningStart> {
  const running = await startConsole(flags, command);
  cleanups.push(() => running.end('SIGKILL'));
  return running;
}

/** Whether a process with this id still runs. */
function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

async function gone(pid: number): Promise<boolean> {
  for (let i = 0; i < 600 && alive(pid); i++) await wait(100);
  return !alive(pid);
}

/** The database server's process id, from the file that PostgreSQL keeps in its data folder. */
function postmaster(data: string): number {
  const candidates = [
    'hub/postgres/postmaster.pid',
    'hub/postgresql/postmaster.pid',
    'hub/pg/postmaster.pid',
  ];
  const file = candidates.map((name) => join(data, name)).find((path) => existsSync(path));
  if (!file) throw new Error(`no postmaster.pid below ${data}`);
  return Number(readFileSync(file, 'utf8').split('\n')[0]);
}

describe('npm start', () => {
  test('prints one ready line, serves console and hub, and Ctrl-C stops everything, PostgreSQL too', async () => {
    const data = folder();
    const { flags, hubPort } = await ports();
    const running = await start([...flags, '--data', data]);
    expect(running.output().match(/Partner Console is ready: /g)).toHaveLength(1);
    const page = await fetch(running.url.replace(/[#?].*$/, ''), { redirect: 'manual' });
    expect(page.status).toBeLessThan(500);
    expect((await fetch(`http://127.0.0.1:${hubPort}/healthz`)).status).toBe(200);
    const database = postmaster(data);
    expect(alive(database)).toBe(true);
    const ended = await running.end('SIGINT');
    expect(ended.code).toBe(0);
    expect(await gone(database)).toBe(true);
    await expect(fetch(`http://127.0.0.1:${hubPort}/healthz`)).rejects.toThrow();
  });

  test('security 40: run again it gives the running console’s fresh address, and starts nothing', async () => {
    const data = folder();
    const { flags } = await ports();
    const running = await start([...flags, '--data', data]);
    expect((await fetch(running.url)).status).toBe(200);
    const again = await runToEnd([...flags, '--data', data, '--hub', 'https://hub.example.com']);
    expect(again.code).toBe(0);
    expect(again.output).toContain('It goes on as it was started: --hub of this start changes nothing.');
    const address = /^Partner Console is running already: (\S+)$/m.exec(again.output)?.[1] ?? '';
    expect(address).not.toBe(running.url);
    const entered = await fetch(address);
    expect([entered.status, entered.headers.has('set-cookie')]).toEqual([200, true]);
    expect((await running.end('SIGTERM')).code).toBe(0);
  });

  test('a start that was killed leaves nothing that blocks the next', async () => {
    const data = folder();
    const { flags, hubPort } = await ports();
    const first = await start([...flags, '--data', data]);
    await first.end('SIGKILL');
    // The hub and the shell notice that they were left alone; the ports are free once they have stopped.
    for (let i = 0; i < 600; i++) {
      const answer = await fetch(`http://127.0.0.1:${hubPort}/healthz`).catch(() => null);
      if (answer === null) break;
      await wait(100);
    }
    const second = await start([...flags, '--data', data]);
    expect((await fetch(`http://127.0.0.1:${hubPort}/healthz`)).status).toBe(200);
    expect((await second.end('SIGTERM')).code).toBe(0);
  });

  test('everything stops where npm alone was ended, which tells its script nothing', async () => {
    const data = folder();
    const { flags, hubPort } = await ports();
    const running = await start([...flags, '--data', data], ['npm', 'start', '--']);
    const database = postmaster(data);
    running.process.kill('SIGKILL');
    expect(await gone(database)).toBe(true);
    await expect(fetch(`http://127.0.0.1:${hubPort}/healthz`)).rejects.toThrow();
    expect((await running.end('SIGKILL')).output).not.toContain('unexpectedly');
  });

  test('a port in use is one line and a way on', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    cleanups.push(() => taken.close());
    await new Promise((ready) => taken.once('listening', ready));
    const { port } = taken.address() as AddressInfo;
    const ended = await runToEnd(['--browser', '--no-open', '--hub-port', String(port), '--data', folder()]);
    expect(ended.code).toBe(1);
    expect(ended.output).toContain(`Port ${port}`);
    expect(ended.output).toContain('--hub-port N');
    expect(ended.output).not.toContain('    at ');
  });

  test('an unusable data folder is one line and a way on', async () => {
    const ended = await runToEnd(['--browser', '--no-open', '--data', '/dev/null/console']);
    expect(ended.code).toBe(1);
    expect(ended.output).toContain('/dev/null/console');
    expect(ended.output).toContain('--data DIR');
    expect(ended.output).not.toContain('    at ');
  });

  test.each([
    [['--port', '70000'], 'is not a port'],
    [['--hub', 'hub.example.com'], 'The address of the hub begins with https://'],
    [['--wrong'], '--help'],
  ])('%j is refused in words', async (args, words) => {
    const ended = await runToEnd(args);
    expect(ended.code).toBe(1);
    expect(ended.output).toContain(words);
    expect(ended.output).not.toContain('    at ');
  });

  test('--ca reaches the console in the browser, which says what is wrong with the file', async () => {
    const data = folder();
    const flags = [
      '--browser',
      '--no-open',
      '--port',
      '0',
      '--data',
      data,
      '--hub',
      'https://hub.example.com',
    ];
    const file = join(data, 'company-ca.pem');
    const ended = await runToEnd([...flags, '--ca', file]);
    expect(ended.code).toBe(1);
    expect(ended.output).toContain(`The certificates of --ca ${file} cannot be read (ENOENT).`);
    writeFileSync(file, 'no certificate');
    const refused = await runToEnd([...flags, '--ca', file]);
    expect(refused.code).toBe(1);
    expect(refused.output).toMatch(/company-ca\.pem[\s\S]*did not start; its reason stands above/);
    expect(refused.output).not.toContain('ended unexpectedly');
  });

  test('--help names every flag', async () => {
    const ended = await runToEnd(['--help']);
    expect(ended.code).toBe(0);
    for (const flag of [
      '--browser',
      '--no-open',
      '--port',
      '--hub-port',
      '--data',
      '--hub',
      '--ca',
      '--help',
    ]) {
      expect(ended.output).toContain(flag);
    }
  });
});
