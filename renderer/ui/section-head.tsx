import type { ReactNode } from 'react';
import styles from './section-head.module.css';

/** The head of a section: its name, a count, and at most three small actions at its end. No box around it. */
export function SectionHead({
  id,
  title,
  count,
  actions,
}: {
  id: string;
  title: string;
  count?: number | string;
  actions?: ReactNode;
}) {
  return (
    <div className={styles.head}>
      <h2 id={id}>
        {title}
        {count !== undefined && <span className="count"> {count}</span>}
      </h2>
      {actions !== undefined && <span className={styles.actions}>{actions}</span>}
    </div>
  );
}
