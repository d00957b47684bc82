/** Find on the page: in the desktop's window, which has no such thing of its own. A browser has, and keeps its key. */
import { t } from '@lingui/core/macro';
import { useCallback, useEffect, useRef, useState } from 'react';
import { type Found, findIn, MOST_FOUND, paint, unpaint } from '../ui/find-on-page.ts';
import { Icon } from '../ui/icons.tsx';
import { useApp } from '../views/hooks.tsx';
import styles from './find-bar.module.css';

function countWords(words: string, found: readonly Found[], current: number): string {
  if (words.trim() === '') return '';
  if (found.length === 0) return t`Not on this page`;
  const of = found.length === MOST_FOUND ? t`${MOST_FOUND} or more` : found.length;
  return t`${current + 1} of ${of}`;
}

/** @param location what is found is of this place: it is looked for anew on another */
export function FindBar({ location }: { location: string }) {
  const { bridge } = useApp();
  const [open, setOpen] = useState(false);
  const [words, setWords] = useState('');
  const [found, setFound] = useState<readonly Found[]>([]);
  const [current, setCurrent] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const before = useRef<Element | null>(null);

  useEffect(
    () =>
      bridge.on('menu.command', ({ command }) => {
        if (command !== 'find') return;
        if (document.activeElement !== input.current) before.current = document.activeElement;
        setOpen(true);
        input.current?.select();
      }),
    [bridge],
  );

  const look = useCallback((wanted: string) => {
    const main = document.getElementById('main');
    const all = main ? findIn(main, wanted) : [];
    setFound(all);
    setCurrent(0);
    paint(all, 0);
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another place has other words
  useEffect(() => {
    if (open) look(words);
  }, [open, location, look]);
  useEffect(() => unpaint, []);

  function close(): void {
    setOpen(false);
    unpaint();
    if (before.current instanceof HTMLElement) before.current.focus();
  }

  /** The page may have changed since it was looked at: what is gone is not gone to. */
  function go(by: 1 | -1): void {
    const main = document.getElementById('main');
    const all = main ? findIn(main, words) : [];
    const next = all.length === 0 ? 0 : (Math.min(current, all.length - 1) + by + all.length) % all.length;
    setFound(all);
    setCurrent(next);
    paint(all, next);
  }

  if (!open) return null;
  const count = countWords(words, found, current);
  return (
    <search className={styles.bar} data-find aria-label={t`Find on this page`}>
      <input
        ref={input}
        // biome-ignore lint/a11y/noAutofocus: who asks to find wants to type
        autoFocus
        className={styles.words}
        aria-label={t`Words to find on this page`}
        autoComplete="off"
        value={words}
        onChange={(event) => {
          setWords(event.currentTarget.value);
          look(event.currentTarget.value);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') close();
          else if (event.key === 'Enter') go(event.shiftKey ? -1 : 1);
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      <span className={styles.count} role="status">
        {count}
      </span>
      <button
        type="button"
        aria-label={t`Previous`}
        title={t`Previous (Shift and Enter)`}
        onClick={() => go(-1)}
      >
        <Icon name="up" size={14} />
      </button>
      <button type="button" aria-label={t`Next`} title={t`Next (Enter)`} onClick={() => go(1)}>
        <Icon name="down" size={14} />
      </button>
      <button type="button" aria-label={t`Close find`} title={t`Close (Escape)`} onClick={close}>
        <Icon name="x" size={14} />
      </button>
    </search>
  );
}
