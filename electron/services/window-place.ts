/** Where the window stood last, so that it comes back there: its size and place, whether it filled the screen, and its zoom. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

const pixels = z.number().int().min(-100_000).max(100_000);
const place = z.strictObject({
  bounds: z.strictObject({ x: pixels, y: pixels, width: pixels, height: pixels }),
  maximized: z.boolean(),
  /** Chromium's zoom level: 0 is 100 %, each step 20 % more. */
  zoom: z.number().min(-8).max(9),
});
export type WindowPlace = z.infer<typeof place>;

/** As large as is comfortable where the screen has the room. */
const WANTED = { width: 1360, height: 900 };
export const SMALLEST = { width: 640, height: 480 };
/** So much of a window's top must lie on a screen that one can take hold of it. */
const GRIP = { width: 120, height: 40 };

/** @returns null where there is none, or one that cannot be read: the window opens as the first time */
export function readPlace(path: string): WindowPlace | null {
  try {
    return place.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    // Unreported: where a window stood is worth no word.
    return null;
  }
}

/** Kept beside and then put in its place: a computer that stops meanwhile leaves the old one. */
export function keepPlace(path: string, kept: WindowPlace): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(`${path}.new`, JSON.stringify(kept), { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

const common = (aFrom: number, aSize: number, bFrom: number, bSize: number) =>
  Math.min(aFrom + aSize, bFrom + bSize) - Math.max(aFrom, bFrom);

/** Whether a window there could be taken hold of: its top edge lies on this screen for a hand's breadth. */
function isReachable({ x, y, width }: Rectangle, screen: Rectangle): boolean {
  return (
    common(x, width, screen.x, screen.width) >= Math.min(GRIP.width, width) &&
    y >= screen.y &&
    y + GRIP.height <= screen.y + screen.height
  );
}

/**
 * Where to open the window.
 * @param kept where it stood; a screen that was there then may be gone
 * @param screens the usable part of each, the main one first
 */
export function boundsFor(
  kept: WindowPlace | null,
  screens: readonly Rectangle[],
): Rectangle | { width: number; height: number } {
  const [main] = screens;
  const screen = kept && screens.find((each) => isReachable(kept.bounds, each));
  if (kept && screen) {
    const { x, y, width, height } = kept.bounds;
    return {
      x,
      y,
      width: Math.max(SMALLEST.width, Math.min(width, screen.width)),
      height: Math.max(SMALLEST.height, Math.min(height, screen.height)),
    };
  }
  if (!main) return WANTED;
  return {
    width: Math.max(SMALLEST.width, Math.min(WANTED.width, main.width)),
    height: Math.max(SMALLEST.height, Math.min(WANTED.height, main.height)),
  };
}
