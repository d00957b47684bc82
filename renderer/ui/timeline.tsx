import { t } from '@lingui/core/macro';
import type { ReactNode } from 'react';
import styles from './timeline.module.css';

export interface TimelineEntry {
  id: string;
  /** `16:22`, `Wed`, `8 Dec`: short, in the reader's zone. */
  time: string;
  text: ReactNode;
  /** Second line. */
  detail?: ReactNode;
  tone?: 'plain' | 'soon' | 'over' | 'done' | 'off';
}

const toneWords = { soon: t`Soon: `, over: t`Over: `, done: t`Done: ` } as const;

/** What comes, or what was, below each other on one line of time. */
export function Timeline({ label, entries }: { label: string; entries: readonly TimelineEntry[] }) {
  return (
    <ol className={styles.timeline} aria-label={label}>
      {entries.map(({ id, time, text, detail, tone = 'plain' }) => (
        <li key={id} data-tone={tone}>
          <span className={styles.time}>{time}</span>
          <span className={styles.what}>
            <span className={styles.text}>
              {tone in toneWords && (
                <span className="visually-hidden">{toneWords[tone as keyof typeof toneWords]}</span>
              )}
              {text}
            </span>
            {detail !== undefined && <span className={styles.detail}>{detail}</span>}
          </span>
        </li>
      ))}
    </ol>
  );
}
