import type { ReactNode } from 'react';
import { Icon, type IconName } from './icons.tsx';
import styles from './notice.module.css';

export type NoticeTone = 'plain' | 'good' | 'warn' | 'bad' | 'accent';

const icons: Readonly<Record<NoticeTone, IconName>> = {
  plain: 'info',
  good: 'done',
  warn: 'warning',
  bad: 'warning',
  accent: 'info',
};

/**
 * What happened, what was kept and what to do, in the place it is about.
 * @param alert a screen reader tells it at once: for what went wrong while the person was there
 */
export function Notice({
  tone = 'plain',
  icon = icons[tone],
  title,
  children,
  actions,
  alert = false,
}: {
  tone?: NoticeTone;
  icon?: IconName;
  title?: string;
  children?: ReactNode;
  actions?: ReactNode;
  alert?: boolean;
}) {
  return (
    <div className={styles.notice} data-tone={tone} role={alert ? 'alert' : undefined}>
      <span className={styles.icon}>
        <Icon name={icon} />
      </span>
      <div className={styles.body}>
        {title !== undefined && <p className={styles.title}>{title}</p>}
        {children}
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </div>
    </div>
  );
}
