/** The three cases that `npm start` has ready: made by consoles of the sample's people, and true to every rule. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CaseContents, caseTables } from '../../../shared/cases/contents.ts';
import type { CaseRecord } from '../../../shared/cases/schema.ts';
import { evaluate } from '../../../shared/handoff/evaluate.ts';
import { verifyPacket } from '../../../shared/handoff/packet-checks.ts';
import type { Packet } from '../../../shared/handoff/schema.ts';
import type { PacketSignature } from '../../../shared/handoff/signature.ts';
import { hubKeys } from '../../../shared/handoff/trust.ts';
import { sampleProducts } from '../../../shared/policy/sample-catalogue.ts';
import { hubPaths, PROTOCOL, type PulledRow, SCHEMA } from '../../../shared/sync/protocol.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import { caseOf } from '../../helpers/hub-rows.ts';
import { request, TestDevice } from '../../helpers/test-device.ts';

let hub: TestHub;
let engineer: TestDevice;
let rows: PulledRow[];
beforeAll(async () => {
  hub = await startTestHub({ sampleCases: true });
  engineer = await TestDevice.enrol(hub, hub.sample.people.engineer.id);
  rows = (await engineer.pullAll()).rows;
});
afterAll(() => hub.stop());

const of = <T>(table: string) => rows.filter((row) => row.table === table).map((row) => row.data as T);
const caseIn = (state: string) => {
  const found = of<CaseRecord>('cases').find((each) => each.state === state);
  if (!found) throw new Error(`no case is ${state}`);
  return found;
};

describe('the sample cases', () => {
  test('are three: one in work, one in review, one that Level 3 has planned', () => {
    const states = of<CaseRecord>('cases').map(({ state }) => state);
    expect(states.sort()).toEqual(['in-review', 'level2', 'planned']);
    expect(of<{ caseId: string; state: string }>('tickets')).toMatchObject([
      { caseId: caseIn('planned').id, state: 'planned' },
    ]);
  });

  test('the one in work lacks a few answers, and the findings say which', () => {
    const record = caseIn('level2');
    const own = (table: string) =>
      of<{ caseId: string }>(table).filter((each) => each.caseId === record.id) as never;
    const contents = {
      case: record,
      ...Object.fromEntries(caseTables.map((table) => [table, own(table)])),
    } as unknown as CaseContents;
    const now = new Date().toISOString();
    const findings = evaluate(contents, { now, products: sampleProducts, trust: null });
    const ruled = (severity: string) =>
      findings
        .filter((each) => each.severity === severity)
        .map(({ rule, where }) => `${rule} ${where.field}`);
    expect(ruled('blocker')).toEqual([
      'H14 Operating system',
      'H22 examine-logs',
      'H31 backupAt',
      'H31 backupBy',
      'H31 backupConfirmed',
      'H41 ask',
    ]);
  });

  test.each(['in-review', 'planned'])(
    '[H36, H37] the packet of the one that is %s passes every check, and its file is at the hub',
    async (state) => {
      const { id } = caseIn(state);
      const packet = of<Packet>('packets').find((each) => each.caseId === id);
      const signatures = of<PacketSignature>('signatures').filter((each) => each.caseId === id);
      if (!packet) throw new Error('no packet');
      const { keys } = hubKeys.parse(await (await fetch(hub.url + hubPaths.deviceKeys)).json());
      const checks = await verifyPacket(packet, signatures, {
        trust: { hub: { keys }, people: [], revokedDevices: [] },
        now: new Date().toISOString(),
        newestRevision: 1,
        forReview: state === 'in-review',
      });
      expect(checks.length).toBeGreaterThan(4);
      expect(checks.filter(({ ok }) => ok === false)).toEqual([]);
      // Its findings are of a console that had catalogue and credentials: none says that something was not checked.
      expect(packet.findings.filter(({ rule }) => rule === 'H33')).toEqual([]);
      const hashes = packet.contents.attachments.map(({ sha256 }) => sha256);
      expect(hashes).toHaveLength(1);
      const body = { protocol: PROTOCOL, schema: SCHEMA, device: engineer.identity.deviceId, hashes };
      const answer = await request(hub.url, hubPaths.blobState, { token: engineer.token, body });
      expect(answer.body).toEqual({ complete: hashes });
    },
  );

  test('another start makes them no second time, and a hub where somebody wrote a case gets none', async () => {
    await hub.restart();
    const again = (await engineer.pullAll()).rows.filter(({ table }) => table === 'cases');
    expect(again).toHaveLength(3);
    const other = await startTestHub();
    try {
      const device = await TestDevice.enrol(other, other.sample.people.engineer.id);
      await device.insert('cases', caseOf(device));
      await (await startTestHub({ beside: other, sampleCases: true })).stop();
      const kept = (await device.pullAll()).rows.filter(({ table }) => table === 'cases');
      expect(kept).toHaveLength(1);
    } finally {
      await other.stop();
    }
  });
});
