/** The browser shell as the process that npm start runs. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { freePort } from '../../helpers/free-port.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function dataFolder(): string {
  const { path, remove } = temporaryFolder();
  cleanups.push(remove);
  mkdirSync(join(path, 'renderer'));
  writeFileSync(join(path, 'renderer/index.html'), '<p>');
  return path;
}

interface Started {
  child: ChildProcess;
  output: () => string;
  ended: Promise<number | null>;
}

function start(args: readonly string[], ipc = false): Started {
  const child = spawn(process.execPath, [resolve('electron/browser/main.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe', ...(ipc ? (['ipc'] as const) : [])],
  });
  cleanups.push(() => child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  const ended = new Promise<number | null>((done) => child.once('close', (code) => done(code)));
  return { child, output: () => output, ended };
}

function flags(data: string, port: number): string[] {
  return ['--data', data, '--renderer', join(data, 'renderer'), '--port', String(port)];
}

async function ready({ child, output, ended }: Started): Promise<string> {
  return new Promise((found, failed) => {
    child.stdout?.on('data', () => {
      const url = /^Partner Console is ready: (\S+)$/m.exec(output())?.[1];
      if (url) found(url);
    });
    void ended.then((code) => failed(new Error(`ended with ${code}: ${output()}`)));
  });
}

describe('the browser shell as a process', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)(
    'prints one ready line with a key, and stops on %s',
    async (signal) => {
      const port = await freePort();
      const started = start(flags(dataFolder(), port));
      const url = await ready(started);
      expect(url).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:${port}/\\?key=[\\w-]{43}$`));
      started.child.kill(signal);
      expect(await started.ended).toBe(0);
      expect(started.output().match(/is ready/g)).toHaveLength(1);
    },
  );

  test('security 40: its fresh address lies in its data, for this user alone, for as long as it runs', async () => {
    const data = dataFolder();
    const started = start(flags(data, await freePort()));
    const url = await ready(started);
    const file = join(data, 'address');
    expect(readFileSync(file, 'utf8')).toBe(`${url}\n`);
    expect(statSync(file).mode & 0o077).toBe(0);
    expect((await fetch(url)).status).toBe(200);
    const fresh = readFileSync(file, 'utf8').trim();
    expect(fresh).not.toBe(url);
    expect((await fetch(url)).status).toBe(403);
    expect((await fetch(fresh)).status).toBe(200);
    started.child.kill('SIGTERM');
    await started.ended;
    expect(existsSync(file)).toBe(false);
  });

  test('stops when the process that started it is gone', async () => {
    const started = start(flags(dataFolder(), await freePort()), true);
    await new Promise((told) => started.child.once('message', told));
    const exited = new Promise((done) => started.child.once('exit', (code) => done(code)));
    started.child.disconnect();
    expect(await exited).toBe(0);
  });

  test('[S11] a second one on the same data says which process has it; one that was killed blocks nobody', async () => {
    const data = dataFolder();
    const port = await freePort();
    const first = start(flags(data, port));
    const firstUrl = await ready(first);
    const second = start(flags(data, await freePort()));
    expect(await second.ended).toBe(1);
    expect(second.output()).toBe(
      `The console (process ${first.child.pid}) uses ${data} already. Use that one, or another folder with --data DIR.\n`,
    );
    first.child.kill('SIGKILL');
    await first.ended;
    const third = start(flags(data, port));
    expect(await ready(third)).not.toBe(firstUrl);
  });

  test('a port in use, no folder, and a folder that cannot be one are a line each', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    cleanups.push(() => taken.close());
    await new Promise((listening) => taken.once('listening', listening));
    const { port } = taken.address() as AddressInfo;
    const inUse = start(flags(dataFolder(), port));
    expect(await inUse.ended).toBe(1);
    expect(inUse.output()).toBe(
      `Port ${port} is in use. Stop what uses it, or choose another with --port N.\n`,
    );
    const none = start([]);
    expect(await none.ended).toBe(1);
    expect(none.output()).toContain('--data DIR');
    const bad = start(['--data', '/dev/null/console']);
    expect(await bad.ended).toBe(1);
    expect(bad.output()).toMatch(/^The console cannot start: .*\/dev\/null\/console.*\n$/);
  });
});
