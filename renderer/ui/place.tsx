/** What stands where a list or a record would: nothing yet, not read yet. */
import { type ReactNode, useEffect, useState } from 'react';
import styles from './place.module.css';

/** One sentence of what would be here, and at most one thing to do about it. */
export function Empty({
  title,
  children,
  action,
}: {
  title?: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className={styles.empty}>
      {title !== undefined && <p className={styles.title}>{title}</p>}
      {children !== undefined && <div>{children}</div>}
      {action}
    </div>
  );
}

/** Nothing is said of what comes within this: a flash says less than the screen before it. */
const SAID_AFTER_MS = 300;
const bars = ['62%', '78%', '48%'] as const;

/** What is being read, once it takes time. Still bars: nothing moves by itself. */
export function Loading({ children }: { children: ReactNode }) {
  const [said, setSaid] = useState(false);
  useEffect(() => {
    const id = setTimeout(() => setSaid(true), SAID_AFTER_MS);
    return () => clearTimeout(id);
  }, []);
  if (!said) return null;
  return (
    <div className={styles.loading}>
      <p role="status">{children}</p>
      {bars.map((width) => (
        <div key={width} className={styles.bar} style={{ width }} aria-hidden="true" />
      ))}
    </div>
  );
}
