import { expect, test } from 'vitest';
import { dayInWords } from '../../../shared/base/day-words.ts';

test.each([
  ['2026-12-08', '8 Dec 2026'],
  ['2024-02-29', '29 Feb 2024'],
  ['2026-01-01', '1 Jan 2026'],
  // What somebody imported as a day and is none is shown, not hidden.
  ['', ''],
  ['2026-13-01', '2026-13-01'],
  ['next release', 'next release'],
])('the day %s reads %s', (day, words) => {
  expect(dayInWords(day)).toBe(words);
});
