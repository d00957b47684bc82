/**
 * What everybody else waits for the hub while one client attacks it (security 32 to 34): the 99th percentile of a colleague's saves and pulls, against
 * the same hub when it is quiet. The goal is at most twice as long. Beside it, how long the hub's thread worked at the
 * longest before anybody else's turn: that is the hub's own doing, where the rest is that all share the same processors.
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { freePort } from '../helpers/free-port.ts';
import { caseOf } from '../helpers/hub-rows.ts';
import { sample } from '../helpers/sample.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { type EnrolmentHub, TestDevice } from '../helpers/test-device.ts';
import { attacks } from './hub-attacker.ts';
import type { LoopDelay } from './loop-delay.ts';
import { enrolmentCode, startProcess } from './processes.ts';
import { type BenchResult, percentile } from './result.ts';

/** As long as each attack goes on, and the quiet before it. */
const WATCHED_MS = 10_000;
/** No request may block the others for longer (issue D). */
const LONGEST_BLOCK_MS = 100;
/** What a person at a console can do by hand in a second is less. */
const PAUSE_MS = 20;

const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

interface BenchHub extends EnrolmentHub {
  /** The operator's. */
  token: string;
  /** What held up its event loop the longest since this was asked last. */
  loopDelay(): Promise<LoopDelay>;
  stop(): Promise<void>;
}

/** A hub with a PostgreSQL of its own and the sample's people. The caller stops it. */
async function startHub(): Promise<BenchHub> {
  const data = temporaryFolder();
  const port = await freePort();
  const token = randomUUID();
  const main = join(import.meta.dirname, '../../hub/main.ts');
  const running = await startProcess(main, ['--data', data.path, '--port', String(port), '--sample'], {
    HUB_OPERATOR_TOKEN: token,
    HUB_LOG_LEVEL: 'error',
    NODE_OPTIONS: `--import ${pathToFileURL(join(import.meta.dirname, 'loop-delay.ts')).href}`,
  });
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    token,
    enrolmentCode: (personId) => enrolmentCode(url, token, personId),
    loopDelay: () =>
      new Promise((told) => {
        running.child.once('message', (message) => told(message as LoopDelay));
        running.child.send('loop-delay');
      }),
    stop: async () => {
      await running.stop();
      data.remove();
    },
  };
}

/** Saves and pulls of one device, one after the other, until told to stop. @returns milliseconds of each */
async function working(device: TestDevice, ms: number): Promise<number[]> {
  const times: number[] = [];
  let { cursor } = await device.pullAll();
  for (const end = performance.now() + ms; performance.now() < end; ) {
    const began = performance.now();
    await device.insert('cases', caseOf(device));
    times.push(performance.now() - began);
    const pulled = performance.now();
    ({ cursor } = await device.pull(device.organisationScope, cursor));
    times.push(performance.now() - pulled);
    await pause(PAUSE_MS);
  }
  return times;
}

export async function run(): Promise<BenchResult[]> {
  const results: BenchResult[] = [];
  const hub = await startHub();
  try {
    // Of another organisation than the attacker's.
    const colleague = await TestDevice.enrol(hub, sample.people.otherEngineer.id);
    await working(colleague, 2_000);
    // Its start is not what is asked.
    await hub.loopDelay();
    for (const [number, { name }] of attacks.entries()) {
      const quiet = percentile(await working(colleague, WATCHED_MS), 99);
      const before = await hub.loopDelay();
      const attacker = await startProcess(join(import.meta.dirname, 'hub-attacker.ts'), [
        String(number),
        hub.url,
        hub.token,
      ]);
      await pause(500);
      const during = percentile(await working(colleague, WATCHED_MS), 99);
      const delay = await hub.loopDelay();
      await attacker.stop();
      results.push({
        name: `others during: ${name}, p99`,
        value: during,
        unit: 'ms',
        against: `${quiet.toPrecision(3)} ms when it is quiet`,
        ratio: during / quiet,
      });
      results.push({
        name: `the hub’s longest work without a pause during: ${name}`,
        value: delay.worked,
        unit: 'ms',
        against: `${LONGEST_BLOCK_MS} ms that it may (quiet: ${before.worked.toPrecision(3)} ms); by the clock ${delay.stood.toPrecision(3)} ms (quiet: ${before.stood.toPrecision(3)} ms)`,
        ratio: delay.worked / LONGEST_BLOCK_MS,
      });
    }
  } finally {
    await hub.stop();
  }
  return results;
}
