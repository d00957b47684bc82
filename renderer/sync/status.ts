/** The state of sync as one sentence (S6, S8, S11). */
import { plural, t } from '@lingui/core/macro';
import { lengthWords } from '../../shared/base/lengths.ts';
import { faultForPerson } from '../../shared/bridge/line.ts';
import type { SyncState } from './sync-state.ts';

export interface SyncStatus extends SyncState {
  waiting: number;
  /** When the oldest waiting edit was made, ISO 8601. */
  since: string | null;
  rejected: number;
  conflicts: number;
  /** What has waited too long, in words; empty where nothing has (S11). */
  alarm: string;
  sentence: string;
  tone: 'good' | 'waiting' | 'bad';
}

interface Counts extends Pick<SyncStatus, 'waiting' | 'since' | 'rejected' | 'conflicts'> {
  /** How far the hub's clock is ahead of this computer's, in milliseconds, as it was last heard. */
  hubAheadMs?: number;
}

/** A hub that answers takes a change within seconds; without a network, days are no fault of anybody's. */
const LATE_WITH_HUB_MS = 15 * 60_000;
const LATE_WITHOUT_HUB_MS = 72 * 3_600_000;

/** A difference at which a person should look at the clock: what two computers that keep their time never have. */
const CLOCKS_DIFFER_MS = 2 * 60_000;

/** That this computer's clock and the hub's differ; empty where they do not. Handoffs are judged by the hub's (S2). */
function clockWords(hubAheadMs: number): string {
  if (Math.abs(hubAheadMs) <= CLOCKS_DIFFER_MS) return '';
  return t`This computer’s clock is ${lengthWords(hubAheadMs)} ${hubAheadMs > 0 ? t`behind` : t`ahead of`} the hub’s`;
}

/** The alarm on the age of the oldest change that waits (S11). */
function alarmOf(state: SyncState, { waiting, since }: Counts, now: string): string {
  if (waiting === 0 || since === null) return '';
  const age = Date.parse(now) - Date.parse(since);
  const { link } = state;
  const offline = link === 'offline';
  if (!(age > (offline ? LATE_WITHOUT_HUB_MS : LATE_WITH_HUB_MS))) return '';
  if (link === 'fault')
    return t`Sync has stopped on a fault in this console, and changes have waited for more than 15 minutes. All are saved on this computer. Export the fault log and send it to support.`;
  return offline
    ? t`Changes have waited for more than three days. All are saved on this computer; bring it to a network when you can.`
    : t`The hub can be reached, and still changes have waited for more than 15 minutes. All are saved on this computer. Save the log to a file and send it to whoever runs the hub.`;
}

/** @param counts what waits, and `now` by this computer's clock, ISO 8601 */
export function syncStatus(state: SyncState, counts: Counts & { now: string }): SyncStatus {
  const { now, hubAheadMs: _, ...rest } = counts;
  const alarm = alarmOf(state, counts, now);
  const said = words(state, counts);
  return { ...state, ...rest, ...said, alarm, ...(alarm === '' ? {} : { tone: 'bad' as const }) };
}

function words(
  state: SyncState,
  { waiting, rejected, conflicts, hubAheadMs = 0 }: Counts,
): Pick<SyncStatus, 'sentence' | 'tone'> {
  const { tone, sentence } = lineWords(state, { waiting, conflicts });
  // Counts are put into words only where they are said: the first number that is formatted costs a first screen 10 ms and more.
  const needs =
    rejected === 0
      ? ''
      : plural(rejected, { one: '# change needs attention', other: '# changes need attention' });
  const besides = [needs, clockWords(hubAheadMs)].filter((each) => each !== '');
  if (besides.length === 0) return { tone, sentence };
  // Beside what the line does, and not instead of it: who waits for a line has to see it break.
  return {
    tone: rejected === 0 && tone !== 'bad' ? 'waiting' : 'bad',
    sentence: [sentence.replace(/\.$/, ''), ...besides].join('. '),
  };
}

/** What the line to the hub does, and what waits for it. */
function lineWords(
  state: SyncState,
  { waiting, conflicts }: Pick<Counts, 'waiting' | 'conflicts'>,
): Pick<SyncStatus, 'sentence' | 'tone'> {
  const changes = waiting === 0 ? '' : plural(waiting, { one: '# change waits', other: '# changes wait' });
  const fault = state.link === 'offline' ? faultForPerson(state.fault) : null;
  if (fault)
    return {
      tone: 'bad',
      sentence: `${fault.said}.${waiting === 0 ? '' : t` ${changes}; all are saved on this computer`}`,
    };
  if (state.link === 'offline') {
    return {
      tone: 'waiting',
      sentence:
        waiting === 0 ? t`Offline. No change waits` : t`Offline. ${changes}; all are saved on this computer`,
    };
  }
  if (state.link === 'fault')
    return {
      tone: 'bad',
      sentence: t`Sync stopped on a fault in this console. ${waiting === 0 ? t`No change waits` : t`${changes}; all are saved on this computer`}`,
    };
  if (state.link === 'refused')
    return {
      tone: 'bad',
      sentence:
        `${state.problem || t`The hub refuses.`} ${waiting > 0 ? t`${changes}; all are saved on this computer` : ''}`.trim(),
    };
  if (waiting > 0) return { tone: 'waiting', sentence: t`Sending. ${changes}` };
  if (state.link === 'online' && state.agrees && conflicts > 0)
    return {
      tone: 'waiting',
      sentence: t`Up to date. ${plural(conflicts, { one: '# conflict waits', other: '# conflicts wait' })} for a decision`,
    };
  if (state.link === 'online' && state.agrees) return { tone: 'good', sentence: t`Up to date` };
  return {
    tone: 'waiting',
    sentence: state.link === 'online' ? t`Comparing with the hub` : t`Connecting to the hub`,
  };
}
