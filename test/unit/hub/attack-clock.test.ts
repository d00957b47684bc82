/** Handoffs that go by a way on which a hub whose clock is wrong does not look (security 36). Real requests, its clock shifted. */
import { afterEach, expect, test } from 'vitest';
import { hubPaths, PROTOCOL, SCHEMA } from '../../../shared/sync/protocol.ts';
import { awaiting, sendFile, ticketsOf } from '../../helpers/awaited-packets.ts';
import { eventually } from '../../helpers/eventually.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import { handoffOf, packetOf, urgentContents } from '../../helpers/packets.ts';
import { TestDevice } from '../../helpers/test-device.ts';
import { someBytes } from '../../helpers/test-shell.ts';

const DAY_MS = 86_400_000;
const slow = { timeout: 120_000 };
const held: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const free of held.splice(0)) await free();
});
const enrol = (hub: TestHub) => TestDevice.enrol(hub, hub.sample.people.engineer.id);

const oneHub = async (shiftMs: number) => {
  const wrong = await startTestHub({ shiftMs, clockAlone: true });
  held.push(() => wrong.stop());
  return wrong;
};

test(
  'security 36: takes no handoff whose table is written in other letters, and no approval',
  slow,
  async () => {
    const wrong = await oneHub(-3 * DAY_MS);
    const device = await enrol(wrong);
    const packet = packetOf(device, urgentContents(device));
    const body = { protocol: PROTOCOL, schema: SCHEMA, mutations: [device.mutation(handoffOf(packet))] };
    for (const name of [
      '"packets"',
      '"p\\u0061ckets"',
      '"packet\\u0073"',
      '"\\u0070\\u0061ckets"',
      '"signatures"',
    ]) {
      const answer = await fetch(wrong.url + hubPaths.push, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${device.token}` },
        body: JSON.stringify(body).replace('"packets"', name),
      });
      expect([name, answer.status, await answer.json()]).toMatchObject([name, 503, { code: 'hub-clock' }]);
    }
  },
);

test('security 36: lets none go that waited for its file, until the clock is right', slow, async () => {
  const right = await oneHub(0);
  const device = await enrol(right);
  const file = someBytes(1_000);
  const packet = await awaiting(device, file.sha256);
  await right.restart(-3 * DAY_MS);
  await device.authenticate();
  expect(await sendFile(device, file.bytes)).toBe(200);
  expect(await ticketsOf(right, packet)).toEqual([]);
  await right.restart(0);
  await eventually(
    () => ticketsOf(right, packet),
    ({ length }) => length === 1,
    'its ticket',
  );
});
