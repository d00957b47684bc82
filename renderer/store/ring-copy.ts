/**
 * The wrapped keys, kept once more beside what the page sealed: where the shell's own file is lost, a recovery code opens the data with
 * this copy. It tells nothing to whoever has neither code nor passphrase; while nothing wraps the keys, none is kept.
 */
const KEPT = 'partner-console-ring';

/** Null where there is none. */
export function keptRing(): string | null {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    // Unreported: a storage that is switched off holds none.
    return null;
  }
}

/** @param copy as the shell gives it */
export function keepRing(copy: string | null): void {
  try {
    if (copy !== null) localStorage.setItem(KEPT, copy);
  } catch {
    // Unreported: full or switched off; the shell's own two files are what counts.
  }
}
