import type { CSSProperties } from 'react';
import styles from './ring.module.css';

/** What is answered of what is asked, in percent: 100 only where all is. */
function shareOf(done: number, of: number): number {
  if (of <= 0) return 0;
  return Math.max(0, Math.min(100, Math.floor((done / of) * 100)));
}

/** How complete something is, as a ring: hollow at nothing, green at all. The count stands beside it, always. */
export function Ring({ done, of }: { done: number; of: number }) {
  const share = shareOf(done, of);
  return (
    <span
      className={styles.ring}
      data-fill={share === 0 ? 'none' : share === 100 ? 'full' : 'part'}
      style={{ '--p': share } as CSSProperties}
      aria-hidden="true"
    />
  );
}

/** Something counted in parts: as wide as what each asks. */
export interface CountedPart {
  id: string;
  done: number;
  of: number;
}

/** The handoff as one bar of its parts. The count stands beside it, always. */
export function PartsBar({ parts, small = false }: { parts: readonly CountedPart[]; small?: boolean }) {
  return (
    <span className={styles.parts} data-small={small} aria-hidden="true">
      {parts
        .filter(({ of }) => of > 0)
        .map(({ id, done, of }) => {
          const share = shareOf(done, of);
          return (
            <i key={id} data-full={share === 100} style={{ '--n': of, '--p': share } as CSSProperties} />
          );
        })}
    </span>
  );
}
