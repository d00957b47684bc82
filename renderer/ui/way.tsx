import { Trans } from '@lingui/react/macro';
import { Mark } from './mark.tsx';
import styles from './way.module.css';

export interface WayStep {
  name: string;
  /** `owed`: passed without it, and it is still to be given; `late`, after its time. */
  state: 'done' | 'present' | 'ahead' | 'owed' | 'late';
  /** Beside the present step: `sent back`; beside what is owed, until when. */
  word?: string;
}

/** Where a case stands on its way: what is done has a tick, the present step weight. */
export function Way({ label, steps }: { label: string; steps: readonly WayStep[] }) {
  return (
    <ol className={styles.way} aria-label={label}>
      {steps.map(({ name, state, word }) => (
        <li key={name} data-state={state} aria-current={state === 'present' ? 'step' : undefined}>
          {state === 'done' && <Mark kind="done" silent />}
          {state === 'owed' && <Mark kind="look" silent />}
          {state === 'late' && <Mark kind="wrong" silent />}
          {state === 'present' && <span className={styles.dot} aria-hidden="true" />}
          {name}
          {word && <span className={styles.word}>{word}</span>}
          {state === 'done' && (
            <span className="visually-hidden">
              {' '}
              <Trans>(done)</Trans>
            </span>
          )}
        </li>
      ))}
    </ol>
  );
}
