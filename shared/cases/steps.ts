import type { StepRecord } from './records.ts';

export interface StepWithHistory {
  current: StepRecord;
  /** Earlier versions, newest first. */
  earlier: StepRecord[];
}

/** The steps of a case as they stand now, in the order in which they were done. See `collapseSteps`. */
export function currentSteps(rows: readonly StepRecord[]): StepWithHistory[] {
  return collapseSteps(rows).sort(inOrder);
}

/**
 * Collapses corrections: each chain of `corrects` gives its last row, with the ones before it. Withdrawn steps are left out.
 * Where two rows correct the same one, the later id is shown and the other stands in the history. A row that corrects
 * one that is not there counts as a step of its own; a ring of corrections, which no console writes, shows its latest row.
 */
export function collapseSteps(rows: readonly StepRecord[]): StepWithHistory[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const rootOf = (row: StepRecord): string => {
    const seen = new Set<string>([row.id]);
    let at = row;
    while (at.corrects !== null) {
      const before = byId.get(at.corrects);
      if (!before || seen.has(before.id)) break;
      seen.add(before.id);
      at = before;
    }
    return at.id;
  };
  const chains = new Map<string, StepRecord[]>();
  for (const row of rows) {
    // A step that corrects nothing is its own root: the common case needs no walk.
    const root = row.corrects === null ? row.id : rootOf(row);
    const chain = chains.get(root);
    if (chain) chain.push(row);
    else chains.set(root, [row]);
  }
  const result: StepWithHistory[] = [];
  for (const chain of chains.values()) {
    if (chain.length > 1) {
      const corrected = new Set(chain.map((row) => row.corrects));
      const rank = (row: StepRecord): string => `${corrected.has(row.id) ? '0' : '1'}${row.id}`;
      chain.sort((a, b) => (rank(a) < rank(b) ? 1 : -1));
    }
    const [current, ...earlier] = chain;
    if (current && !current.withdrawn) result.push({ current, earlier });
  }
  return result;
}

function inOrder(a: StepWithHistory, b: StepWithHistory): number {
  const [first, second] = [
    a.current.at?.at ?? a.current.recordedAt,
    b.current.at?.at ?? b.current.recordedAt,
  ];
  return first < second ? -1 : first > second ? 1 : a.current.id < b.current.id ? -1 : 1;
}
