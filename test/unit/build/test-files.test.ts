/** `npm test -- FILE...`: which files and which projects are meant. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { chooseTests, testFiles } from '../../../build/test-files.mjs';

const FILES = [
  'test/unit/cases/states.test.ts',
  'test/unit/cases/states-of-old.test.ts',
  'test/component/case-screen.test.tsx',
  'test/e2e/start/start.test.ts',
];
const folders = { root: '/copy', clone: '/clone', from: '/clone/test/unit' };
const choose = (...args: string[]) => chooseTests(args, FILES, folders);

describe('npm test -- FILE...', () => {
  test('without a file runs everything', () => {
    expect(choose()).toEqual({ flags: [], chosen: [], projects: [], unknown: [] });
  });

  test.each([
    ['test/unit/cases/states.test.ts', 'node'],
    ['test/component/case-screen.test.tsx', 'chromium'],
    ['test/e2e/start/start.test.ts', 'journey'],
  ])('%s runs that file alone, in %s', (file, project) => {
    expect(choose(file)).toMatchObject({ chosen: [file], projects: [project], unknown: [] });
  });

  test.each([
    '/clone/test/unit/cases/states.test.ts',
    '/copy/test/unit/cases/states.test.ts',
    '/clone/test/unit/cases/../cases/states.test.ts',
    'cases/states.test.ts',
    './test/unit/cases/states.test.ts',
  ])('%s is that file too', (word) => {
    expect(choose(word).chosen).toEqual(['test/unit/cases/states.test.ts']);
  });

  test('a part of a path runs all whose path holds it, in all their projects', () => {
    expect(choose('states')).toMatchObject({ chosen: FILES.slice(0, 2), projects: ['node'] });
    expect(choose('start', 'case-screen')).toMatchObject({ projects: ['journey', 'chromium'] });
  });

  test('a word that no path holds is told', () => {
    expect(choose('states', 'no-such-file').unknown).toEqual(['no-such-file']);
  });

  test('flags go to Vitest with their values, and name no file', () => {
    expect(choose('-t', 'states', '--bail=1', 'start')).toMatchObject({
      flags: ['-t', 'states', '--bail=1'],
      chosen: ['test/e2e/start/start.test.ts'],
    });
  });

  test('every test file of the clone is found, and stands where a project looks', () => {
    const found = testFiles(resolve('.'));
    expect(found).toContain('test/unit/build/test-files.test.ts');
    expect(found.filter((path) => !existsSync(join(resolve('.'), path)))).toEqual([]);
  });
});
