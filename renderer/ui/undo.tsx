import { tell } from './messages.ts';

/** Tells what was done, with a button that takes it back. */
export function showUndo(message: string, undo: () => Promise<unknown>): void {
  tell(message, { act: { word: 'Undo', run: () => void undo() } });
}
