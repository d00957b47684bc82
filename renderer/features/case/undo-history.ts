/**
 * Undo and redo of edits of the open case, in the order in which they were made: one entry for what was typed into a field while the
 * person stayed there, whatever number of saves that took, and one for each choice. In this window, for as long as it is open; what somebody else changed meanwhile is never taken from them.
 */

import { t } from '@lingui/core/macro';
import { useEffect } from 'react';
import { create } from 'zustand';
import { sameValue } from '../../../shared/base/hash.ts';
import type { Place } from '../../../shared/base/place.ts';
import { setFieldsBack } from '../../commands/undo-edit.ts';
import type { Outcome } from '../../store/outcome.ts';
import { refusalWords } from '../../store/outcome.ts';
import { report } from '../../store/report.ts';
import { putAway, tell } from '../../ui/messages.ts';
import { tellRefusal } from '../../ui/undo.tsx';
import type { AppServices } from '../../views/app-services.ts';
import { useApp } from '../../views/hooks.tsx';
import { goTo, placeId } from './places.ts';

type Values = Readonly<Record<string, unknown>>;

export interface DoneEdit {
  table: 'cases' | 'systems' | 'configuration' | 'revisions';
  key: string;
  /** What the person knows it by. */
  label: string;
  place: Place;
  /** The fields that were changed, as they were and as they became. */
  before: Values;
  after: Values;
  /** Milliseconds. */
  at: number;
  /** Which stay in a field it was typed in; none of a choice. */
  stay: number | null;
}

/** An act of several rows, such as a pasted table or a removal, that brings its own way back. It is not done again. */
interface DoneAct {
  /** What was done, in words. */
  told: string;
  undo: () => Promise<Outcome | null>;
}

const isAct = (each: DoneEdit | DoneAct): each is DoneAct => 'undo' in each;

interface Stacks {
  done: readonly (DoneEdit | DoneAct)[];
  undone: readonly DoneEdit[];
}

/** Saves of what is typed that follow each other within this, while the person stays in the field, are one edit. */
const ONE_EDIT_MS = 60_000;
const MOST = 200;
const nothing: Stacks = { done: [], undone: [] };

const useStacks = create<{ cases: Readonly<Record<string, Stacks>> }>(() => ({ cases: {} }));

const stacksOf = (caseId: string): Stacks => useStacks.getState().cases[caseId] ?? nothing;

function put(caseId: string, stacks: Stacks): void {
  useStacks.setState(({ cases }) => ({ cases: { ...cases, [caseId]: stacks } }));
}

/**
 * Another number whenever a field that is typed in is entered: who leaves it and comes back makes another edit. Null while the person is
 * elsewhere. What a field saves as it is left comes before the next one is entered.
 */
let stay: number | null = null;
let stays = 0;

const isTextField = (at: Element | null): boolean =>
  at?.matches('textarea, input:not([type=radio], [type=checkbox])') ?? false;

const namesOf = (values: Values) => Object.keys(values).sort().join(' ');

/** Takes note of an edit that was saved. */
function noteEdit(caseId: string, edit: DoneEdit): void {
  const { done } = stacksOf(caseId);
  const last = done.at(-1);
  const goesOn =
    last !== undefined &&
    !isAct(last) &&
    last.table === edit.table &&
    last.key === edit.key &&
    namesOf(last.after) === namesOf(edit.after) &&
    last.stay !== null &&
    last.stay === edit.stay &&
    edit.at - last.at < ONE_EDIT_MS;
  const next = goesOn ? { ...edit, before: last.before } : edit;
  const kept = goesOn ? done.slice(0, -1) : done;
  // Typed back to what it was: there is nothing to undo.
  const isChange = !sameValue(next.before, next.after);
  put(caseId, { done: isChange ? [...kept, next].slice(-MOST) : kept, undone: [] });
}

/** Saves fields of a row, and takes note of it. @param row as it is before */
export async function saveNoted(
  app: Pick<AppServices, 'now'>,
  caseId: string,
  edit: Omit<DoneEdit, 'before' | 'at' | 'stay'> & { row: Values },
  save: () => Promise<Outcome>,
): Promise<Outcome> {
  const { row, ...what } = edit;
  const before = Object.fromEntries(Object.keys(edit.after).map((name) => [name, row[name]]));
  const noted = { ...what, before, stay };
  const result = await save();
  if (result.kind === 'saved') noteEdit(caseId, { ...noted, at: app.now().getTime() });
  return result;
}

/**
 * Takes note of an act that can be taken back, as the next thing that *Undo* is about.
 * @returns takes it back, once
 */
export function noteAct(caseId: string, told: string, undo: () => Promise<Outcome | null>): () => void {
  const act: DoneAct = { told, undo };
  const { done } = stacksOf(caseId);
  put(caseId, { done: [...done, act].slice(-MOST), undone: [] });
  return () => inTurn(() => takeActBack(caseId, act));
}

/** Tells what was done in the case, with a button that takes it back. */
export function showCaseUndo(caseId: string, told: string, undo: () => Promise<Outcome | null>): void {
  tell(told, { act: { word: t`Undo`, run: noteAct(caseId, told, undo) } });
}

/** Tells what became of an act in the case that can be taken back: the button, or why it was not done. */
export function tellCaseDone(
  caseId: string,
  told: string,
  { result, undo }: { result: Outcome; undo: () => Promise<Outcome> },
): void {
  if (result.kind === 'saved') showCaseUndo(caseId, told, undo);
  else tellRefusal(result);
}

async function takeActBack(caseId: string, act: DoneAct): Promise<void> {
  const { done, undone } = stacksOf(caseId);
  if (!done.includes(act)) return;
  const result = await act.undo();
  // One that was not taken back stays where it was, and can be tried again.
  if (result?.kind === 'refused') return tellRefusal(result);
  put(caseId, { done: done.filter((each) => each !== act), undone });
  tell(t`Undone: ${act.told}`, { id: 'undo' });
}

/** The element that the last undo or redo led to, until somebody types: a next Ctrl Z there goes on, and is not the text field's own. */
let landed: string | null = null;
/** One step at a time: a second press while the first is being saved is about the edit before. */
let turn: Promise<void> = Promise.resolve();

function inTurn(work: () => Promise<void>): void {
  turn = turn.then(work).catch((error: unknown) => report(error, 'undo'));
}

function step(app: AppServices, caseId: string, back: boolean): void {
  inTurn(() => takeStep(app, caseId, back));
}

async function takeStep(app: AppServices, caseId: string, back: boolean): Promise<void> {
  const edit = (back ? stacksOf(caseId).done : stacksOf(caseId).undone).at(-1);
  if (edit && isAct(edit)) return takeActBack(caseId, edit);
  if (!edit) return tell(back ? t`There is nothing to undo.` : t`There is nothing to redo.`);
  const [from, to] = back ? [edit.after, edit.before] : [edit.before, edit.after];
  const set = await setFieldsBack(app, edit, from, to);
  const result = await set?.();
  // One that was not saved stays where it was, and can be tried again.
  if (result?.kind === 'refused') return tell(refusalWords(result), { tone: 'bad' });
  moveOver(caseId, edit, back, result !== undefined);
  if (!result) return tell(t`“${edit.label}” was changed since, and stays as it is.`);
  landed = placeId(edit.place);
  goTo(edit.place);
  tell(`${back ? t`Undone` : t`Redone`}: ${edit.label}`, {
    id: 'undo',
    act: { word: back ? t`Redo` : t`Undo`, run: () => step(app, caseId, !back) },
  });
}

/** Takes an edit off its stack, and puts it on the other one where it was set. What was noted meanwhile stays. */
function moveOver(caseId: string, edit: DoneEdit, back: boolean, set: boolean): void {
  const { done, undone } = stacksOf(caseId);
  const without = <E extends DoneEdit | DoneAct>(edits: readonly E[]) =>
    edits.filter((each) => each !== edit);
  const other = <E extends DoneEdit | DoneAct>(edits: readonly E[]) => (set ? [...edits, edit] : edits);
  put(
    caseId,
    back ? { done: without(done), undone: other(undone) } : { done: other(done), undone: without(undone) },
  );
}

export function useUndoState(caseId: string): {
  mayUndo: boolean;
  mayRedo: boolean;
  step: (back: boolean) => void;
} {
  const app = useApp();
  const mayUndo = useStacks(({ cases }) => (cases[caseId]?.done.length ?? 0) > 0);
  const mayRedo = useStacks(({ cases }) => (cases[caseId]?.undone.length ?? 0) > 0);
  return { mayUndo, mayRedo, step: (back) => step(app, caseId, back) };
}

/** Ctrl Z and Ctrl Shift Z (or Ctrl Y) anywhere in the case; in a text field where somebody types they are the field's own. */
export function useUndoKeys(caseId: string, editable: boolean): void {
  const app = useApp();
  useEffect(() => {
    if (!editable) return;
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.defaultPrevented) return;
      const key = event.key.toLowerCase();
      const redo = key === 'y' || (key === 'z' && event.shiftKey);
      if (key !== 'z' && !redo) return;
      const at = event.target instanceof Element ? event.target : null;
      if (isTextField(at) && at?.id !== landed) return;
      event.preventDefault();
      step(app, caseId, !redo);
    };
    const onInput = () => {
      landed = null;
    };
    const onEnter = (event: FocusEvent) => {
      stays += 1;
      stay = event.target instanceof Element && isTextField(event.target) ? stays : null;
    };
    document.addEventListener('keydown', onKey);
    document.addEventListener('input', onInput);
    document.addEventListener('focusin', onEnter);
    return () => {
      // Of this case: elsewhere nobody knows which.
      putAway('undo');
      document.removeEventListener('keydown', onKey);
      document.removeEventListener('input', onInput);
      document.removeEventListener('focusin', onEnter);
    };
  }, [app, caseId, editable]);
}
