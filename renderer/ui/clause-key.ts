/** Shift-F1 in a field opens the clause that is said of it; again, the next one. Escape leads back to the field. */
import { useEffect } from 'react';

/** The field's clauses that are opened by the key, in order. */
function clausesOf(field: Element): HTMLElement[] {
  return [...field.querySelectorAll<HTMLElement>('button[data-said-of-field]')];
}

/** Listens for the key while it is drawn. */
export function useClauseKey(): void {
  useEffect(() => {
    let from: HTMLElement | null = null;
    const onKey = (event: KeyboardEvent) => {
      const { key, shiftKey, ctrlKey, altKey, metaKey } = event;
      if (key !== 'F1' || !shiftKey || ctrlKey || altKey || metaKey) return;
      event.preventDefault();
      // An open text has the focus itself, elsewhere on the page.
      const open = document.querySelector<HTMLElement>('button[data-said-of-field][aria-expanded="true"]');
      const field = (open ?? document.activeElement)?.closest('[data-field]');
      if (!field) return;
      if (open === null && document.activeElement instanceof HTMLElement) from = document.activeElement;
      const clauses = clausesOf(field);
      const next = clauses[((open ? clauses.indexOf(open) : -1) + 1) % clauses.length];
      if (next === undefined || next === open) return;
      // What opens leads back to what had the focus: that is the field, and not the text that it takes the place of.
      open?.click();
      from?.focus();
      // Of a clause out of sight, the text is hidden.
      next.scrollIntoView({ block: 'nearest' });
      next.click();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
