import { useCallback, useRef } from 'react';

/** What a click or a submit tells: the second of a double click is the same act. */
type Told = { detail?: number };

/**
 * Work that adds something, once for each act: Enter that is held, a double click and a scanner's line end while it runs do nothing.
 * Work that answers 'done' leaves its form, and is never done again.
 */
export function useOneAtATime(work: () => Promise<unknown>): (event?: Told) => void {
  const running = useRef(false);
  const latest = useRef(work);
  latest.current = work;
  return useCallback((event) => {
    if (running.current || (event?.detail ?? 0) > 1) return;
    running.current = true;
    void latest.current().then(
      (answer) => {
        running.current = answer === 'done';
      },
      (error: unknown) => {
        running.current = false;
        throw error;
      },
    );
  }, []);
}
