/** Packets that say what the hub’s own rows do not: each is refused, for what it forges (HE9, S10). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CaseContents } from '../../../shared/cases/contents.ts';
import { contentsDigest } from '../../../shared/handoff/packet.ts';
import type { Packet } from '../../../shared/handoff/schema.ts';
import type { PushResult } from '../../../shared/sync/protocol.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import {
  approve,
  approverOf,
  completeContents,
  editsOf,
  handoffOf,
  packetOf,
  sign,
  signatureOf,
} from '../../helpers/packets.ts';
import { sample } from '../../helpers/sample.ts';
import { newId, TestDevice } from '../../helpers/test-device.ts';

let hub: TestHub;
let device: TestDevice;
let lead: TestDevice;
beforeAll(async () => {
  hub = await startTestHub();
  device = await TestDevice.enrol(hub, sample.people.engineer.id);
  lead = await approverOf(device);
});
afterAll(() => hub.stop());

const somebody = { id: '01900000-0000-7000-8000-00000000beef', name: 'Somebody Else' };
const ago = (hours: number) => ({
  at: new Date(Date.now() - hours * 3_600_000).toISOString(),
  zone: 'America/Chicago',
});

/** Pushes a case that lacks nothing, and a signed packet of it as somebody forged it. */
async function forge(
  inContents: (contents: CaseContents) => unknown,
  inPacket: (packet: Packet) => Partial<Packet> = () => ({}),
): Promise<{ packet: Packet; result: PushResult }> {
  const contents = completeContents(device);
  await device.push(...editsOf(contents));
  const said = structuredClone(contents);
  inContents(said);
  const made = packetOf(device, said);
  const packet = { ...made, ...inPacket(made) };
  await sign(device, packet);
  const [result] = (await device.push(handoffOf(packet))).results;
  if (!result) throw new Error('the hub answered nothing');
  return { packet, result };
}
const refusalOf = (result: PushResult): string => {
  if (result.outcome !== 'rejected') return 'taken in';
  const { findings = [], message, code } = result.rejection;
  const blockers = findings.filter(({ severity }) => severity === 'blocker').map(({ rule }) => rule);
  return blockers.length > 0 ? [...new Set(blockers)].join(' ') : `${code}: ${message}`;
};
const waiverOf = ({ case: record }: CaseContents, by: { id: string; name: string }) => ({
  ...{ id: newId(), caseId: record.id, rule: 'H5' as const, by, at: ago(1) },
  ...{
    where: { table: 'cases', id: record.id, field: 'unmodified' },
    reason: 'The site cannot go back to it.',
  },
});

describe('a packet that is forged', () => {
  test('what is not forged is taken in', async () => {
    expect(refusalOf((await forge(() => {})).result)).toBe('taken in');
  });

  test.each<[string, RegExp, (contents: CaseContents) => unknown]>([
    [
      'a waiver that no lead gave',
      /no lead gave/,
      (contents) => {
        contents.case.unmodified = 'no';
        contents.waivers.push(waiverOf(contents, lead.person));
      },
    ],
    [
      'a waiver of its author',
      /waiver of its own author/,
      (contents) => {
        contents.case.unmodified = 'no';
        contents.waivers.push(waiverOf(contents, device.person));
      },
    ],
    [
      'a signature that the customer gave to nobody',
      /signature of the customer that is not at the hub/,
      ({ consents: [first] }) => Object.assign(first ?? {}, { id: newId() }),
    ],
    [
      'another day of signature than the hub has',
      /signature of the customer that is not at the hub/,
      ({ consents: [first] }) => Object.assign(first ?? {}, { signedOn: '2026-01-02' }),
    ],
    [
      'a step of a person whom nobody knows',
      /^H24$/,
      ({ steps: [first] }) => Object.assign(first ?? {}, { by: somebody }),
    ],
    [
      'a colleague under another name',
      /name/,
      ({ steps: [first] }) =>
        Object.assign(first ?? {}, { by: { id: sample.people.lead.id, name: 'Somebody Else' } }),
    ],
    [
      'a step of a person of another organisation',
      /^H24$|name/,
      ({ steps: [first] }) =>
        Object.assign(first ?? {}, {
          by: { id: sample.people.otherLead.id, name: sample.people.otherLead.name },
        }),
    ],
    [
      'a product that the catalogue does not have',
      /H33/,
      ({ systems: [first] }) => Object.assign(first ?? {}, { productId: 'sample-made-up' }),
    ],
    [
      'a product for which its author is not certified, as free text',
      /H47/,
      ({ systems: [first] }) =>
        Object.assign(first ?? {}, {
          ...{ productId: null, productName: 'Sample Call Recorder 5', suppliedByIpcelerate: 'yes' },
        }),
    ],
    [
      'a case of another organisation',
      /forbidden: The packet holds another case/,
      ({ case: record }) => Object.assign(record, { organisationId: sample.organisations[1].id }),
    ],
    [
      'a row of another case',
      /row of another case/,
      ({ steps: [first] }) => Object.assign(first ?? {}, { caseId: newId() }),
    ],
    [
      'P1 with nobody affected',
      /^H2$/,
      ({ case: record }) => Object.assign(record, { priority: 'P1', affectedUsers: 0 }),
    ],
    [
      'P1 with an impact that is none',
      /^H2$/,
      ({ case: record }) => Object.assign(record, { priority: 'P1', impact: 'None.' }),
    ],
    [
      'a call to IPcelerate that has not been made yet',
      /^H42$/,
      ({ case: record }) =>
        Object.assign(record, {
          ...{ level3CalledAt: ago(-2), level3CalledNumber: '888-918-4192', level3CalledTo: 'The desk' },
        }),
    ],
    [
      'a notification of tomorrow',
      /^H42$/,
      ({ case: record }) => Object.assign(record, { notifiedAt: ago(-24) }),
    ],
    [
      'a configuration of tomorrow',
      /^H13$/,
      ({ configuration: [first] }) => Object.assign(first ?? {}, { capturedAt: ago(-24).at }),
    ],
    [
      'maintenance that has ended, as current',
      /^H26$/,
      ({ case: record }) => Object.assign(record, { maintenanceUntil: '2020-01-01' }),
    ],
    [
      'maintenance that never was, as lapsed and offered',
      /H27/,
      ({ case: record }) =>
        Object.assign(record, {
          ...{ maintenance: 'lapsed', maintenanceUntil: '2020-01-01', renewalOffered: 'yes' },
          ...{ renewalOfferedAt: ago(5), renewalOfferedTo: 'Sample Contact', renewalAnswer: 'declines' },
        }),
    ],
    [
      'a document that was never published',
      /signature of the customer/,
      ({ consents: [first] }) => Object.assign(first ?? {}, { documentId: newId() }),
    ],
    ['no paper at all', /^H32$/, (contents) => Object.assign(contents, { consents: [] })],
  ])('%s: %s', async (_what, why, spoil) => {
    expect(refusalOf((await forge(spoil)).result)).toMatch(why);
  });

  test.each<[string, RegExp, (packet: Packet) => Partial<Packet>]>([
    ['a digest that is not its contents’', /digest does not fit/, () => ({ digest: 'ab'.repeat(32) })],
    ['another author', /names another person|forbidden/, () => ({ by: somebody })],
    ['a revision far ahead', /too far from it/, () => ({ revision: 4_000 })],
    ['another case', /another case than it says/, () => ({ caseId: newId() })],
  ])('%s: %s', async (_what, why, change) => {
    expect(refusalOf((await forge(() => {}, change)).result)).toMatch(why);
  });

  test('contents that changed after they were signed, and a signature of another packet', async () => {
    const contents = completeContents(device);
    await device.push(...editsOf(contents));
    const packet = packetOf(device, contents);
    await sign(device, packet);
    const other = { ...contents, case: { ...contents.case, ask: 'Send a new server, and pay for it.' } };
    const forged = { ...packet, contents: other, digest: contentsDigest(other) };
    const [result] = (await device.push(handoffOf(forged))).results;
    expect(result && refusalOf(result)).toBe('H36');
  });

  test('an approval of its author, of an engineer, of tomorrow, or with a waiver that says nothing approves nothing', async () => {
    const spoilt = await forge(({ case: record }) => Object.assign(record, { unmodified: 'no' }));
    expect(spoilt.result.outcome).toBe('applied');
    const { packet } = spoilt;
    expect(refusalOf(await approve(device, packet))).toMatch(/forbidden/);
    expect(refusalOf(await approve(lead, packet, { at: ago(-24) }))).toMatch(/^state/);
    expect(refusalOf(await approve(lead, packet))).toBe('H5');
    const where = { table: 'cases', id: packet.caseId, field: 'unmodified' };
    expect(
      refusalOf(await approve(lead, packet, { waivers: [{ rule: 'H5', where, reason: 'xxx' }] })),
    ).not.toBe('taken in');
    // A rule that no lead may waive stays.
    const signature = await signatureOf(lead, packet, 'approval', {
      waivers: [
        { rule: 'H1' as 'H5', where: { ...where, field: 'specified' }, reason: 'It is told in the log.' },
      ],
    });
    const [answer] = (await lead.insert('signatures', signature)).results;
    expect(answer && refusalOf(answer)).not.toBe('taken in');
    expect(
      (await approve(lead, packet, { waivers: [{ rule: 'H5', where, reason: 'The site cannot go back.' }] }))
        .outcome,
    ).toBe('applied');
  });
});
