/** The message of the moment, in the status bar: what was done with its Undo, what Level 3 did, what was refused. */
import { t } from '@lingui/core/macro';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { Icon } from '../ui/icons.tsx';
import { messages, putAway } from '../ui/messages.ts';
import styles from './message-slot.module.css';

/** Long enough to read two lines and to reach the button. */
const SHOWN_MS = 20_000;

export function MessageSlot() {
  const { shown } = useStore(messages);
  // Whoever is at the message keeps it: nothing goes away from under a pointer or the focus.
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (!shown || shown.stays || held) return;
    const id = setTimeout(() => putAway(shown.id), SHOWN_MS);
    return () => clearTimeout(id);
  }, [shown, held]);
  return (
    <div
      className={styles.slot}
      role="status"
      aria-label={t`Message`}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      {shown && (
        <span className={styles.message} data-tone={shown.tone}>
          {shown.tone === 'bad' && <Icon name="warning" size={14} />}
          <span className={styles.text} title={shown.text}>
            {shown.text}
          </span>
          {shown.act && (
            <button
              type="button"
              className={styles.act}
              onClick={() => {
                putAway(shown.id);
                shown.act?.run();
              }}
            >
              {shown.act.word}
            </button>
          )}
          <button
            type="button"
            className={styles.close}
            aria-label={t`Close`}
            title={t`Close`}
            onClick={() => putAway(shown.id)}
          >
            <Icon name="x" size={14} />
          </button>
        </span>
      )}
    </div>
  );
}
