/** What a lead decides, at the hub: approval, changes, rejection, waivers; files on their way; a P1 that cannot wait. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { attachments } from '../../../shared/cases/attachments.ts';
import type { CaseContents } from '../../../shared/cases/contents.ts';
import type { AttachmentRecord } from '../../../shared/cases/records.ts';
import { waivers } from '../../../shared/cases/statements.ts';
import type { Packet } from '../../../shared/handoff/schema.ts';
import type { Review } from '../../../shared/review/schema.ts';
import type { PushResult } from '../../../shared/sync/protocol.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import {
  approve,
  completeContents,
  editsOf,
  handoffOf,
  packetOf,
  sign,
  signatureOf,
  submit,
  urgentContents,
} from '../../helpers/packets.ts';
import { sql } from '../../helpers/postgres.ts';
import { newId, request, TestDevice } from '../../helpers/test-device.ts';
import { someBytes, testShell } from '../../helpers/test-shell.ts';

let hub: TestHub;
let engineer: TestDevice;
let lead: TestDevice;
let secondLead: TestDevice;
let stranger: TestDevice;
let desk: TestDevice;
beforeAll(async () => {
  hub = await startTestHub();
  const { people } = hub.sample;
  [engineer, lead, secondLead, stranger, desk] = (await Promise.all(
    [people.engineer, people.lead, people.secondLead, people.otherLead, people.desk].map(({ id }) =>
      TestDevice.enrol(hub, id),
    ),
  )) as [TestDevice, TestDevice, TestDevice, TestDevice, TestDevice];
});
afterAll(() => hub.stop());

const here = () => ({ at: new Date().toISOString(), zone: 'America/Chicago' });
const stateOf = async (packet: Packet) =>
  ((await engineer.row('cases', packet.caseId))?.data as { state?: string } | undefined)?.state;
const tickets = (packet: Packet) =>
  sql<{ ticket: string }>(hub.databaseUrl, 'SELECT ticket FROM escalations WHERE packet_id = $1', [
    packet.id,
  ]);
const codeOf = (result: PushResult | undefined) =>
  result?.outcome === 'rejected' ? result.rejection.code : result?.outcome;

function decision(by: TestDevice, packet: Packet, change: Partial<Review> = {}): Review {
  return {
    id: newId(),
    caseId: packet.caseId,
    packetId: packet.id,
    revision: packet.revision,
    digest: packet.digest,
    kind: 'asked-for-changes',
    at: here(),
    by: by.person,
    text: '',
    changes: [{ id: newId(), text: 'Say which phones.', where: null, rule: null }],
    ...change,
  };
}

async function decide(by: TestDevice, row: Review): Promise<PushResult | undefined> {
  return (await by.insert('reviews', row)).results[0];
}

/** Goes on with a case that was sent back: changed, then frozen anew. */
async function again(packet: Packet, from: 'changes-requested' | 'level2'): Promise<Packet> {
  const { caseId: key } = packet;
  const observed = 'Phones 12 and 14 stay silent.';
  const contents = { ...packet.contents, case: { ...packet.contents.case, observed, state: from } };
  await engineer.push(
    {
      table: 'cases',
      key,
      op: 'patch',
      patch: { observed },
      base: { observed: packet.contents.case.observed },
    },
    { table: 'cases', key, op: 'patch', patch: { state: 'ready' }, base: { state: from } },
  );
  const next = await sign(engineer, packetOf(engineer, contents, packet.revision + 1));
  expect((await engineer.push(handoffOf(next))).results).toMatchObject([{ outcome: 'applied' }]);
  return next;
}

/** A complete case with something changed. */
const spoilt = (change: (contents: CaseContents) => Partial<CaseContents>): CaseContents => {
  const contents = completeContents(engineer);
  return { ...contents, ...change(contents) };
};
const modified = () => spoilt(({ case: record }) => ({ case: { ...record, unmodified: 'no' } }));
const waiverAt = (packet: Packet, reason: string) => ({
  rule: 'H5' as const,
  where: { table: 'cases', id: packet.caseId, field: 'unmodified' },
  reason,
});

describe('[CS3] its author takes a handoff back', () => {
  const takenBack = (packet: Packet) => ({
    table: 'cases',
    key: packet.caseId,
    op: 'patch' as const,
    patch: { state: 'level2' },
    base: { state: 'in-review' },
  });

  test('out of review nobody decides it any more, and the next revision goes its way', async () => {
    const { packet } = await submit(engineer, completeContents(engineer));
    expect((await engineer.push(takenBack(packet))).results.map(codeOf)).toEqual(['merged']);
    expect(await stateOf(packet)).toBe('level2');
    expect(codeOf(await approve(lead, packet))).not.toBe('applied');
    expect(codeOf(await decide(lead, decision(lead, packet)))).not.toBe('applied');
    expect(await stateOf(packet)).toBe('level2');
    expect(await tickets(packet)).toEqual([]);
    const next = await again(packet, 'level2');
    expect(codeOf(await approve(lead, next))).toBe('applied');
    expect(await tickets(next)).toHaveLength(1);
  });

  test('a case that a lead had sent back is sent back again, also where the hub refuses its next packet', async () => {
    const { packet } = await submit(engineer, completeContents(engineer));
    expect(codeOf(await decide(lead, decision(lead, packet)))).toBe('applied');
    const next = await again(packet, 'changes-requested');
    const back = { ...takenBack(next), patch: { state: 'changes-requested' } };
    expect((await engineer.push(back)).results.map(codeOf)).toEqual(['merged']);
    expect(await stateOf(next)).toBe('changes-requested');
    expect(codeOf(await approve(lead, next))).toBe('state');

    const { caseId: key, contents } = next;
    const emptied = { ...contents.case, observed: '', state: 'changes-requested' as const };
    await engineer.push(
      {
        table: 'cases',
        key,
        op: 'patch',
        patch: { observed: '' },
        base: { observed: contents.case.observed },
      },
      {
        table: 'cases',
        key,
        op: 'patch',
        patch: { state: 'ready' },
        base: { state: 'changes-requested' },
      },
    );
    const third = await sign(engineer, packetOf(engineer, { ...contents, case: emptied }, next.revision + 1));
    expect((await engineer.push(handoffOf(third))).results.map(codeOf)).toContain('handoff-incomplete');
    expect(await stateOf(third)).toBe('changes-requested');
  });

  test('once a lead approved it, it stays with Level 3', async () => {
    const { packet } = await submit(engineer, completeContents(engineer));
    expect(codeOf(await approve(lead, packet))).toBe('applied');
    const { results } = await engineer.push(takenBack(packet));
    expect(results.map(codeOf)).not.toContain('applied');
    expect(await tickets(packet)).toHaveLength(1);
  });

  test('before it was sent: its events, and edits that change nothing, move the case nowhere', async () => {
    const contents = completeContents(engineer);
    const { id: caseId, state } = contents.case;
    await engineer.push(...editsOf(contents));
    const event = { caseId, kind: 'transition', at: here(), by: engineer.person };
    const handedOff = { ...event, id: newId(), from: 'level2', to: 'ready', reason: 'Handed off' };
    const taken = { ...event, id: newId(), from: 'ready', to: 'level2', reason: 'Taken back' };
    const nothing = { table: 'cases', key: caseId, op: 'patch' as const, patch: {}, base: {} };
    const { results } = await engineer.push(
      { table: 'events', key: handedOff.id, op: 'insert', patch: handedOff },
      { table: 'events', key: taken.id, op: 'insert', patch: taken },
      nothing,
      nothing,
    );
    expect(results.map(codeOf)).toEqual(['applied', 'applied', 'applied', 'applied']);
    expect((await engineer.row('cases', caseId))?.data).toMatchObject({ state });
  });
});

describe('[H37] a lead decides', () => {
  test('a packet waits in review, without a ticket and unseen by Level 3, until a lead approves it', async () => {
    const { packet, result } = await submit(engineer, completeContents(engineer));
    expect(result).not.toHaveProperty('receipt');
    expect(await stateOf(packet)).toBe('in-review');
    expect(await tickets(packet)).toEqual([]);
    expect(await desk.row('packets', packet.id, 'level3')).toBeUndefined();
    expect(await approve(lead, packet)).toMatchObject({
      outcome: 'applied',
      receipt: { packetId: packet.id },
    });
    expect(await stateOf(packet)).toBe('escalated');
    const { rows } = await desk.pullAll('level3');
    const signatures = rows.filter(
      ({ table, data }) => table === 'signatures' && (data as { packetId?: string }).packetId === packet.id,
    );
    expect(signatures.map(({ data }) => (data as { kind: string }).kind).sort()).toEqual([
      'approval',
      'engineer',
    ]);
  });

  test('changes are asked for, made, and approved; the first packet is as it was, and is approved no more', async () => {
    const { packet } = await submit(engineer, completeContents(engineer));
    expect(await decide(lead, decision(lead, packet))).toMatchObject({ outcome: 'applied' });
    expect(await stateOf(packet)).toBe('changes-requested');
    const next = await again(packet, 'changes-requested');
    expect(await stateOf(next)).toBe('in-review');
    expect(codeOf(await approve(lead, packet))).toBe('state');
    expect(await approve(secondLead, next)).toMatchObject({ receipt: { revision: 2 } });
    expect((await engineer.row('packets', packet.id))?.data).toEqual(packet);
    expect(await tickets(packet)).toEqual([]);
  });

  test('a rejection says why and gives the case back; a replayed older revision is refused', async () => {
    const { packet } = await submit(engineer, completeContents(engineer));
    const wordless = decision(lead, packet, { kind: 'rejected', changes: [] });
    expect(codeOf(await decide(lead, wordless))).toBe('invalid');
    const rejected = { ...wordless, id: newId(), text: 'This is a question for the manual.' };
    expect(await decide(lead, rejected)).toMatchObject({ outcome: 'applied' });
    expect(await stateOf(packet)).toBe('level2');
    await again(packet, 'level2');
    const replayed = await sign(engineer, { ...packet, id: newId() });
    expect(codeOf((await engineer.push(handoffOf(replayed))).results[0])).toBe('duplicate-key');
  });

  test('of two leads at once the first stands, and the second is told who decided', async () => {
    const { packet } = await submit(engineer, completeContents(engineer));
    const results = await Promise.all([approve(lead, packet), approve(secondLead, packet)]);
    const refused = results.filter((result) => result.outcome === 'rejected');
    expect(refused).toHaveLength(1);
    const [first] = results.flatMap((result, index) =>
      result.outcome === 'applied' ? [[lead, secondLead][index]?.person.name] : [],
    );
    expect(refused[0]).toMatchObject({ rejection: { code: 'state' } });
    expect(JSON.stringify(refused)).toContain(`${first} approved this packet first`);
    expect(await tickets(packet)).toHaveLength(1);
    expect(codeOf(await decide(secondLead, decision(secondLead, packet)))).toBe('state');
  });

  test('the same approval again, from anywhere, is applied and makes no second ticket', async () => {
    const { packet } = await submit(engineer, completeContents(engineer));
    const signature = await signatureOf(lead, packet, 'approval');
    const colleague = await TestDevice.enrol(hub, hub.sample.people.lead.id);
    for (const device of [lead, lead, colleague])
      expect((await device.insert('signatures', signature)).results).toMatchObject([{ outcome: 'applied' }]);
    expect(await tickets(packet)).toHaveLength(1);
  });

  test('no state of the review is set by hand', async () => {
    const { packet } = await submit(engineer, completeContents(engineer));
    for (const state of ['approved', 'changes-requested', 'escalated'])
      for (const device of [engineer, lead]) {
        const patch = { table: 'cases', key: packet.caseId, op: 'patch' as const, patch: { state } };
        const [result] = (await device.push({ ...patch, base: { state: 'in-review' } })).results;
        expect(codeOf(result), `${state} by ${device.person.name}`).toBe('state');
      }
  });
});

describe('[H36] [H37] what no approval and no handoff is', () => {
  test('approvals of the author, an engineer, another organisation, without read-back, of another digest', async () => {
    const both = await TestDevice.enrol(hub, hub.sample.people.secondEngineer.id);
    const setRoles = (roles: string) =>
      sql(hub.databaseUrl, 'UPDATE people SET roles = $2::text[] WHERE id = $1', [both.person.id, roles]);
    const own = await submit(both, completeContents(both));
    expect(codeOf(await approve(both, own.packet))).toBe('forbidden');
    await setRoles('{engineer,lead}');
    await both.authenticate();
    expect(codeOf(await approve(both, own.packet))).toBe('forbidden');
    await setRoles('{engineer}');
    const { packet } = await submit(engineer, completeContents(engineer));
    const readBack = { wrong: 'Some phones stay silent.', asked: ' ' };
    expect(codeOf(await approve(lead, packet, { readBack }))).toBe('invalid');
    expect(codeOf(await approve(stranger, packet))).not.toBe('applied');
    const other = { ...packet, digest: own.packet.digest };
    expect(codeOf(await approve(lead, other))).toBe('invalid');
    // Signed over another packet, and said to be over this one.
    const forged = { ...(await signatureOf(lead, { ...packet, note: 'x' }, 'approval')), id: newId() };
    expect(codeOf((await lead.insert('signatures', forged)).results[0])).toBe('forbidden');
    const foreign = await signatureOf(lead, packet, 'approval', { by: secondLead.person });
    expect(codeOf((await lead.insert('signatures', foreign)).results[0])).toBe('forbidden');
    expect(await tickets(packet)).toEqual([]);
    expect(await stateOf(packet)).toBe('in-review');
  });

  test('a revoked device signs nothing that counts', async () => {
    const revoked = await TestDevice.enrol(hub, hub.sample.people.lead.id);
    const { packet } = await submit(engineer, completeContents(engineer));
    const signature = await signatureOf(revoked, packet, 'approval');
    const body = { deviceId: revoked.identity.deviceId, reason: 'Lost' };
    await request(hub.url, '/v1/operator/revoke-device', { token: hub.operatorToken, body });
    expect(codeOf((await lead.insert('signatures', signature)).results[0])).toBe('forbidden');
    expect(await stateOf(packet)).toBe('in-review');
  });

  test.each<[string, (packet: Packet) => Promise<unknown>]>([
    ['none', async () => undefined],
    ['of another content', async (packet) => sign(engineer, { ...packet, note: 'Another one' })],
    [
      'of somebody else',
      async (packet) => {
        const other = await TestDevice.enrol(hub, hub.sample.people.secondEngineer.id);
        return other.insert('signatures', await signatureOf(other, packet));
      },
    ],
  ])('a packet’s signature: %s', async (_what, signing) => {
    const contents = completeContents(engineer);
    await engineer.push(...editsOf(contents));
    const packet = packetOf(engineer, contents);
    await signing(packet);
    const [result] = (await engineer.push(handoffOf(packet))).results;
    expect(result).toMatchObject({
      rejection: { code: 'handoff-incomplete', findings: [{ rule: 'H36', severity: 'blocker' }] },
    });
    expect(await stateOf(packet)).toBe('level2');
  });

  test('a lead’s device may carry what an engineer signed; an engineer’s may not carry a colleague’s', async () => {
    const contents = completeContents(engineer);
    await engineer.push(...editsOf(contents));
    const packet = packetOf(engineer, contents);
    const signature = await signatureOf(engineer, packet);
    const colleague = await TestDevice.enrol(hub, hub.sample.people.secondEngineer.id);
    expect(codeOf((await colleague.insert('signatures', signature)).results[0])).toBe('forbidden');
    expect(codeOf((await colleague.push(handoffOf(packet))).results[0])).toBe('forbidden');
    await lead.insert('signatures', signature);
    expect((await lead.push(handoffOf(packet))).results).toMatchObject([{ outcome: 'applied' }]);
    // The engineer is online again, and the very same packet is one.
    expect((await engineer.insert('signatures', signature)).results).toMatchObject([{ outcome: 'applied' }]);
    expect((await engineer.push(handoffOf(packet))).results).toMatchObject([{ outcome: 'applied' }]);
    expect(await approve(lead, packet)).toMatchObject({ receipt: { packetId: packet.id } });
    expect(await tickets(packet)).toHaveLength(1);
  });
});

describe('waivers', () => {
  test('[H5] a blocker that may be waived goes to review; without the waiver it is not approved, with it it is', async () => {
    const { packet, result } = await submit(engineer, modified());
    expect(result).toMatchObject({ outcome: 'applied' });
    expect(await approve(lead, packet)).toMatchObject({
      rejection: { code: 'handoff-incomplete', findings: [{ rule: 'H5' }] },
    });
    expect(codeOf(await approve(lead, packet, { waivers: [waiverAt(packet, ' ')] }))).toBe('invalid');
    const fixed = { ...waiverAt(packet, 'Seen'), rule: 'H7' };
    expect(codeOf(await approve(lead, packet, { waivers: [fixed] }))).toBe('invalid');
    const waivers = [waiverAt(packet, 'The site cannot be taken back to the unmodified product.')];
    expect(await approve(lead, packet, { waivers })).toMatchObject({ receipt: { packetId: packet.id } });
  });

  test('[H5] a waiver that a lead gave before travels in the packet; one that no lead gave is found out', async () => {
    const contents = modified();
    await engineer.push(...editsOf(contents));
    const where = { table: 'cases', id: contents.case.id, field: 'unmodified' };
    const row = waivers.empty({
      id: newId(),
      caseId: contents.case.id,
      rule: 'H5' as const,
      where,
      at: here(),
      by: lead.person,
      reason: 'Known, and agreed with Level 3.',
    });
    const own = { ...row, by: engineer.person };
    expect(codeOf((await engineer.insert('waivers', own)).results[0])).toBe('forbidden');
    const forged = await sign(engineer, packetOf(engineer, { ...contents, waivers: [row] }));
    expect(codeOf((await engineer.push(handoffOf(forged))).results[0])).toBe('forbidden');
    expect((await lead.insert('waivers', row)).results).toMatchObject([{ outcome: 'applied' }]);
    const packet = await sign(engineer, packetOf(engineer, { ...contents, waivers: [row] }));
    expect((await engineer.push(handoffOf(packet))).results).toMatchObject([{ outcome: 'applied' }]);
    expect(await approve(lead, packet)).toMatchObject({ receipt: { packetId: packet.id } });
  });
});

describe('a P1', () => {
  test('[H37] goes to Level 3 at once; its approval follows, once, and reaches the desk', async () => {
    const { packet, result } = await submit(engineer, urgentContents(engineer));
    expect(result).toMatchObject({ receipt: { packetId: packet.id } });
    expect(codeOf(await decide(lead, decision(lead, packet)))).toBe('state');
    expect(await approve(lead, packet)).toMatchObject({ outcome: 'applied' });
    expect(codeOf(await approve(secondLead, packet))).toBe('state');
    expect(await tickets(packet)).toHaveLength(1);
    const { rows } = await desk.pullAll('level3');
    expect(
      rows.filter(
        ({ table, data }) =>
          table === 'signatures' && (data as { packetId?: string; kind?: string }).packetId === packet.id,
      ),
    ).toHaveLength(2);
  });

  test('[H5] with something that a lead would have to waive first waits for the lead', async () => {
    const contents = modified();
    const urgent = { ...contents, case: { ...contents.case, priority: 'P1' as const } };
    const { packet, result } = await submit(engineer, urgent);
    expect(result).not.toHaveProperty('receipt');
    const waivers = [waiverAt(packet, 'It cannot wait.')];
    expect(await approve(lead, packet, { waivers })).toMatchObject({ receipt: { packetId: packet.id } });
  });
});

describe('[H35] files on their way', () => {
  async function withFile(contents: CaseContents) {
    const shell = await testShell(await TestDevice.enrol(hub, hub.sample.people.engineer.id));
    const { bytes, sha256 } = someBytes(5_000);
    const file: AttachmentRecord = attachments.empty({
      id: newId(),
      caseId: contents.case.id,
      name: 'screen.png',
      mediaType: 'image/png',
      size: bytes.length,
      sha256,
      category: 'screenshot',
      readable: true,
      addedAt: here().at,
      provenance: { kind: 'typed', by: engineer.person, at: here().at },
    });
    await shell.add(bytes);
    const send = () => shell.transfers.send({ device: shell.device.identity.deviceId, sha256 });
    return { contents: { ...contents, attachments: [file] }, send };
  }

  test('an approved packet waits for them, and goes with the last one', async () => {
    const { contents, send } = await withFile(completeContents(engineer));
    const { packet } = await submit(engineer, contents);
    const result = await approve(lead, packet);
    expect(result).toMatchObject({ outcome: 'applied' });
    expect(result).not.toHaveProperty('receipt');
    expect(await stateOf(packet)).toBe('approved');
    expect(await send()).toEqual({ ok: true, value: {} });
    expect(await stateOf(packet)).toBe('escalated');
    expect(await tickets(packet)).toHaveLength(1);
  });

  test('a P1 waits for them too, and only for them', async () => {
    const { contents, send } = await withFile(urgentContents(engineer));
    const { packet, result } = await submit(engineer, contents);
    expect(result).not.toHaveProperty('receipt');
    expect(await stateOf(packet)).toBe('in-review');
    expect(await send()).toEqual({ ok: true, value: {} });
    expect(await stateOf(packet)).toBe('escalated');
    expect(await tickets(packet)).toHaveLength(1);
  });
});
