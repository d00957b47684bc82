/** Where the systems of a site stand on its map: those in which the fault shows first, then what they are linked with, step by step. */
import type { LinkRecord } from './links.ts';
import type { SystemRecord } from './systems.ts';

export interface MapNode {
  system: SystemRecord;
  /** Links from the nearest system in which the fault shows. */
  column: number;
  /** From the top of its column. */
  row: number;
}

/** A link with its place among those of the same two systems: they are drawn beside each other, and each is named. */
export interface MapLink {
  link: LinkRecord;
  lane: number;
  lanes: number;
}

export interface SiteMap {
  /** Systems with a link; one without any has no place on a map of links. */
  nodes: readonly MapNode[];
  links: readonly MapLink[];
  /** The most links that any two systems have with each other. */
  lanes: number;
  columns: number;
  rows: number;
}

/** More than anybody reads on one picture; the table has all of them. */
export const MOST_NODES = 60;

/** @returns null where there is nothing to draw: no link between two systems that are described */
export function siteMap(systems: readonly SystemRecord[], links: readonly LinkRecord[]): SiteMap | null {
  const byId = new Map(systems.map((system) => [system.id, system]));
  const drawn = links.filter(({ fromId, toId }) => fromId !== toId && byId.has(fromId) && byId.has(toId));
  if (drawn.length === 0) return null;
  const neighbours = new Map<string, string[]>();
  for (const { fromId, toId } of drawn)
    for (const [one, other] of [
      [fromId, toId],
      [toId, fromId],
    ] as const)
      neighbours.set(one, [...(neighbours.get(one) ?? []), other]);
  const columnOf = new Map<string, number>();
  const linked = systems.filter(({ id }) => neighbours.has(id));
  const place = (first: readonly string[]) => {
    let front = first.filter((id) => !columnOf.has(id));
    for (const id of front) columnOf.set(id, 0);
    for (let column = 1; front.length > 0; column++) {
      front = [...new Set(front.flatMap((id) => neighbours.get(id) ?? []))].filter((id) => !columnOf.has(id));
      for (const id of front) columnOf.set(id, column);
    }
  };
  place(linked.filter(({ role }) => role === 'affected').map(({ id }) => id));
  // What no link leads to from there begins a picture of its own, each from its first system.
  for (const { id } of linked) place([id]);
  const heights: number[] = [];
  const nodes = linked.slice(0, MOST_NODES).map((system): MapNode => {
    const column = columnOf.get(system.id) ?? 0;
    const row = heights[column] ?? 0;
    heights[column] = row + 1;
    return { system, column, row };
  });
  const shown = new Set(nodes.map(({ system }) => system.id));
  const pairs = new Map<string, LinkRecord[]>();
  for (const link of drawn.filter(({ fromId, toId }) => shown.has(fromId) && shown.has(toId))) {
    const pair = [link.fromId, link.toId].sort().join(' ');
    pairs.set(pair, [...(pairs.get(pair) ?? []), link]);
  }
  const sets = [...pairs.values()];
  return {
    nodes,
    links: sets.flatMap((set) => set.map((link, lane) => ({ link, lane, lanes: set.length }))),
    lanes: Math.max(1, ...sets.map((set) => set.length)),
    columns: heights.length,
    rows: Math.max(...Array.from(heights, (height) => height ?? 0)),
  };
}
