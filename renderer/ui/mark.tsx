import { t } from '@lingui/core/macro';
import styles from './mark.module.css';

/** How an asked answer stands: by shape first, then by colour. */
export type MarkKind = 'later' | 'to-do' | 'missing' | 'wrong' | 'look' | 'note' | 'done';

/** What a screen reader says of it, where no word stands beside it. */
export const markWords: Readonly<Record<MarkKind, string>> = {
  later: t`Later`,
  'to-do': t`To do`,
  missing: t`Missing`,
  wrong: t`Wrong`,
  look: t`To look at`,
  note: t`Note`,
  done: t`Done`,
};

/** @param silent a word that says the same stands beside it */
export function Mark({ kind, silent = false }: { kind: MarkKind; silent?: boolean }) {
  return (
    <span className={styles.mark} data-kind={kind}>
      {!silent && <span className="visually-hidden">{markWords[kind]}: </span>}
    </span>
  );
}
