/** Folders of data and caches: their owner's alone, and the mode of one that somebody named is left as it is. */
import { chmodSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { cacheFolder, ownFolder, validateFolder } from '../../../build/folders.mjs';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const cleanups: (() => unknown)[] = [];
afterEach(() => {
  vi.unstubAllEnvs();
  for (const cleanup of cleanups.splice(0).reverse()) cleanup();
});

function folder(): string {
  const { path, remove } = temporaryFolder();
  cleanups.push(remove);
  return path;
}

function modeOf(path: string): string {
  return (statSync(path).mode & 0o777).toString(8);
}

describe.skipIf(process.platform === 'win32')('a data folder', () => {
  test('that is made is its owner’s alone, those above it too', () => {
    const above = folder();
    const data = join(above, 'not', 'there');
    expect(validateFolder(data, true)).toBe(null);
    expect([modeOf(join(above, 'not')), modeOf(data)]).toEqual(['700', '700']);
  });

  test.each([0o700, 0o750, 0o755])('that somebody named and made with %o stays as it is', (mode) => {
    const data = join(folder(), 'given');
    mkdirSync(data);
    chmodSync(data, mode);
    expect(validateFolder(data, true)).toBe(null);
    expect(modeOf(data)).toBe(mode.toString(8));
  });

  test('of ours that an earlier version left open is closed', () => {
    const data = join(folder(), 'ours');
    mkdirSync(data);
    chmodSync(data, 0o755);
    expect(validateFolder(data, false)).toBe(null);
    expect(modeOf(data)).toBe('700');
    chmodSync(data, 0o711);
    ownFolder(data);
    expect(modeOf(data)).toBe('700');
  });

  test('that cannot be made is said in words', () => {
    const file = join(folder(), 'file');
    writeFileSync(file, '');
    expect(validateFolder(join(file, 'data'), true)).toMatch(/ENOTDIR/);
  });
});

describe('a cache folder', () => {
  test('lies where XDG_CACHE_HOME says, and is its owner’s alone', () => {
    const caches = folder();
    vi.stubEnv('XDG_CACHE_HOME', caches);
    expect(cacheFolder('runtime')).toEqual({ path: join(caches, 'partner-console', 'runtime') });
    expect(modeOf(join(caches, 'partner-console', 'runtime'))).toBe('700');
  });

  test('that is no folder is one line with what to do', () => {
    const caches = folder();
    writeFileSync(join(caches, 'partner-console'), '');
    vi.stubEnv('XDG_CACHE_HOME', caches);
    expect(cacheFolder('runtime')).toEqual({
      missing: expect.stringMatching(/^\S+partner-console\/runtime cannot be used \(.*Set XDG_CACHE_HOME/),
    });
  });
});
