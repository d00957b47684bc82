/** PostgreSQL's programs, where root runs PostgreSQL as another user who cannot reach the package. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findPrograms, findUser, type Programs } from '../../../hub/store/postgres-programs.ts';
import { reachablePrograms } from '../../../hub/store/reachable-programs.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const asRoot = process.getuid?.() === 0;
const onlyForRoot = 'only root runs PostgreSQL as another user';

let closed = '';
let place = '';
let remove: () => void;

beforeEach(() => {
  const temporary = temporaryFolder();
  ({ remove } = temporary);
  chmodSync(temporary.path, 0o711);
  [closed, place] = [join(temporary.path, 'closed'), join(temporary.path, 'programs')];
  mkdirSync(closed, { mode: 0o700 });
});
afterEach(() => remove());

/** The package's programs in a folder that only root may enter, with modes that let nobody else read. */
async function closedPrograms(): Promise<Programs> {
  const { postgres } = await findPrograms();
  execFileSync('cp', ['-a', dirname(dirname(postgres)), join(closed, 'native')]);
  execFileSync('chmod', ['-R', 'go=', join(closed, 'native')]);
  const at = (name: string) => join(closed, 'native', 'bin', name);
  return { initdb: at('initdb'), postgres: at('postgres'), pg_ctl: at('pg_ctl') };
}

describe('programs that PostgreSQL’s user cannot reach', () => {
  test('run from a copy, which others than root only read; no folder of the package is opened', async (context) => {
    context.skip(!asRoot, onlyForRoot);
    const programs = await closedPrograms();
    const runAs = await findUser();
    const { postgres } = await reachablePrograms(programs, runAs, [place]);
    expect(postgres.startsWith(`${place}/postgresql-`)).toBe(true);
    expect(execFileSync(postgres, ['--version'], { ...runAs, cwd: '/', encoding: 'utf8' })).toContain(
      'PostgreSQL',
    );
    const copied = readdirSync(dirname(dirname(postgres)), { recursive: true, withFileTypes: true });
    const open = copied.filter((entry) => {
      const { uid, mode } = statSync(join(entry.parentPath, entry.name));
      return uid !== 0 || (mode & 0o6022) !== 0;
    });
    expect(open).toEqual([]);
    expect(statSync(closed).mode & 0o777).toBe(0o700);
    expect(statSync(programs.postgres).mode & 0o077).toBe(0);
  });

  test('are copied once, and a copy that was changed is made again', async (context) => {
    context.skip(!asRoot, onlyForRoot);
    const programs = await closedPrograms();
    const runAs = await findUser();
    const { postgres } = await reachablePrograms(programs, runAs, [place]);
    const { ino } = statSync(postgres);
    expect(await reachablePrograms(programs, runAs, [place])).toMatchObject({ postgres });
    expect(statSync(postgres).ino).toBe(ino);
    appendFileSync(postgres, 'changed');
    expect(await reachablePrograms(programs, runAs, [place])).toMatchObject({ postgres });
    expect(readFileSync(postgres).equals(readFileSync(programs.postgres))).toBe(true);
    expect(readdirSync(place)).toHaveLength(1);
  });

  test('are not put where others may write: the next place is taken, or one line says what to do', async (context) => {
    context.skip(!asRoot, onlyForRoot);
    const programs = await closedPrograms();
    const runAs = await findUser();
    const writable = join(dirname(place), 'writable');
    mkdirSync(writable);
    chmodSync(writable, 0o777);
    const { postgres } = await reachablePrograms(programs, runAs, [writable, place]);
    expect(postgres.startsWith(place)).toBe(true);
    expect(readdirSync(writable)).toEqual([]);
    rmSync(place, { recursive: true });
    await expect(reachablePrograms(programs, runAs, [writable, '/dev/null/programs'])).rejects.toThrow(
      /cannot enter \S+native, .*writable \(others than root may write to it\) or \/dev\/null\/programs \(\w+\)\. .*DATABASE_URL/,
    );
  });
});

test('programs that can be reached are run where they are', async () => {
  const programs = await findPrograms();
  // The folder of the tests may itself be closed: as the hub's own user everything is in reach.
  expect(await reachablePrograms(programs, {}, [])).toBe(programs);
});
