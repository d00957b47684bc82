/**
 * What was typed and is not in the database yet, kept at each key: synchronously, so that a page which is reloaded or killed at
 * that moment has it all the same. A draft goes as soon as its text is saved. It stays on this computer.
 */
import { dropKept, isKept, keptKeys, readKept, writeKept } from './kept.ts';

const DRAFTS = 'partner-console-draft';
/** Of the person whose database is open: those of another one who works on this computer are not shown. */
let prefix = `${DRAFTS} `;
/** What nobody came back to for so long is forgotten. */
const KEPT_MS = 60 * 24 * 60 * 60 * 1000;

/**
 * From now on drafts are read and kept of the person whose database this is.
 * @param database its name; null for the console's own, as of who was the first to work here
 */
export function openDraftsOf(database: string | null): void {
  prefix = database === null ? `${DRAFTS} ` : `${DRAFTS}-of ${database} `;
}

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

const OFFERED = 'offered ';

/** Under which the text lies that a field offers from before, while the person types another into it. @param id of the field's own draft */
export const offeredDraft = (id: string): string => OFFERED + id;

/** The draft of the field itself, of whichever of its two this is. */
export const draftOfField = (id: string): string => (id.startsWith(OFFERED) ? id.slice(OFFERED.length) : id);

export function readDraft(id: string): Draft | null {
  return keptAt(prefix + id);
}

/** Whether there is one, without opening it. */
export function hasDraft(id: string): boolean {
  return isKept(prefix + id);
}

export function keepDraft(id: string, { text, bases }: Draft): void {
  writeKept(prefix + id, { text, bases, at: Date.now() } satisfies Kept);
}

export function dropDraft(id: string): void {
  dropKept(prefix + id);
  for (const told of dropped) told(id);
}

/** @param told once another window of this computer has let go of the draft @returns ends it */
export function whenDroppedElsewhere(id: string, told: () => void): () => void {
  const hear = ({ key, newValue }: StorageEvent) => {
    if (key === prefix + id && newValue === null) told();
  };
  window.addEventListener('storage', hear);
  return () => window.removeEventListener('storage', hear);
}

const dropped = new Set<(id: string) => void>();

/** @param told of each draft that is saved or let go in this window @returns ends it */
export function followDrops(told: (id: string) => void): () => void {
  dropped.add(told);
  return () => {
    dropped.delete(told);
  };
}

/** What each text that is drawn in this window does when its draft is let go from elsewhere. */
const shown = new Map<string, () => void>();

/** @param forget puts the text on screen back to what the record holds @returns takes it back: the text is drawn no more */
export function whenDiscarded(id: string, forget: () => void): () => void {
  shown.set(id, forget);
  return () => {
    if (shown.get(id) === forget) shown.delete(id);
  };
}

/** The person lets it go: the draft, and what stands on screen of it. */
export function discardDraft(id: string): void {
  shown.get(id)?.();
  dropDraft(id);
}

/** The ids of drafts that begin so, in no order; of all that was typed and is not saved where nothing is named. */
export function draftIds(beginning = ''): string[] {
  return keptKeys(prefix + beginning).map((key) => key.slice(prefix.length));
}

/** Forgets what is too old, whoever it is of. Once a window. */
export function forgetOldDrafts(now = Date.now()): void {
  for (const key of keptKeys(DRAFTS)) {
    const kept = keptAt(key);
    if (kept && now - kept.at > KEPT_MS) dropKept(key);
  }
}
