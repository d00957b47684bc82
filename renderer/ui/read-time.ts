/** Times and days as a person types them, in the zone that stands behind them or that of this computer. Nothing is guessed that was not said. */
import { t } from '@lingui/core/macro';
import { DateTime } from 'luxon';
import type { ZonedInstant } from '../../shared/base/values.ts';
import { whichOfTwo } from '../../shared/policy/clock-words.ts';
import { viewerZone } from './now.ts';
import { placeIn, type WrittenZone, zoneOf } from './zones.ts';

/** With a day, or with the time alone, which is then today's. Slashes are month first, as where the policy is from. */
const dayForms = [
  'yyyy-MM-dd',
  'd LLL yyyy',
  'd LLLL yyyy',
  'ccc d LLL yyyy',
  'LLL d yyyy',
  'LLL d, yyyy',
  'LLLL d, yyyy',
  'M/d/yyyy',
  'd.M.yyyy',
] as const;
const timeForms = ['H:mm', 'H:mm:ss', 'h:mm a', 'h:mma', 'ha', 'h a', 'H.mm'] as const;
const EARLIEST = 2000;
const LATEST = 2100;

export type Read<T> = { kind: 'empty' } | { kind: 'read'; value: T } | { kind: 'incomplete'; why: string };

const sane = (time: DateTime) => time.isValid && time.year >= EARLIEST && time.year <= LATEST;

function byForms(text: string, forms: readonly string[]): DateTime | null {
  for (const form of forms) {
    // What a clock on the wall shows is in no zone yet.
    const time = DateTime.fromFormat(text, form, { locale: 'en', zone: 'utc' });
    if (sane(time)) return time;
  }
  return null;
}

/** `today`, `yesterday`, or a day in one of its forms. */
function dayOf(text: string, now: DateTime): DateTime | null {
  const word = text.toLowerCase();
  if (word === 'today') return now.startOf('day');
  if (word === 'yesterday') return now.minus({ days: 1 }).startOf('day');
  return byForms(text, dayForms);
}

function timeOf(text: string): DateTime | null {
  if (/^\d{1,2}$/.test(text) && Number(text) < 24)
    return DateTime.fromObject({ hour: Number(text) }, { zone: 'utc' });
  return byForms(text, timeForms);
}

const WHICH_DAY = t`The day is missing. Write for example 20 Nov 2026, 08:15.`;
const WHICH_TIME = t`The time is missing. Write for example 20 Nov 2026, 08:15.`;
const NOT_READ = t`This cannot be read as a day and a time. Write for example 20 Nov 2026, 08:15.`;

/** A time with its offset from UTC, and perhaps its zone, behind it: `02:30 GMT+1 Europe/Berlin`. */
const OFFSET = /^(.*\d(?:\s?[ap]m)?) ((?:GMT|UTC)[+\-\u2212]\d{1,2}(?::?\d\d)?(?: [A-Za-z_/+-]+)*)$/i;
/** A time, and what is written behind it where that may be a zone: letters behind the last number. */
const BEHIND = /^(.*\d(?:\s?[ap]m)?) \(?([A-Za-z][A-Za-z_/+\-\u2212:0-9 ]*?)\)?$/i;

/**
 * @param typed `20 Nov 2026, 08:15`, `11/20/2026 8:15 AM`, `yesterday 7`, `7:04`; with a zone behind it, `7:04 Europe/Berlin`, that one's
 * @returns the instant and its zone as `zonedText` writes them
 */
export function readTime(typed: string, now: Date): Read<string> {
  const text = typed.trim().replaceAll(/\s+/g, ' ');
  const [, time = '', behind = ''] = OFFSET.exec(text) ?? BEHIND.exec(text) ?? [];
  const zone = behind === '' || /^[ap]m$/i.test(behind) ? null : zoneOf(behind);
  if (zone) return readIn(time, zone, now);
  const here = readIn(text, { zone: viewerZone(), offset: null }, now);
  if (here.kind !== 'incomplete' || behind === '') return here;
  return readIn(time, { zone: 'UTC', offset: null }, now).kind === 'read'
    ? { kind: 'incomplete', why: t`No zone is called “${behind}”. Write for example 08:15 Europe/Berlin.` }
    : here;
}

function readIn(text: string, zone: WrittenZone, now: Date): Read<string> {
  if (text === '') return { kind: 'empty' };
  const here = DateTime.fromJSDate(now, { zone: zone.zone }).setZone('utc', { keepLocalTime: true });
  const whole = DateTime.fromISO(text.replace(' ', 'T'), { zone: 'utc' });
  if (/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(text) && sane(whole))
    return /(?:Z|[+-]\d\d:?\d\d)$/.test(text)
      ? { kind: 'read', value: zonedText({ at: whole.toISO() ?? '', zone: zone.zone }) }
      : placed(whole, zone);
  // A time alone is today's; what would lie in the future by it was yesterday's.
  const alone = timeOf(text);
  if (alone && /[:.apm]/i.test(text)) {
    const today = here.set({ hour: alone.hour, minute: alone.minute, second: alone.second, millisecond: 0 });
    return placed(today > here ? today.minus({ days: 1 }) : today, zone);
  }
  if (dayOf(text, here)) return { kind: 'incomplete', why: WHICH_TIME };
  for (const cut of [...text.matchAll(/,? (?:at )?/gi)].reverse()) {
    const day = dayOf(text.slice(0, cut.index), here);
    const time = timeOf(text.slice(cut.index + cut[0].length));
    if (day && time)
      return placed(
        day.set({ hour: time.hour, minute: time.minute, second: time.second, millisecond: 0 }),
        zone,
      );
    if (day) return { kind: 'incomplete', why: WHICH_TIME };
  }
  return { kind: 'incomplete', why: alone ? WHICH_DAY : NOT_READ };
}

function placed(wall: DateTime, zone: WrittenZone): Read<string> {
  const found = placeIn(wall, zone);
  const said = wall.toFormat('d LLL yyyy, HH:mm');
  if (found.kind === 'skipped')
    return {
      kind: 'incomplete',
      why: t`${said} does not exist in ${zone.zone}: the clocks went forward over it. Write the time before or after.`,
    };
  if (found.kind === 'otherwise')
    return {
      kind: 'incomplete',
      why: t`At ${said} it is ${found.is} in ${zone.zone}. Write that, or the zone’s name.`,
    };
  return { kind: 'read', value: zonedText({ at: found.time.toUTC().toISO() ?? '', zone: zone.zone }) };
}

/** An instant with its zone, as a field holds it: `2026-11-20T14:15:00.000Z America/Chicago`; empty for none. */
export function zonedText(instant: ZonedInstant | null): string {
  return instant === null ? '' : `${instant.at} ${instant.zone}`;
}

/** What `zonedText` wrote; null for an empty text. An instant alone has the zone of this computer. */
export function zonedOf(text: string): ZonedInstant | null {
  const [at = '', zone = viewerZone()] = text.split(' ');
  return at === '' ? null : { at, zone };
}

/**
 * An instant as it can be typed: `20 Nov 2026, 08:15`, with its zone behind it, `20 Nov 2026, 08:15 Europe/Berlin`, where that is another than this computer's, and in
 * the hour that comes twice with the offset that is meant.
 * @param text as `zonedText` writes it
 */
export function writeTime(text: string): string {
  const instant = zonedOf(text);
  if (instant === null) return '';
  const named = DateTime.fromISO(instant.at, { locale: 'en', zone: instant.zone });
  const time = named.isValid ? named : DateTime.fromISO(instant.at, { locale: 'en' });
  const elsewhere = named.isValid && instant.zone !== viewerZone();
  return `${time.toFormat('d LLL yyyy, HH:mm')}${whichOfTwo(time)}${elsewhere ? ` ${instant.zone}` : ''}`;
}

/** @returns the day, `2026-11-20` */
export function readDay(typed: string, now: Date): Read<string> {
  const text = typed.trim().replaceAll(/\s+/g, ' ');
  if (text === '') return { kind: 'empty' };
  const day = dayOf(text, DateTime.fromJSDate(now).setZone('utc', { keepLocalTime: true }));
  return day
    ? { kind: 'read', value: day.toFormat('yyyy-MM-dd') }
    : { kind: 'incomplete', why: t`This cannot be read as a day. Write for example 20 Nov 2026.` };
}

/** A whole number; separators of thousands may stand in it. */
export function readCount(typed: string): Read<string> {
  const text = typed.trim();
  if (text === '') return { kind: 'empty' };
  const digits = text.replaceAll(/(?<=\d)[,.'\s\u00a0](?=\d{3}\b)/g, '');
  if (/^\d{1,9}$/.test(digits)) return { kind: 'read', value: String(Number(digits)) };
  const number = /\d[\d,.']*/.exec(text)?.[0];
  return {
    kind: 'incomplete',
    why: t`Only a whole number fits here${number ? t`, such as ${number}` : ''}. What you typed is kept, but not saved.`,
  };
}
