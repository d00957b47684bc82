/** Locks an open console that nobody used for a while, in whichever window they worked last. */
import { useEffect } from 'react';
import { lockConsole } from '../ui/lock.ts';
import { useApp } from '../views/hooks.tsx';
import { LOCK_AFTER_MINUTES, readLockAfter, useOwnKeyStatus } from '../views/keys.ts';
import { useView } from '../views/use-view.ts';

/** When somebody last pressed a key or moved here, for all windows; milliseconds. */
const LAST_USE = 'partner-console-last-use';
/** So often it is noted, and looked at. */
const STEP_MS = 5_000;
const uses = ['keydown', 'pointerdown', 'pointermove', 'wheel', 'focus'] as const;

export function IdleLock() {
  const { bridge, now } = useApp();
  const { status } = useOwnKeyStatus();
  const minutes = useView(readLockAfter) ?? LOCK_AFTER_MINUTES;
  const open = status?.state === 'open';
  useEffect(() => {
    if (!open || minutes === 0) return;
    let noted = 0;
    const note = () => {
      const at = now().getTime();
      // A clock that was set back makes what was noted before none of now.
      if (Math.abs(at - noted) < STEP_MS) return;
      noted = at;
      localStorage.setItem(LAST_USE, String(at));
    };
    note();
    for (const use of uses) window.addEventListener(use, note, { capture: true, passive: true });
    const timer = setInterval(() => {
      const last = Number(localStorage.getItem(LAST_USE) ?? noted);
      const idle = now().getTime() - last;
      if (idle < -STEP_MS) note();
      else if (idle >= minutes * 60_000) void lockConsole(bridge);
    }, STEP_MS);
    return () => {
      clearInterval(timer);
      for (const use of uses) window.removeEventListener(use, note, { capture: true });
    };
  }, [bridge, now, open, minutes]);
  return null;
}
