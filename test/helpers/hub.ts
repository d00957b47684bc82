/** A real hub process on a real PostgreSQL, for any test. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runningDatabase } from '../../hub/store/embedded.ts';
import { hubPaths } from '../../shared/sync/protocol.ts';
import { freePort } from './free-port.ts';
import { freshCluster, freshDatabase, shiftDatabase } from './postgres.ts';
import { hubMain } from './processes.ts';
import { sample } from './sample.ts';
import { temporaryFolder } from './temporary-folder.ts';

const SHIFTED_CLOCK = resolve(import.meta.dirname, 'shifted-clock.ts');
const TWO_ADDRESSES = resolve(import.meta.dirname, 'two-addresses.ts');

export { sample };

export interface TestHubOptions {
  /** A fixed port; otherwise a free one, kept over restarts. */
  port?: number;
  /** Where it listens; 127.0.0.1 where it is left out. `localhost` is 127.0.0.1 and 127.0.0.2 then. */
  host?: 'localhost';
  /** False leaves the sample partners out. */
  sample?: boolean;
  /** The sample's three cases too, as `npm start` has them. */
  sampleCases?: boolean;
  /** Another hub whose database, secret and operator token this one shares. */
  beside?: TestHub;
  /** The address of its database, where it is not a fresh one of the run's. */
  databaseUrl?: string;
  /** True gives the hub a data folder with a PostgreSQL of its own, which a test can kill. */
  embedded?: boolean;
  /** How far its clock and its database's are off, in milliseconds, until it is restarted with another. */
  shiftMs?: number;
  /** True: its database's clock is right all the same. */
  clockAlone?: boolean;
  /** More environment, such as limits. */
  env?: Record<string, string>;
}

export interface TestHub {
  url: string;
  port: number;
  /** Of an embedded database, the address of this moment. */
  readonly databaseUrl: string;
  operatorToken: string;
  secret: string;
  /** The folder of attachments. */
  blobs: string;
  sample: typeof sample;
  /** The process id of the running hub. */
  pid(): number;
  /** All that the hub has written to its output. */
  output(): string;
  /** Stops the hub in order and waits. */
  stop(): Promise<void>;
  /** `kill -9`, and waits until it is gone. */
  kill(): Promise<void>;
  /** `kill -9` of its embedded PostgreSQL; the hub ends of it. */
  killDatabase(): Promise<void>;
  /** Starts it again, on the same port and database. @param shiftMs how far its clock is off from now on */
  restart(shiftMs?: number): Promise<void>;
  /** A fresh one-time code. */
  enrolmentCode(personId: string): Promise<string>;
}

function folderOfRun(): string {
  const folder = temporaryFolder();
  process.once('exit', folder.remove);
  return folder.path;
}

/**
 * Starts a hub. One PostgreSQL serves the test file; each hub has a database of its own there, unless it stands `beside` another.
 * The caller stops it.
 */
export async function startTestHub(options: TestHubOptions = {}): Promise<TestHub> {
  const { beside } = options;
  const data = options.embedded ? mkdtempSync(join(tmpdir(), 'partner-console-hub-')) : null;
  if (data !== null) freshCluster(data);
  const databaseUrl =
    data === null ? (options.databaseUrl ?? beside?.databaseUrl ?? (await freshDatabase())) : '';
  const shifted = options.shiftMs !== undefined && !options.clockAlone;
  if (shifted) await shiftDatabase(databaseUrl, options.shiftMs ?? 0);
  const operatorToken = beside?.operatorToken ?? randomBytes(24).toString('base64url');
  const secret = beside?.secret ?? randomBytes(24).toString('base64url');
  const blobs = beside?.blobs ?? folderOfRun();
  const port = options.port ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  const flags = ['--port', String(port), ...(options.sample === false ? [] : ['--sample'])];
  if (options.host) flags.push('--host', options.host);
  if (options.sampleCases) flags.push('--sample-cases');
  if (data !== null) flags.push('--data', data);
  const env = {
    ...process.env,
    HUB_LOG_LEVEL: 'info',
    DATABASE_URL: databaseUrl,
    HUB_SECRET: secret,
    HUB_OPERATOR_TOKEN: operatorToken,
    HUB_BLOBS: blobs,
    ...options.env,
  };
  let output = '';
  let child: ChildProcess | null = null;
  let { shiftMs = 0 } = options;

  async function start(): Promise<void> {
    const clock = shiftMs === 0 ? [] : ['--import', SHIFTED_CLOCK];
    const names = options.host ? ['--import', TWO_ADDRESSES] : [];
    const started = spawn(process.execPath, [...clock, ...names, hubMain, ...flags], {
      env: { ...env, TEST_CLOCK_SHIFT_MS: String(shiftMs) },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [started.stdout, started.stderr])
      stream?.on('data', (chunk: Buffer) => {
        output += chunk.toString();
      });
    await new Promise<void>((ready, failed) => {
      started.once('message', () => ready());
      started.once('exit', (code) => failed(new Error(`the hub ended with ${code}: ${output}`)));
    });
    child = started;
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    const running = child;
    child = null;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const ended = new Promise((done) => running.once('exit', done));
    running.kill(signal);
    await ended;
  }

  await start();
  return {
    url,
    port,
    get databaseUrl() {
      return data === null ? databaseUrl : (runningDatabase(data) ?? '');
    },
    operatorToken,
    secret,
    blobs,
    sample,
    pid: () => child?.pid ?? 0,
    output: () => output,
    stop: async () => {
      await end('SIGTERM');
      if (data !== null) rmSync(data, { recursive: true, force: true });
    },
    kill: () => end('SIGKILL'),
    async killDatabase() {
      const running = child;
      child = null;
      if (data === null || !running) throw new Error('there is no database of its own to kill');
      const ended = new Promise((done) => running.once('exit', done));
      process.kill(
        Number(readFileSync(join(data, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]),
        'SIGKILL',
      );
      await ended;
    },
    async restart(shift = shiftMs) {
      shiftMs = shift;
      await end('SIGTERM');
      if (shifted) await shiftDatabase(databaseUrl, shift);
      await start();
    },
    async enrolmentCode(personId) {
      const response = await fetch(url + hubPaths.enrolmentCodes, {
        method: 'POST',
        headers: { authorization: `Bearer ${operatorToken}`, 'content-type': 'application/json' },
        body: JSON.stringify({ personId }),
      });
      const body = (await response.json()) as { code?: string };
      // A refusal has a member of this name, too.
      if (response.status !== 200 || typeof body.code !== 'string')
        throw new Error(`no code: ${response.status} ${JSON.stringify(body)}`);
      return body.code;
    },
  };
}
