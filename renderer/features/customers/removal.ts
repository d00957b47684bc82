import { type Removable, removeOf } from '../../commands/customers.ts';
import { tellDone } from '../../ui/undo.tsx';
import { useApp } from '../../views/hooks.tsx';

/** Removes a row of a customer to its bin, tells so, and offers to take it back. */
export function useRemoval() {
  const app = useApp();
  return async (what: Removable, words: string, message: string): Promise<void> => {
    tellDone(message, await removeOf(app, what, words));
  };
}
