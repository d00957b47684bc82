/** What a pattern in the syntax of Python's `re` says, as a tree. */
import type { CodePointSet } from './code-points.ts';

export type Node =
  | { kind: 'sequence'; items: readonly Node[] }
  | { kind: 'choice'; options: readonly Node[] }
  /**
   * One code point of a set, or one that is not in it. A negative set stays one: where letter case counts for nothing, `[^a]` is all but
   * `a` and `A`, not what is left of that.
   */
  | { kind: 'set'; set: CodePointSet; negative: boolean }
  | { kind: 'start'; multiline: boolean }
  /** `$`; `\Z` is the one with neither. */
  | { kind: 'end'; multiline: boolean; beforeNewline: boolean }
  | { kind: 'boundary'; negative: boolean; word: CodePointSet }
  | { kind: 'group'; capture: number | null; ignoreCase: boolean | null; body: Node }
  | { kind: 'repeat'; least: number; most: number; lazy: boolean; body: Node }
  | { kind: 'look'; behind: boolean; negative: boolean; body: Node }
  | { kind: 'reference'; group: number };

export interface Pattern {
  root: Node;
  /** How many groups capture. */
  groups: number;
  /** Named groups and their numbers, in the order in which they open. */
  names: ReadonlyMap<string, number>;
  ignoreCase: boolean;
}

/** A place in a pattern. */
export interface Cursor {
  readonly text: string;
  at: number;
}

/** A pattern that Python's `re` refuses, or that cannot be run here. */
export class PatternError extends Error {}
