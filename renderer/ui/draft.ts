/**
 * What was typed and is not in the database yet, kept at each key: synchronously, so that a page which is reloaded or killed at
 * that moment has it all the same. A draft goes as soon as its text is saved. It stays on this computer.
 */
import { useCallback, useState } from 'react';
import { dropKept, keptKeys, readKept, writeKept } from '../store/kept.ts';

const PREFIX = 'partner-console-draft ';
/** What nobody came back to for so long is forgotten. */
const KEPT_MS = 60 * 24 * 60 * 60 * 1000;

export interface Draft {
  text: string;
  /** What the record held when the person began to type, and what of it was given to be saved since. */
  bases: readonly string[];
}

interface Kept extends Draft {
  /** Milliseconds. */
  at: number;
}

function keptAt(key: string): Kept | null {
  const kept = readKept(key);
  if (typeof kept !== 'object' || kept === null) return null;
  const { text, bases, at } = kept as Record<string, unknown>;
  const known = Array.isArray(bases) && bases.every((each) => typeof each === 'string');
  return typeof text === 'string' && known && typeof at === 'number'
    ? { text, bases: bases as string[], at }
    : null;
}

export function readDraft(id: string): Draft | null {
  return keptAt(PREFIX + id);
}

export function keepDraft(id: string, { text, bases }: Draft): void {
  writeKept(PREFIX + id, { text, bases, at: Date.now() } satisfies Kept);
}

export function dropDraft(id: string): void {
  dropKept(PREFIX + id);
}

/** The ids of drafts that begin so. */
export function draftIds(beginning: string): string[] {
  return keptKeys(PREFIX + beginning).map((key) => key.slice(PREFIX.length));
}

/** Forgets what is too old. Once a window. */
export function forgetOldDrafts(now = Date.now()): void {
  for (const key of keptKeys(PREFIX)) {
    const kept = keptAt(key);
    if (kept && now - kept.at > KEPT_MS) dropKept(key);
  }
}

/** A text that is not saved by itself, as of a form that is sent: it is there again after a reload, until it was sent. */
export function useKeptText(id: string): [string, (text: string) => void] {
  const [text, setText] = useState(() => readDraft(id)?.text ?? '');
  const change = useCallback(
    (next: string) => {
      setText(next);
      if (next === '') dropDraft(id);
      else keepDraft(id, { text: next, bases: [] });
    },
    [id],
  );
  return [text, change];
}
