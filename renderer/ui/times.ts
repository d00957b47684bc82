/** Times as a person reads them, in the zone of this computer. */
import { DateTime } from 'luxon';

/** `23 Nov 2026, 14:05`. */
export function formatLocalTime(at: string): string {
  return DateTime.fromISO(at).toFormat('d LLL yyyy, HH:mm');
}

/** `Wed 2 Dec, 18:00`: of a due time, in the zone of this computer. */
export function dueTime(at: string): string {
  return DateTime.fromISO(at, { locale: 'en' }).toFormat('ccc d LLL, HH:mm');
}

/** For a captured instant: in the zone it was captured in, which is named where it is another than this computer's. */
export function capturedTime(instant: { at: string; zone: string }): string {
  const time = DateTime.fromISO(instant.at, { zone: instant.zone });
  const shown = time.isValid ? time : DateTime.fromISO(instant.at);
  const elsewhere = instant.zone !== DateTime.local().zoneName;
  return `${shown.toFormat('d LLL yyyy, HH:mm')}${elsewhere ? ` ${instant.zone}` : ''}`;
}

/** What an `<input type="datetime-local">` shows for an instant, in the zone of this computer. */
export function toInput(at: string | null): string {
  return at === null ? '' : DateTime.fromISO(at).toFormat("yyyy-MM-dd'T'HH:mm");
}

/** The instant that was typed into such an input; null for none or for a date that cannot be. */
export function fromInput(value: string): { at: string; zone: string } | null {
  const time = DateTime.fromISO(value);
  return value === '' || !time.isValid ? null : { at: time.toUTC().toISO(), zone: time.zoneName };
}

/** `1.4 MB`. */
export function bytes(size: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  const power = size < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log(size) / Math.log(1024)));
  const value = size / 1024 ** power;
  return `${power === 0 ? value : value.toFixed(value < 10 ? 1 : 0)} ${units[power]}`;
}
