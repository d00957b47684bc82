/**
 * The computers of partners and of a desk on a working day, as a process of their own: real keys, real requests, a stream of
 * pokes each. What one does is drawn beforehand from a seed. Argument: `Day` as JSON. Says `ready` when all are
 * enrolled and listen; hears `{hubs}` when hubs came or went; says `over` once all is done and heard, and tells `Told` when it has compared
 * that with the hub.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { hubPaths } from '../../../shared/sync/protocol.ts';
import { sample } from '../../helpers/sample.ts';
import { request, TestDevice } from '../../helpers/test-device.ts';
import { Random } from '../../sim/random.ts';
import { enrolmentCode } from '../processes.ts';
import { BusyDevice, count, type Shared, type Told } from './busy-device.ts';

export interface Day {
  hubs: string[];
  operatorToken: string;
  partners: number;
  devicesOfPartner: number;
  desks: number;
  seconds: number;
  /** What each device does on the way. */
  edits: number;
  files: number;
  /** Packets that become tickets, of all. */
  packets: number;
  /** Seconds after the day in which the last pokes have to come. */
  grace: number;
  /** How often hubs come or go meanwhile; what is waited for, and worked on after. */
  changes: number;
}

const random = new Random(20_261_129);
const day = JSON.parse(process.argv[2] ?? '{}') as Day;
const told: Told = {
  times: { push: [], pull: [], file: [], poke: [] },
  errors: {},
  repeated: {},
  lostPokes: 0,
  lostRows: 0,
  apart: 0,
  lostFields: 0,
  edits: [],
  bytes: 0,
  seconds: 0,
  cpu: 0,
};
const shared: Shared = { told, random, hubs: day.hubs, acknowledged: new Map() };

const first = day.hubs[0] ?? '';
const operator = {
  url: first,
  enrolmentCode: (personId: string) => enrolmentCode(first, day.operatorToken, personId),
};

/** Somebody of a partner of their own. */
async function personOf(partner: number): Promise<string> {
  if (partner === 0) return sample.people.engineer.id;
  const { body } = await request(first, hubPaths.people, {
    token: day.operatorToken,
    body: {
      organisation: { id: null, name: `Sample partner ${partner}` },
      name: `Sample engineer ${partner}`,
      email: `engineer-${partner}@example.com`,
      roles: ['engineer'],
    },
  });
  return (body as { personId: string }).personId;
}

const devices: BusyDevice[] = [];
const desks: BusyDevice[] = [];
for (let partner = 0; partner < day.partners; partner++) {
  const person = await personOf(partner);
  for (let at = 0; at < day.devicesOfPartner; at++) {
    const device = await TestDevice.enrol(operator, person);
    devices.push(new BusyDevice(device, device.organisationScope, devices.length, shared));
  }
}
for (let at = 0; at < day.desks; at++) {
  const device = await TestDevice.enrol(operator, sample.people.desk.id);
  desks.push(new BusyDevice(device, 'level3', at, shared));
}
const all = [...devices, ...desks];
for (const each of all) void each.listen();
let changes = 0;
const changed = new Promise<void>((done) => {
  const look = () => changes === day.changes && done();
  process.on('message', (message) => {
    shared.hubs = (message as { hubs: string[] }).hubs;
    changes += 1;
    look();
  });
  look();
});
await Promise.all(all.map((each) => each.pull()));
for (const times of Object.values(told.times)) times.length = 0;
process.send?.('ready');

const began = performance.now();
const before = process.cpuUsage();
/** What happens when, in milliseconds. */
const acts = devices.flatMap((device, at) =>
  [
    ...Array.from({ length: day.edits }, () => () => device.edit()),
    ...Array.from({ length: day.files }, () => () => device.file()),
    ...(at < day.devicesOfPartner
      ? Array.from({ length: Math.ceil(day.packets / day.devicesOfPartner) }, () => () => device.handOff())
      : []),
  ].map((act) => ({ device, act, at: random.int(0, day.seconds * 1_000) })),
);
acts.sort((a, b) => a.at - b.at);
// A person does one thing after the other; others do not wait for them.
const lines = new Map<BusyDevice, Promise<void>>();
for (const { device, act, at } of acts) {
  const due = at - (performance.now() - began);
  if (due > 0) await wait(due);
  const line = (lines.get(device) ?? Promise.resolve()).then(act);
  lines.set(
    device,
    line.catch((error: unknown) => count(told.errors, String(error).slice(0, 80))),
  );
}
await Promise.all(lines.values());
await changed;
// Whatever hub came last has work to do, too.
if (day.changes > 0) await Promise.all(devices.map((device) => device.edit()));
const end = performance.now() + day.grace * 1_000;
const heads = async () => {
  for (const each of all) await each.pull();
  const most = new Map<string, number>();
  for (const { scope, head } of all) most.set(scope, Math.max(most.get(scope) ?? 0, head?.version ?? 0));
  return most;
};
for (let most = await heads(); performance.now() < end; most = await heads()) {
  if (all.every(({ scope, heard }) => heard >= (most.get(scope) ?? 0))) break;
  await wait(200);
}
told.seconds = (performance.now() - began) / 1_000;
const used = process.cpuUsage(before);
told.cpu = (used.user + used.system) / 1e6;
process.send?.('over');
for (const each of all) await each.judge();
for (const each of all) each.over = true;
await new Promise((done) => process.send?.(told, done));
process.exit();
