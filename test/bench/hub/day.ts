/** A day of partners and a desk at hubs that are processes of their own, with a PostgreSQL of its own and a folder or a bucket. */
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { startEmbeddedDatabase } from '../../../hub/store/embedded.ts';
import { freePort } from '../../helpers/free-port.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { type RunningProcess, startProcess } from '../processes.ts';
import type { Told } from './busy-device.ts';
import type { Day } from './partners.ts';

/** What is played, and at how many hubs: of more than one, one is killed and one more started on the way. */
export type Played = Omit<Day, 'hubs' | 'operatorToken' | 'changes'> & { atHubs: number };

/** What was told of it, and what the hub's own database and the processor say. */
export interface PlayedDay extends Told {
  /** Edits that were sent and that the hub has not, or has twice, or otherwise; and those that nobody sent. */
  notOnce: number;
  /** Seconds of the processor: of the hubs, and of PostgreSQL. */
  cpuOf: { hubs: number; postgres: number };
}

interface Place {
  env: Record<string, string>;
  databaseUrl: string;
  postmaster: number;
  undo: (() => unknown)[];
}

async function startHub({ env }: Place): Promise<{ url: string; running: RunningProcess }> {
  const port = await freePort();
  const running = await startProcess(
    join(import.meta.dirname, '../../../hub/main.ts'),
    ['--port', String(port), '--sample'],
    { HUB_LOG_LEVEL: 'error', ...env },
  );
  return { url: `http://127.0.0.1:${port}`, running };
}

/** A PostgreSQL of its own, and where the attachments lie. @param undo is told what ends it, as it begins */
async function place(bucket: boolean, undo: Place['undo']): Promise<Place> {
  const { path, remove } = temporaryFolder();
  undo.push(remove);
  const database = await startEmbeddedDatabase(path);
  undo.push(() => database.stop());
  const secret = () => randomBytes(24).toString('base64url');
  const env: Record<string, string> = {
    DATABASE_URL: database.url,
    HUB_SECRET: secret(),
    HUB_OPERATOR_TOKEN: secret(),
  };
  if (bucket) {
    const s3 = await startProcess(join(import.meta.dirname, 's3.ts'), []);
    undo.push(() => s3.stop());
    const { endpoint, bucket: name } = s3.ready as { endpoint: string; bucket: string };
    Object.assign(env, {
      HUB_S3_BUCKET: name,
      HUB_S3_ENDPOINT: endpoint,
      HUB_S3_KEY_ID: 'sample',
      HUB_S3_SECRET: 'sample',
    });
  } else env.HUB_BLOBS = join(path, 'blobs');
  return { env, databaseUrl: database.url, postmaster: database.pid, undo };
}

/** Of a process, as Linux counts: its parent, its own seconds of the processor, and those of its children that ended. */
function statOf(pid: number): { parent: number; own: number; ended: number } {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  const seconds = (...at: number[]) => at.reduce((sum, each) => sum + Number(fields[each]), 0) / 100;
  return { parent: Number(fields[1]), own: seconds(11, 12), ended: seconds(13, 14) };
}

/** Seconds of the processor that a process took; NaN where the system does not say. */
function cpuOf(pid: number): number {
  return process.platform === 'linux' ? statOf(pid).own : Number.NaN;
}

/** The same of a PostgreSQL with all of its processes. */
function cpuOfPostgres(postmaster: number): number {
  if (process.platform !== 'linux') return Number.NaN;
  const { own, ended } = statOf(postmaster);
  let sum = own + ended;
  for (const name of readdirSync('/proc'))
    if (/^\d+$/.test(name))
      try {
        const stat = statOf(Number(name));
        if (stat.parent === postmaster) sum += stat.own;
      } catch {
        // Unreported: it ended while it was looked for.
      }
  return sum;
}

/** How many edits do not lie at the hub exactly as they were sent, once. */
async function countNotOnce(databaseUrl: string, sent: Told['edits']): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ device_id: string; n: string; hash: string }>(
      'SELECT device_id, n, hash FROM results',
    );
    const waiting = new Map<string, number>();
    for (const edit of sent) waiting.set(edit.join(' '), (waiting.get(edit.join(' ')) ?? 0) + 1);
    for (const { device_id, n, hash } of rows) {
      const name = `${device_id} ${n} ${hash}`;
      waiting.set(name, (waiting.get(name) ?? 0) - 1);
    }
    return [...waiting.values()].filter((left) => left !== 0).length;
  } finally {
    await client.end();
  }
}

/** Plays the day, with one hub killed and one more started in it where there are several. */
export async function playDay({ atHubs, ...played }: Played): Promise<PlayedDay> {
  const undo: Place['undo'] = [];
  try {
    const where = await place(atHubs > 1, undo);
    const running: Awaited<ReturnType<typeof startHub>>[] = [];
    undo.push(() => Promise.all(running.map(({ running: each }) => each.stop())));
    for (let at = 0; at < atHubs; at++) running.push(await startHub(where));
    const addresses = () => running.map(({ url }) => url);
    const day: Day = {
      ...played,
      hubs: addresses(),
      operatorToken: where.env.HUB_OPERATOR_TOKEN ?? '',
      changes: atHubs > 1 ? 2 : 0,
    };
    const people = await startProcess(join(import.meta.dirname, 'partners.ts'), [JSON.stringify(day)]);
    const over = new Promise((ended) => people.child.once('exit', ended));
    undo.push(() => people.child.exitCode === null && people.kill());
    const hubsSoFar = () => running.reduce((sum, { running: each }) => sum + cpuOf(each.pid), 0);
    let ofKilled = 0;
    const cpuSoFar = () => ({ hubs: hubsSoFar() + ofKilled, postgres: cpuOfPostgres(where.postmaster) });
    const before = cpuSoFar();
    let after = before;
    people.child.on('message', (message) => {
      if (message === 'over') after = cpuSoFar();
    });
    const third = (played.seconds * 1_000) / 3;
    if (atHubs > 1) {
      await wait(third);
      const [gone] = running.splice(1, 1);
      if (gone) ofKilled = cpuOf(gone.running.pid);
      await gone?.running.kill();
      people.child.send({ hubs: addresses() });
      await wait(third);
      running.push(await startHub(where));
      people.child.send({ hubs: addresses() });
    }
    await over;
    if (people.child.exitCode !== 0) throw new Error('the partners’ computers ended before their day did');
    const told = people.told() as Told;
    return {
      ...told,
      notOnce: await countNotOnce(where.databaseUrl, told.edits),
      cpuOf: { hubs: after.hubs - before.hubs, postgres: after.postgres - before.postgres },
    };
  } finally {
    for (const step of undo.reverse()) await step();
  }
}
