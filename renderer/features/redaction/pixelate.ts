/** Takes pixels out of a picture: what is left of an area is one colour for each of a few large squares. */

export interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Squares along the shorter side of an area: too few for any letter of it to be guessed. */
const SQUARES = 4;
/** Steps of a colour that are left: fine differences would tell of what was there. */
const STEPS = 8;

/** Replaces the pixels in place: RGBA, four bytes each. */
export function pixelated({
  data,
  width,
  height,
}: {
  data: Uint8ClampedArray;
  width: number;
  height: number;
}): void {
  const side = Math.max(8, Math.ceil(Math.min(width, height) / SQUARES));
  for (let top = 0; top < height; top += side)
    for (let left = 0; left < width; left += side) {
      const right = Math.min(width, left + side);
      const bottom = Math.min(height, top + side);
      const sums = [0, 0, 0];
      for (let y = top; y < bottom; y++)
        for (let x = left; x < right; x++)
          for (let channel = 0; channel < 3; channel++)
            sums[channel] = (sums[channel] ?? 0) + (data[(y * width + x) * 4 + channel] ?? 0);
      const count = (right - left) * (bottom - top);
      const colour = sums.map((sum) => Math.round((sum / count / 255) * STEPS) * (255 / STEPS));
      for (let y = top; y < bottom; y++)
        for (let x = left; x < right; x++) {
          for (let channel = 0; channel < 3; channel++)
            data[(y * width + x) * 4 + channel] = colour[channel] ?? 0;
          data[(y * width + x) * 4 + 3] = 255;
        }
    }
}
