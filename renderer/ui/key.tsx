import styles from './key.module.css';

/** The key that does the same, shown where the action stands. */
export function Key({ children }: { children: string }) {
  return <kbd className={styles.key}>{children}</kbd>;
}
