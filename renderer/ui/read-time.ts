/** Times and days as a person types them, read in the zone of this computer. Nothing is guessed that was not said. */
import { DateTime } from 'luxon';

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
    const time = DateTime.fromFormat(text, form, { locale: 'en' });
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
  if (/^\d{1,2}$/.test(text) && Number(text) < 24) return DateTime.fromObject({ hour: Number(text) });
  return byForms(text, timeForms);
}

const WHICH_DAY = 'The day is missing. Write for example 20 Nov 2026, 08:15.';
const WHICH_TIME = 'The time is missing. Write for example 20 Nov 2026, 08:15.';
const NOT_READ = 'This cannot be read as a day and a time. Write for example 20 Nov 2026, 08:15.';

/**
 * @param typed `20 Nov 2026, 08:15`, `11/20/2026 8:15 AM`, `yesterday 7`, `7:04`
 * @returns the instant, ISO 8601 in UTC
 */
export function readTime(typed: string, now: Date): Read<string> {
  const text = typed.trim().replaceAll(/\s+/g, ' ');
  if (text === '') return { kind: 'empty' };
  const here = DateTime.fromJSDate(now);
  const done = (time: DateTime): Read<string> => ({ kind: 'read', value: time.toUTC().toISO() ?? '' });
  const whole = DateTime.fromISO(text.replace(' ', 'T'));
  if (/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(text) && sane(whole)) return done(whole);
  // A time alone is today's; what would lie in the future by it was yesterday's.
  const alone = timeOf(text);
  if (alone && /[:.apm]/i.test(text)) {
    const today = here.set({ hour: alone.hour, minute: alone.minute, second: alone.second, millisecond: 0 });
    return done(today > here ? today.minus({ days: 1 }) : today);
  }
  if (dayOf(text, here)) return { kind: 'incomplete', why: WHICH_TIME };
  for (const cut of [...text.matchAll(/,? (?:at )?/gi)].reverse()) {
    const day = dayOf(text.slice(0, cut.index), here);
    const time = timeOf(text.slice(cut.index + cut[0].length));
    if (day && time)
      return done(day.set({ hour: time.hour, minute: time.minute, second: time.second, millisecond: 0 }));
    if (day) return { kind: 'incomplete', why: WHICH_TIME };
  }
  return { kind: 'incomplete', why: alone ? WHICH_DAY : NOT_READ };
}

/** An instant as it can be typed, in the zone of this computer: `20 Nov 2026, 08:15`. @param at ISO 8601, or empty */
export function writeTime(at: string): string {
  return at === '' ? '' : DateTime.fromISO(at, { locale: 'en' }).toFormat('d LLL yyyy, HH:mm');
}

/** @returns the day, `2026-11-20` */
export function readDay(typed: string, now: Date): Read<string> {
  const text = typed.trim().replaceAll(/\s+/g, ' ');
  if (text === '') return { kind: 'empty' };
  const day = dayOf(text, DateTime.fromJSDate(now));
  return day
    ? { kind: 'read', value: day.toFormat('yyyy-MM-dd') }
    : { kind: 'incomplete', why: 'This cannot be read as a day. Write for example 20 Nov 2026.' };
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
    why: `Only a whole number fits here${number ? `, such as ${number}` : ''}. What you typed is kept, but not saved.`,
  };
}
