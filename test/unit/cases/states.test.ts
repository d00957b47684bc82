import { describe, expect, test } from 'vitest';
import { validateEnd } from '../../../shared/cases/ends.ts';
import { caseStates } from '../../../shared/cases/schema.ts';
import { actors, checkTransition, isEditable, transitions } from '../../../shared/cases/states.ts';

const blank = {
  ...{ endedAs: null, endClause: '', endSentTo: '', endReason: '', level1Summary: '', level2Summary: '' },
};
const fix = { level: 2, kind: 'fix', ramifications: 'Calls are cut while it restarts.' } as const;

describe('the states of a case', () => {
  test('[CS1] what the table does not list is refused, for every pair of states and everybody', () => {
    for (const from of caseStates) {
      for (const to of caseStates) {
        for (const by of actors) {
          const listed = transitions.some(
            (each) => each.from === from && each.to === to && each.by.includes(by),
          );
          const answer = checkTransition(from, to, by);
          expect(answer.ok, `${from} to ${to} by ${by}`).toBe(listed);
          if (!answer.ok) expect(answer.message).toMatch(/\.$/);
        }
      }
    }
  });
  test('[CS2] Level 1 that solves it closes the case', () => {
    expect(checkTransition('level1', 'closed', 'work-cases').ok).toBe(true);
  });
  test('[CS2] a closed case is opened again by a lead alone, and every case that is open at the partner can be closed', () => {
    for (const to of ['level1', 'level2'] as const)
      expect(actors.filter((by) => checkTransition('closed', to, by).ok)).toEqual(['review-packets']);
    for (const from of caseStates.filter(isEditable))
      expect(checkTransition(from, 'closed', 'work-cases').ok, from).toBe(true);
  });
  test.each([
    ['solved at Level 1', { endedAs: 'solved-level1', level1Summary: 'Restart brought it back.' }, null],
    ['solved, and not said how', { endedAs: 'solved-level1', level1Summary: 'x' }, /what Level 1 found/],
    ['solved at Level 2', { endedAs: 'solved-level2', level2Summary: 'The patch brought it back.' }, null],
    [
      'not ours',
      { endedAs: 'not-ours', endClause: 'P-23', endSentTo: 'Cisco', endReason: 'The trunk drops calls.' },
      null,
    ],
    [
      'not ours by no clause',
      { endedAs: 'not-ours', endSentTo: 'Cisco', endReason: 'The trunk drops.' },
      /clause/,
    ],
    [
      'not ours, and nobody’s',
      { endedAs: 'not-ours', endClause: 'P-15', endReason: 'It is a wish.' },
      /to whom/,
    ],
    ['withdrawn', { endedAs: 'withdrawn', endReason: 'It was opened by mistake.' }, null],
    ['withdrawn without a word', { endedAs: 'withdrawn', endReason: 'tbd' }, /why/],
    [
      'an end that is Level 3’s',
      { endedAs: 'declined', endReason: 'It was declined.' },
      /how the case ended/,
    ],
    ['no end', {}, /how the case ended/],
  ] as const)('[CS10] %s', (_what, said, problem) => {
    const words = validateEnd({ ...blank, ...said }, [fix]);
    if (problem === null) expect(words).toBeNull();
    else expect(words).toMatch(problem);
  });
  test('[CS10] what Level 2 solved has its fix with the ramifications (P-07)', () => {
    const record = {
      ...blank,
      endedAs: 'solved-level2' as const,
      level2Summary: 'The patch brought it back.',
    };
    expect(validateEnd(record, [])).toMatch(/ramifications/);
    expect(validateEnd(record, [{ ...fix, ramifications: ' ' }])).toMatch(/ramifications/);
    expect(validateEnd(record, [{ ...fix, level: 1 }])).toMatch(/ramifications/);
  });
  test('[CS3] only the hub escalates', () => {
    expect(actors.filter((by) => checkTransition('ready', 'escalated', by).ok)).toEqual(['hub']);
  });
  test('[CS4] what was handed off is frozen', () => {
    expect(caseStates.filter(isEditable)).toEqual(['level1', 'level2', 'changes-requested']);
  });
});
