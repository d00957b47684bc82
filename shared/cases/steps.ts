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
 * Where two rows correct the same one, the later of them is shown and the other stands in the history. A row that corrects
 * one that is not there counts as a step of its own; a ring of corrections, which no console writes, shows its latest row.
 * @param rows in the order in which they count (S2)
 */
export function collapseSteps(rows: readonly StepRecord[]): StepWithHistory[] {
  const roots = rootsOf(rows);
  const chains = new Map<string, StepRecord[]>();
  for (const row of rows) {
    const root = roots.get(row.id) ?? row.id;
    const chain = chains.get(root);
    if (chain) chain.push(row);
    else chains.set(root, [row]);
  }
  const result: StepWithHistory[] = [];
  for (const chain of chains.values()) {
    if (chain.length > 1) {
      const corrected = new Set(chain.map((row) => row.corrects));
      // Stable: within each half the later row comes first.
      chain.reverse().sort((a, b) => Number(corrected.has(a.id)) - Number(corrected.has(b.id)));
    }
    const [current, ...earlier] = chain;
    if (current && !current.withdrawn) result.push({ current, earlier });
  }
  return result;
}

/**
 * The first row of each row's chain, by id. Each row is walked over once, however long the chain: whoever sends a packet
 * chooses its length. All rows of a ring, and those that hang on it, have one root.
 */
function rootsOf(rows: readonly StepRecord[]): Map<string, string> {
  const corrects = new Map(rows.map((row) => [row.id, row.corrects]));
  const roots = new Map<string, string>();
  for (const id of corrects.keys()) {
    const walked = new Set<string>();
    let at = id;
    let root = roots.get(at);
    while (root === undefined) {
      walked.add(at);
      const before = corrects.get(at) ?? null;
      if (before === null || !corrects.has(before) || walked.has(before)) root = at;
      else {
        at = before;
        root = roots.get(at);
      }
    }
    for (const each of walked) roots.set(each, root);
  }
  return roots;
}

function inOrder(a: StepWithHistory, b: StepWithHistory): number {
  const [first, second] = [
    a.current.at?.at ?? a.current.recordedAt,
    b.current.at?.at ?? b.current.recordedAt,
  ];
  return first < second ? -1 : first > second ? 1 : 0;
}
