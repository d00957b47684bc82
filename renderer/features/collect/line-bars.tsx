import type { CSSProperties } from 'react';
import classes from './line-bars.module.css';

/** How many lines a log has in each part of a time, as bars; what of them warns is marked. `--between` parts the bars. */
export function LineBars({ parts }: { parts: readonly { lines: number; warnings: number }[] }) {
  const most = Math.max(1, ...parts.map(({ lines }) => lines));
  return parts.map(({ lines, warnings }, part) => (
    <span
      // biome-ignore lint/suspicious/noArrayIndexKey: a part of the time is its place
      key={part}
      className={classes.bar}
      style={
        {
          '--p': `${(lines / most) * 100}%`,
          '--w': `${lines === 0 ? 0 : (warnings / lines) * 100}%`,
        } as CSSProperties
      }
    />
  ));
}
