import { expect, test } from 'vitest';
import { madeWhenAsked } from '../../../shared/base/made-when-asked.ts';

test('an entry is made when it is first asked for, and is the same from then on; the others are not made', () => {
  const made: string[] = [];
  const table = madeWhenAsked({
    first: () => ({ made: made.push('first') }),
    second: () => ({ made: made.push('second') }),
  });
  expect(Object.keys(table)).toEqual(['first', 'second']);
  expect('second' in table).toBe(true);
  expect(made).toEqual([]);
  const { first } = table;
  expect(table.first).toBe(first);
  expect(made).toEqual(['first']);
});

test('an entry that could not be made is tried again, and nobody writes one', () => {
  let tries = 0;
  const table = madeWhenAsked({
    late: () => {
      tries += 1;
      if (tries === 1) throw new Error('not yet');
      return tries;
    },
  });
  expect(() => table.late).toThrow('not yet');
  expect(table.late).toBe(2);
  expect(() => Object.assign(table, { late: 3 })).toThrow(TypeError);
  expect(table.late).toBe(2);
});
