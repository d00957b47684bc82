/** The strip of a case: where it stands, and what it went on without. */
import { describe, expect, test } from 'vitest';
import { wayOf } from '../../../renderer/features/case/case-way.ts';
import { caseStates } from '../../../shared/cases/states.ts';

const due = '2026-11-24T18:00:00.000Z';
const owed = { dueAt: due, at: null, by: null };
const leadOf = (steps: ReturnType<typeof wayOf>) => steps.find(({ name }) => name === 'Lead');
const before = '2026-11-24T17:00:00.000Z';
const after = '2026-11-24T18:00:01.000Z';

describe('[H37] [I22] the way of a P1 that went ahead of its approval', () => {
  test.each(['escalated', 'acknowledged', 'planned', 'answered', 'verified'] as const)(
    'in %s its lead is owed until when, and overdue after that, never done',
    (state) => {
      const at = (now: string) => leadOf(wayOf(state, null, { approval: owed, now }));
      expect(at(before)).toMatchObject({
        state: 'owed',
        word: expect.stringMatching(/^not approved, due by \S+ 24 Nov/),
      });
      expect(at(after)).toMatchObject({
        state: 'late',
        word: expect.stringMatching(/^not approved, overdue since \S+ 24 Nov/),
      });
    },
  );

  test('once approved, and where it waited for its lead, the step is done', () => {
    const lead = { id: 'l', name: 'Sample Lead' };
    for (const approval of [null, { dueAt: due, at: after, by: lead }])
      expect(leadOf(wayOf('acknowledged', null, { approval, now: after }))).toEqual({
        name: 'Lead',
        state: 'done',
      });
  });

  test('closed without one, it says so', () => {
    expect(leadOf(wayOf('closed', null, { approval: owed, now: before }))).toMatchObject({
      word: 'never approved',
    });
  });

  test('every state has one present step at most, and none behind it is done', () => {
    for (const state of caseStates) {
      const steps = wayOf(state, null, { approval: null, now: before }).map((each) => each.state);
      const present = steps.indexOf('present');
      expect(steps.filter((each) => each === 'present').length).toBe(state === 'closed' ? 0 : 1);
      if (present >= 0) expect(steps.slice(present + 1).every((each) => each === 'ahead')).toBe(true);
    }
  });
});
