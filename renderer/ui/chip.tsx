import type { ReactNode } from 'react';
import styles from './chip.module.css';
import { Icon, type IconName } from './icons.tsx';

export type ChipTone = 'plain' | 'line' | 'good' | 'warn' | 'bad' | 'accent';

/** A state in a word. At most one coloured chip stands in a row. */
export function Chip({
  tone = 'plain',
  icon,
  children,
}: {
  tone?: ChipTone;
  icon?: IconName;
  children: ReactNode;
}) {
  return (
    <span className={styles.chip} data-tone={tone}>
      {icon && <Icon name={icon} size={12} />}
      <span className="cut">{children}</span>
    </span>
  );
}
