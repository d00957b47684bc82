/**
 * What was typed and is not in the database yet, kept at each key: synchronously, so that a page which is reloaded or killed at
 * that moment has it all the same. A draft goes as soon as its text is saved. It stays on this computer.
 */
import { useCallback, useState } from 'react';

const PREFIX = 'partner-console-draft ';
/** What nobody came back to for so long is forgotten. */
const KEPT_MS = 60 * 24 * 60 * 60 * 1000;

export interface Draft {
  text: string;
  /** What the record held when the person began to type. */
  base: string;
}

interface Kept extends Draft {
  at: number;
}

function parsed(raw: string | null): Kept | null {
  if (raw === null) return null;
  try {
    const { text, base, at } = JSON.parse(raw) as Record<string, unknown>;
    return typeof text === 'string' && typeof base === 'string' && typeof at === 'number'
      ? { text, base, at }
      : null;
  } catch {
    return null;
  }
}

export function readDraft(id: string): Draft | null {
  try {
    return parsed(localStorage.getItem(PREFIX + id));
  } catch {
    return null;
  }
}

export function keepDraft(id: string, { text, base }: Draft): void {
  try {
    localStorage.setItem(PREFIX + id, JSON.stringify({ text, base, at: Date.now() } satisfies Kept));
  } catch {
    // Full or switched off: the field saves within a second as ever.
  }
}

export function dropDraft(id: string): void {
  try {
    localStorage.removeItem(PREFIX + id);
  } catch {
    // It could not be kept either.
  }
}

/** Forgets what is too old. Once a window. */
export function forgetOldDrafts(now = Date.now()): void {
  try {
    for (const key of Object.keys(localStorage)) {
      if (!key.startsWith(PREFIX)) continue;
      const kept = parsed(localStorage.getItem(key));
      if (!kept || now - kept.at > KEPT_MS) localStorage.removeItem(key);
    }
  } catch {
    // Nothing is kept where nothing can be read.
  }
}

/** A text that is not saved by itself, as of a form that is sent: it is there again after a reload, until it was sent. */
export function useKeptText(id: string): [string, (text: string) => void] {
  const [text, setText] = useState(() => readDraft(id)?.text ?? '');
  const change = useCallback(
    (next: string) => {
      setText(next);
      if (next === '') dropDraft(id);
      else keepDraft(id, { text: next, base: '' });
    },
    [id],
  );
  return [text, change];
}
