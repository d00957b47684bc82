import { t } from '@lingui/core/macro';
import { type ReactNode, useEffect, useRef } from 'react';
import styles from './screen.module.css';

/**
 * A screen: a strip with its heading and actions that stays, and the body that scrolls below it. The heading takes the focus
 * when the person arrives, unless something that opens with the screen has it, and names the window: what somebody typed does not, as the browser keeps the names of windows in its history
 * (security 30).
 * @param named what the window is called in place of a title that somebody typed
 * @param lead stands before the heading, in mono: the number of a case or ticket
 * @param note in grey behind it: a day, a state
 * @param below a second strip that stays, too: tabs, filters, the way of a case
 * @param flush the body fills the screen without a margin, and scrolls by itself: for grids and panes
 */
export function Screen({
  title,
  named,
  lead,
  note,
  children,
  actions,
  below,
  flush = false,
}: {
  title: string;
  named?: string;
  lead?: string;
  note?: ReactNode;
  children: ReactNode;
  actions?: ReactNode;
  below?: ReactNode;
  flush?: boolean;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = t`${named ?? lead ?? title} - Partner Console`;
  }, [title, named, lead]);
  const screen = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // What took the focus as it was drawn with the screen, as the first field of a form does, is what the person came for.
    if (!screen.current?.contains(document.activeElement)) heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div className={styles.screen} ref={screen} data-screen>
      <header className={styles.head}>
        <h1 ref={heading} tabIndex={-1} title={title}>
          {lead !== undefined && <span className={styles.lead}>{lead} </span>}
          {title}
        </h1>
        {note !== undefined && <span className={styles.note}>{note}</span>}
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </header>
      {below !== undefined && <div className={styles.below}>{below}</div>}
      <div className={flush ? styles.flush : styles.body} data-screen-body>
        {children}
      </div>
    </div>
  );
}
