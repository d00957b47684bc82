/** Ctrl or Cmd and K pressed before the palette is there to hear it: a quick hand is no slower than a page that is being loaded. */

/** Whoever is still not let in by then (a locked console asks for its passphrase) has forgotten that they called. */
const MOST_MS = 5_000;

let calledAt: number | null = null;

function onKey(event: KeyboardEvent): void {
  if (event.code !== 'KeyK' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
  // The browser's own is the address line: what is typed next would go there.
  event.preventDefault();
  calledAt = event.timeStamp;
}

/** From the page's first script on. */
export function hearEarlyCall(): void {
  window.addEventListener('keydown', onKey, { capture: true });
}

/** The palette hears for itself from now on. @returns whether it was called just before */
export function takeEarlyCall(): boolean {
  window.removeEventListener('keydown', onKey, { capture: true });
  const called = calledAt !== null && performance.now() - calledAt < MOST_MS;
  calledAt = null;
  return called;
}
