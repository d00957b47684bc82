import { describe, expect, test } from 'vitest';
import { lengthWords, shortLength } from '../../../shared/base/lengths.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('a length of time in words', () => {
  test.each([
    [59_999, '0 min', '1 minute'],
    [5 * MINUTE, '5 min', '5 minutes'],
    [90 * MINUTE, '1 h', '90 minutes'],
    [23.9 * HOUR, '23 h', '24 hours'],
    [36 * HOUR, '1 day', '36 hours'],
    [8 * DAY, '8 days', '8 days'],
  ])('%d ms are %s in short and %s in a sentence, ahead and behind', (milliseconds, short, words) => {
    expect([shortLength(milliseconds), shortLength(-milliseconds)]).toEqual([short, short]);
    expect([lengthWords(milliseconds), lengthWords(-milliseconds)]).toEqual([words, words]);
  });
});
