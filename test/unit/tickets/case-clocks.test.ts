import { describe, expect, test } from 'vitest';
import { type CaseClockFacts, caseClocks, nextDue } from '../../../shared/tickets/case-clocks.ts';
import { owedOf } from '../../../shared/tickets/owed.ts';
import type { DeskEntry, Ticket } from '../../../shared/tickets/schema.ts';
import { aCompleteCase, type CaseBuilder, idOf, zoned } from '../../helpers/builders.ts';

const desk = { id: idOf(0xd), name: 'Sample Desk One' };
const NOW = '2026-11-23T18:00:00.000Z';

function ticketOf(fields: Partial<Ticket> = {}): Ticket {
  return {
    id: idOf(0x1000),
    caseId: idOf(1),
    organisationId: idOf(0xa),
    organisationName: 'Example Partner (sample)',
    ticket: 'T-1001',
    packetId: idOf(0x1001),
    revision: 1,
    title: 'Recorder stops',
    customer: 'Example Hospital (sample)',
    site: 'Room 1',
    engineer: { id: idOf(0xe), name: 'Sample Engineer One' },
    priority: 'P2',
    state: 'escalated',
    receivedAt: '2026-11-23T16:00:00.000Z',
    notifiedBy: 'telephone',
    notifiedAt: '2026-11-22T08:00:00.000Z',
    called: { at: '2026-11-23T16:00:00.000Z', number: '888-918-4192', to: 'Sample Desk One' },
    acknowledgedAt: null,
    acknowledgedBy: null,
    outsideReference: '',
    outsideStatus: '',
    sample: true,
    ...fields,
  };
}

/** Nobody called IPcelerate: its clocks wait for the acknowledgement. */
function uncalled(fields: Partial<Ticket> = {}): Ticket {
  const { called: _call, ...ticket } = ticketOf(fields);
  return ticket;
}

let made = 0;
function entry(at: string, fields: { kind: DeskEntry['kind'] } & Record<string, unknown>): DeskEntry {
  made += 1;
  return {
    id: idOf(0x2000 + made),
    ticketId: idOf(0x1000),
    caseId: idOf(1),
    organisationId: idOf(0xa),
    at: zoned(at),
    by: desk,
    ...fields,
  } as DeskEntry;
}

function clocksOf(facts: Partial<CaseClockFacts> & { builder?: CaseBuilder } = {}) {
  const contents = (facts.builder ?? aCompleteCase()).build();
  const found = caseClocks({
    case: contents.case,
    steps: contents.steps,
    ticket: null,
    entries: [],
    undone: [],
    holidayLists: [],
    products: [],
    now: NOW,
    ...facts,
  });
  return Object.fromEntries(found.map((clock) => [clock.kind, clock]));
}

describe('the clocks of a case', () => {
  test('[I9] Level 1 counts from the first notification and is met by the first step; Level 2 from the end of Level 1', () => {
    const clocks = clocksOf();
    // Notified on the 22nd at 08:00, the first step on the 23rd at 12:00: a P2 has less than six hours.
    expect(clocks['level1-response']).toMatchObject({
      promise: 'target',
      start: { at: '2026-11-22T08:00:00.000Z', by: 'telephone' },
      state: { kind: 'met-late', at: '2026-11-23T12:00:00.000Z' },
    });
    expect(clocks['level2-response']).toMatchObject({
      start: { at: '2026-11-23T14:00:00.000Z' },
      state: { kind: 'met', at: '2026-11-23T15:00:00.000Z' },
    });
    expect(clocks['action-plan']).toBeUndefined();
  });

  test('[I9] a case of which nobody was notified yet, or without a priority, has no clock', () => {
    expect(clocksOf({ builder: aCompleteCase().with({ notifiedAt: null }) })).toEqual({});
    expect(clocksOf({ builder: aCompleteCase().with({ priority: null }) })).toEqual({});
  });

  test('[I9] a withdrawn step is no response', () => {
    const builder = aCompleteCase().with({ level1Outcome: null, level1EndedAt: null });
    builder.contents.steps.splice(0);
    builder.withStep('gather', { withdrawn: true });
    expect(clocksOf({ builder })['level1-response']?.state.kind).toBe('breached');
  });

  test('[I10] Level 3’s clocks count from a recorded call to IPcelerate, without one from the acknowledgement; how the partner was notified starts none', () => {
    const acknowledgedAt = '2026-11-24T15:00:00.000Z';
    const late = { receivedAt: '2026-11-23T17:30:00.000Z', acknowledgedAt, acknowledgedBy: desk };
    expect(clocksOf({ ticket: ticketOf(late) })['action-plan']?.start).toMatchObject({
      at: '2026-11-23T16:00:00.000Z',
      by: 'telephone',
    });
    for (const notifiedBy of ['telephone', 'web-ticket', 'e-mail'] as const) {
      expect(clocksOf({ ticket: uncalled({ notifiedBy }) })['action-plan']).toBeUndefined();
      const acknowledged = uncalled({ notifiedBy, ...late });
      expect(clocksOf({ ticket: acknowledged })['action-plan']?.start.at).toBe(acknowledgedAt);
    }
  });

  test('[I10] with the ticket alone the desk has the clocks that are IPcelerate’s', () => {
    const clocks = clocksOf({ case: null, steps: [], ticket: ticketOf() });
    expect(Object.keys(clocks)).toEqual(['action-plan', 'patch']);
    expect(clocks['action-plan']).toMatchObject({
      promise: 'ipcelerate',
      deadline: { kind: 'due', at: '2026-12-01T00:00:00.000Z' },
      state: { kind: 'running' },
    });
  });

  test('[I11] a plan meets its clock; an answer without a plan meets both', () => {
    const planned = entry('2026-11-24T15:00:00.000Z', { kind: 'planned' });
    const answered = entry('2026-11-25T15:00:00.000Z', { kind: 'answered' });
    const late = '2026-11-26T00:00:00.000Z';
    const both = clocksOf({ ticket: ticketOf(), entries: [planned, answered], now: late });
    expect(both['action-plan']?.state).toMatchObject({ kind: 'met', at: planned.at.at, by: desk });
    expect(both.patch?.state).toMatchObject({ kind: 'met', at: answered.at.at });
    const only = clocksOf({ ticket: ticketOf(), entries: [answered], now: late });
    expect(only['action-plan']?.state).toMatchObject({ kind: 'met', at: answered.at.at });
  });

  test('[I11] access that was refused voids for good, from the start at the earliest; what was met before stays met', () => {
    const web = uncalled({
      notifiedBy: 'web-ticket',
      acknowledgedAt: '2026-11-24T15:00:00.000Z',
      acknowledgedBy: desk,
    });
    const refused = entry('2026-11-24T16:00:00.000Z', {
      kind: 'access-refused',
      how: 'denied',
      commitment: 'all',
      since: '2026-11-23T17:00:00.000Z',
      reason: 'Nobody opened the room',
      evidence: 'A call',
    });
    const clocks = clocksOf({ ticket: web, entries: [refused], now: '2026-11-25T00:00:00.000Z' });
    expect(clocks.patch?.state).toEqual({
      kind: 'void',
      at: '2026-11-24T15:00:00.000Z',
      by: desk,
      reason: 'Access denied: Nobody opened the room',
      evidence: 'A call',
    });
    expect(clocks['level1-response']?.state.kind).toBe('met-late');
  });

  test('[I6] a changed priority restarts nothing and keeps what it was', () => {
    const raised = entry('2026-11-24T15:00:00.000Z', {
      kind: 'priority-changed',
      from: 'P3',
      to: 'P1',
      reason: 'All phones are silent',
    });
    const clocks = clocksOf({
      ticket: ticketOf({ priority: 'P1' }),
      entries: [raised],
      now: '2026-11-25T00:00:00.000Z',
    });
    expect(clocks['action-plan']).toMatchObject({
      priority: 'P1',
      start: { at: '2026-11-23T16:00:00.000Z' },
      deadline: { at: '2026-11-27T00:00:00.000Z' },
      history: [{ priority: 'P3' }],
    });
  });

  test('[I12] next due is the earliest that has a latest time and has not ended', () => {
    expect(nextDue(Object.values(clocksOf()))).toBeNull();
    expect(nextDue(Object.values(clocksOf({ ticket: ticketOf() })))?.kind).toBe('action-plan');
    const release = nextDue(
      Object.values(
        clocksOf({ ticket: ticketOf({ priority: 'P3' }), entries: [entry(NOW, { kind: 'planned' })] }),
      ),
    );
    expect(release).toBeNull();
  });

  test('[I15] the next release is the catalogue’s first after the start, of the product at fault, until the desk says another', () => {
    const releases = [
      { version: '6.6.0', kind: 'minor', date: '2027-05-03' },
      { version: '6.5.0', kind: 'minor', date: '2026-11-24' },
      { version: '6.4.9', kind: 'minor', date: '2026-11-23' },
    ] as const;
    const product = { id: 'a', name: 'Sample A', sample: true, components: [] };
    const products = [
      { ...product, releases: [...releases] },
      { ...product, id: 'b', name: 'Sample B' },
    ];
    const patchOf = (of: Partial<Ticket>, entries: DeskEntry[] = []) =>
      clocksOf({ ticket: ticketOf({ priority: 'P3', ...of }), entries, products }).patch;
    // Received on the 23rd at 10:00 Central: what came out on that day is not the next one.
    expect(patchOf({ products: ['b', 'a'] })).toMatchObject({
      deadline: { kind: 'nextRelease', release: 'Sample A 6.5.0', date: '2026-11-24' },
      history: [],
    });
    for (const of of [{ products: ['b'] }, { products: [] }, {}])
      expect(patchOf(of)?.deadline).toEqual({ kind: 'nextRelease', release: null, date: null });
    const dated = entry('2026-11-23T17:00:00.000Z', {
      kind: 'release-dated',
      release: '6.5.1',
      date: '2026-12-07',
    });
    expect(patchOf({ products: ['a'] }, [dated])).toMatchObject({
      deadline: { release: '6.5.1', date: '2026-12-07' },
      history: [{ deadline: { release: 'Sample A 6.5.0' } }],
    });
  });
});

describe('[I12] what is owed next', () => {
  const ACKNOWLEDGED = '2026-11-23T17:00:00.000Z';
  const owed = (ticket: Ticket, entries: readonly DeskEntry[] = [], now = NOW) =>
    owedOf(ticket, Object.values(clocksOf({ ticket, entries, now, ...{ case: null, steps: [] } })));
  const acknowledged = (fields: Partial<Ticket>) => uncalled({ acknowledgedAt: ACKNOWLEDGED, ...fields });

  test('before the acknowledgement that it comes, unless it was called in', () => {
    expect(owed(uncalled())).toEqual({ kind: 'acknowledge' });
    expect(owed(ticketOf())).toMatchObject({ kind: 'due', clock: { kind: 'action-plan' } });
  });

  test('then the first commitment with a latest time; planned, one that has none, though its day is over', () => {
    const plan = entry('2026-11-23T17:30:00.000Z', { kind: 'planned' });
    const p2 = { priority: 'P2' } as const;
    expect(owed(acknowledged({ ...p2, state: 'acknowledged' }))).toMatchObject({
      ...{ kind: 'due', clock: { kind: 'action-plan' } },
    });
    const planned = acknowledged({ ...p2, state: 'planned' });
    expect(owed(planned, [plan])).toMatchObject({
      ...{ kind: 'open', clock: { kind: 'patch', deadline: { kind: 'notBefore' } } },
    });
    expect(owed(planned, [plan], '2027-03-01T18:00:00.000Z')).toMatchObject({
      ...{ kind: 'open', clock: { kind: 'patch', state: { kind: 'not-before-passed' } } },
    });
  });

  test('where the partner has the next word, or nobody, nothing, and why', () => {
    const answer = entry('2026-11-23T17:30:00.000Z', { kind: 'answered' });
    const refused = entry('2026-11-23T17:30:00.000Z', {
      ...{ kind: 'access-refused', how: 'denied', commitment: 'all', since: ACKNOWLEDGED },
      ...{ reason: 'No key to the rack', evidence: '' },
    });
    const why = (state: Ticket['state'], entries: readonly DeskEntry[]) =>
      owed(acknowledged({ state }), entries);
    expect(why('answered', [answer])).toEqual({ kind: 'nothing', why: 'answered' });
    expect(why('verified', [answer])).toEqual({ kind: 'nothing', why: 'verified' });
    expect(why('closed', [answer])).toEqual({ kind: 'nothing', why: 'closed' });
    expect(why('closed', [])).toEqual({ kind: 'nothing', why: 'closed' });
    expect(why('changes-requested', [])).toEqual({ kind: 'nothing', why: 'returned' });
    expect(why('acknowledged', [refused])).toEqual({ kind: 'nothing', why: 'refused' });
  });
});
