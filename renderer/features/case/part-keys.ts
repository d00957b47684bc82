/** Alt with the arrow up or down leads to the part above or below, as the list of parts has them. */
import { useEffect } from 'react';
import { type CasePart, goToPart } from './case-address.ts';

/** What takes the arrows with Alt for itself: Chromium opens a list of choices by them. */
const TAKES_ARROWS = 'select, [role="listbox"], [aria-haspopup="listbox"], dialog, [role="dialog"]';

export function usePartKeys(caseId: string, parts: readonly CasePart[], at: CasePart): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { key, altKey, ctrlKey, metaKey, shiftKey, target, defaultPrevented } = event;
      if (!altKey || ctrlKey || metaKey || shiftKey || defaultPrevented) return;
      if (key !== 'ArrowUp' && key !== 'ArrowDown') return;
      if (target instanceof Element && target.closest(TAKES_ARROWS)) return;
      event.preventDefault();
      const next = parts[parts.indexOf(at) + (key === 'ArrowDown' ? 1 : -1)];
      if (next === undefined) return;
      // What goes off the page with the focus in it is told nothing: it is left first, as by Tab, and saves what it saves then.
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
      goToPart(caseId, next);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [caseId, parts, at]);
}
