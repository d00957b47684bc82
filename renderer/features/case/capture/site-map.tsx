/** The systems of a case and what links them, as a picture: which way a call goes, and where it may break. */
import { useMemo } from 'react';
import { Link } from 'wouter';
import { links as described } from '../../../../shared/cases/links.ts';
import { siteMap } from '../../../../shared/cases/site-map.ts';
import { systems as describedSystem, systemName } from '../../../../shared/cases/systems.ts';
import { contentsOf, useCasePart } from '../../../views/hooks.tsx';
import { casePath } from '../case-address.ts';
import styles from './site-map.module.css';

const BOX = { width: 168, height: 40 };
const GAP = { column: 120, row: 22 };
const EDGE = 8;

const wordOf = (field: { input: unknown }, value: unknown): string => {
  const input = field.input as { choices?: readonly { value: string; label: string }[] };
  return input.choices?.find((each) => each.value === value)?.label ?? '';
};

export function SiteMap() {
  const systems = useCasePart((open) => contentsOf(open).systems);
  const links = useCasePart((open) => contentsOf(open).links);
  const map = useMemo(() => siteMap(systems, links), [systems, links]);
  if (!map) return null;
  const at = new Map(
    map.nodes.map(({ system, column, row }) => [
      system.id,
      { x: EDGE + column * (BOX.width + GAP.column), y: EDGE + row * (BOX.height + GAP.row), column },
    ]),
  );
  const width = 2 * EDGE + map.columns * BOX.width + (map.columns - 1) * GAP.column;
  const height = 2 * EDGE + map.rows * BOX.height + (map.rows - 1) * GAP.row;
  return (
    <figure className={styles.figure}>
      <svg
        className={styles.map}
        viewBox={`0 0 ${width} ${height}`}
        width={width}
        height={height}
        role="group"
        aria-label="Map of the systems and their links"
      >
        {map.links.map(({ id, fromId, toId, kind, state, account }) => {
          const [from, to] = [at.get(fromId), at.get(toId)];
          if (!from || !to) return null;
          const [left, right] = from.column <= to.column ? [from, to] : [to, from];
          const same = left.column === right.column;
          const x1 = left.x + BOX.width;
          const y1 = left.y + BOX.height / 2;
          const x2 = same ? right.x + BOX.width : right.x;
          const y2 = right.y + BOX.height / 2;
          const bend = same ? x1 + GAP.column / 2 : (x1 + x2) / 2;
          const words = [
            wordOf(described.fields.kind, kind),
            account,
            state && wordOf(described.fields.state, state),
          ];
          return (
            <g key={id} data-state={state ?? 'unknown'} className={styles.link}>
              <path d={`M${x1} ${y1}C${bend} ${y1} ${bend} ${y2} ${x2} ${y2}`} />
              <text x={same ? bend : (x1 + x2) / 2} y={(y1 + y2) / 2 - 4} textAnchor="middle">
                {words.filter(Boolean).join(', ')}
              </text>
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
          return (
            <Link
              key={id}
              href={casePath(caseId, 'systems', id)}
              aria-label={`${systemName(system)} on the map`}
            >
              <g className={styles.node} data-role={role}>
                <rect x={place.x} y={place.y} width={BOX.width} height={BOX.height} rx={4} />
                <text x={place.x + 8} y={place.y + (below ? 17 : 25)}>
                  {systemName(system).slice(0, 20)}
                  {quantity !== null && quantity > 1 && ` × ${quantity}`}
                </text>
                {below && (
                  <text className={styles.below} x={place.x + 8} y={place.y + 32}>
                    {below.slice(0, 26)}
                  </text>
                )}
              </g>
            </Link>
          );
        })}
      </svg>
    </figure>
  );
}
