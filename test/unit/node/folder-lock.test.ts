import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { lockFolder } from '../../../node/folder-lock.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const cleanups: (() => unknown)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0).reverse()) cleanup();
});

function lockFile(): string {
  const { path, remove } = temporaryFolder();
  cleanups.push(remove);
  return join(path, 'console.lock');
}

describe('[S11] one process a data folder, shell or hub', () => {
  test('is taken, given back, and taken again', () => {
    const file = lockFile();
    const release = lockFolder(file);
    expect(readFileSync(file, 'utf8')).toMatch(new RegExp(`^${process.pid}`));
    if (typeof release === 'number') throw new Error('taken');
    release();
    expect(existsSync(file)).toBe(false);
    expect(typeof lockFolder(file)).toBe('function');
  });

  test('is refused while its process runs, with that process’s id', () => {
    const file = lockFile();
    const other = spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)']);
    cleanups.push(() => other.kill('SIGKILL'));
    writeFileSync(file, String(other.pid));
    expect(lockFolder(file)).toBe(other.pid);
  });

  test.each([
    ['of a process that is gone', '4194303'],
    // Only Linux says when a process started.
    ...(process.platform === 'linux'
      ? [['of another process that has the id of one that is gone', `${process.ppid} 1`]]
      : []),
    ['that is empty', ''],
    ['that holds something else', 'no process at all'],
    ['of process 0', '0'],
  ])('a lock %s blocks nobody', (_name, content) => {
    const file = lockFile();
    writeFileSync(file, content);
    expect(typeof lockFolder(file)).toBe('function');
  });

  test('is held by a live process that began when the lock says', (context) => {
    context.skip(process.platform !== 'linux', 'only Linux says when a process started');
    const file = lockFile();
    const started = readFileSync(`/proc/${process.ppid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19];
    writeFileSync(file, `${process.ppid} ${started}`);
    expect(lockFolder(file)).toBe(process.ppid);
  });

  test('of many that start at once exactly one gets it, also over a stale lock', async () => {
    const file = lockFile();
    writeFileSync(file, '4194303');
    const script = `
      import { lockFolder } from ${JSON.stringify(new URL('../../../node/folder-lock.ts', import.meta.url).href)};
      const lock = lockFolder(${JSON.stringify(file)});
      process.stdout.write(typeof lock === 'function' ? 'got it\\n' : 'held by ' + lock + '\\n');
      process.stdin.once('data', () => process.exit());
    `;
    const children = Array.from({ length: 6 }, () =>
      spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['pipe', 'pipe', 'inherit'] }),
    );
    cleanups.push(() => {
      for (const child of children) child.kill('SIGKILL');
    });
    const answers = await Promise.all(
      children.map(
        (child) => new Promise<string>((said) => child.stdout.once('data', (data) => said(String(data)))),
      ),
    );
    expect(answers.filter((answer) => answer === 'got it\n')).toHaveLength(1);
  });
});
