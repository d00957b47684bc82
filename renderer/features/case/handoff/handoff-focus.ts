/** Where the focus goes when the button that was pressed is gone: to the heading of the panel, or to the bar where that is folded. */
import { focusOnceDrawn } from '../../../ui/focus-drawn.ts';

/** The message that a handoff was taken back: over with the next one. */
export const TAKEN_BACK = 'taken-back';
export const HANDOFF_HEADING = 'handoff-heading';
export const HANDOFF_FOLD = 'handoff-fold';

function shown(id: string): HTMLElement | null {
  const found = document.getElementById(id);
  return found?.checkVisibility() ? found : null;
}

/** Whether the panel is seen, and not only its bar. */
export function isHandoffShown(): boolean {
  return shown(HANDOFF_HEADING) !== null;
}

/** After a handoff, and after one that was taken back. */
export function focusHandoff(): void {
  focusOnceDrawn(() => shown(HANDOFF_HEADING) ?? shown(HANDOFF_FOLD));
}
