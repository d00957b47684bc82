/** What two starts of one clone must not do at once. */
import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const MODULE = resolve('build/one-at-a-time.mjs');

test('of four processes that begin at once, one after the other works, and what one of them left behind stops none', async () => {
  const { path, remove } = temporaryFolder();
  const [lock, log] = [join(path, 'sub', 'lock'), join(path, 'log')];
  const program = `
    import { appendFileSync } from 'node:fs';
    import { oneAtATime } from ${JSON.stringify(MODULE)};
    const say = (what) => appendFileSync(${JSON.stringify(log)}, what + ' ' + process.pid + '\\n');
    oneAtATime(${JSON.stringify(lock)}, () => undefined, () => {
      say('begins');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
      say('ends');
    });`;
  const run = () =>
    new Promise((done) => {
      spawn(process.execPath, ['--input-type=module', '-e', program]).once('exit', done);
    });
  appendFileSync(log, '');
  expect(await Promise.all([run(), run(), run(), run()])).toEqual([0, 0, 0, 0]);
  const lines = readFileSync(log, 'utf8').trim().split('\n');
  expect(lines).toHaveLength(8);
  for (let at = 0; at < lines.length; at += 2)
    expect([lines[at], lines[at + 1]]).toEqual([
      expect.stringMatching(/^begins /),
      lines[at]?.replace('begins', 'ends'),
    ]);
  expect(existsSync(lock)).toBe(false);

  // Of a process that was killed in the middle; no process has such a number.
  writeFileSync(lock, '2147483646');
  expect(await run()).toBe(0);
  expect(existsSync(lock)).toBe(false);
  remove();
});
