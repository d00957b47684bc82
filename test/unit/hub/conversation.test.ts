/** Level 3 and a partner talk about a case at the hub: answers that do not help, returns, declines, ends taken back (I16 to I20). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DeskReply, Ticket } from '../../../shared/tickets/schema.ts';
import { sample, startTestHub, type TestHub } from '../../helpers/hub.ts';
import { approve, completeContents, handOff, handoffOf, packetOf, sign } from '../../helpers/packets.ts';
import { newId, TestDevice } from '../../helpers/test-device.ts';

let hub: TestHub;
let engineer: TestDevice;
let lead: TestDevice;
let desk: TestDevice;
beforeAll(async () => {
  hub = await startTestHub();
  engineer = await TestDevice.enrol(hub, sample.people.engineer.id);
  lead = await TestDevice.enrol(hub, sample.people.lead.id);
  desk = await TestDevice.enrol(hub, sample.people.desk.id);
});
afterAll(() => hub.stop());

const now = () => ({ at: new Date().toISOString(), zone: 'America/Chicago' });
const rowOf = (ticket: Ticket, by: TestDevice) => ({
  ...{ id: newId(), ticketId: ticket.id, caseId: ticket.caseId, organisationId: ticket.organisationId },
  ...{ at: now(), by: by.person },
});
const enter = async (ticket: Ticket, fields: Record<string, unknown>) =>
  (await desk.insert('deskEntries', { ...rowOf(ticket, desk), ...fields })).results[0];
const say = async (who: TestDevice, ticket: Ticket, fields: Partial<DeskReply>) =>
  (
    await who.insert('deskReplies', {
      ...{ ...rowOf(ticket, who), entryId: null, attachments: [], text: 'The route is lost again at night.' },
      ...fields,
    })
  ).results[0];

const plan = {
  ...{ kind: 'planned', nature: 'Lost route', effect: 'Missed pages', procedures: 'Keep the route' },
  ...{ estimatedCompletion: '2099-01-01', estimateNote: '' },
};
const answer = {
  ...{ kind: 'answered', answer: 'patch', description: 'A build', ramifications: 'A restart' },
  distribution: 'By download',
};
const acknowledge = { kind: 'acknowledged', note: '' };

async function takenIn(): Promise<Ticket> {
  const { result } = await handOff(engineer, completeContents(engineer));
  if (result.outcome !== 'applied' || !result.receipt) throw new Error(JSON.stringify(result));
  return (await desk.row('tickets', result.receipt.id, 'level3'))?.data as unknown as Ticket;
}
/** Ticket and case on both sides, which are one. */
async function states(ticket: Ticket): Promise<unknown> {
  const stateOf = (data: unknown) => (data as { state?: unknown } | undefined)?.state;
  const [own, theirs, record] = [
    (await engineer.row('tickets', ticket.id))?.data,
    (await desk.row('tickets', ticket.id, 'level3'))?.data,
    (await engineer.row('cases', ticket.caseId))?.data,
  ];
  expect(own).toEqual(theirs);
  expect(stateOf(record)).toBe(stateOf(own));
  return stateOf(own);
}

describe('an end', () => {
  test('[I23] what nobody has verified is not closed by the desk the next moment, whoever it says agreed', async () => {
    const ticket = await takenIn();
    for (const fields of [acknowledge, answer])
      expect(await enter(ticket, fields)).toMatchObject({ outcome: 'applied' });
    const closing = { kind: 'closed', agreedBy: 'Sample Contact', agreedAt: now().at, note: '' };
    expect(await enter(ticket, closing)).toMatchObject({
      outcome: 'rejected',
      rejection: { code: 'state', message: expect.stringContaining('The partner has not said yet') },
    });
    const verified = { kind: 'verified', agreedBy: 'Sample Contact', agreedAt: now() } as const;
    expect(await say(engineer, ticket, verified)).toMatchObject({ outcome: 'applied' });
    expect(await enter(ticket, closing)).toMatchObject({ outcome: 'applied' });
  });

  test('[I17] a return names the clause that asks for what is missing, whichever it is', async () => {
    const ticket = await takenIn();
    const returned = { kind: 'returned', clause: 'P-06', reason: 'The log of the second node is missing' };
    expect(await enter(ticket, { ...returned, clause: 'P-6' })).toMatchObject({ outcome: 'rejected' });
    expect(await enter(ticket, returned)).toMatchObject({ outcome: 'applied' });
  });
});

describe('a conversation at the hub', () => {
  test('[I16] an answer that did not help, planned anew, answered, verified, closed, and opened again by a lead', async () => {
    const ticket = await takenIn();
    for (const fields of [acknowledge, plan, answer])
      expect(await enter(ticket, fields)).toMatchObject({ outcome: 'applied' });
    expect(await say(engineer, ticket, { kind: 'did-not-help' })).toMatchObject({ outcome: 'applied' });
    expect(await states(ticket)).toBe('planned');
    for (const fields of [plan, answer, answer])
      expect(await enter(ticket, fields)).toMatchObject({ outcome: 'applied' });
    const verified = { kind: 'verified', agreedBy: 'Sample Contact', agreedAt: now() } as const;
    expect(await say(engineer, ticket, { kind: 'verified' })).toMatchObject({ outcome: 'rejected' });
    expect(await say(engineer, ticket, verified)).toMatchObject({ outcome: 'applied' });
    expect(await states(ticket)).toBe('verified');
    const closing = { kind: 'closed', agreedBy: 'Sample Contact', agreedAt: now().at, note: '' };
    expect(await enter(ticket, closing)).toMatchObject({ outcome: 'applied' });
    expect((await engineer.row('cases', ticket.caseId))?.data).toMatchObject({ endedAs: 'answered' });
    expect(await say(engineer, ticket, { kind: 'reopened' })).toMatchObject({ outcome: 'rejected' });
    expect(await say(lead, ticket, { kind: 'reopened' })).toMatchObject({ outcome: 'applied' });
    expect(await states(ticket)).toBe('planned');
    expect((await engineer.row('cases', ticket.caseId))?.data).toMatchObject({ endedAs: null });
  });

  test('[I6] a priority that the desk changes counts with the partner as well, and a refused change leaves it', async () => {
    const ticket = await takenIn();
    const priorityOf = async () => (await engineer.row('cases', ticket.caseId))?.data;
    const to = ticket.priority === 'P4' ? 'P3' : 'P4';
    const changed = {
      kind: 'priority-changed',
      from: ticket.priority,
      to,
      reason: 'One phone in ten is little',
    };
    expect(await enter(ticket, changed)).toMatchObject({ outcome: 'applied' });
    expect(await priorityOf()).toMatchObject({ priority: to, state: 'escalated' });
    expect(await enter(ticket, { ...changed, to: 'P2' })).toMatchObject({ outcome: 'rejected' });
    expect(await priorityOf()).toMatchObject({ priority: to });
  });

  test('[I17] what was returned comes back under its number, and its thread with it', async () => {
    const ticket = await takenIn();
    await enter(ticket, acknowledge);
    const returned = { kind: 'returned', clause: '', reason: 'The log of the second node is missing' };
    expect(await enter(ticket, returned)).toMatchObject({ outcome: 'applied' });
    expect(await states(ticket)).toBe('changes-requested');
    expect(await enter(ticket, plan)).toMatchObject({ outcome: 'rejected' });

    const taken = (await engineer.row('packets', ticket.packetId))?.data as unknown as Parameters<
      typeof sign
    >[1];
    const contents = {
      ...taken.contents,
      case: { ...taken.contents.case, state: 'changes-requested' as const },
    };
    await engineer.push({
      ...{ table: 'cases', key: ticket.caseId, op: 'patch', patch: { state: 'ready' } },
      base: { state: 'changes-requested' },
    });
    const packet = await sign(engineer, packetOf(engineer, contents, ticket.revision + 1));
    expect((await engineer.push(handoffOf(packet))).results[0]).toMatchObject({ outcome: 'applied' });
    const result = await approve(lead, packet);
    expect(result).toMatchObject({ outcome: 'applied', receipt: { ticket: ticket.ticket, revision: 2 } });
    expect((await desk.row('tickets', ticket.id, 'level3'))?.data).toMatchObject({
      ...{
        ticket: ticket.ticket,
        revision: 2,
        state: 'escalated',
        acknowledgedAt: null,
        packetId: packet.id,
      },
    });
    expect(await enter(ticket, acknowledge)).toMatchObject({ outcome: 'applied' });
    expect(await states(ticket)).toBe('acknowledged');
  });

  test('[I16] a decline says by which clause; a lead objects once, and the desk’s second word stands', async () => {
    const ticket = await takenIn();
    const declined = { kind: 'declined', clause: 'P-23', reason: 'The trunk drops the calls' };
    expect(await enter(ticket, { ...declined, reason: '\u200b' })).toMatchObject({ outcome: 'rejected' });
    expect(await enter(ticket, declined)).toMatchObject({ outcome: 'applied' });
    expect((await engineer.row('cases', ticket.caseId))?.data).toMatchObject({
      ...{ state: 'closed', endedAs: 'declined', endClause: 'P-23' },
    });
    expect(await say(engineer, ticket, { kind: 'objected' })).toMatchObject({ outcome: 'rejected' });
    expect(await say(lead, ticket, { kind: 'objected' })).toMatchObject({ outcome: 'applied' });
    expect(await states(ticket)).toBe('escalated');
    expect(await enter(ticket, declined)).toMatchObject({ outcome: 'applied' });
    expect(await say(lead, ticket, { kind: 'objected' })).toMatchObject({ outcome: 'rejected' });
  });
});
