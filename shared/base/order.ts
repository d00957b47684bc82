/**
 * In which order rows count that are only ever added (S2): as the hub took them, by its version and index, then what waits on
 * this device, by the number of its edit. A device's clock has no say in it, and so neither has an id.
 */
export interface RowOrder {
  /** 0 once the hub has told its place; 1 while it waits here. */
  stage: 0 | 1;
  /** The hub's version, or the number of the edit that waits. */
  version: number;
  /** The hub's index within its version; 0 for an edit. */
  index: number;
}

/** Negative, zero or positive, as the first comes before, with or after the second. */
export function compareOrder(a: RowOrder, b: RowOrder): number {
  return a.stage - b.stage || a.version - b.version || a.index - b.index;
}
