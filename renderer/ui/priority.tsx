import { Trans } from '@lingui/react/macro';
import type { Priority as PriorityName } from '../../shared/policy/priority.ts';
import styles from './priority.module.css';

const strokes = ['1', '2', '3', '4'] as const;
const weights: Readonly<Record<PriorityName, number>> = { P1: 4, P2: 3, P3: 2, P4: 1 };

/** Four strokes, as many filled as it weighs, and its name; red only for P1. */
export function Priority({ priority }: { priority: PriorityName | 'none' }) {
  if (priority === 'none')
    return (
      <span className={styles.none}>
        <span aria-hidden="true">–</span>
        <span className="visually-hidden">
          <Trans>not set</Trans>
        </span>
      </span>
    );
  return (
    <span className={styles.priority} data-priority={priority}>
      <i aria-hidden="true">
        {strokes.map((stroke, at) => (
          <b key={stroke} data-on={at < weights[priority]} />
        ))}
      </i>
      {priority}
    </span>
  );
}
