/** A download's patience: it ends where it is stopped, and where nothing came for too long, as on a line that is half open. */

/** Nothing came for so long: the line is half open. */
const SILENCE_MS = 30_000;

export interface PatientLine {
  /** For the request. */
  readonly signal: AbortSignal;
  /** Something came, or the waiting begins. */
  listen(): void;
  /** Nobody waits any more. */
  end(): void;
}

/** @param stopped ends it at once */
export function patientLine(stopped: AbortSignal): PatientLine {
  // One controller for both reasons to end: Node 18, in older Electrons, has no AbortSignal.any.
  const line = new AbortController();
  const cut = () => line.abort();
  stopped.addEventListener('abort', cut);
  if (stopped.aborted) cut();
  let alarm: NodeJS.Timeout | undefined;
  return {
    signal: line.signal,
    listen() {
      clearTimeout(alarm);
      alarm = setTimeout(cut, SILENCE_MS);
    },
    end() {
      clearTimeout(alarm);
      stopped.removeEventListener('abort', cut);
    },
  };
}
