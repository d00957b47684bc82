import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';

/** Tells what was done, with a button that takes it back. */
export function showUndo(message: string, undo: () => Promise<unknown>): void {
  const id = `undo-${message}`;
  notifications.show({
    id,
    autoClose: 15_000,
    closeButtonProps: { 'aria-label': 'Close' },
    message: (
      <span className="row">
        {message}
        <Button
          variant="default"
          onClick={() => {
            notifications.hide(id);
            void undo();
          }}
        >
          Undo
        </Button>
      </span>
    ),
  });
}
