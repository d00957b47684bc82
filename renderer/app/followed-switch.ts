/** A window that was opened anew because somebody else was switched to in another one: it keeps its place where they may be there. */
import { t } from '@lingui/core/macro';
import { useEffect } from 'react';
import { hasFollowedSwitch } from '../commands/switch-person.ts';
import { tell } from '../ui/messages.ts';

/**
 * Says who works here now, once; where the window's place is not open to them, it goes to Home.
 * @param isOpen whether there is a screen at the window's address for this person
 */
export function useFollowedSwitch(name: string, isOpen: boolean, goHome: () => void): void {
  useEffect(() => {
    if (!hasFollowedSwitch()) return;
    if (!isOpen) goHome();
    tell(
      isOpen
        ? t`${name} works here now: the person was switched in another window.`
        : t`${name} works here now: the person was switched in another window. What stood here is not open to them.`,
      { stays: true },
    );
  }, [name, isOpen, goHome]);
}
