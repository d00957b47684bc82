/** Whether letters alone are keys (WCAG 2.1.4): who speaks or types with one hand may turn them off. Of this computer. */
import { t } from '@lingui/core/macro';
import { useEffect, useRef } from 'react';
import { create } from 'zustand';

/** The places of the rail to which G and a letter lead, by their words there. */
export const placeKeys: Readonly<Record<string, string>> = {
  h: t`Home`,
  c: t`Cases`,
  r: t`Review`,
  t: t`Level 3`,
  k: t`Clocks`,
};

const KEPT = 'partner-console-single-keys';
const OFF = 'off';

export const useSingleKeys = create<{ on: boolean; set: (on: boolean) => void }>((set) => ({
  // The list of screens is read without a page, too.
  on: globalThis.localStorage?.getItem(KEPT) !== OFF,
  set: (on) => {
    if (on) localStorage.removeItem(KEPT);
    else localStorage.setItem(KEPT, OFF);
    set({ on });
  },
}));

/** A letter that comes later than this after G is one by itself. */
const NEXT_MS = 1_500;

/** What takes letters for itself: texts, and lists of choices that are gone through by their first letter. */
const TAKES_LETTERS =
  'input, textarea, select, [contenteditable], [role="listbox"], [role="menu"], dialog, [role="dialog"]';

/** What a letter means: a place where G came just before it, else what the screen does by it. */
interface Letter {
  letter: string;
  behindG: boolean;
}

/** The letter of a key, for whichever listener asks first and for all others: G is counted once. */
const letterOf = (() => {
  let pressed = Number.NEGATIVE_INFINITY;
  let last: { event: KeyboardEvent; read: Letter | null } | null = null;
  const read = (event: KeyboardEvent): Letter | null => {
    const { key, ctrlKey, metaKey, altKey, target, repeat, timeStamp } = event;
    const taken =
      event.defaultPrevented || (target instanceof Element && target.closest(TAKES_LETTERS) !== null);
    if (ctrlKey || metaKey || altKey || repeat || taken) return null;
    const letter = key.toLowerCase();
    const behindG = timeStamp - pressed < NEXT_MS;
    pressed = letter === 'g' ? timeStamp : Number.NEGATIVE_INFINITY;
    return { letter, behindG };
  };
  return (event: KeyboardEvent) => {
    if (last?.event !== event) last = { event, read: read(event) };
    return last.read;
  };
})();

/** @param take does what the letter stands for. @returns whether it stands for something */
function useLetters(take: (letter: Letter) => boolean): void {
  const on = useSingleKeys((keys) => keys.on);
  const latest = useRef(take);
  latest.current = take;
  useEffect(() => {
    if (!on) return;
    const onKey = (event: KeyboardEvent) => {
      const letter = letterOf(event);
      if (letter && latest.current(letter)) event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [on]);
}

/** G, and then a letter. @param to leads to the place of a letter, and says whether there is one */
export function useGoKeys(to: (letter: string) => boolean): void {
  useLetters(({ letter, behindG }) => behindG && to(letter));
}

/** What a screen does by one letter; a letter whose act is null does nothing now. */
export function useLetterKeys(acts: Readonly<Record<string, (() => void) | null>>): void {
  useLetters(({ letter, behindG }) => {
    const act = behindG ? null : acts[letter];
    act?.();
    return Boolean(act);
  });
}
