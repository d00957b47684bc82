import { describe, expect, test } from 'vitest';
import { caseStates } from '../../../shared/cases/schema.ts';
import { actors, checkTransition, isEditable, transitions } from '../../../shared/cases/states.ts';

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
  test('[CS3] only the hub escalates', () => {
    expect(actors.filter((by) => checkTransition('ready', 'escalated', by).ok)).toEqual(['hub']);
  });
  test('[CS4] what was handed off is frozen', () => {
    expect(caseStates.filter(isEditable)).toEqual(['level1', 'level2', 'changes-requested']);
  });
});
