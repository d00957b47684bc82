/** The system's own notifications: only while the window is not looked at, and pressing one shows the very thing. */
import { type BrowserWindow, Notification } from 'electron';
import type { CallInput } from '../shared/bridge/contract.ts';

/** As many stay pressable; the system shows no more either. */
const MOST_SHOWN = 20;

/** Kept, because one that nothing refers to is forgotten, and pressing it does nothing. */
const shown: Notification[] = [];

/**
 * @param window the one that might be looked at
 * @param pressed shows the window at the notification's place
 * @returns whether it was shown
 */
export function notify(
  window: BrowserWindow | undefined,
  { title, body, to }: CallInput<'window.notify'>,
  pressed: (to: string) => void,
): boolean {
  if (window?.isFocused() || !Notification.isSupported()) return false;
  const notification = new Notification({ title, body });
  notification.on('click', () => pressed(to));
  shown.push(notification);
  if (shown.length > MOST_SHOWN) shown.shift()?.close();
  notification.show();
  return true;
}
