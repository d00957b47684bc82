import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import type { OutlinePart } from '../../../shared/cases/outline-parts.ts';
import { useCasePart } from '../../views/hooks.tsx';
import { PartCards } from './capture/described-rows.tsx';
import styles from './case.module.css';
import type { CasePart } from './case-address.ts';

/** `11 of 13`: how many questions of a part are answered. */
function answeredWords({ answered, open }: { answered: number; open: number }): string {
  return t`${answered} of ${answered + open}`;
}

/** One part of the case under its heading, which says how much of it is answered, and is what the window shows first. */
export function Section({
  id,
  title,
  actions,
  children,
}: {
  id: CasePart;
  title: string;
  actions?: ReactNode;
  children: ReactNode;
}) {
  const progress = useCasePart((open) => open.progress?.[id as OutlinePart]);
  const asked = progress !== undefined && progress.answered + progress.open > 0;
  return (
    <section className={styles.section} aria-labelledby={`section-${id}`}>
      <div className={styles.head}>
        <h2 id={`section-${id}`} tabIndex={-1}>
          {title}
        </h2>
        {asked && (
          <span className="count">
            <Trans>{answeredWords(progress)} answered</Trans>
          </span>
        )}
        {actions !== undefined && <span className={styles.end}>{actions}</span>}
      </div>
      {children}
      <PartCards part={id} />
    </section>
  );
}
