/** Times as a person reads them, in the zone of this computer. */
import { t } from '@lingui/core/macro';
import { DateTime } from 'luxon';
import { shortLength } from '../../shared/base/lengths.ts';
import {
  centralDay,
  centralHour,
  centralTime,
  viewerWords,
  whichOfTwo,
} from '../../shared/policy/clock-words.ts';
import { viewerZone } from './now.ts';
import { offsetName } from './zones.ts';

/** `23 Nov 2026, 14:05 CST`: who reads it may sit elsewhere than who wrote it. */
export function formatLocalTime(at: string): string {
  const time = DateTime.fromISO(at);
  return `${time.toFormat('d LLL yyyy, HH:mm')} ${offsetName(time)}`;
}

/** `23 Nov 2026, 14:05:09`: of a line of a log. @param zone whose clock wrote it; without one, in that of this computer */
export function logLineTime(at: number, zone = 'default'): string {
  return DateTime.fromMillis(at, { zone }).toFormat('d LLL yyyy, HH:mm:ss');
}

const MS_A_MINUTE = 60_000;
const MS_A_DAY = 86_400_000;

/** `3 h ago` within a day, else `23 Nov`; with the year where it is another. @param now ISO 8601 */
export function sinceWords(at: string, now: string): string {
  const age = Date.parse(now) - Date.parse(at);
  if (age < MS_A_MINUTE) return t`now`;
  if (age < MS_A_DAY) return t`${shortLength(age)} ago`;
  return shortDay(at, now);
}

/** `Tuesday 24 November`. */
export function dayWords(at: string): string {
  return DateTime.fromISO(at, { locale: 'en' }).toFormat('cccc d LLLL');
}

/** `23 Nov`, or `23 Nov 2025` of another year. */
export function shortDay(at: string, now: string): string {
  const time = DateTime.fromISO(at, { locale: 'en' });
  return time.toFormat(time.year === DateTime.fromISO(now).year ? 'd LLL' : 'd LLL yyyy');
}

/** `14:05` of today, else the day: for a narrow column. */
export function shortTime(at: string, now: string): string {
  const time = DateTime.fromISO(at, { locale: 'en' });
  return time.hasSame(DateTime.fromISO(now), 'day') ? time.toFormat('HH:mm') : shortDay(at, now);
}

/** How a due time stands: `3 h left, 18:00 Central`, `2 h over, 08:00 Central`, `2 days over`, `Wed 2 Dec, 18:00 Central`. @param now ISO 8601 */
export function dueWords(at: string, now: string): string {
  const left = Date.parse(at) - Date.parse(now);
  const hour = centralHour(at, now);
  if (left < 0) return hour === null ? t`${shortLength(left)} over` : t`${shortLength(left)} over, ${hour}`;
  return hour === null ? dueTime(at, now) : t`${shortLength(left)} left, ${hour}`;
}

/** `7 Dec`, or the hour of what is due today: of a due time in a narrow column. @param now ISO 8601 */
export function dueDay(at: string, now: string): string {
  return centralDay(at, { viewerZone: viewerZone(), now });
}

/** `Wed 2 Dec, 18:00 Central`: of a due time, as the clocks say it; of another year with the year. @param now ISO 8601 */
export function dueTime(at: string, now = new Date().toISOString()): string {
  return centralTime(at, now);
}

/** The same with what the clock of this computer reads then, where it reads otherwise: for a title. @param now ISO 8601 */
export function dueInFull(at: string, now: string): string {
  const here = viewerWords(at, { viewerZone: viewerZone(), now });
  return here === null ? centralTime(at, now) : `${centralTime(at, now)}, ${here}`;
}

/** Instants that were drawn, in words: a log of steps asks for the same ones at each key, and a zone's clock is dear to read. */
const captured = new Map<string, string>();
const MOST_CAPTURED = 5_000;

/** For a captured instant: in the zone it was captured in, by its name where it is another than this computer's, else by the short one. */
export function capturedTime(instant: { at: string; zone: string }): string {
  const key = `${instant.at} ${instant.zone}`;
  const known = captured.get(key);
  if (known !== undefined) return known;
  const words = wordsOfCaptured(instant);
  if (captured.size >= MOST_CAPTURED) captured.clear();
  captured.set(key, words);
  return words;
}

function wordsOfCaptured(instant: { at: string; zone: string }): string {
  const time = DateTime.fromISO(instant.at, { zone: instant.zone });
  const shown = time.isValid ? time : DateTime.fromISO(instant.at);
  const elsewhere = instant.zone !== DateTime.local().zoneName;
  const zone = elsewhere ? `${whichOfTwo(shown)} ${instant.zone}` : ` ${offsetName(shown)}`;
  return `${shown.toFormat('d LLL yyyy, HH:mm')}${zone}`;
}

/** `26 Nov, 09:40 to 28 Nov, 17:40`: a span of captured instants in a column, in the zone of this computer. */
export function spanWords(from: { at: string }, to: { at: string } | null, now: string): string {
  const word = ({ at }: { at: string }) => {
    const time = DateTime.fromISO(at, { locale: 'en' });
    return `${shortDay(at, now)}, ${time.toFormat('HH:mm')}`;
  };
  return to === null ? t`from ${word(from)}` : t`${word(from)} to ${word(to)}`;
}

/** `1.4 MB`. */
export function bytes(size: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  const power = size < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log(size) / Math.log(1024)));
  const value = size / 1024 ** power;
  return `${power === 0 ? value : value.toFixed(value < 10 ? 1 : 0)} ${units[power]}`;
}
