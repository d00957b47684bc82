import { notifications } from '@mantine/notifications';
import { removeOf } from '../../data/customers.ts';
import { useConsole } from '../../data/hooks.tsx';
import { showUndo } from '../../ui/undo.tsx';

/** Removes a row of a customer, tells so, and offers to take it back. */
export function useRemoval() {
  const console = useConsole();
  return async (what: Parameters<typeof removeOf>[1], message: string): Promise<void> => {
    const { result, undo } = await removeOf(console, what);
    if (result.kind === 'saved' || result.reason === 'journal') showUndo(message, undo);
    else
      notifications.show({
        message: result.message,
        color: 'red',
        closeButtonProps: { 'aria-label': 'Close' },
      });
  };
}
