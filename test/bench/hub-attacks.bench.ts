/**
 * What everybody else waits for the hub while one client attacks it (security 32 to 34): the 99th percentile of a colleague's saves and pulls, against
 * the same hub when it is quiet. The goal is at most twice as long.
 */
import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { hubPaths, PROTOCOL, SCHEMA } from '../../shared/sync/protocol.ts';
import { freePort } from '../helpers/free-port.ts';
import { caseOf } from '../helpers/hub-rows.ts';
import { completeContents, editsOf, handoffOf, packetOf, sign, urgentContents } from '../helpers/packets.ts';
import { sample } from '../helpers/sample.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { type EnrolmentHub, newId, request, TestDevice } from '../helpers/test-device.ts';
import { enrolmentCode, startProcess } from './processes.ts';
import { type BenchResult, percentile } from './result.ts';

/** As long as each attack goes on, and the quiet before it. */
const WATCHED_MS = 10_000;
/** What a person at a console can do by hand in a second is less. */
const PAUSE_MS = 20;

const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

type BenchHub = EnrolmentHub & { port: number };

/** A hub with a PostgreSQL of its own and the sample's people. The caller stops it. */
async function startHub(): Promise<BenchHub & { stop(): Promise<void> }> {
  const data = temporaryFolder();
  const port = await freePort();
  const token = randomUUID();
  const main = join(import.meta.dirname, '../../hub/main.ts');
  const running = await startProcess(main, ['--data', data.path, '--port', String(port), '--sample'], {
    HUB_OPERATOR_TOKEN: token,
    HUB_LOG_LEVEL: 'error',
  });
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    port,
    enrolmentCode: (personId) => enrolmentCode(url, token, personId),
    stop: async () => {
      await running.stop();
      data.remove();
    },
  };
}

interface Attack {
  name: string;
  /** Goes on until `over`; answers what undoes it. */
  run(hub: BenchHub, over: () => boolean): Promise<void>;
}

const enrol = (hub: BenchHub) => TestDevice.enrol(hub, sample.people.engineer.id);

/** One push after the other, whatever comes back. */
async function pushing(
  hub: BenchHub,
  over: () => boolean,
  body: (device: TestDevice) => string,
): Promise<void> {
  let device = await enrol(hub);
  while (!over()) {
    const answer = await fetch(hub.url + hubPaths.push, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${device.token}` },
      body: body(device),
    });
    await answer.text();
    // The device's budget is spent: whoever attacks has another one.
    if (answer.status === 429) device = await enrol(hub);
  }
}

function editOf(patch: string): string {
  const edit = `"n":1,"id":"${randomUUID()}","table":"comments","key":"${randomUUID()}","op":"insert","baseVersion":null`;
  const rest = `"base":{},"blobs":[],"at":"2026-11-23T18:00:00.000Z","hash":"${'0'.repeat(64)}"`;
  return `{"protocol":${PROTOCOL},"schema":${SCHEMA},"mutations":[{${edit},"patch":${patch},${rest}}]}`;
}

async function halfSent(hub: BenchHub, over: () => boolean, path: string, headers: string): Promise<void> {
  const sockets: Socket[] = [];
  while (!over()) {
    for (let count = 0; count < 60; count++) {
      const socket = connect({ host: '127.0.0.1', port: hub.port, localAddress: `127.0.1.${count + 1}` });
      // Unreported: that the hub cuts it is what is measured.
      socket.on('error', () => undefined);
      socket.write(`POST ${path} HTTP/1.1\r\nhost: hub\r\n${headers}content-length: 500\r\n\r\n{`);
      sockets.push(socket);
    }
    await pause(1_000);
  }
  for (const socket of sockets) socket.destroy();
}

const attacks: readonly Attack[] = [
  {
    name: '31 MB of empty objects, again and again',
    run: (hub, over) => {
      const body = editOf(`{"a":[${'{},'.repeat(10_800_000)}{}]}`);
      return pushing(hub, over, () => body);
    },
  },
  {
    name: '900,000 values that are judged, again and again',
    run: (hub, over) => {
      const body = editOf(`{"a":[${'{},'.repeat(300_000)}{}]}`);
      return pushing(hub, over, () => body);
    },
  },
  {
    name: 'packets with a chain of 10,000 corrections',
    run: async (hub, over) => {
      while (!over()) {
        const device = await enrol(hub);
        const contents = urgentContents(device);
        const [step] = contents.steps;
        if (!step) throw new Error('no step');
        const before = { ...completeContents(device), case: contents.case, consents: contents.consents };
        await device.push(
          ...editsOf(before).filter(({ table }) => table === 'cases' || table === 'consents'),
        );
        const ids = [step.id, ...Array.from({ length: 10_000 }, newId)];
        const chain = ids.slice(1).map((id, at) => ({ ...step, id, corrects: ids[at] ?? null }));
        const packet = packetOf(device, { ...contents, steps: [...contents.steps, ...chain] });
        await device.push(handoffOf(await sign(device, packet)));
      }
    },
  },
  {
    name: 'sixty half-sent requests a second, without a token',
    run: (hub, over) => halfSent(hub, over, hubPaths.token, 'content-type: application/json\r\n'),
  },
  {
    name: 'wrong tokens, eight at once',
    run: async (hub, over) => {
      const guess = async () => {
        while (!over()) await request(hub.url, hubPaths.people, { token: randomUUID() });
      };
      await Promise.all(Array.from({ length: 8 }, guess));
    },
  },
  {
    name: 'snapshots of the whole organisation, four at once',
    run: async (hub, over) => {
      const device = await enrol(hub);
      const pulls = async () => {
        while (!over()) await device.askPull(device.organisationScope, null);
      };
      await Promise.all(Array.from({ length: 4 }, pulls));
    },
  },
];

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
    for (const { name, run: attack } of attacks) {
      const quiet = percentile(await working(colleague, WATCHED_MS), 99);
      let over = false;
      const attacking = attack(hub, () => over);
      await pause(500);
      const during = percentile(await working(colleague, WATCHED_MS), 99);
      over = true;
      await attacking;
      results.push({
        name: `others during: ${name}, p99`,
        value: during,
        unit: 'ms',
        against: `${quiet.toPrecision(3)} ms when it is quiet`,
        ratio: during / quiet,
      });
    }
  } finally {
    await hub.stop();
  }
  return results;
}
