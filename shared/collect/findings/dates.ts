/** Dates as devices print them. */
import { DateTime } from 'luxon';

/** Abbreviations that mean one thing where these devices print them. CST is that of North America. */
const offsets: Readonly<Record<string, number>> = {
  UTC: 0,
  GMT: 0,
  Z: 0,
  EST: -5,
  EDT: -4,
  CST: -6,
  CDT: -5,
  MST: -7,
  MDT: -6,
  PST: -8,
  PDT: -7,
  CET: 1,
  CEST: 2,
  WET: 0,
  WEST: 1,
  EET: 2,
  EEST: 3,
  BST: 1,
};

const MONTH = '(?<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\\w*';
const TIME = '(?<time>\\d{1,2}:\\d{2}(?::\\d{2})?)(?:\\.\\d+)?(?: ?(?<half>AM|PM))?';
const ZONE = '(?<zone>[A-Z]{1,5}|[+-]\\d{2}:?\\d{2})';

const forms: readonly RegExp[] = [
  // 09:41:07 CST Sat Nov 28 2026
  new RegExp(`${TIME} ${ZONE} (?:\\w{3} )?${MONTH} +(?<day>\\d{1,2}),? (?<year>\\d{4})`),
  // Sun Dec 06 10:00:00 CST 2026, Nov 28 10:00:00 2026 GMT
  new RegExp(`${MONTH} +(?<day>\\d{1,2}) ${TIME}(?: ${ZONE})? (?<year>\\d{4})(?: (?<last>[A-Z]{2,5}))?`),
  // Sat Nov 28, 2026 10:02:55
  new RegExp(`${MONTH} +(?<day>\\d{1,2}),? (?<year>\\d{4}),? ${TIME}(?: ${ZONE})?`),
  // 2026-11-28 10:02:55 CST, 2026-11-28T10:02:55Z
  new RegExp(`(?<year>\\d{4})-(?<number>\\d{2})-(?<day>\\d{2})[ T]${TIME}(?: ?${ZONE})?`),
  // 11/28/2026 10:02:55 AM, 11/28/2026, 10:02:55 AM
  new RegExp(`(?<number>\\d{1,2})/(?<day>\\d{1,2})/(?<year>\\d{4}),? ${TIME}(?: ${ZONE})?`),
  // 11/28/2026
  /(?<number>\d{1,2})\/(?<day>\d{1,2})\/(?<year>\d{4})/,
  // Nov 28 09:40:11
  new RegExp(`^[*.]?${MONTH} +(?<day>\\d{1,2}) ${TIME}`),
];

export interface DeviceDate {
  at: DateTime;
  /** Whether the text, or the given zone, says where; the time is taken as UTC where not. */
  zoned: boolean;
}

/**
 * The first date in the text; null where there is none.
 * @param zone an IANA name or an abbreviation, for a text without one
 * @param now for a text without a year, which is the last such date before it
 */
export function deviceDate(text: string, zone: string | null, now: DateTime): DeviceDate | null {
  for (const form of forms) {
    const groups = form.exec(text)?.groups;
    if (!groups) continue;
    const written = groups.zone ?? groups.last;
    const where =
      written ?? (zone === null ? null : (/[A-Z]\w+\/\w+/.exec(zone)?.[0] ?? zone.split(' ')[0] ?? null));
    const offset = where === null ? null : zoneOf(where);
    const month = groups.month
      ? DateTime.fromFormat(groups.month.slice(0, 3), 'LLL', { locale: 'en' }).month
      : Number(groups.number);
    const [hour = 0, minute = 0, second = 0] = (groups.time ?? '0:00').split(':').map(Number);
    const late =
      groups.half === 'PM' ? (hour === 12 ? 0 : 12) : groups.half === 'AM' && hour === 12 ? -12 : 0;
    const at = DateTime.fromObject(
      {
        year: groups.year ? Number(groups.year) : now.year,
        month,
        day: Number(groups.day),
        hour: hour + late,
        minute,
        second,
      },
      { zone: offset ?? 'utc' },
    );
    if (!at.isValid) continue;
    const past = groups.year === undefined && at > now.plus({ days: 1 }) ? at.minus({ years: 1 }) : at;
    return { at: past, zoned: offset !== null };
  }
  return null;
}

function zoneOf(name: string): string | null {
  const hours = offsets[name];
  if (hours !== undefined) return `utc${hours >= 0 ? '+' : ''}${hours}`;
  const numeric = /^([+-])(\d{2}):?(\d{2})$/.exec(name);
  if (numeric) return `utc${numeric[1]}${numeric[2]}:${numeric[3]}`;
  return DateTime.utc().setZone(name).isValid && name.includes('/') ? name : null;
}
