/** What a page holds that is not on the disk yet, so that a window which closes can wait for it. */
import { cut } from '../../shared/base/cut.ts';
import { tellPending } from '../store/changes.ts';
import { report } from '../store/report.ts';

/** Saves what is held. @returns whether it is on the disk */
type Save = () => Promise<boolean>;

const held = new Set<Save>();
const copies = new Map<symbol, string>();

/** @returns takes it back: nothing is held any more */
export function holdUnsaved(save: Save): () => void {
  held.add(save);
  return () => {
    held.delete(save);
  };
}

/** A file is being copied into the console. @returns takes it back: it is there, or will not be */
export function holdCopy(name: string): () => void {
  const key = Symbol(name);
  copies.set(key, name);
  return () => {
    copies.delete(key);
  };
}

/** Saves all that the page holds. @returns what is left */
export async function saveHeld(): Promise<{ unsaved: boolean; copying: string[] }> {
  const saved = await Promise.all(
    [...held].map((save) =>
      save().catch((error: unknown) => {
        report(error, 'saving before the window closes');
        return false;
      }),
    ),
  );
  // Whoever asked goes on with what the screens have.
  tellPending();
  return { unsaved: saved.includes(false), copying: [...copies.values()].map((name) => cut(name, 300)) };
}
