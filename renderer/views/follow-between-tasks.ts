import { startTransition } from 'react';
import type { StoreApi } from 'zustand/vanilla';

/**
 * Has what a store holds drawn between other tasks, a component at a time: keys and the wheel go before it. `useStore` would have all
 * that rests on it drawn in the task in which it changed.
 * @param show sets the state of a component
 * @returns ends it
 */
export function followBetweenTasks<S>(store: StoreApi<S>, show: (state: S) => void): () => void {
  const follow = () => startTransition(() => show(store.getState()));
  follow();
  return store.subscribe(follow);
}
