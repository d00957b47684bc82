/** What waits until a screen that somebody waits for is there. */
import { useEffect, useState } from 'react';

/** Does the work in the first moment without other, `afterMs` from now, and `latestMs` later in any case. @returns what calls it off */
export function whenIdleAfter(afterMs: number, latestMs: number, work: () => void): () => void {
  let idle = 0;
  const waiting = setTimeout(() => {
    idle = requestIdleCallback(() => work(), { timeout: latestMs });
  }, afterMs);
  return () => {
    clearTimeout(waiting);
    cancelIdleCallback(idle);
  };
}

/** What takes a processor for a tenth of a second leaves it to the first screen before. */
const FIRST_SCREEN_MS = 300;

/** Settled once the first screen had its turn, counted from now. */
export const afterFirstScreen = () =>
  new Promise<void>((done) => {
    whenIdleAfter(FIRST_SCREEN_MS, FIRST_SCREEN_MS, done);
  });

let drawn = false;

/** False while the first screen of the page is drawn, for what it does not need; then true for as long as the page is there. */
export function useFirstScreenDrawn(): boolean {
  const [was, setWas] = useState(drawn);
  useEffect(() => {
    if (drawn) return;
    return whenIdleAfter(FIRST_SCREEN_MS, FIRST_SCREEN_MS, () => {
      drawn = true;
      setWas(true);
    });
  }, []);
  return was;
}
