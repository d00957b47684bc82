/** What can be done with what is open now, for the palette: each screen says it itself, as long as it stands there. */
import { useEffect, useId } from 'react';
import { createStore } from 'zustand/vanilla';
import type { IconName } from './icons.tsx';

/** Something that can be done, with other words by which people look for it. */
export interface Command {
  id: string;
  label: string;
  words: string;
  icon: IconName;
  run: () => void;
}

interface Offers {
  /** Whether the palette was opened in this window: who has to ask for what they offer asks then. */
  wanted: boolean;
  /** By who offers them. */
  commands: ReadonlyMap<string, readonly Command[]>;
}

export const offers = createStore<Offers>(() => ({ wanted: false, commands: new Map() }));

/** Offers them until the component goes. @param commands the same array as long as nothing changes */
export function useOffer(commands: readonly Command[]): void {
  const id = useId();
  useEffect(() => {
    offers.setState(({ commands: before }) => ({ commands: new Map(before).set(id, commands) }));
    return () =>
      offers.setState(({ commands: before }) => {
        const left = new Map(before);
        left.delete(id);
        return { commands: left };
      });
  }, [id, commands]);
}
