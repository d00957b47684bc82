/**
 * What is pasted or dropped into a field that has a bound goes in whole or not at all: a browser cuts it at `maxlength` without a
 * word. One listener serves every field of the window.
 */
import { t } from '@lingui/core/macro';
import { tell } from './messages.ts';

const counted = (count: number) => count.toLocaleString('en');

/** Bounded fields of text; other inputs have no selection. */
function boundedField(target: EventTarget | null): HTMLInputElement | HTMLTextAreaElement | null {
  const field = target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement ? target : null;
  return field && field.maxLength >= 0 && field.selectionStart !== null ? field : null;
}

/** Watches a window. @returns what ends it */
export function keepPastesWhole(window: Window): () => void {
  function onInput(event: InputEvent): void {
    if (event.inputType !== 'insertFromPaste' && event.inputType !== 'insertFromDrop') return;
    const field = boundedField(event.target);
    const text = event.data ?? event.dataTransfer?.getData('text/plain') ?? '';
    if (!field) return;
    // A field of one line leaves line breaks out of what is pasted.
    const length = (field instanceof HTMLInputElement ? text.replaceAll(/[\r\n]/g, '') : text).length;
    const replaced = (field.selectionEnd ?? 0) - (field.selectionStart ?? 0);
    if (field.value.length - replaced + length <= field.maxLength) return;
    event.preventDefault();
    tell(
      t`What was pasted has ${counted(length)} characters, and this field holds ${counted(field.maxLength)}. Nothing was pasted and nothing was cut: shorten it, or attach it as a file.`,
      { id: 'whole-paste', tone: 'bad' },
    );
  }
  window.addEventListener('beforeinput', onInput, true);
  return () => window.removeEventListener('beforeinput', onInput, true);
}
