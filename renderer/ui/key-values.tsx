import type { CSSProperties, ReactNode } from 'react';
import styles from './key-values.module.css';

export interface KeyValue {
  label: string;
  value: ReactNode;
}

/**
 * Facts with their labels. In panels the label stands beside the value; for reading it stands above it, in columns.
 * @param columns how many columns of label over value a wide window has; without it the labels stand beside
 */
export function KeyValues({ rows, columns }: { rows: readonly KeyValue[]; columns?: 2 | 3 | 4 }) {
  return (
    <dl
      className={columns === undefined ? styles.beside : styles.over}
      style={columns === undefined ? undefined : ({ '--columns': columns } as CSSProperties)}
    >
      {rows.map(({ label, value }) => (
        <div key={label} className={styles.pair}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
