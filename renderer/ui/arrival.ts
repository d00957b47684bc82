/** Coming to a place of a screen: what the person came for has the focus once it is there. */
import { useEffect, useRef } from 'react';

/** The element of an id as an address has it: wouter leaves what parts an address, such as `%2F`, as it was written. */
function elementOf(id: string): HTMLElement | null {
  const found = document.getElementById(id);
  if (found || !id.includes('%')) return found;
  try {
    return document.getElementById(decodeURIComponent(id));
  } catch {
    // Unreported: an address that nobody wrote for this screen names nothing on it.
    return null;
  }
}

/** The focus goes to what the person came for, once it is there. @param id of the element; null where they came for nothing of the kind */
export function useArrival(id: string | null): void {
  const arrived = useRef<string | null>(null);
  useEffect(() => {
    if (id === null || arrived.current === id) return;
    const found = elementOf(id);
    if (!found) return;
    arrived.current = id;
    // A heading takes the focus of whom an address led to it, and of nobody who goes on by Tab.
    if (found.tabIndex < 0 && !found.hasAttribute('tabindex')) found.tabIndex = -1;
    found.scrollIntoView({ block: 'center' });
    found.focus({ preventScroll: true });
  });
}

/** The same of a row that its own part of the screen draws as `PREFIX-KEY`. @param row its key, as the address has it; none where it names none */
export function useRowArrival(prefix: string, row: string | undefined): void {
  useArrival(row === undefined ? null : `${prefix}-${row}`);
}
