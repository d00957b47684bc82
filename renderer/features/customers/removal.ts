import { removeOf } from '../../commands/customers.ts';
import { refusalWords } from '../../store/outcome.ts';
import { tell } from '../../ui/messages.ts';
import { showUndo } from '../../ui/undo.tsx';
import { useApp } from '../../views/hooks.tsx';

/** Removes a row of a customer, tells so, and offers to take it back. */
export function useRemoval() {
  const app = useApp();
  return async (what: Parameters<typeof removeOf>[1], message: string): Promise<void> => {
    const { result, undo } = await removeOf(app, what);
    if (result.kind === 'saved') showUndo(message, undo);
    else tell(refusalWords(result), { tone: 'bad' });
  };
}
