/** Ctrl-Enter in a text of several lines sends its form, as Enter does in a text of one. */
import { useEffect } from 'react';

/** A key that a text or a screen has taken for itself comes here as taken. */
function sendForm(event: KeyboardEvent): void {
  const { key, ctrlKey, metaKey, shiftKey, altKey, target } = event;
  if (event.defaultPrevented || key !== 'Enter' || !(ctrlKey || metaKey) || shiftKey || altKey) return;
  if (!(target instanceof HTMLTextAreaElement) || target.form === null) return;
  event.preventDefault();
  // As by a click: a button that is off sends nothing, and a key that is held sends once.
  if (!event.repeat) target.form.querySelector<HTMLButtonElement>('button[type="submit"]')?.click();
}

export function useSendKey(): void {
  useEffect(() => {
    document.addEventListener('keydown', sendForm);
    return () => document.removeEventListener('keydown', sendForm);
  }, []);
}
