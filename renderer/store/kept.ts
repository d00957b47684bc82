/**
 * Small things that this computer keeps beside the database, because they have to be there the moment they are written: what was
 * typed and is not saved yet, and where a person was. Browsers may refuse it, and what is there may be anything; then it is as if
 * nothing were kept, and nothing that counts is lost.
 */

/** @returns the value as it was kept, of whatever shape; null where there is none */
export function readKept(key: string): unknown {
  return parsedJson(ofStorage(() => localStorage.getItem(key)) ?? 'null');
}

export function writeKept(key: string, value: unknown): void {
  ofStorage(() => localStorage.setItem(key, JSON.stringify(value)));
}

export function dropKept(key: string): void {
  ofStorage(() => localStorage.removeItem(key));
}

export function keptKeys(prefix: string): string[] {
  return (ofStorage(() => Object.keys(localStorage)) ?? []).filter((key) => key.startsWith(prefix));
}

/** @returns null where it is no JSON */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Unreported: what cannot be read was written by another version, and is as good as nothing.
    return null;
  }
}

function ofStorage<T>(use: () => T): T | null {
  try {
    return use();
  } catch {
    // Unreported: full, or switched off by the browser; the database has all that is saved.
    return null;
  }
}
