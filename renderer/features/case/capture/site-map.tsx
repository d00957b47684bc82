/** The systems of a case and what links them, as a picture: which way a call goes, and where it may break. */
import { t } from '@lingui/core/macro';
import { useMemo } from 'react';
import { Link } from 'wouter';
import { links as described } from '../../../../shared/cases/links.ts';
import { siteMap } from '../../../../shared/cases/site-map.ts';
import { systems as describedSystem, systemName } from '../../../../shared/cases/systems.ts';
import { contentsOf, useCasePart } from '../../../views/hooks.tsx';
import { casePath } from '../case-address.ts';
import styles from './site-map.module.css';

const BOX = { width: 168, height: 40 };
const GAP = { column: 140, row: 28 };
const EDGE = 8;
/** Between two links of the same systems: a name and a state of each have room. */
const LANE = 34;

/** Letters of a name, of what is below it, and of a link, that have room. */
const ROOM = { name: 20, below: 25, link: 20 };

/** What is longer ends in an ellipsis: a host that only looks whole is taken for another. */
const shortened = (text: string, room: number) => (text.length > room ? `${text.slice(0, room - 1)}…` : text);

const wordOf = (field: { input: unknown }, value: unknown): string => {
  const input = field.input as { choices?: readonly { value: string; label: string }[] };
  return input.choices?.find((each) => each.value === value)?.label ?? '';
};

export function SiteMap() {
  const systems = useCasePart((open) => contentsOf(open).systems);
  const links = useCasePart((open) => contentsOf(open).links);
  const map = useMemo(() => siteMap(systems, links), [systems, links]);
  if (!map) return null;
  // Links beside each other need room above their systems and below.
  const beside = (map.lanes - 1) * LANE;
  const down = BOX.height + GAP.row + beside;
  const at = new Map(
    map.nodes.map(({ system, column, row }) => [
      system.id,
      { x: EDGE + column * (BOX.width + GAP.column), y: EDGE + beside / 2 + row * down, column },
    ]),
  );
  const width = 2 * EDGE + map.columns * BOX.width + (map.columns - 1) * GAP.column;
  const height = 2 * EDGE + BOX.height + beside + (map.rows - 1) * down;
  return (
    <figure className={styles.figure}>
      <svg
        className={styles.map}
        viewBox={`0 0 ${width} ${height}`}
        width={width}
        height={height}
        role="group"
        aria-label={t`Map of the systems and their links`}
      >
        {map.links.map(({ link: { id, fromId, toId, kind, state, account }, lane, lanes }) => {
          const [from, to] = [at.get(fromId), at.get(toId)];
          if (!from || !to) return null;
          const [left, right] = from.column <= to.column ? [from, to] : [to, from];
          const same = left.column === right.column;
          const x1 = left.x + BOX.width;
          const y1 = left.y + BOX.height / 2;
          const x2 = same ? right.x + BOX.width : right.x;
          const y2 = right.y + BOX.height / 2;
          const bend = same ? x1 + GAP.column / 2 : (x1 + x2) / 2;
          const aside = (lane - (lanes - 1) / 2) * LANE;
          // A curve comes three quarters of the way to where it is drawn.
          const pull = (aside * 4) / 3;
          // The state first: a long account must not cut it.
          const more = [state && wordOf(described.fields.state, state), account].filter(Boolean).join(', ');
          const middle = { x: same ? bend : (x1 + x2) / 2, y: (y1 + y2) / 2 + aside };
          return (
            <g key={id} data-state={state ?? 'unknown'} className={styles.link}>
              <path d={`M${x1} ${y1}C${bend} ${y1 + pull} ${bend} ${y2 + pull} ${x2} ${y2}`} />
              <text x={middle.x} y={middle.y - 4} textAnchor="middle">
                {wordOf(described.fields.kind, kind)}
              </text>
              {more && (
                <text x={middle.x} y={middle.y + 12} textAnchor="middle">
                  {shortened(more, ROOM.link)}
                </text>
              )}
              {more.length > ROOM.link && <title>{more}</title>}
            </g>
          );
        })}
        {map.nodes.map(({ system }) => {
          const place = at.get(system.id);
          if (!place) return null;
          const { quantity, nodeRole, productName, id, caseId, role } = system;
          const below = [wordOf(describedSystem.fields.nodeRole, nodeRole), productName]
            .filter(Boolean)
            .join(', ');
          const count = quantity !== null && quantity > 1 ? ` × ${quantity}` : '';
          const name = systemName(system);
          return (
            <Link key={id} href={casePath(caseId, 'systems', id)} aria-label={t`${name} on the map`}>
              <g className={styles.node} data-role={role}>
                <rect x={place.x} y={place.y} width={BOX.width} height={BOX.height} rx={4} />
                <text x={place.x + 8} y={place.y + (below ? 17 : 25)}>
                  {shortened(name, ROOM.name - count.length)}
                  {count}
                </text>
                {below && (
                  <text className={styles.below} x={place.x + 8} y={place.y + 32}>
                    {shortened(below, ROOM.below)}
                  </text>
                )}
                <title>{[name, below].filter(Boolean).join(', ')}</title>
              </g>
            </Link>
          );
        })}
      </svg>
    </figure>
  );
}
