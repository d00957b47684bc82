/** Texts that were begun in a form which is closed: what opens it says so, and is where one is led to go on. */
import { t } from '@lingui/core/macro';
import { useCallback, useSyncExternalStore } from 'react';
import { followDrops, hasDraft } from '../store/drafts.ts';

/** Whether something is kept under the id, as long as its form is not open. */
export function useIsBegun(draft: string): boolean {
  const follow = useCallback(
    (changed: () => void) => followDrops((dropped) => dropped === draft && changed()),
    [draft],
  );
  return useSyncExternalStore(follow, () => hasDraft(draft));
}

/** What stands on the button that opens the form, where something was begun in it. */
export function begunWords(words: string, isBegun: boolean): string {
  return isBegun ? t`${words}, begun` : words;
}

/** For the button that opens the form of a draft, and for its field: by it one is led there. */
export const ofDraft = (draft: string) => ({ 'data-draft': draft });

/** Opens the form, where it is not open, and puts the focus into its field. @returns whether it is on the page */
export function goToDraft(draft: string): boolean {
  const found = document.querySelector<HTMLElement>(`[data-draft=${CSS.escape(draft)}]`);
  if (!found) return false;
  found.scrollIntoView({ block: 'center' });
  if (found instanceof HTMLTextAreaElement) found.focus({ preventScroll: true });
  else found.click();
  return true;
}
