import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sortedInSlices } from '../../../renderer/store/slices.ts';

test('property: sorted in slices is sorted, whatever the order, and equals stay in theirs', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 4_000, size: 'max' }),
      async (values) => {
        const rows = values.map((value, at) => ({ value, at }));
        const compare = (a: { value: number }, b: { value: number }) => a.value - b.value;
        expect(await sortedInSlices(rows, compare, () => false)).toEqual([...rows].sort(compare));
      },
    ),
    { numRuns: 40 },
  );
});

test('what is stopped comes to nothing', async () => {
  const rows = Array.from({ length: 200_000 }, (_, at) => (at * 7_919) % 200_000);
  expect(
    await sortedInSlices(
      rows,
      (a, b) => a - b,
      () => true,
    ),
  ).toEqual([]);
});
