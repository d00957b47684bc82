/**
 * What everybody else waits for the hub while one client attacks it (security 32 to 34): the 99th percentile of a colleague's
 * saves and pulls, against the same hub when it is quiet, and against the same hub while the same client does as much to a
 * server that does nothing, on the same processors. The first says what people feel where all share one machine, as here; the second what
 * of it is the hub's, which is what attacks from other machines cost. The goal is at most twice as long. Beside it, how long
 * the hub's thread worked at the longest before anybody else's turn. `BENCH_ATTACK=snapshots` measures those alone whose name the pattern fits.
 */
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
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

export const needsBrowser = false;

/** How long each of the three is watched at a time, and how often in turn: what else the machine does counts for all of them. */
const WATCHED_MS = 4_000;
const ROUNDS = 3;
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
  // On a slow machine all of this takes longer than a token lives.
  await device.authenticate();
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

/** The attacker at work, as long as the colleague is: what the colleague waits, and how often a second it attacked. */
async function attacked(
  hub: BenchHub,
  number: number,
  target: string,
  rate: number,
  work: () => Promise<number[]>,
): Promise<{ times: number[]; perSecond: number }> {
  const attacker = await startProcess(join(import.meta.dirname, 'hub-attacker.ts'), [
    String(number),
    hub.url,
    hub.token,
    target,
    String(rate),
  ]);
  await pause(300);
  const times = await work();
  await attacker.stop();
  const { perSecond = 0 } = (attacker.told() ?? {}) as { perSecond?: number };
  return { times, perSecond };
}

/** A server that answers at once, pulls with the page that the hub gives. */
async function startIdle(colleague: TestDevice) {
  const folder = temporaryFolder();
  const { body } = await colleague.askPull(colleague.organisationScope, null);
  const file = join(folder.path, 'page.json');
  writeFileSync(file, JSON.stringify(body));
  const running = await startProcess(join(import.meta.dirname, 'idle-server.ts'), [file]);
  const { port } = running.ready as { port: number };
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      await running.stop();
      folder.remove();
    },
  };
}

export async function run(): Promise<BenchResult[]> {
  const results: BenchResult[] = [];
  const hub = await startHub();
  try {
    // Of another organisation than the attacker's.
    const colleague = await TestDevice.enrol(hub, sample.people.otherEngineer.id);
    const attackersOwn = await TestDevice.enrol(hub, sample.people.engineer.id);
    await working(colleague, 2_000);
    // Its start is not what is asked.
    await hub.loopDelay();
    const work = () => working(colleague, WATCHED_MS);
    const wanted = new RegExp(process.env.BENCH_ATTACK ?? '');
    for (const [number, { name }] of attacks.entries()) {
      if (!wanted.test(name)) continue;
      const times = { quiet: [] as number[], during: [] as number[], control: [] as number[] };
      const delays = { quiet: [] as LoopDelay[], during: [] as LoopDelay[] };
      let perSecond = 0;
      for (let round = 0; round < ROUNDS; round++) {
        await attackersOwn.authenticate();
        const idle = await startIdle(attackersOwn);
        times.quiet.push(...(await work()));
        delays.quiet.push(await hub.loopDelay());
        const hit = await attacked(hub, number, hub.url, 0, work);
        delays.during.push(await hub.loopDelay());
        times.during.push(...hit.times);
        ({ perSecond } = hit);
        times.control.push(...(await attacked(hub, number, idle.url, perSecond, work)).times);
        await hub.loopDelay();
        await idle.stop();
      }
      const p99 = (list: number[]) => percentile(list, 99);
      const [quiet, during, control] = [p99(times.quiet), p99(times.during), p99(times.control)];
      const shown = (ms: number) => `${ms.toPrecision(3)} ms`;
      results.push(
        {
          name: `others during: ${name} (${perSecond.toPrecision(2)} a second), p99`,
          value: during,
          unit: 'ms',
          against: `${shown(control)} while the same is done to a server that does nothing`,
          ratio: during / control,
        },
        {
          name: `others during: ${name}, p99, with what the attacker’s own work costs them here`,
          value: during,
          unit: 'ms',
          against: `${shown(quiet)} when it is quiet`,
          ratio: during / quiet,
        },
      );
      const longest = (list: LoopDelay[]) => ({
        worked: Math.max(...list.map((each) => each.worked)),
        stood: Math.max(...list.map((each) => each.stood)),
      });
      const [delay, before] = [longest(delays.during), longest(delays.quiet)];
      // All of them take many minutes: what was measured is told at once.
      process.stderr.write(
        `${name}: ${shown(during)}, quiet ${shown(quiet)}, server that does nothing ${shown(control)}\n`,
      );
      results.push({
        name: `the hub’s longest work without a pause during: ${name}`,
        value: delay.worked,
        unit: 'ms',
        against: `${LONGEST_BLOCK_MS} ms that it may (quiet: ${shown(before.worked)}); by the clock ${shown(delay.stood)} (quiet: ${shown(before.stood)})`,
        ratio: delay.worked / LONGEST_BLOCK_MS,
      });
    }
  } finally {
    await hub.stop();
  }
  return results;
}
