import { type DragEvent, useState } from 'react';

/** What an area needs that things can be dropped on: it shows that they are over it, and takes them. */
export function useDropArea(take: (event: DragEvent) => void) {
  const [over, setOver] = useState(false);
  return {
    'data-over': over,
    onDragOver: (event: DragEvent) => {
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      take(event);
    },
  };
}
