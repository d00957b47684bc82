import { useCallback, useEffect, useState } from 'react';
import { dropDraft, keepDraft, readDraft, whenDiscarded } from '../store/drafts.ts';

/** A text that is not saved by itself, as of a form that is sent: it is there again after a reload, until it was sent. */
export function useKeptText(id: string): [string, (text: string) => void] {
  const [text, setText] = useState(() => readDraft(id)?.text ?? '');
  const change = useCallback(
    (next: string) => {
      setText(next);
      if (next === '') dropDraft(id);
      else keepDraft(id, { text: next, bases: [] });
    },
    [id],
  );
  useEffect(() => whenDiscarded(id, () => setText('')), [id]);
  return [text, change];
}
