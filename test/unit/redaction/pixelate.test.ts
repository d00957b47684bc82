/** [RD62] Blurring takes pixels out: nothing fine is left from which somebody could guess what was there. */
import { expect, test } from 'vitest';
import { pixelated } from '../../../renderer/features/redaction/pixelate.ts';

/** A picture of black lines on white, by a seed: as letters are, for who counts pixels. */
function lined(width: number, height: number, seed: number): Uint8ClampedArray {
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let at = 0; at < width * height; at++)
    if (((at * 2_654_435_761 + seed * 97) >>> 7) % 5 === 0) data.fill(0, at * 4, at * 4 + 3);
  return data;
}
const colours = (data: Uint8ClampedArray) =>
  new Set(Array.from({ length: data.length / 4 }, (_, at) => data.slice(at * 4, at * 4 + 3).join(' ')));

test.each([
  [200, 40],
  [40, 200],
  [97, 13],
  [9, 9],
])('of an area of %i by %i pixels a few squares are left, each of one colour', (width, height) => {
  const data = lined(width, height, 3);
  pixelated({ data, width, height });
  const side = Math.max(8, Math.ceil(Math.min(width, height) / 4));
  const squares = Math.ceil(width / side) * Math.ceil(height / side);
  expect(colours(data).size).toBeLessThanOrEqual(squares);
  // Within a square every pixel is the first one's.
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const first = ((y - (y % side)) * width + (x - (x % side))) * 4;
      expect(data.slice((y * width + x) * 4, (y * width + x) * 4 + 4)).toEqual(data.slice(first, first + 4));
    }
});

test('and of each colour only coarse steps', () => {
  const data = lined(160, 40, 1);
  pixelated({ data, width: 160, height: 40 });
  const values = new Set(data);
  expect(values.size).toBeLessThanOrEqual(9);
});
