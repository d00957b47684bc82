import { describe, expect, test } from 'vitest';
import { links } from '../../../shared/cases/links.ts';
import { MOST_NODES, siteMap } from '../../../shared/cases/site-map.ts';
import { systems } from '../../../shared/cases/systems.ts';
import { idOf, NOW } from '../../helpers/builders.ts';

const by = { id: idOf(0xe), name: 'Sample Engineer One' };
const systemOf = (n: number, role: 'affected' | 'context' = 'context') =>
  systems.empty({
    ...{ id: idOf(n), caseId: idOf(1), role, hostname: `h${n}`, capturedAt: NOW },
    provenance: { kind: 'typed', by, at: NOW },
  });
const linkOf = (n: number, from: number, to: number) =>
  links.empty({ id: idOf(n), caseId: idOf(1), fromId: idOf(from), toId: idOf(to), kind: 'sip-trunk' });
const placesOf = (map: ReturnType<typeof siteMap>) =>
  Object.fromEntries(map?.nodes.map(({ system, column, row }) => [system.hostname, [column, row]]) ?? []);

describe('[D7] the map of a site', () => {
  test('begins with what is affected; what is linked stands as many links away as it is', () => {
    const map = siteMap(
      [systemOf(10), systemOf(11, 'affected'), systemOf(12), systemOf(13), systemOf(14)],
      [linkOf(20, 11, 10), linkOf(21, 12, 10), linkOf(22, 13, 10)],
    );
    expect(placesOf(map)).toEqual({ h11: [0, 0], h10: [1, 0], h12: [2, 0], h13: [2, 1] });
    expect([map?.columns, map?.rows, map?.links.length]).toEqual([3, 2, 3]);
  });
  test('a ring, and a part that no link leads to, have their places, each once', () => {
    const all = [systemOf(10, 'affected'), systemOf(11), systemOf(12), systemOf(13), systemOf(14)];
    const map = siteMap(all, [
      linkOf(20, 10, 11),
      linkOf(21, 11, 12),
      linkOf(22, 12, 10),
      linkOf(23, 13, 14),
    ]);
    expect(placesOf(map)).toEqual({ h10: [0, 0], h11: [1, 0], h12: [1, 1], h13: [0, 1], h14: [1, 2] });
  });
  test('several links of the same two systems stand beside each other, whichever way they were written down', () => {
    const map = siteMap(
      [systemOf(10, 'affected'), systemOf(11), systemOf(12)],
      [linkOf(20, 10, 11), linkOf(21, 11, 10), linkOf(22, 10, 12)],
    );
    const lanes = map?.links.map(({ link, lane, lanes: of }) => [link.id, lane, of]);
    expect(lanes).toEqual([
      [idOf(20), 0, 2],
      [idOf(21), 1, 2],
      [idOf(22), 0, 1],
    ]);
    expect(map?.lanes).toBe(2);
  });
  test('links to what is not described, or to itself, draw nothing; a huge site draws what can be read', () => {
    expect(siteMap([systemOf(10)], [linkOf(20, 10, 99), linkOf(21, 10, 10)])).toBeNull();
    const many = Array.from({ length: 500 }, (_, n) => systemOf(100 + n));
    const star = siteMap(
      many,
      many.slice(1).map((_, n) => linkOf(1_000 + n, 100, 101 + n)),
    );
    expect(star?.nodes).toHaveLength(MOST_NODES);
    expect(star?.links).toHaveLength(MOST_NODES - 1);
  });
});
