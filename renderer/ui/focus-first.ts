import { type RefObject, useEffect, useRef } from 'react';

/**
 * A ref for the field in which somebody who opened a form wants to type: it has the focus as soon as it is there, and not again when it
 * is drawn anew. Only a focus trap knows Mantine's `data-autofocus`, and a form that opens in its place has none.
 */
export function focusFirst(field: HTMLElement | null): void {
  field?.focus();
}

/**
 * What opened a form in its place has the focus again once the form is gone, unless the person has put it elsewhere meanwhile.
 * @param open which form stands there; null for none
 * @param instead what has the focus where the button is gone with the form, as what was asked cannot be asked again
 * @returns the ref of the button that opens a form
 */
export function useOpener<K extends string>(
  open: K | null,
  instead?: RefObject<HTMLElement | null>,
): (form: K) => (button: HTMLElement | null) => void {
  const buttons = useRef(new Map<K, HTMLElement>());
  const last = useRef<K | null>(null);
  useEffect(() => {
    const closed = open === null ? last.current : null;
    last.current = open;
    const isLost = document.activeElement === null || document.activeElement === document.body;
    if (closed !== null && isLost) (buttons.current.get(closed) ?? instead?.current)?.focus();
  }, [open, instead]);
  return (form) => (button) => {
    if (button) buttons.current.set(form, button);
    else buttons.current.delete(form);
  };
}
