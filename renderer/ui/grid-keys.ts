/** A row of a grid, in pixels; its style has the same. */
export const ROW_HEIGHT = 30;
/** The same where a row has two lines. */
export const TWO_LINE_HEIGHT = 46;

/**
 * To which row a key leads.
 * @param height of what is seen of the grid
 * @param row how high each of its rows is
 * @returns null for a key that leads to none
 */
export function rowAfterKey(
  key: string,
  current: number,
  count: number,
  height: number,
  row = ROW_HEIGHT,
): number | null {
  const page = Math.max(1, Math.floor(height / row) - 2);
  const moves: Record<string, number> = {
    ArrowDown: current + 1,
    ArrowUp: current - 1,
    PageDown: current + page,
    PageUp: current - page,
    Home: 0,
    End: count - 1,
  };
  const target = moves[key];
  return target === undefined ? null : Math.max(0, Math.min(count - 1, target));
}
