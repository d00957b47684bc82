/**
 * Who attacks the hub, as a process of its own: what an attacker's own work costs is not what others wait for at the hub.
 * Arguments: the attack's number, the hub's address, the operator's token. Goes on until it is told to end.
 */
import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { hubPaths, PROTOCOL, SCHEMA } from '../../shared/sync/protocol.ts';
import { completeContents, editsOf, handoffOf, packetOf, sign, urgentContents } from '../helpers/packets.ts';
import { sample } from '../helpers/sample.ts';
import { type EnrolmentHub, newId, request, TestDevice } from '../helpers/test-device.ts';
import { enrolmentCode } from './processes.ts';

const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

type BenchHub = EnrolmentHub & { port: number };

interface Attack {
  name: string;
  /** Goes on until `over`. */
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

export const attacks: readonly Attack[] = [
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

if (process.argv[1] === import.meta.filename) {
  const [number = '', url = '', token = ''] = process.argv.slice(2);
  let ended = false;
  process.once('SIGTERM', () => {
    ended = true;
  });
  const attack = attacks[Number(number)];
  if (!attack) throw new Error(`there is no attack ${number}`);
  const hub = {
    url,
    port: Number(new URL(url).port),
    enrolmentCode: (personId: string) => enrolmentCode(url, token, personId),
  };
  process.send?.('ready');
  await attack.run(hub, () => ended);
  process.exit();
}
