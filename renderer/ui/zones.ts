/** Zones as people write them behind a time, and which of two instants a wall clock means. */
import { DateTime } from 'luxon';
import { viewerZone } from './now.ts';

/** What is written behind a time: a zone; and of which half of the year, in minutes ahead of UTC or by the zone's own short name. */
export interface WrittenZone {
  zone: string;
  offset: number | string | null;
}

/** Abbreviations that mean one zone and one half of the year; those that mean several zones of the world are none. */
const abbreviations: Readonly<Record<string, readonly [zone: string, offset: number]>> = {
  EST: ['America/New_York', -300],
  EDT: ['America/New_York', -240],
  CST: ['America/Chicago', -360],
  CDT: ['America/Chicago', -300],
  MST: ['America/Denver', -420],
  MDT: ['America/Denver', -360],
  PST: ['America/Los_Angeles', -480],
  PDT: ['America/Los_Angeles', -420],
  BST: ['Europe/London', 60],
  CET: ['Europe/Berlin', 60],
  CEST: ['Europe/Berlin', 120],
  MEZ: ['Europe/Berlin', 60],
  MESZ: ['Europe/Berlin', 120],
};
const regions: Readonly<Record<string, string>> = {
  EASTERN: 'America/New_York',
  CENTRAL: 'America/Chicago',
  MOUNTAIN: 'America/Denver',
  PACIFIC: 'America/Los_Angeles',
  UTC: 'UTC',
  GMT: 'UTC',
  Z: 'UTC',
};

let byName: ReadonlyMap<string, string> | null = null;

/** Zones by their whole name, and by the place behind it where no other zone has the same, in lower case. */
function zonesByName(): ReadonlyMap<string, string> {
  if (byName) return byName;
  const names = new Map<string, string>();
  const twice = new Set<string>();
  for (const zone of Intl.supportedValuesOf('timeZone')) {
    names.set(zone.toLowerCase(), zone);
    const place = zone.slice(zone.lastIndexOf('/') + 1).toLowerCase();
    if (names.has(place)) twice.add(place);
    else names.set(place, zone);
  }
  for (const place of twice) names.delete(place);
  byName = names;
  return names;
}

/** `GMT+2`, `UTC-5:30`: how many minutes that is ahead of UTC; null for what is none. */
function offsetOf(word: string): number | null {
  const [, sign, hours, minutes = '0'] = /^(?:GMT|UTC)([+\-\u2212])(\d{1,2})(?::?(\d\d))?$/i.exec(word) ?? [];
  if (sign === undefined) return null;
  return (sign === '+' ? 1 : -1) * (Number(hours) * 60 + Number(minutes));
}

/** A zone, by its name, its place, a region of North America or UTC; null for what is none. */
function namedZone(words: string): string | null {
  const region = regions[words.toUpperCase().replace(/ (?:STANDARD |DAYLIGHT )?TIME$/, '')];
  if (region) return region;
  const known = zonesByName().get(words.toLowerCase().replaceAll(' ', '_'));
  if (known) return known;
  // Names of before, which the list leaves out, such as `US/Central`.
  return words.includes('/') && DateTime.local().setZone(words).isValid ? words : null;
}

/**
 * @param words what stands behind a time: `Europe/Berlin`, `Berlin`, `CDT`, `GMT+2 Europe/Berlin`
 * @returns null where it names no zone
 */
export function zoneOf(words: string): WrittenZone | null {
  const [first = '', ...rest] = words.split(' ');
  const short = abbreviations[first.toUpperCase()];
  const offset = offsetOf(first) ?? short?.[1] ?? null;
  const whole = offset === null ? namedZone(words) : null;
  if (whole !== null) return { zone: whole, offset: null };
  const said = offset ?? (/^[A-Z]{2,5}$/.test(first) ? first : null);
  if (said === null) return null;
  if (rest.length === 0) return { zone: short?.[0] ?? viewerZone(), offset: said };
  const zone = namedZone(rest.join(' '));
  return zone === null ? null : { zone, offset: said };
}

/** What the time on a wall is in a zone: `skipped` where its clocks never show it, `otherwise` where they show it by another offset than was said. */
export type Placed =
  | { kind: 'placed'; time: DateTime }
  | { kind: 'skipped' }
  | { kind: 'otherwise'; is: string };

/** By zone; of this computer's own by its offset as well, because who travels takes the console along. */
const namers = new Map<string, Intl.DateTimeFormat>();

/** Luxon makes a formatter for each name, which takes the better part of a millisecond: lists show one a line. */
function shortNameOf(time: DateTime): string | null {
  const { type } = time.zone;
  if (!time.isValid || (type !== 'iana' && type !== 'system')) return time.offsetNameShort;
  const zone = type === 'iana' ? time.zone.name : undefined;
  const key = zone ?? `system ${time.offset}`;
  const namer =
    namers.get(key) ??
    new Intl.DateTimeFormat('en-US', {
      timeZoneName: 'short',
      ...(zone !== undefined && { timeZone: zone }),
    });
  namers.set(key, namer);
  return namer.formatToParts(time.toMillis()).find((part) => part.type === 'timeZoneName')?.value ?? null;
}

/** The short name of a time's offset: `CDT`, `GMT+2`. */
export const offsetName = (time: DateTime): string => shortNameOf(time) ?? time.toFormat('ZZ');

/** Of a time that clocks show twice, without an offset, the first. @param wall what the clock on the wall shows, as if it were one in UTC */
export function placeIn(wall: DateTime, { zone, offset }: WrittenZone): Placed {
  const { year, month, day, hour, minute, second } = wall;
  const time = DateTime.fromObject({ year, month, day, hour, minute, second }, { zone });
  if (time.hour !== hour || time.minute !== minute) return { kind: 'skipped' };
  if (offset === null) return { kind: 'placed', time };
  const meant = time
    .getPossibleOffsets()
    .find((each) => (typeof offset === 'number' ? each.offset === offset : offsetName(each) === offset));
  return meant ? { kind: 'placed', time: meant } : { kind: 'otherwise', is: offsetName(time) };
}
