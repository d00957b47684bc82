import { removeOf } from '../../commands/customers.ts';
import { tellDone } from '../../ui/undo.tsx';
import { useApp } from '../../views/hooks.tsx';

/** Removes a row of a customer, tells so, and offers to take it back. */
export function useRemoval() {
  const app = useApp();
  return async (what: Parameters<typeof removeOf>[1], message: string): Promise<void> => {
    tellDone(message, await removeOf(app, what));
  };
}
