/** The packet beside the conversation, where the window is wide enough for both; of this computer, as it was left. Ctrl and \ do the same. */
import { t } from '@lingui/core/macro';
import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useEffect } from 'react';
import { create } from 'zustand';
import { Key } from '../../ui/key.tsx';

const KEPT = 'partner-console-packet-beside';
/** As wide as rail, conversation, packet and panel together. */
const WIDE = '(min-width: 1280px)';

const useKept = create<{ beside: boolean; set: (beside: boolean) => void }>((set) => ({
  beside: localStorage.getItem(KEPT) !== null,
  set: (beside) => {
    if (beside) localStorage.setItem(KEPT, 'yes');
    else localStorage.removeItem(KEPT);
    set({ beside });
  },
}));

/** @returns whether it stands beside; and what changes that, null where there is no room */
export function useBeside(): [boolean, ((beside: boolean) => void) | null] {
  const { beside, set } = useKept();
  const hasRoom = useMediaQuery(WIDE, window.matchMedia(WIDE).matches);
  return [beside && hasRoom, hasRoom ? set : null];
}

export function BesideButton({
  beside,
  onChange,
}: {
  beside: boolean;
  onChange: ((beside: boolean) => void) | null;
}) {
  useEffect(() => {
    if (!onChange) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '\\' || !(event.ctrlKey || event.metaKey) || event.altKey || event.defaultPrevented)
        return;
      event.preventDefault();
      onChange(!beside);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [beside, onChange]);
  return (
    onChange && (
      <Button
        variant="default"
        aria-pressed={beside}
        aria-keyshortcuts={'Control+\\'}
        onClick={() => onChange(!beside)}
      >
        {beside ? t`Packet below` : t`Packet beside`} <Key>Ctrl \</Key>
      </Button>
    )
  );
}
