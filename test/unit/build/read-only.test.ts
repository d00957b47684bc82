/** The copy in which scripts go on where their clone cannot be written to. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { readOnlyFolder, writableCopy } from '../../../build/read-only.mjs';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const STAMP = '.installed-from';
let clone = '';
let remove: () => void;

beforeEach(() => {
  const temporary = temporaryFolder();
  ({ remove } = temporary);
  clone = join(temporary.path, 'clone');
  vi.stubEnv('XDG_CACHE_HOME', join(temporary.path, 'caches'));
  for (const path of ['build/start.mjs', 'shared/rule.ts', 'dist/renderer/index.html', '.git/HEAD'])
    write(path, path);
});
afterEach(() => {
  vi.unstubAllEnvs();
  chmodSync(clone, 0o755);
  remove();
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(clone, path)), { recursive: true });
  writeFileSync(join(clone, path), text);
}

function copy(): string {
  const made = writableCopy(clone, STAMP);
  if ('missing' in made) throw new Error(made.missing);
  return made.path;
}

describe.skipIf(process.platform === 'win32')('a clone', () => {
  test('that can be written to needs no copy, also where nothing was built yet', () => {
    expect(readOnlyFolder(clone)).toBe(null);
  });

  test.each(['.', 'dist', 'node_modules'])(
    'whose folder %s nobody may write to is read-only, for root too',
    (name) => {
      mkdirSync(join(clone, name), { recursive: true });
      chmodSync(join(clone, name), 0o555);
      expect(readOnlyFolder(clone)).toBe(join(clone, name));
      chmodSync(join(clone, name), 0o755);
    },
  );
});

describe('the copy', () => {
  test('holds the sources, and neither what is built nor the history', () => {
    const path = copy();
    expect(readdirSync(path).sort()).toEqual(['build', 'shared']);
    expect(readFileSync(join(path, 'shared/rule.ts'), 'utf8')).toBe('shared/rule.ts');
  });

  test('follows the clone: what changed, what is new, what is gone; what was built in it stays', () => {
    const path = copy();
    mkdirSync(join(path, 'dist'));
    writeFileSync(join(path, 'dist/.stamp'), 'built here');
    write('shared/rule.ts', 'a longer rule');
    write('shared/cases/new.ts', 'new');
    rmSync(join(clone, 'build'), { recursive: true });
    expect(copy()).toBe(path);
    expect(readFileSync(join(path, 'shared/rule.ts'), 'utf8')).toBe('a longer rule');
    expect(readFileSync(join(path, 'shared/cases/new.ts'), 'utf8')).toBe('new');
    expect(existsSync(join(path, 'build'))).toBe(false);
    expect(readFileSync(join(path, 'dist/.stamp'), 'utf8')).toBe('built here');
  });

  test('of what did not change keeps the times: nothing is built again', () => {
    const path = copy();
    const before = statSync(join(path, 'shared/rule.ts'));
    copy();
    const after = statSync(join(path, 'shared/rule.ts'));
    expect([after.ino, after.mtimeMs]).toEqual([before.ino, before.mtimeMs]);
  });

  test('gets the packages where the clone has them whole, once for each lock file, programs as programs', () => {
    write('node_modules/tool/program', '#!/bin/sh');
    chmodSync(join(clone, 'node_modules/tool/program'), 0o555);
    expect(existsSync(join(copy(), 'node_modules'))).toBe(false);
    write(`node_modules/${STAMP}`, 'lock 1');
    const path = copy();
    expect(statSync(join(path, 'node_modules/tool/program')).mode & 0o100).toBe(0o100);
    // Its own by now: a second time nothing is copied.
    writeFileSync(join(path, 'node_modules/made-here'), '');
    copy();
    expect(existsSync(join(path, 'node_modules/made-here'))).toBe(true);
    write(`node_modules/${STAMP}`, 'lock 2');
    copy();
    expect(existsSync(join(path, 'node_modules/made-here'))).toBe(false);
    expect(readFileSync(join(path, 'node_modules', STAMP), 'utf8')).toBe('lock 2');
  });

  test('each clone has its own', () => {
    const other = join(dirname(clone), 'other');
    mkdirSync(other);
    expect(writableCopy(other, STAMP)).not.toEqual(writableCopy(clone, STAMP));
  });
});
