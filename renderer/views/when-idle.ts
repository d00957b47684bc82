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
