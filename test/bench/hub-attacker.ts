/**
 * Who attacks the hub, as a process of its own. Arguments: the attack's number, the hub's address, the operator's token, the
 * address that is attacked (the hub's, or a server's that does nothing), and how many times a second at the most (0: as often
 * as it goes). Goes on until it is told to end, and says then how often a second it did. Whoever attacks works on a machine of
 * their own: here it gets what the hub, its database and everybody else leave of the processors.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { constants, setPriority } from 'node:os';
import { hubPaths, PROTOCOL, SCHEMA } from '../../shared/sync/protocol.ts';
import { completeContents, editsOf, handoffOf, packetOf, sign, urgentContents } from '../helpers/packets.ts';
import { sample } from '../helpers/sample.ts';
import { type EnrolmentHub, newId, request, TestDevice } from '../helpers/test-device.ts';
import { enrolmentCode } from './processes.ts';

const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

/** Computers that whoever attacks has: as many as a person may well have enrolled. */
const DEVICES = 10;

interface Target extends EnrolmentHub {
  /** What is attacked; `url` is the hub's all the same, where computers are enrolled. */
  attacked: string;
  /** Answers when the next round is due; false: it is over. */
  next(): Promise<boolean>;
}

interface Attack {
  name: string;
  /** Goes on until there is no next round. */
  run(target: Target): Promise<void>;
}

async function enrol(target: Target): Promise<TestDevice> {
  const device = await TestDevice.enrol(target, sample.people.engineer.id);
  device.url = target.attacked;
  return device;
}

/** One push after the other, whatever comes back, from one computer after the other. */
async function pushing(target: Target, body: string): Promise<void> {
  const devices: TestDevice[] = [];
  for (let count = 0; count < DEVICES; count++) devices.push(await enrol(target));
  process.send?.('ready');
  for (let count = 0; await target.next(); count++) {
    const answer = await fetch(target.attacked + hubPaths.push, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${devices[count % DEVICES]?.token}`,
      },
      body,
      // Unreported: that the hub cuts it off is what is measured.
    }).catch(() => null);
    await answer?.text().catch(() => '');
  }
}

function editOf(patch: string): string {
  const edit = `"n":1,"id":"${randomUUID()}","table":"comments","key":"${randomUUID()}","op":"insert","baseVersion":null`;
  const rest = `"base":{},"blobs":[],"at":"2026-11-23T18:00:00.000Z","hash":"${'0'.repeat(64)}"`;
  return `{"protocol":${PROTOCOL},"schema":${SCHEMA},"mutations":[{${edit},"patch":${patch},${rest}}]}`;
}

async function halfSent(target: Target, path: string, headers: string): Promise<void> {
  const sockets: Socket[] = [];
  process.send?.('ready');
  while (await target.next()) {
    for (let count = 0; count < 60; count++) {
      const port = Number(new URL(target.attacked).port);
      const socket = connect({ host: '127.0.0.1', port, localAddress: `127.0.1.${count + 1}` });
      // Unreported: that the hub cuts it is what is measured.
      socket.on('error', () => undefined);
      socket.write(`POST ${path} HTTP/1.1\r\nhost: hub\r\n${headers}content-length: 500\r\n\r\n{`);
      sockets.push(socket);
    }
    await pause(1_000);
  }
  for (const socket of sockets) socket.destroy();
}

/** So many at once, each one after the other. */
async function atOnce(target: Target, count: number, work: () => Promise<unknown>): Promise<void> {
  process.send?.('ready');
  const line = async () => {
    // Unreported: that the hub cuts it off is what is measured.
    while (await target.next()) await work().catch(() => undefined);
  };
  await Promise.all(Array.from({ length: count }, line));
}

/** The token with another signature: all that can be seen of it without asking the key is right. */
function forged(token: string): string {
  return [...token.split('.').slice(0, 2), randomBytes(64).toString('base64url')].join('.');
}

/** Hands off a packet whose steps are a chain of corrections. */
async function handOffChain(device: TestDevice): Promise<void> {
  const contents = urgentContents(device);
  const [step] = contents.steps;
  if (!step) throw new Error('no step');
  const before = { ...completeContents(device), case: contents.case, consents: contents.consents };
  await device.push(...editsOf(before).filter(({ table }) => table === 'cases' || table === 'consents'));
  const ids = [step.id, ...Array.from({ length: 10_000 }, newId)];
  const chain = ids.slice(1).map((id, at) => ({ ...step, id, corrects: ids[at] ?? null }));
  const packet = packetOf(device, { ...contents, steps: [...contents.steps, ...chain] });
  await device.push(handoffOf(await sign(device, packet)));
}

export const attacks: readonly Attack[] = [
  {
    name: '31 MB of empty objects, again and again',
    run: (target) => pushing(target, editOf(`{"a":[${'{},'.repeat(10_800_000)}{}]}`)),
  },
  {
    name: '900,000 values that are judged, again and again',
    run: (target) => pushing(target, editOf(`{"a":[${'{},'.repeat(300_000)}{}]}`)),
  },
  {
    name: 'packets with a chain of 10,000 corrections',
    run: async (target) => {
      process.send?.('ready');
      while (await target.next()) {
        // Unreported: beyond what its organisation may send in a minute it is cut off, which is what is measured.
        await handOffChain(await enrol(target)).catch(() => undefined);
      }
    },
  },
  {
    name: 'sixty half-sent requests a second, without a token',
    run: (target) => halfSent(target, hubPaths.token, 'content-type: application/json\r\n'),
  },
  {
    name: 'wrong operator’s tokens, eight at once',
    run: (target) =>
      atOnce(target, 8, () => request(target.attacked, hubPaths.people, { token: randomUUID() })),
  },
  {
    name: 'forged tokens of devices, eight at once',
    run: async (target) => {
      const { token } = await enrol(target);
      await atOnce(target, 8, () => request(target.attacked, hubPaths.ownDevices, { token: forged(token) }));
    },
  },
  {
    name: 'forged assertions of devices, eight at once',
    run: async (target) => {
      const device = await enrol(target);
      await atOnce(target, 8, async () => device.exchange(forged(await device.assertion())));
    },
  },
  {
    name: 'snapshots of the whole organisation, four at once',
    run: async (target) => {
      const device = await enrol(target);
      await atOnce(target, 4, () => device.askPull(device.organisationScope, null));
    },
  },
];

if (process.argv[1] === import.meta.filename) {
  const [number = '', url = '', token = '', attacked = '', rate = '0'] = process.argv.slice(2);
  let ended = false;
  let rounds = 0;
  let began = 0;
  const perSecond = Number(rate);
  setPriority(constants.priority.PRIORITY_LOW);
  process.once('SIGTERM', () => {
    ended = true;
  });
  const attack = attacks[Number(number)];
  if (!attack) throw new Error(`there is no attack ${number}`);
  await attack.run({
    url,
    attacked,
    enrolmentCode: (personId: string) => enrolmentCode(url, token, personId),
    async next() {
      if (began === 0) began = performance.now();
      if (perSecond > 0) {
        const due = began + (rounds / perSecond) * 1_000;
        while (!ended && performance.now() < due)
          await pause(Math.max(1, Math.min(100, due - performance.now())));
      }
      if (ended) return false;
      rounds += 1;
      return true;
    },
  });
  const seconds = (performance.now() - began) / 1_000;
  await new Promise((told) => process.send?.({ perSecond: rounds / seconds }, told));
  process.exit();
}
