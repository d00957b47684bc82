/** How a ticket stands with entries that wait, and what the desk's forms make of what was typed. */
import { describe, expect, test } from 'vitest';
import {
  holidayChanges,
  holidayLines,
  readHolidays,
} from '../../../renderer/features/catalogue/holiday-text.ts';
import {
  actionOf,
  fillAction,
  missingFields,
  possibleActions,
} from '../../../renderer/features/level3/actions.ts';
import { type DeskEntry, deskEntry, type Ticket } from '../../../shared/tickets/schema.ts';
import { standingTicket } from '../../../shared/tickets/standing.ts';

const AT = '2026-11-23T15:00:00.000Z';
const id = (n: number) => `01990000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
const by = { id: id(1), name: 'Sample Desk One' };
const common = { ticketId: id(10), caseId: id(11), organisationId: id(2), at: { at: AT, zone: 'UTC' }, by };

const ticket: Ticket = {
  id: id(10),
  caseId: id(11),
  organisationId: id(2),
  organisationName: 'Example Partner (sample)',
  ticket: 'T-1',
  packetId: id(12),
  revision: 1,
  title: 'Fault',
  customer: '',
  site: '',
  engineer: { id: id(3), name: 'Sample Engineer One' },
  priority: 'P3',
  state: 'escalated',
  receivedAt: AT,
  notifiedBy: 'web-ticket',
  notifiedAt: AT,
  acknowledgedAt: null,
  acknowledgedBy: null,
  outsideReference: '',
  outsideStatus: '',
  sample: true,
};

const entry = (n: number, fields: Record<string, unknown>): DeskEntry =>
  deskEntry.parse({ ...common, id: id(n), ...fields });
const acknowledged = entry(20, { kind: 'acknowledged', note: '' });

describe('a ticket as it stands on a device', () => {
  test('[I13] [S2] entries that wait move its state on, in the order in which they were made, whatever their ids', () => {
    const answered = entry(1, {
      ...{ kind: 'answered', answer: 'patch', description: 'd', ramifications: 'r', distribution: 'x' },
    });
    expect(standingTicket(ticket, [acknowledged, answered])).toMatchObject({
      state: 'answered',
      acknowledgedAt: AT,
      acknowledgedBy: by,
    });
  });

  test('[I13] what the hub has taken changes nothing, and its time of the acknowledgement stands', () => {
    const taken = { ...ticket, state: 'planned', acknowledgedAt: '2026-11-23T14:59:00.000Z' } as const;
    expect(standingTicket(taken, [acknowledged])).toEqual(taken);
  });

  test('[I13] a move that the state machine does not know is none', () => {
    const closed = entry(21, { kind: 'closed', agreedBy: 'Contact', agreedAt: AT, note: '' });
    expect(standingTicket(ticket, [closed])).toEqual(ticket);
  });

  test('[I6][I13] priorities go there and back as they were changed', () => {
    const change = (n: number, from: string, to: string) =>
      entry(n, { kind: 'priority-changed', from, to, reason: 'r' });
    const both = [change(30, 'P3', 'P1'), change(31, 'P1', 'P2')];
    expect(standingTicket(ticket, both).priority).toBe('P2');
    expect(standingTicket({ ...ticket, priority: 'P1' }, both).priority).toBe('P2');
    expect(standingTicket({ ...ticket, priority: 'P2' }, both).priority).toBe('P2');
  });
});

describe('the desk’s forms', () => {
  test('offer only what the state allows; a closed ticket takes notes', () => {
    expect(possibleActions(ticket)[0]).toBe('acknowledged');
    expect(possibleActions(ticket)).not.toContain('planned');
    expect(possibleActions({ ...ticket, state: 'closed' })).toEqual(['note']);
    // 'Next release' is promised at P3 and P4 only.
    expect(possibleActions(ticket)).toContain('release-dated');
    expect(possibleActions({ ...ticket, priority: 'P1' })).not.toContain('release-dated');
  });

  test('a plan is an entry when its four parts are there, and names what is missing before', () => {
    const action = actionOf('planned', ticket, []);
    const typed = { nature: 'n', effect: 'e', procedures: '  ', estimatedCompletion: '2026-12-04' };
    expect(missingFields(action, typed).map(({ name }) => name)).toEqual(['procedures']);
    expect(fillAction(action, typed, ticket).ok).toBe(false);
    const filled = fillAction(action, { ...typed, procedures: 'p' }, ticket);
    if (!filled.ok) throw new Error('the plan is complete');
    expect(deskEntry.safeParse({ ...common, id: id(40), ...filled.fields }).success).toBe(true);
  });

  test('each form, filled in, is an entry that the schema takes', () => {
    const values: Record<string, string> = {
      ...{
        how: 'denied',
        commitment: 'all',
        since: AT,
        agreedAt: AT,
        date: '2026-12-04',
        to: 'P1',
        cents: '250000',
        clause: 'P-23',
      },
      ...{ estimatedCompletion: '2026-12-04', answer: 'patch', executiveId: id(50) },
    };
    const kinds = possibleActions({ ...ticket, state: 'acknowledged' }).concat(['closed', 'acknowledged']);
    for (const kind of kinds) {
      const action = actionOf(kind, ticket, [{ id: id(50), name: 'Sample Executive' }]);
      const typed = Object.fromEntries(action.fields.map(({ name }) => [name, values[name] ?? 'Some text']));
      const filled = fillAction(action, typed, ticket);
      expect(
        filled.ok && deskEntry.safeParse({ ...common, id: id(41), ...filled.fields }).success,
        kind,
      ).toBe(true);
    }
  });
});

describe('holidays as they are typed', () => {
  test('are read a line each, sorted, and written as they are read', () => {
    const read = readHolidays('2026-12-25 Christmas Day\n\n2026-11-26, Thanksgiving Day\n');
    expect(read).toEqual({
      ok: true,
      dates: [
        { date: '2026-11-26', name: 'Thanksgiving Day' },
        { date: '2026-12-25', name: 'Christmas Day' },
      ],
    });
    if (read.ok) expect(readHolidays(holidayLines(read.dates))).toEqual(read);
    // Saved by an old program, whose lines end with CR alone.
    expect(readHolidays('\u{feff}2026-12-25 Christmas Day\r2026-11-26 Thanksgiving Day\r')).toEqual(read);
    // Nothing is cut: what does not fit is told.
    expect(readHolidays(`2026-12-25 ${'x'.repeat(301)}`)).toMatchObject({ ok: false });
  });

  test('a new list says what it takes away, brings and renames', () => {
    const before = [
      { date: '2026-11-26', name: 'Thanksgiving Day' },
      { date: '2026-12-25', name: 'Christmas Day' },
      { date: '2027-07-05', name: 'Independence Day' },
    ];
    const after = [
      { date: '2026-11-26', name: 'Thanksgiving' },
      { date: '2026-12-25', name: 'Christmas Day' },
      { date: '2027-01-01', name: 'New Year' },
    ];
    expect(holidayChanges(before, after)).toEqual([
      'No longer holidays: 2027-07-05 Independence Day.',
      'New: 2027-01-01 New Year.',
      'Another name: 2026-11-26 Thanksgiving.',
    ]);
    expect(holidayChanges(before, before)).toEqual([]);
  });

  test('a day twice, one that does not exist, and a year out of range are each told', () => {
    const read = readHolidays('2026-12-25 A\n2026-12-25 B\n2027-02-30 C\n1999-01-01 D');
    expect(read).toMatchObject({ ok: false });
    const words = read.ok ? '' : read.faults.join(' ');
    expect(words).toContain('twice');
    expect(words).toContain('does not exist');
    expect(words).toContain('2000 to 2100');
  });

  test('the JSON that the commands read is taken, too', () => {
    expect(readHolidays('["2026-11-26"]')).toEqual({
      ok: true,
      dates: [{ date: '2026-11-26', name: 'Holiday' }],
    });
    expect(readHolidays('{"dates": 3}')).toMatchObject({ ok: false });
  });
});
