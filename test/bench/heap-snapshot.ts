/** Heap snapshots of Chromium read for two questions: which nodes of the document are in no document any more, and who keeps them; and what is more in one than in another. */

interface Snapshot {
  snapshot: {
    meta: { node_fields: string[]; node_types: [string[]]; edge_fields: string[]; edge_types: [string[]] };
  };
  nodes: number[];
  edges: number[];
  strings: string[];
}

export interface Detached {
  /** Nodes that scripts or listeners still reach, without those in the document. */
  count: number;
  /** Names with how many, the most first. */
  names: [string, number][];
  /** For the most frequent name: the way from the root to one of them, outermost first. */
  ways: string[];
}

const DETACHED = 2;

/** @param text as `HeapProfiler.takeHeapSnapshot` writes it */
export function detachedOf(text: string): Detached {
  const { snapshot, nodes, edges, strings } = JSON.parse(text) as Snapshot;
  const {
    node_fields: fields,
    edge_fields: edgeFields,
    edge_types: edgeTypes,
    node_types: nodeTypes,
  } = snapshot.meta;
  const width = fields.length;
  const [name, edgeCount, detachedness, kind] = ['name', 'edge_count', 'detachedness', 'type'].map((field) =>
    fields.indexOf(field),
  ) as [number, number, number, number];
  const edgeWidth = edgeFields.length;
  const count = nodes.length / width;
  const at = (node: number, field: number) => nodes[node * width + field] ?? 0;
  const first = new Uint32Array(count + 1);
  for (let node = 0; node < count; node += 1) first[node + 1] = (first[node] ?? 0) + at(node, edgeCount);
  const from = new Int32Array(count).fill(-1);
  const by = new Int32Array(count).fill(-1);
  const queue = [0];
  from[0] = 0;
  for (let head = 0; head < queue.length; head += 1) {
    const node = queue[head] ?? 0;
    for (let edge = first[node] ?? 0; edge < (first[node + 1] ?? 0); edge += 1) {
      // A weak edge keeps nothing.
      if (edgeTypes[0][edges[edge * edgeWidth] ?? 0] === 'weak') continue;
      const to = (edges[edge * edgeWidth + 2] ?? 0) / width;
      if (from[to] !== -1) continue;
      from[to] = node;
      by[to] = edge;
      queue.push(to);
    }
  }
  const found = queue.filter(
    (node) => at(node, detachedness) === DETACHED && nodeTypes[0][at(node, kind)] === 'native',
  );
  const named = new Map<string, number[]>();
  for (const node of found) {
    const of = strings[at(node, name)]?.slice(0, 60) ?? '';
    named.set(of, [...(named.get(of) ?? []), node]);
  }
  const names = [...named].sort(([, a], [, b]) => b.length - a.length);
  const way = (node: number) => {
    const steps: string[] = [];
    for (let each = node; each !== 0; each = from[each] ?? 0) {
      const edge = by[each] ?? 0;
      const type = edgeTypes[0][edges[edge * edgeWidth] ?? 0];
      const label = edges[edge * edgeWidth + 1] ?? 0;
      const shown =
        type === 'element' || type === 'hidden' ? `[${label}]` : (strings[label] ?? '').slice(0, 60);
      steps.push(`${shown} -> ${(strings[at(each, name)] ?? '').slice(0, 60)}`);
    }
    return steps.reverse().join('\n    ');
  };
  return {
    count: found.length,
    names: names.map(([each, of]) => [each, of.length]),
    ways: names
      .slice(0, 8)
      .flatMap(([each, of]) =>
        [of[0], of[Math.floor(of.length / 2)], of.at(-1)].map((node) => `${each}:\n    ${way(node ?? 0)}`),
      ),
  };
}

export interface Grown {
  /** What kind of thing it is: its type, and its constructor or text. */
  name: string;
  count: number;
  bytes: number;
}

/** What there is of each kind. */
function kindsOf(text: string): Map<string, { count: number; bytes: number }> {
  const { snapshot, nodes, strings } = JSON.parse(text) as Snapshot;
  const { node_fields: fields, node_types: types } = snapshot.meta;
  const [type, name, size] = ['type', 'name', 'self_size'].map((field) => fields.indexOf(field)) as [
    number,
    number,
    number,
  ];
  const kinds = new Map<string, { count: number; bytes: number }>();
  for (let node = 0; node < nodes.length; node += fields.length) {
    const kind = types[0][nodes[node + type] ?? 0] ?? '';
    // Texts are each their own; what they say is no kind.
    const isText = kind === 'string' || kind === 'concatenated string' || kind === 'sliced string';
    const key = isText ? kind : `${kind} ${(strings[nodes[node + name] ?? 0] ?? '').slice(0, 60)}`;
    const known = kinds.get(key) ?? { count: 0, bytes: 0 };
    known.count += 1;
    known.bytes += nodes[node + size] ?? 0;
    kinds.set(key, known);
  }
  return kinds;
}

/** Of what there is more in the later of two snapshots, the most first. @param before as `HeapProfiler.takeHeapSnapshot` writes it */
export function growthOf(before: string, after: string): Grown[] {
  const [first, last] = [kindsOf(before), kindsOf(after)];
  return [...last]
    .map(([name, { count, bytes }]) => {
      const was = first.get(name) ?? { count: 0, bytes: 0 };
      return { name, count: count - was.count, bytes: bytes - was.bytes };
    })
    .filter(({ bytes }) => bytes > 0)
    .sort((a, b) => b.bytes - a.bytes);
}
