/** Locks the console: what is typed is saved, the shell forgets its keys, and each window forgets all that it shows. */
import { t } from '@lingui/core/macro';
import type { Bridge } from '../../shared/bridge/contract.ts';
import type { Ending } from '../../shared/bridge/ending.ts';
import type { KeyStatus } from '../../shared/bridge/keys.ts';
import { report } from '../store/report.ts';
import { followKeys } from '../views/keys.ts';
import { tell } from './messages.ts';
import { saveHeld } from './unsaved.ts';

/** The page reads itself anew: nothing of before stays in its memory. What could not be saved is there as a draft. */
export function forgetAll(): void {
  window.location.reload();
}

/** @returns false where nobody has protected the console, so that it cannot be locked */
export async function lockConsole(bridge: Bridge): Promise<boolean> {
  await saveHeld();
  try {
    if (!(await bridge.call('keys.lock', {})).locked) return false;
  } catch (error) {
    // A shell that is away holds no key for anybody either.
    report(error, 'keys.lock');
  }
  forgetAll();
  return true;
}

/** Locks; a console that nobody has protected shows where that is done instead. */
export function lockOrOffer(bridge: Bridge, navigate: (to: string) => void): void {
  void lockConsole(bridge).then((locked) => {
    if (locked) return;
    navigate('/settings');
    tell(
      t`Nobody has protected this computer yet, so that it cannot be locked. That is done in Settings, under Protection of this computer.`,
    );
  });
}

/**
 * Follows the end of this device, which the hub told whichever window.
 * @param stage that is on the screen here: what this window does itself is no news
 * @returns stops listening
 */
export function followEnding(bridge: Bridge, stage: Ending['stage'] | null): () => void {
  return bridge.on('ending.changed', () => {
    void bridge.call('ending.state', {}).then(
      ({ ending }) => {
        const isNews = (ending?.stage ?? null) !== stage;
        if (isNews && stage !== 'ended' && stage !== 'wiping') void saveHeld().then(forgetAll);
      },
      (error: unknown) => report(error, 'ending.state'),
    );
  });
}

/**
 * Follows a lock that came from elsewhere: another window, or the computer; also one that came after the page was given its keys, and
 * before it listened.
 * @returns stops listening
 */
export function followLocks(bridge: Bridge): () => void {
  let forgetting = false;
  const told = ({ state }: { state: KeyStatus['state'] }) => {
    if (state !== 'locked' || forgetting) return;
    forgetting = true;
    void saveHeld().then(forgetAll);
  };
  const stops = [
    bridge.on('keys.wanted', () => void lockConsole(bridge)),
    bridge.on('keys.changed', told),
    followKeys(bridge, told),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
