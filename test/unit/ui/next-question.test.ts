/** Where F8 leads on the form of a case. */
import { describe, expect, test } from 'vitest';
import { nextQuestion } from '../../../renderer/features/case/handoff/next-question.ts';
import type { Place } from '../../../shared/base/place.ts';

interface Asked {
  name: string;
  where: Place;
}
const onCase = (field: string): Asked => ({
  name: field,
  where: { table: 'cases', id: 'c', field } as Place,
});
const row = (table: string, id: string | null, field: string): Asked => ({
  name: `${table} ${id} ${field}`,
  where: { table, id, field } as Place,
});
const contents = { systems: [], steps: [], attachments: [] };

/** What so many presses lead to, when nothing is answered in between. */
function walk(groups: readonly (readonly Asked[])[], presses: number, back = false): string[] {
  const seen: string[] = [];
  let from: { where: Place; group: number } | null = null;
  for (let at = 0; at < presses; at++) {
    const next: Asked | undefined = nextQuestion(contents, groups, from, back);
    if (!next) break;
    seen.push(next.name);
    from = { where: next.where, group: groups.findIndex((group) => group.includes(next)) };
  }
  return seen;
}

// Two components of one system stand equally far down the form.
const now = [row('revisions', 's', 'recorder'), row('revisions', 's', 'database'), onCase('level1Outcome')];
const later = [onCase('contactName'), onCase('backupConfirmed'), onCase('whyLevel3')];
const names = (questions: readonly Asked[]) => questions.map(({ name }) => name);

describe('F8', () => {
  test('reaches every open question of the case: what is due now, then what is later, then round again', () => {
    expect(walk([now, later], 7)).toEqual([...names(now), ...names(later), now[0]?.name]);
  });

  test('goes the same way back with Shift', () => {
    const back = [...names(now), ...names(later)].toReversed();
    expect(walk([now, later], 7, true)).toEqual([...back, back[0]]);
  });

  test('leaves the one question that is due now for those that are later', () => {
    const [one] = now;
    if (!one) throw new Error('there is one');
    expect(walk([[one], later], 3)).toEqual([one.name, 'contactName', 'backupConfirmed']);
    expect(walk([[], later], 4)).toEqual([...names(later), 'contactName']);
    expect(walk([[], []], 1)).toEqual([]);
  });

  test('stays with what is due now where a question was answered, also with what stands above it', () => {
    const [first, second] = now;
    const answered = now[2];
    if (!first || !second || !answered) throw new Error('there are three');
    const from = { where: answered.where, group: 0 };
    expect(nextQuestion(contents, [[first, second], later], from, false)).toBe(first);
    expect(nextQuestion(contents, [[], later], from, false)).toBe(later[0]);
    expect(nextQuestion(contents, [[second, answered], later], { where: first.where, group: 0 }, false)).toBe(
      answered,
    );
  });
});
