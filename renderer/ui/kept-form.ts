/**
 * What is typed into a form that is sent whole: there again after a reload, or a visit elsewhere, until it is sent or cancelled. Kept beside
 * the database as drafts are, and only what differs from the form as nobody has touched it. Never for what opens something (passphrases,
 * codes), nor for a signature that was drawn.
 */
import { type SetStateAction, useCallback, useEffect, useRef, useState } from 'react';
import { discardDraft, draftIds, dropDraft, keepDraft, readDraft, whenDiscarded } from '../store/drafts.ts';
import { parsedJson } from '../store/kept.ts';

const beginning = (form: string) => `form ${form}#`;

/** What one place has a form of: `new`, the id of a row, or what is done with which. No words that were typed: ids of drafts lie in clear. */
export type FormOf = string | Readonly<Record<string, string>>;

/** The id of a form: of a place, and of what it is about. */
export function formId(place: string, of: FormOf): string {
  return `${place} ${JSON.stringify(of)}`;
}

const isOfOneShape = (kept: unknown, start: unknown) =>
  typeof kept === typeof start && Array.isArray(kept) === Array.isArray(start) && kept !== null;

/** What is kept of a field; an object has what a console of before did not know of as it is at the start. */
function keptValue<T>(id: string, start: T): T {
  const kept = parsedJson(readDraft(id)?.text ?? 'null');
  if (!isOfOneShape(kept, start)) return start;
  const isObject = typeof kept === 'object' && !Array.isArray(kept);
  return (isObject ? { ...start, ...(kept as object) } : kept) as T;
}

/**
 * As `useState`, of a value that JSON holds.
 * @param form its id, of `formId` or a name of its own
 * @param field its name in the form, without `#`
 */
export function useKeptState<T>(
  form: string,
  field: string,
  initial: T | (() => T),
): [T, (next: SetStateAction<T>) => void] {
  const id = beginning(form) + field;
  const [start] = useState(initial);
  const [value, setValue] = useState(() => keptValue(id, start));
  const latest = useRef(value);
  const show = useCallback((next: T) => {
    latest.current = next;
    setValue(next);
  }, []);
  const change = useCallback(
    (next: SetStateAction<T>) => {
      const to = next instanceof Function ? next(latest.current) : next;
      show(to);
      const text = JSON.stringify(to);
      if (text === JSON.stringify(start)) dropDraft(id);
      else keepDraft(id, { text, bases: [] });
    },
    [id, start, show],
  );
  useEffect(() => whenDiscarded(id, () => show(start)), [id, start, show]);
  return [value, change];
}

/** Whether something was typed or chosen in the form that was neither sent nor cancelled. */
export function isFormBegun(form: string): boolean {
  return draftIds(beginning(form)).length > 0;
}

/** The form was sent, or is let go. */
export function dropForm(form: string): void {
  for (const id of draftIds(beginning(form))) dropDraft(id);
}

/** As `dropForm`, where the form may be opened again in its place: it is as nobody has touched it. */
export function discardForm(form: string): void {
  for (const id of draftIds(beginning(form))) discardDraft(id);
}

/**
 * Which form of a place is open; null for none. One that was begun stands open again when the place is drawn anew.
 * @param place as it was given to `formId`
 */
export function useOpenForm<T extends FormOf>(place: string): [T | null, (of: T | null) => void] {
  return useState<T | null>(() => {
    const [id] = draftIds(`form ${place} `).sort();
    return id === undefined
      ? null
      : (parsedJson(id.slice(`form ${place} `.length, id.lastIndexOf('#'))) as T | null);
  });
}
