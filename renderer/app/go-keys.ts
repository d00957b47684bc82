/** G, and then a letter: to a place of the rail. Only where no text is being written, and only where letters alone are keys. */
import { useEffect } from 'react';
import { useSingleKeys } from '../ui/single-keys.ts';

/** A letter that comes later than this after G is one by itself. */
const NEXT_MS = 1_500;

/** What takes letters for itself: texts, and lists of choices that are gone through by their first letter. */
const TAKES_LETTERS =
  'input, textarea, select, [contenteditable], [role="listbox"], [role="menu"], dialog, [role="dialog"]';

/** @param to leads to the place of a letter. @returns whether there is one */
export function useGoKeys(to: (letter: string) => boolean): void {
  const on = useSingleKeys((keys) => keys.on);
  useEffect(() => {
    if (!on) return;
    let pressed = Number.NEGATIVE_INFINITY;
    const onKey = (event: KeyboardEvent) => {
      const { key, ctrlKey, metaKey, altKey, target, repeat, timeStamp } = event;
      const taken =
        event.defaultPrevented || (target instanceof Element && target.closest(TAKES_LETTERS) !== null);
      if (ctrlKey || metaKey || altKey || repeat || taken) return;
      const letter = key.toLowerCase();
      const isSecond = timeStamp - pressed < NEXT_MS;
      pressed = letter === 'g' ? timeStamp : Number.NEGATIVE_INFINITY;
      if (isSecond && to(letter)) event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [on, to]);
}
