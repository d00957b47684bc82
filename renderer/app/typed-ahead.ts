/**
 * Keys that come between the call of a field and its having the focus: they were meant for it, and would be lost, or would command what lies
 * behind. A palette is drawn when it is called, which takes longer than a quick hand.
 */
import { flushSync } from 'react-dom';
import { createStore } from 'zustand/vanilla';

/** What was typed ahead; empty where nothing was. */
export const typedAhead = createStore<string>(() => '');

/** Nobody waits longer than this for a field: whatever became of it, the keys are the page's again. */
const MOST_MS = 5_000;

let release = () => {};

/**
 * Holds the keys from now on.
 * @param isThere whether the field has the focus: then they are its own
 * @param onEscape told where the person thinks better of it
 */
export function holdKeys(isThere: () => boolean, onEscape: () => void): void {
  release();
  const onKey = (event: KeyboardEvent) => {
    const { key } = event;
    if (isThere()) return release();
    if (event.ctrlKey || event.metaKey || event.altKey || ['Shift', 'CapsLock', 'AltGraph'].includes(key))
      return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (key === 'Escape') {
      release();
      onEscape();
      return;
    }
    const typed = typedAhead.getState();
    if (key.length !== 1 && key !== 'Backspace') return;
    // Drawn at once: the next key may be the field's own.
    flushSync(() => typedAhead.setState(key === 'Backspace' ? typed.slice(0, -1) : typed + key, true));
  };
  const timer = setTimeout(() => release(), MOST_MS);
  window.addEventListener('keydown', onKey, { capture: true });
  release = () => {
    clearTimeout(timer);
    window.removeEventListener('keydown', onKey, { capture: true });
    release = () => {};
    // It is in the field by now, or nobody wants it.
    typedAhead.setState('', true);
  };
}
