import { t } from '@lingui/core/macro';
import { type Outcome, refusalWords } from '../store/outcome.ts';
import { tell } from './messages.ts';

/**
 * Tells what was done, with a button that takes it back. Where that cannot be, it says why.
 * @param undo answers null where nothing could refuse it
 */
export function showUndo(message: string, undo: () => Promise<Outcome | null>): void {
  tell(message, { act: { word: t`Undo`, run: () => void undo().then((done) => done && tellRefusal(done)) } });
}

/** Nothing where it was saved: the screen shows it. */
export function tellRefusal(result: Outcome): void {
  if (result.kind === 'refused') tell(refusalWords(result), { tone: 'bad' });
}

/** Tells what became of an act that can be taken back: the button, or why it was not done. */
export function tellDone(
  message: string,
  { result, undo }: { result: Outcome; undo: () => Promise<Outcome> },
): void {
  if (result.kind === 'saved') showUndo(message, undo);
  else tellRefusal(result);
}
