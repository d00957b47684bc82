import { describe, expect, test } from 'vitest';
import type { ClockEvent, PriorityChange } from '../../../shared/policy/clock-schema.ts';
import { evaluateClocks } from '../../../shared/policy/clocks.ts';
import { clocksFrom, desk, holidays, other, telephoned } from '../../helpers/clocks.ts';

const THANKSGIVING = holidays(['2026-11-26']);
const START = '2026-11-23T15:00:00.000Z';

function voided(at: string, commitment: 'action-plan' | 'all' = 'action-plan', by = desk): ClockEvent {
  return { kind: 'void', commitment, at, by, reason: 'No access to the server', evidence: 'Mail of 10:00' };
}
function met(
  at: string,
  commitment: 'action-plan' | 'level1-response' | 'patch' = 'action-plan',
): ClockEvent {
  return { kind: 'met', commitment, at, by: desk };
}
const priorityOf = (priority: 'P1' | 'P2' | 'P3' | 'P4', from: string): PriorityChange => ({
  priority,
  from,
  by: desk,
});

describe('deadlines', () => {
  test.each([
    ['P1', 2, '2026-11-27', { kind: 'notBefore', at: '2026-12-09T00:00:00.000Z' }],
    ['P2', 6, '2026-12-01', { kind: 'notBefore', at: '2026-12-23T00:00:00.000Z' }],
    ['P3', 24, '2026-12-22', { kind: 'nextRelease', date: null, release: null }],
    ['P4', 24, '2026-12-22', { kind: 'nextRelease', date: null, release: null }],
  ] as const)('[CLK1] %s', (priority, hours, plan, patch) => {
    const clocks = clocksFrom(START, {
      priorities: [priorityOf(priority, START)],
      holidayLists: [THANKSGIVING],
    });
    const response = {
      kind: 'due',
      at: new Date(Date.parse(START) + hours * 3_600_000).toISOString(),
      strict: true,
    };
    expect(clocks['level1-response'].deadline).toEqual(response);
    expect(clocks['level2-response'].deadline).toEqual(response);
    expect(clocks['action-plan'].deadline).toEqual({
      kind: 'due',
      // 18:00 Central standard time is midnight of the next day in UTC.
      at: new Date(Date.parse(`${plan}T00:00:00Z`) + 86_400_000).toISOString(),
      strict: false,
    });
    expect(clocks.patch.deadline).toEqual(patch);
  });

  test('[CLK2] each level has its own start; what has not started has no clock; promises are told apart', () => {
    const clocks = evaluateClocks({
      priorities: [priorityOf('P1', START)],
      starts: { level1: telephoned(START), level3: telephoned('2026-11-24T15:00:00.000Z') },
      events: [],
      holidayLists: [],
      now: START,
    });
    expect(clocks.map(({ kind, promise, start }) => [kind, promise, start.at])).toEqual([
      ['level1-response', 'target', START],
      ['action-plan', 'ipcelerate', '2026-11-24T15:00:00.000Z'],
      ['patch', 'ipcelerate', '2026-11-24T15:00:00.000Z'],
    ]);
    expect(clocks.every(({ clauses }) => clauses.includes('P-30'))).toBe(true);
    expect(clocks[0]?.clauses).toContain('P-37');
  });

  test('[CLK1] a case without a priority has no clock', () => {
    expect(clocksFrom(START, { priorities: [] })).toEqual({});
  });

  test.each([
    ['spring, 01:30 Central standard time', '2027-03-14T07:30:00.000Z', '2027-03-14T09:30:00.000Z'],
    ['autumn, 01:30 Central daylight time', '2026-11-01T06:30:00.000Z', '2026-11-01T08:30:00.000Z'],
    ['autumn, the second 01:30', '2026-11-01T07:30:00.000Z', '2026-11-01T09:30:00.000Z'],
  ])('[CLK4] two hours over the change of the clocks are elapsed hours: %s', (_when, at, due) => {
    expect(clocksFrom(at)['level1-response'].deadline).toEqual({ kind: 'due', at: due, strict: true });
  });

  test.each([
    // Day 0 is the start's Central day, whatever the hour.
    ['07:59', '2026-11-23T13:59:00.000Z', '2026-11-28T00:00:00.000Z'],
    ['08:00', '2026-11-23T14:00:00.000Z', '2026-11-28T00:00:00.000Z'],
    ['17:59', '2026-11-23T23:59:00.000Z', '2026-11-28T00:00:00.000Z'],
    ['18:00', '2026-11-24T00:00:00.000Z', '2026-11-28T00:00:00.000Z'],
    ['19:00 on Monday', '2026-11-24T01:00:00.000Z', '2026-11-28T00:00:00.000Z'],
    ['23:59', '2026-11-24T05:59:59.999Z', '2026-11-28T00:00:00.000Z'],
    ['00:00 of the next day', '2026-11-24T06:00:00.000Z', '2026-12-01T00:00:00.000Z'],
    ['Saturday', '2026-11-21T18:00:00.000Z', '2026-11-26T00:00:00.000Z'],
    ['Sunday', '2026-11-22T18:00:00.000Z', '2026-11-26T00:00:00.000Z'],
    ['on the holiday itself', '2026-11-26T18:00:00.000Z', '2026-12-02T00:00:00.000Z'],
  ])('[CLK6] three business days from %s', (_when, at, due) => {
    const clock = clocksFrom(at, { holidayLists: [THANKSGIVING] })['action-plan'];
    expect(clock.deadline).toEqual({ kind: 'due', at: due, strict: false });
  });

  test.each([
    ['over the change in spring', '2027-03-12T18:00:00.000Z', [], '2027-03-17T23:00:00.000Z'],
    ['over the change in autumn', '2026-10-30T18:00:00.000Z', [], '2026-11-05T00:00:00.000Z'],
    ['over the year’s end', '2026-12-30T18:00:00.000Z', ['2027-01-01'], '2027-01-06T00:00:00.000Z'],
    ['over a leap day', '2028-02-28T18:00:00.000Z', [], '2028-03-03T00:00:00.000Z'],
    ['over a February of 28 days', '2027-02-26T18:00:00.000Z', [], '2027-03-04T00:00:00.000Z'],
    [
      'over holidays in a row and a weekend',
      '2026-12-23T18:00:00.000Z',
      ['2026-12-24', '2026-12-25', '2026-12-28', '2026-12-29'],
      '2027-01-02T00:00:00.000Z',
    ],
    ['over a holiday on a Saturday', '2026-07-02T18:00:00.000Z', ['2026-07-04'], '2026-07-07T23:00:00.000Z'],
  ])('[CLK5] business days %s', (_what, at, dates, due) => {
    expect(clocksFrom(at, { holidayLists: [holidays(dates)] })['action-plan'].deadline).toMatchObject({
      at: due,
    });
  });

  test('[CLK8] the next release has the day that the desk entered last, and never breaches', () => {
    const dated = (at: string, date: string | null): ClockEvent => ({
      kind: 'release-date',
      at,
      by: desk,
      date,
    });
    const clock = clocksFrom(START, {
      priorities: [priorityOf('P3', START)],
      events: [
        dated('2026-12-01T15:00:00.000Z', '2027-01-15'),
        dated('2026-12-02T15:00:00.000Z', '2027-02-15'),
      ],
      now: '2027-02-17T00:00:00.000Z',
    }).patch;
    expect(clock).toMatchObject({
      deadline: { kind: 'nextRelease', date: '2027-02-15', release: null },
      state: { kind: 'release-date-passed', since: '2027-02-16T00:00:00.000Z' },
      history: [
        { deadline: { kind: 'nextRelease', date: null, release: null } },
        { deadline: { kind: 'nextRelease', date: '2027-01-15', release: null }, wasBreached: false },
      ],
    });
  });
});

describe('states', () => {
  test.each([
    ['2026-11-23T15:00:00.000Z', 'running', 7_200_000],
    ['2026-11-23T16:29:59.999Z', 'running', 1_800_001],
    ['2026-11-23T16:30:00.000Z', 'at-risk', 1_800_000],
    ['2026-11-23T16:59:59.999Z', 'at-risk', 1],
    ['2026-11-23T17:00:00.000Z', 'breached', 0],
  ])('[CLK12] [CLK15] a response of less than two hours, at %s', (now, kind, left) => {
    const clock = clocksFrom(START, { now })['level1-response'];
    expect([clock.state.kind, clock.remaining]).toEqual([kind, { unit: 'ms', value: left }]);
  });

  test.each([
    ['2026-11-24T18:00:00.000Z', 'running', 3],
    ['2026-11-26T00:00:00.000Z', 'running', 2],
    ['2026-11-26T18:00:00.000Z', 'running', 1],
    ['2026-11-27T00:00:00.000Z', 'running', 1],
    ['2026-11-27T00:00:00.001Z', 'at-risk', 1],
    ['2026-11-28T00:00:00.000Z', 'at-risk', 0],
    ['2026-11-28T00:00:00.001Z', 'breached', 0],
    ['2026-12-01T18:00:00.000Z', 'breached', -2],
  ])('[CLK12] [CLK15] an action plan of three business days, at %s', (now, kind, left) => {
    const clock = clocksFrom('2026-11-24T18:00:00.000Z', { now })['action-plan'];
    expect([clock.state.kind, clock.remaining]).toEqual([kind, { unit: 'business-days', value: left }]);
  });

  test('[CLK7] ten or more business days are never breached or late', () => {
    const now = '2027-06-01T00:00:00.000Z';
    expect(clocksFrom(START, { now }).patch.state).toEqual({
      kind: 'not-before-passed',
      since: '2026-12-08T00:00:00.000Z',
    });
    expect(clocksFrom(START, { now, events: [met(now, 'patch')] }).patch.state.kind).toBe('met');
  });

  test('[CLK4] a response at the very instant is late; one millisecond before is met', () => {
    const state = (at: string) =>
      clocksFrom(START, { now: at, events: [met(at, 'level1-response')] })['level1-response'].state.kind;
    expect(state('2026-11-23T16:59:59.999Z')).toBe('met');
    expect(state('2026-11-23T17:00:00.000Z')).toBe('met-late');
  });

  test('[CLK6] a plan at 18:00 of its day is met; one millisecond later is late', () => {
    const state = (at: string) => clocksFrom(START, { now: at, events: [met(at)] })['action-plan'].state.kind;
    expect(state('2026-11-27T00:00:00.000Z')).toBe('met');
    expect(state('2026-11-27T00:00:00.001Z')).toBe('met-late');
  });

  test('[CLK13] void is final: due time, reason, evidence, person and time stay; later events change nothing', () => {
    const first = voided('2026-11-24T15:00:00.000Z');
    const clock = clocksFrom(START, {
      now: '2027-01-01T00:00:00.000Z',
      events: [first, voided('2026-11-24T14:00:00.000Z', 'all', other), met('2026-11-25T15:00:00.000Z')],
      priorities: [priorityOf('P1', START), priorityOf('P4', '2026-11-25T15:00:00.000Z')],
      holidayLists: [holidays([]), holidays(['2026-11-24', '2026-11-25'], 2, '2026-11-24T16:00:00.000Z')],
    })['action-plan'];
    expect(clock).toMatchObject({
      deadline: { at: '2026-11-27T00:00:00.000Z' },
      state: {
        kind: 'void',
        at: '2026-11-24T15:00:00.000Z',
        by: desk,
        reason: 'No access to the server',
        evidence: 'Mail of 10:00',
      },
      remaining: null,
      holidayVersion: 1,
      history: [],
    });
    expect(clock.clauses).toContain('P-33');
  });

  test('[CLK14] a void of all ends what runs, not what was met before, nor what starts after', () => {
    const clocks = evaluateClocks({
      priorities: [priorityOf('P1', START)],
      starts: {
        level1: telephoned(START),
        level2: telephoned(START),
        level3: telephoned('2026-11-25T15:00:00.000Z'),
      },
      events: [met('2026-11-23T16:00:00.000Z', 'level1-response'), voided('2026-11-23T16:30:00.000Z', 'all')],
      holidayLists: [],
      now: '2026-11-25T16:00:00.000Z',
    });
    expect(clocks.map(({ kind, state }) => [kind, state.kind])).toEqual([
      ['level1-response', 'met'],
      ['level2-response', 'void'],
      ['action-plan', 'running'],
      ['patch', 'running'],
    ]);
  });

  test('[CLK17] what is recorded has happened, also where this computer’s clock is behind', () => {
    const clock = clocksFrom(START, { now: '2025-01-01T00:00:00.000Z', events: [met(START)] });
    expect(clock['action-plan'].state.kind).toBe('met');
  });
});

describe('changes', () => {
  test('[CLK10] [CLK11] a changed priority counts from the same start and keeps what was, breach included', () => {
    const changed = '2026-11-24T15:00:00.000Z';
    const clock = clocksFrom(START, {
      now: changed,
      priorities: [priorityOf('P2', START), priorityOf('P3', changed)],
    });
    expect(clock['level1-response']).toMatchObject({
      priority: 'P3',
      deadline: { at: '2026-11-24T15:00:00.000Z' },
      state: { kind: 'breached' },
      history: [
        {
          priority: 'P2',
          deadline: { at: '2026-11-23T21:00:00.000Z' },
          from: START,
          until: changed,
          wasBreached: true,
        },
      ],
    });
    expect(clock.patch).toMatchObject({
      deadline: { kind: 'nextRelease' },
      history: [{ deadline: { kind: 'notBefore' } }],
    });
  });

  test('[CLK9] [CLK11] a new list recounts clocks that run, in business days only, and keeps the version each was counted with', () => {
    const published = '2026-11-24T15:00:00.000Z';
    const clocks = clocksFrom(START, {
      now: published,
      // In the wrong order: what counts is when each was published.
      holidayLists: [holidays(['2026-11-26'], 2, published), holidays([])],
    });
    expect(clocks['action-plan']).toMatchObject({
      deadline: { at: '2026-11-28T00:00:00.000Z' },
      holidayVersion: 2,
      history: [
        {
          deadline: { at: '2026-11-27T00:00:00.000Z' },
          holidayVersion: 1,
          until: published,
          wasBreached: false,
        },
      ],
    });
    expect(clocks['level1-response']).toMatchObject({ holidayVersion: null, history: [] });
  });

  test('[CLK11] a clock that was met stays as it was', () => {
    const clock = clocksFrom(START, {
      now: '2026-12-01T00:00:00.000Z',
      events: [met('2026-11-24T15:00:00.000Z')],
      priorities: [priorityOf('P1', START), priorityOf('P4', '2026-11-24T15:00:00.000Z')],
    })['action-plan'];
    expect(clock).toMatchObject({
      priority: 'P1',
      deadline: { at: '2026-11-27T00:00:00.000Z' },
      history: [],
    });
  });
});
