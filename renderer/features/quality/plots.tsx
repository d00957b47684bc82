/** Two plain plots. What they show also stands in words and numbers, so that nothing depends on seeing them. */

import { t } from '@lingui/core/macro';
import { cut } from '../../../shared/base/cut.ts';

const WIDTH = 560;
const ROW = 22;
const NAMES = 260;

export function Bars({ label, bars }: { label: string; bars: readonly { name: string; count: number }[] }) {
  const most = Math.max(1, ...bars.map(({ count }) => count));
  return (
    <svg
      className="plot"
      role="img"
      aria-label={`${label}: ${bars.map(({ name, count }) => `${name}, ${count}`).join('; ')}`}
      viewBox={`0 0 ${WIDTH} ${bars.length * ROW}`}
      width={WIDTH}
      height={bars.length * ROW}
    >
      {bars.map(({ name, count }, at) => {
        const length = (count / most) * (WIDTH - NAMES - 40);
        return (
          <g key={name} transform={`translate(0 ${at * ROW})`}>
            <text x={0} y={15}>
              {name.length > 44 ? `${cut(name, 43)}…` : name}
            </text>
            <rect x={NAMES} y={4} width={length} height={14} />
            <text x={NAMES + length + 6} y={15}>
              {count}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

const BASE = 44;
const RADIUS = 4;

/** A circle as a part of one path. */
function circle(x: number, y: number): string {
  return `M${x - RADIUS} ${y}a${RADIUS} ${RADIUS} 0 1 0 ${2 * RADIUS} 0a${RADIUS} ${RADIUS} 0 1 0 ${-2 * RADIUS} 0`;
}

/** Each value as a circle over a line that begins at nought; neighbours stand one above the other. @param values hours, in order */
export function Dots({ label, values }: { label: string; values: readonly number[] }) {
  const most = Math.max(1, values.at(-1) ?? 1);
  const inDays = most >= 48;
  const end = inDays ? t`${Math.ceil(most / 24)} days` : t`${Math.ceil(most)} hours`;
  return (
    <svg
      className="plot"
      role="img"
      aria-label={t`${label}: ${values.length} cases, from ${Math.round(values[0] ?? 0)} to ${Math.round(most)} hours`}
      viewBox={`0 0 ${WIDTH} 64`}
      width={WIDTH}
      height={64}
    >
      <line x1={8} y1={BASE} x2={WIDTH - 8} y2={BASE} />
      <path
        d={values
          .map((value, at) => circle(8 + (value / most) * (WIDTH - 16), BASE - 8 - (at % 3) * 9))
          .join('')}
      />
      <text x={8} y={60}>
        0
      </text>
      <text x={WIDTH - 8} y={60} textAnchor="end">
        {end}
      </text>
    </svg>
  );
}
