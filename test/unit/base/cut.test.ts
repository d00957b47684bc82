import { expect, test } from 'vitest';
import { cut } from '../../../shared/base/cut.ts';
import { line } from '../../../shared/base/values.ts';

test('a text is shortened to so many units, and no character of two is cut in half', () => {
  expect(cut('abc', 3)).toBe('abc');
  expect(cut('abcd', 3)).toBe('abc');
  const smiles = '\u{1f600}'.repeat(5);
  expect(cut(smiles, 10)).toBe(smiles);
  expect(cut(smiles, 9)).toBe('\u{1f600}'.repeat(4));
  expect(cut(smiles, 1)).toBe('');
  expect(cut('', 0)).toBe('');
  for (let most = 0; most < 12; most++)
    expect(line.safeParse(cut(`a${smiles}`, most)).success, `${most}`).toBe(true);
});
