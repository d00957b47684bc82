import { t } from '@lingui/core/macro';
import type { CSSProperties } from 'react';
import styles from './clock-bar.module.css';
import { Mark } from './mark.tsx';

/** How a clock looks as a bar. */
export type ClockBarState =
  | 'runs'
  | 'risk'
  | 'over'
  | 'met'
  | 'late'
  | 'none'
  | 'not-before'
  | 'void'
  | 'returned';

const stateWords: Readonly<Record<ClockBarState, string>> = {
  runs: t`in time`,
  risk: t`at risk`,
  over: t`over`,
  met: t`met`,
  late: t`after its time`,
  none: t`not started`,
  'not-before': t`not before a date`,
  void: t`void`,
  returned: t`returned`,
};

/** Only the bar, filled by elapsed over allowed. What it says stands beside it. */
export function TimeBar({ state, percent }: { state: ClockBarState; percent: number }) {
  return (
    <span
      className={styles.bar}
      data-state={state}
      style={{ '--p': Math.max(0, Math.min(100, percent)) } as CSSProperties}
      aria-hidden="true"
    >
      <i />
    </span>
  );
}

/**
 * A clock as a picture: its name, one word of how it stands, and the bar.
 * @param word `22 h left`, `1 day over`, `0:21 of 6 h`
 * @param sentence in full, with both zones: shown on hover, and read by screen readers
 */
export function ClockBar({
  name,
  word,
  state,
  percent,
  sentence,
}: {
  name: string;
  word: string;
  state: ClockBarState;
  percent: number;
  sentence?: string;
}) {
  return (
    <span className={styles.clock} title={sentence}>
      <span className={styles.line}>
        <span className="cut">{name}</span>
        <b>
          {state === 'risk' && <Mark kind="look" silent />}
          {state === 'over' && <Mark kind="wrong" silent />}
          <span className="visually-hidden">{stateWords[state]}: </span>
          {word}
        </b>
      </span>
      <TimeBar state={state} percent={percent} />
    </span>
  );
}
