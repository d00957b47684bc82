import { type RefObject, useEffect, useRef } from 'react';

/**
 * A ref for the field in which somebody who opened a form wants to type: it has the focus as soon as it is there, and not again when it
 * is drawn anew. Only a focus trap knows Mantine's `data-autofocus`, and a form that opens in its place has none.
 */
export function focusFirst(field: HTMLElement | null): void {
  field?.focus();
}

const FIELDS =
  'input:not(:disabled, [readonly], [type="hidden"], [type="file"]), textarea:not(:disabled, [readonly]), select:not(:disabled)';

/**
 * A form that is opened has the focus in its first field, and in its heading where it has none: keys that no field takes would be lost, or
 * be commands.
 * @returns the ref of the form
 */
export function useFirstField(): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const first = form.current?.querySelector<HTMLElement>(FIELDS);
    (first ?? form.current?.querySelector<HTMLElement>('h2'))?.focus();
  }, []);
  return form;
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
