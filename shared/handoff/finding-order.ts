/** The order in which findings stand, the same wherever they are found. */
import type { Finding, MadeFinding } from './schema.ts';

/** A finding with what it is sorted by. */
export interface Placed {
  number: number;
  place: string;
  finding: MadeFinding;
}

export function inOrder(a: Placed, b: Placed): number {
  return (
    a.number - b.number || compareText(a.place, b.place) || compareText(a.finding.message, b.finding.message)
  );
}

/** Two lists that are each in order, as one. */
export function merged<P extends Placed>(one: readonly P[], other: readonly P[]): P[] {
  if (other.length === 0) return [...one];
  const result: P[] = [];
  let at = 0;
  for (const each of one) {
    for (let next = other[at]; next && inOrder(next, each) < 0; next = other[at]) {
      result.push(next);
      at += 1;
    }
    result.push(each);
  }
  for (const each of other.slice(at)) result.push(each);
  return result;
}

export function placeOf({ where }: Finding): string {
  return `${where.table}\u0000${where.id ?? ''}\u0000${where.field ?? ''}`;
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
