/** Alt with the arrow up or down leads to the part above or below, as the list of parts has them. */
import { useEffect } from 'react';
import { focusOnceDrawn } from '../../ui/focus-drawn.ts';
import { type CasePart, caseAddressNow, goToPart } from './case-address.ts';

/** What takes the arrows with Alt for itself: Chromium opens a list of choices by them. */
const TAKES_ARROWS = 'select, [role="listbox"], [aria-haspopup="listbox"], dialog, [role="dialog"]';

/** Of a part that is drawn: of its form, or of what is read of it. */
function headingOf(part: CasePart): HTMLElement | null {
  const sheet = document.querySelector('[data-testid="case-sheet"]');
  if (sheet?.getAttribute('aria-busy') !== 'false' || caseAddressNow()?.part !== part) return null;
  return document.getElementById(`section-${part}`) ?? sheet.querySelector('h2, h3');
}

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
      focusOnceDrawn(() => headingOf(next));
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [caseId, parts, at]);
}
