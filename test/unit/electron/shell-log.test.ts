import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ShellLog } from '../../../electron/services/shell-log.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const AT = '2026-11-23T18:00:00.000Z';

test('the shell’s log has a line an event, is its user’s alone, is bounded, and is exported whole', async () => {
  const folder = temporaryFolder();
  try {
    const log = new ShellLog(join(folder.path, 'logs'), () => new Date(AT));
    log.write('error', 'page gone', { reason: 'oom', exitCode: 9 });
    expect(JSON.parse(readFileSync(log.path, 'utf8'))).toEqual({
      time: AT,
      level: 'error',
      event: 'page gone',
      reason: 'oom',
      exitCode: 9,
    });
    expect(statSync(log.path).mode & 0o777).toBe(0o600);
    const long = 'x'.repeat(10_000);
    for (let i = 0; i < 200; i++) log.write('info', 'much', { i, long });
    const files = [log.path, join(folder.path, 'logs/console.before.log')];
    for (const file of files) expect(statSync(file).size).toBeLessThan(600_000);
    const to = join(folder.path, 'for-support.log');
    await log.exportTo(to);
    const lines = readFileSync(to, 'utf8').trimEnd().split('\n');
    expect((JSON.parse(lines.at(-1) ?? '') as { i: number }).i).toBe(199);
    expect(lines.length).toBeGreaterThan(52);
  } finally {
    folder.remove();
  }
});

test('where the log cannot be written, the console works on', () => {
  const folder = temporaryFolder();
  try {
    writeFileSync(join(folder.path, 'logs'), 'a file where the folder should be');
    const log = new ShellLog(join(folder.path, 'logs'), () => new Date(AT));
    expect(() => log.write('info', 'start')).not.toThrow();
  } finally {
    folder.remove();
  }
});
