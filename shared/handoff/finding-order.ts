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

export function placeOf({ where }: Finding): string {
  return `${where.table}\u0000${where.id ?? ''}\u0000${where.field ?? ''}`;
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
