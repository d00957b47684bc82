/** A packet that a lead's device brings for an engineer who is not online, and the engineer's device later (ADR 14). */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { attachments } from '../../../shared/cases/attachments.ts';
import type { CaseContents } from '../../../shared/cases/contents.ts';
import type { AttachmentRecord } from '../../../shared/cases/records.ts';
import type { Packet } from '../../../shared/handoff/schema.ts';
import type { PacketSignature } from '../../../shared/handoff/signature.ts';
import type { Review } from '../../../shared/review/schema.ts';
import type { Mutation, PushResult } from '../../../shared/sync/protocol.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import { offlineHistory, patchOf } from '../../helpers/offline-history.ts';
import {
  approve,
  completeContents,
  editsOf,
  handoffOf,
  packetOf,
  signatureOf,
} from '../../helpers/packets.ts';
import { sql } from '../../helpers/postgres.ts';
import { type Edit, insertOf, newId, request, TestDevice } from '../../helpers/test-device.ts';

let hub: TestHub;
let engineer: TestDevice;
let lead: TestDevice;
let secondLead: TestDevice;
let stranger: TestDevice;
beforeAll(async () => {
  hub = await startTestHub();
  const { people } = hub.sample;
  [engineer, lead, secondLead, stranger] = (await Promise.all(
    [people.engineer, people.lead, people.secondLead, people.otherLead].map(({ id }) =>
      TestDevice.enrol(hub, id),
    ),
  )) as [TestDevice, TestDevice, TestDevice, TestDevice];
});
afterAll(() => hub.stop());

const here = () => ({ at: new Date().toISOString(), zone: 'America/Chicago' });
const codeOf = (result: PushResult | undefined) =>
  result?.outcome === 'rejected' ? result.rejection.code : result?.outcome;
const taken = ({ outcome }: PushResult) => outcome === 'applied' || outcome === 'merged';
const row = async (table: string, key: string) =>
  (await lead.row(table, key))?.data as Record<string, unknown> | undefined;
const stateOf = async ({ caseId }: Packet) => (await row('cases', caseId))?.state;
const tickets = ({ caseId }: Packet) =>
  sql<{ ticket: string; revision: number }>(
    hub.databaseUrl,
    'SELECT ticket, revision FROM escalations WHERE case_id = $1',
    [caseId],
  );
const conflicts = ({ caseId }: Packet) =>
  sql(hub.databaseUrl, "SELECT 1 FROM rows WHERE tbl = 'conflicts' AND data->>'caseId' = $1", [caseId]);

interface Offline {
  contents: CaseContents;
  /** The case as it lay in the outbox of the engineer's device, from its first edit on. */
  past: Edit[];
  packet: Packet;
  signature: PacketSignature;
}

/** What an engineer did without a network: fields typed letter by letter, a system thought better of, a file named anew. */
async function offline(device: TestDevice): Promise<Offline> {
  const complete = completeContents(device);
  const file: AttachmentRecord = attachments.empty({
    id: newId(),
    caseId: complete.case.id,
    name: 'screen.png',
    mediaType: 'image/png',
    size: 12,
    sha256: 'ab'.repeat(32),
    category: 'screenshot',
    readable: true,
    note: 'What the phone showed',
    removed: true,
    addedAt: here().at,
    provenance: { kind: 'typed', by: device.person, at: here().at },
  });
  const contents: CaseContents = {
    ...complete,
    // As it is frozen: the step to `ready` is an edit behind it.
    case: { ...complete.case, state: 'level2' },
    attachments: [file],
  };
  const { case: record } = contents;
  const observed = ['', 'One phone', 'One phone in ten is loud.', record.observed];
  const typed = observed
    .slice(1)
    .map((value, at) => patchOf('cases', record.id, { observed: observed[at] }, { observed: value }));
  const [system] = contents.systems;
  if (!system) throw new Error('no system');
  const dropped = { ...system, id: newId(), hostname: 'a-mistake' };
  const edits = editsOf({
    ...contents,
    case: { ...record, observed: '' },
    systems: [{ ...system, hostname: '' }, dropped],
    attachments: [{ ...file, note: '', removed: false }],
  });
  const packet = packetOf(device, contents);
  const past = [
    ...edits.slice(0, -2),
    ...typed,
    patchOf('systems', system.id, { hostname: '' }, { hostname: system.hostname }),
    { table: 'systems', key: dropped.id, op: 'delete', base: dropped as unknown as Mutation['base'] } as Edit,
    patchOf('attachments', file.id, { note: '', removed: false }, { note: file.note, removed: true }),
    ...edits.slice(-2),
  ];
  return { contents, past, packet, signature: await signatureOf(device, packet) };
}

/** As the console of whoever brings it sends it: the signature, and the packet. */
const bring = async (device: TestDevice, { packet, signature }: Pick<Offline, 'packet' | 'signature'>) =>
  (await device.push(insertOf('signatures', signature), handoffOf(packet))).results.at(-1);

describe('[PK11] [H36] [H37] a packet that another brings', () => {
  test('its case comes with it, as the engineer’s; approved it is one ticket; the engineer’s own past changes nothing', async () => {
    const made = await offline(engineer);
    const { packet, past, signature, contents } = made;
    expect(await bring(lead, made)).toMatchObject({ outcome: 'applied' });
    expect(await stateOf(packet)).toBe('in-review');
    for (const table of [
      'systems',
      'configuration',
      'revisions',
      'steps',
      'consents',
      'attachments',
    ] as const)
      for (const each of contents[table]) expect(await row(table, each.id)).toEqual(each);
    const [system] = contents.systems;
    const [stored] = await sql<{ last_device: string }>(
      hub.databaseUrl,
      "SELECT last_device FROM rows WHERE tbl = 'systems' AND key = $1",
      [system?.id],
    );
    expect(stored?.last_device).toBe(engineer.identity.deviceId);
    // Another lead imports the same bag: it is the same packet.
    expect(await bring(secondLead, made)).toMatchObject({ outcome: 'applied' });
    expect(await approve(lead, packet)).toMatchObject({ receipt: { packetId: packet.id } });
    const before = await row('cases', packet.caseId);

    const { results } = await engineer.push(...past, insertOf('signatures', signature), handoffOf(packet));
    expect(results.filter((each) => !taken(each))).toEqual([]);
    expect(results.at(-1)).toMatchObject({ receipt: { packetId: packet.id } });
    expect(await row('cases', packet.caseId)).toEqual(before);
    expect(await row('systems', system?.id ?? '')).toEqual(system);
    expect(await conflicts(packet)).toEqual([]);
    expect(await tickets(packet)).toHaveLength(1);
  });

  test('changes are asked for and brought; what the engineer does after that is new again', async () => {
    const made = await offline(engineer);
    const { packet, past, signature, contents } = made;
    await bring(lead, made);
    const review: Review = {
      id: newId(),
      caseId: packet.caseId,
      packetId: packet.id,
      revision: 1,
      digest: packet.digest,
      kind: 'asked-for-changes',
      at: here(),
      by: lead.person,
      text: '',
      changes: [{ id: newId(), text: 'Say which phones.', where: null, rule: null }],
    };
    await lead.insert('reviews', review);
    expect(await stateOf(packet)).toBe('changes-requested');
    const observed = 'Phones 12 and 14 stay silent.';
    const next = packetOf(
      engineer,
      { ...contents, case: { ...contents.case, state: 'changes-requested', observed } },
      2,
    );
    const again = { packet: next, signature: await signatureOf(engineer, next) };
    expect(await bring(secondLead, again)).toMatchObject({ outcome: 'applied' });
    expect(await row('cases', packet.caseId)).toMatchObject({ state: 'in-review', observed });

    const { results } = await engineer.push(
      ...past,
      insertOf('signatures', signature),
      handoffOf(packet),
      patchOf('cases', packet.caseId, { observed: contents.case.observed }, { observed }),
      patchOf('cases', packet.caseId, { state: 'changes-requested' }, { state: 'ready' }),
      insertOf('signatures', again.signature),
      handoffOf(next),
      // In the same push, and nobody has heard of it.
      patchOf('cases', packet.caseId, { affectedUsers: 40 }, { affectedUsers: 41 }),
      patchOf('cases', packet.caseId, { affectedUsers: 41 }, { affectedUsers: 42 }),
    );
    expect(results.filter((each) => !taken(each))).toEqual([]);
    expect(await row('cases', packet.caseId)).toMatchObject({
      state: 'in-review',
      observed,
      affectedUsers: 42,
    });
    expect(await approve(lead, next)).toMatchObject({ receipt: { revision: 2 } });
    const after = patchOf('cases', packet.caseId, { affectedUsers: 42 }, { affectedUsers: 43 });
    // With Level 3 the case stays as it was approved; the edit is kept where it was made (security 35).
    expect((await engineer.push(after)).results.map(codeOf)).toEqual(['state']);
    expect(await row('cases', packet.caseId)).toMatchObject({ affectedUsers: 42 });
    expect(await tickets(packet)).toMatchObject([{ revision: 2 }]);
  });

  test('the next revision may be brought before the hub hears why; one decision about the older comes too late', async () => {
    const made = await offline(engineer);
    await bring(lead, made);
    const { contents, packet } = made;
    const next = packetOf(engineer, contents, 2);
    const again = { packet: next, signature: await signatureOf(engineer, next) };
    expect(await bring(secondLead, again)).toMatchObject({ outcome: 'applied' });
    expect(await stateOf(packet)).toBe('in-review');
    expect(codeOf(await approve(lead, packet))).toBe('state');
    expect(await approve(lead, next)).toMatchObject({ receipt: { revision: 2 } });
    const late = packetOf(engineer, contents, 3);
    const third = { packet: late, signature: await signatureOf(engineer, late) };
    expect(codeOf(await bring(lead, third))).toBe('state');
    expect(await tickets(packet)).toMatchObject([{ revision: 2 }]);
  });

  test('the engineer’s device was first: the same packet from a lead is a repeat', async () => {
    const made = await offline(engineer);
    await engineer.push(...made.past, insertOf('signatures', made.signature), handoffOf(made.packet));
    expect(await bring(lead, made)).toMatchObject({ outcome: 'applied' });
    expect(await approve(lead, made.packet)).toMatchObject({ outcome: 'applied' });
    expect(await tickets(made.packet)).toHaveLength(1);
  });

  test('what somebody else changed meanwhile stands, and the engineer’s last word beside it as a conflict', async () => {
    const made = await offline(engineer);
    const { packet, past, signature, contents } = made;
    await bring(lead, made);
    const asked = { observed: 'One phone in nine stays silent.' };
    await lead.push(patchOf('cases', packet.caseId, { observed: contents.case.observed }, asked));
    const { results } = await engineer.push(...past, insertOf('signatures', signature), handoffOf(packet));
    expect(results.filter((each) => codeOf(each) !== 'applied').map(codeOf)).toEqual(['conflict']);
    expect(await row('cases', packet.caseId)).toMatchObject(asked);
    expect(await conflicts(packet)).toHaveLength(1);
  });

  test('nothing is taken in without the engineer’s signature, of a revoked device, incomplete, or for another organisation', async () => {
    const unsigned = await offline(engineer);
    expect((await lead.push(handoffOf(unsigned.packet))).results[0]).toMatchObject({
      rejection: { code: 'handoff-incomplete', findings: [{ rule: 'H36' }] },
    });
    const lost = await TestDevice.enrol(hub, hub.sample.people.engineer.id);
    const revoked = await offline(lost);
    const body = { deviceId: lost.identity.deviceId, reason: 'Lost' };
    await request(hub.url, '/v1/operator/revoke-device', { token: hub.operatorToken, body });
    expect(codeOf(await bring(lead, revoked))).toBe('handoff-incomplete');

    const whole = await offline(engineer);
    const lacking = packetOf(engineer, { ...whole.contents, systems: [] });
    const incomplete = { packet: lacking, signature: await signatureOf(engineer, lacking) };
    expect(await bring(lead, incomplete)).toMatchObject({
      rejection: {
        code: 'handoff-incomplete',
        message: expect.stringContaining('Nothing of it was taken in'),
      },
    });
    expect(codeOf(await bring(stranger, whole))).toBe('forbidden');
    for (const { packet } of [unsigned, revoked, whole]) expect(await stateOf(packet)).toBeUndefined();
  });

  test.each([1, 2, 3, 4, 5, 6])(
    'whatever was typed before and after, and however it is sent: the hub ends as the engineer’s device (seed %i)',
    async (seed) => {
      const { brought, outbox, record, systems, pick } = await offlineHistory(engineer, seed);
      for (const each of brought) expect(await bring(lead, each)).toMatchObject({ outcome: 'applied' });
      const results: PushResult[] = [];
      while (outbox.length > 0)
        results.push(...(await engineer.push(...outbox.splice(0, 1 + pick(20)))).results);
      expect(results.filter((each) => !taken(each))).toEqual([]);
      const { rows } = await lead.pullAll();
      const own = rows.filter(({ data }) => data && (data as { caseId?: string }).caseId === record.id);
      expect(own.filter(({ table }) => table === 'conflicts')).toEqual([]);
      const byId = (one: { id: string }, other: { id: string }) => (one.id < other.id ? -1 : 1);
      const atHub = own.filter(({ table }) => table === 'systems').map(({ data }) => data as { id: string });
      expect(atHub.sort(byId)).toEqual([...systems].sort(byId));
      expect(await row('cases', record.id)).toEqual({ ...record, state: 'in-review' });
    },
  );

  test('a row under the id of another case’s row is not taken', async () => {
    const own = await offline(engineer);
    await bring(lead, own);
    const other = await offline(engineer);
    const [system] = own.contents.systems;
    const [theirs] = other.contents.systems;
    if (!system || !theirs) throw new Error('no system');
    const stolen = packetOf(engineer, {
      ...other.contents,
      systems: [theirs, { ...theirs, id: system.id, role: 'context' }],
    });
    const packet = { packet: stolen, signature: await signatureOf(engineer, stolen) };
    expect(codeOf(await bring(lead, packet))).toBe('invalid');
    expect(await row('systems', system.id)).toEqual(system);
  });
});
