/** How long this console stays open without the hub, in words (security 29). */
import { plural, t } from '@lingui/core/macro';
import type { LeaseStatus } from '../../shared/bridge/keys.ts';

/** `2 days`, `5 hours`, `12 minutes`: as exact as it has to be to act by it, and never more than is left. */
function leftWords(minutes: number): string {
  if (minutes >= 2_880) return plural(Math.floor(minutes / 1_440), { one: '# day', other: '# days' });
  if (minutes >= 120) return plural(Math.floor(minutes / 60), { one: '# hour', other: '# hours' });
  return plural(minutes, { one: '# minute', other: '# minutes' });
}

/** Beside what the person works on, while little of it is left. */
export function lockWarning({ minutesLeft }: LeaseStatus): string {
  return t`Locks in ${leftWords(minutesLeft)} without the hub`;
}

/** Why, and what to do; where there is room for it. */
export function lockAdvice({ days, minutesLeft }: LeaseStatus): string {
  return t`This console locks in ${leftWords(minutesLeft)}: it may be without the hub for ${plural(days, { one: '# day', other: '# days' })}. Connect this computer to your network once. Nothing is deleted when it locks, and what waits to be sent stays.`;
}

/** On the lock screen. @param when the hub was last reached, as people read it */
export function overWords({ days }: LeaseStatus, when: string): string {
  return t`This console has been without the hub for longer than its organisation lets it: ${plural(days, { one: '# day', other: '# days' })}. It last reached the hub on ${when}. Nothing was deleted: your cases and what waits to be sent are sealed on this computer. Connect it to your network and unlock it; it asks the hub first.`;
}
