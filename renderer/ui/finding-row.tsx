import type { ReactNode } from 'react';
import styles from './finding-row.module.css';
import { Mark, type MarkKind } from './mark.tsx';

/**
 * One line that leads somewhere: what it is, where or why, and the clause at its end. All of it but the clause is the button.
 * @param number shown instead of the mark, for the three things that come next
 */
export function FindingRow({
  mark,
  number,
  children,
  why,
  clause,
  onGo,
}: {
  mark: MarkKind;
  number?: number;
  children: ReactNode;
  why?: ReactNode;
  clause?: ReactNode;
  onGo: () => void;
}) {
  return (
    <div className={styles.row}>
      {number === undefined ? <Mark kind={mark} /> : <span className={styles.number}>{number}</span>}
      <button type="button" className={styles.go} onClick={onGo}>
        {children}
        {why !== undefined && <span className={styles.why}>{why}</span>}
      </button>
      {clause !== undefined && <span className={styles.clause}>{clause}</span>}
    </div>
  );
}
