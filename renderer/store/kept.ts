/**
 * Small things that this computer keeps beside the database, because they have to be there the moment they are written: what was
 * typed and is not saved yet, and where a person was. Sealed with the ring's key for drafts, under the name that they are kept by. Browsers may
 * refuse it, and what is there may be anything; then it is as if nothing were kept, and nothing that counts is lost.
 */
import { base64Of, Sealer } from './sealing.ts';

const SEALED = 'sealed ';
/** What is this module's; the rest of the storage belongs to others. */
const OWN = ['partner-console-draft ', 'partner-console-draft-of ', 'partner-console-case-memory'];
/** The note that nothing of it is in clear, sealed. */
const ALL_SEALED = 'partner-console-kept-sealed';

let sealer: Sealer | null = null;
const opened = new Set<() => void>();

/** Calls `read` once what is kept can be opened: before that, all that is sealed reads as if it were not there. */
export function whenKeptOpens(read: () => void): void {
  if (sealer) read();
  else opened.add(read);
}

/**
 * The console is open with this key: what is kept from now on is sealed, and so is what a console of before left in clear, once. What lies
 * in clear after that was put there by another hand, and goes.
 */
export function sealKept(key: Uint8Array): void {
  sealer = new Sealer(key);
  const isWhole = readKept(ALL_SEALED) === true;
  for (const name of OWN.flatMap(keptKeys)) {
    const text = ofStorage(() => localStorage.getItem(name));
    if (text === null || text.startsWith(SEALED)) continue;
    if (isWhole) dropKept(name);
    else writeKept(name, parsedJson(text));
  }
  if (!isWhole) writeKept(ALL_SEALED, true);
  for (const read of opened) read();
  opened.clear();
}

/** @returns the value as it was kept, of whatever shape; null where there is none, or it cannot be opened */
export function readKept(key: string): unknown {
  const text = ofStorage(() => localStorage.getItem(key)) ?? 'null';
  // Where the key is there, all of one's own was sealed when it came.
  if (!text.startsWith(SEALED)) return sealer ? null : parsedJson(text);
  return sealer?.openText(key, text.slice(SEALED.length))?.value ?? null;
}

/** Whether something lies there, whatever it is. */
export function isKept(key: string): boolean {
  return ofStorage(() => localStorage.getItem(key)) !== null;
}

export function writeKept(key: string, value: unknown): void {
  ofStorage(() => localStorage.setItem(key, textOf(key, value)));
}

function textOf(key: string, value: unknown): string {
  if (!sealer) return JSON.stringify(value);
  return SEALED + base64Of(sealer.seal(key, value));
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
