/** The whole screen for the customer who signs: nothing of the engineer's own form is seen or reached from it. */
import { type ReactNode, useLayoutEffect, useRef } from 'react';
import styles from './signing-sheet.module.css';

export function SigningSheet({
  heading,
  onCancel,
  children,
}: {
  heading: string;
  onCancel: () => void;
  children: ReactNode;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  // Before the form takes the focus: what is not shown cannot have it.
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={styles.sheet}
      aria-label={heading}
      onCancel={(event) => {
        event.preventDefault();
        onCancel();
      }}
    >
      <div className={styles.page}>{children}</div>
    </dialog>
  );
}
