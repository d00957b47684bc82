/** How long it may take until what comes after an act is drawn, on a busy computer too. */
const PATIENCE_MS = 5_000;
/** So long what was there may still go off the page, with the focus. */
const CHANGING_MS = 1_000;

/** The act that came last: what an earlier one was waiting for is not what the person sees now. */
let acts = 0;
let awaited = false;

/** Whether an act has said what has the focus next, and it may still have to be given. */
export const isFocusAwaited = () => awaited;

/**
 * The focus of a control that an act takes off the page goes to what the person then sees, and not to nothing. Where they have put it
 * elsewhere meanwhile, it stays there.
 * @param find what has the focus then; null while it is not drawn
 */
export function focusOnceDrawn(find: () => HTMLElement | null): void {
  awaited = true;
  giveOnceDrawn(find, CHANGING_MS);
}

/** The same for a place that is only guessed (`focus-kept.ts`), once: what is lost after that has a place of its own. */
export function focusWhereLost(find: () => HTMLElement | null): void {
  giveOnceDrawn(find, 0);
}

function giveOnceDrawn(find: () => HTMLElement | null, changing: number): void {
  acts += 1;
  const own = acts;
  const since = performance.now();
  const step = () => {
    if (own !== acts) return;
    const active = document.activeElement;
    const isLost = active === null || active === document.body;
    const found = isLost ? find() : null;
    if (found) {
      if (found.tabIndex < 0 && !found.hasAttribute('tabindex')) found.tabIndex = -1;
      found.focus({ preventScroll: true });
    }
    const waited = performance.now() - since;
    const isThere = document.activeElement !== null && document.activeElement !== document.body;
    if (waited < (isThere ? changing : PATIENCE_MS)) requestAnimationFrame(step);
    else awaited = false;
  };
  step();
}
