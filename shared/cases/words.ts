/** The words of a case's fields and values: one way for forms, conflicts, history, packets and paper. */

import { DateTime, Info } from 'luxon';
import { dayInWords } from '../base/day-words.ts';
import type { Place } from '../base/place.ts';
import { assertNever, type ZonedInstant } from '../base/values.ts';
import { whichOfTwo } from '../policy/clock-words.ts';
import type { FeeEstimate } from '../policy/documents.ts';
import { moneyWords } from '../policy/rates.ts';
import { fieldOf } from './contents.ts';
import { type Choice, type Field, NOT_ASKED, type Referred } from './field.ts';
import type { Provenance } from './provenance.ts';

/** How the label of a field reads; null where the table or the field is not described here. */
export function labelOf(table: string, name: string): string | null {
  return fieldOf(table, name)?.label ?? null;
}

/** What the field is chosen from; null for a field that is written. */
export function choicesOf(table: string, name: string): readonly Choice[] | null {
  const input = fieldOf(table, name)?.input;
  return input?.kind === 'choice' || input?.kind === 'choices' ? input.choices : null;
}

/** Words of instants are asked for anew at each key, by the findings of every step: a zone's clock is dear to read. */
const remembered = new Map<string, string>();
const MOST_REMEMBERED = 5_000;

/** `22 Nov 2026, 00:00 America/Chicago`: by the clock that the person looked at, with the zone it belongs to. */
export function zonedWords({ at, zone }: ZonedInstant): string {
  const key = `${at} ${zone}`;
  const known = remembered.get(key);
  if (known !== undefined) return known;
  const time = DateTime.fromISO(at, { zone, locale: 'en' });
  const words = time.isValid
    ? `${time.toFormat('d LLL yyyy, HH:mm')}${whichOfTwo(time)} ${zone}`
    : `${DateTime.fromISO(at, { zone: 'UTC', locale: 'en' }).toFormat('d LLL yyyy, HH:mm')} UTC`;
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  remembered.set(key, words);
  return words;
}

/** Whether there is a time zone of that name: `America/Chicago`, `UTC`. */
export function isZone(zone: string): boolean {
  return Info.normalizeZone(zone).isValid;
}

/** `1.4 MB`. */
function bytesWords(size: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  const power = size < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log(size) / Math.log(1024)));
  const value = size / 1024 ** power;
  return `${power === 0 ? value : value.toFixed(value < 10 ? 1 : 0)} ${units[power]}`;
}

/** Where a fact came from, in a sentence. @param zone in which its time is told */
export function provenanceWords(from: Provenance, zone: string): string {
  const at = zonedWords({ at: from.at, zone });
  switch (from.kind) {
    case 'typed':
      return `Typed by ${from.by.name}, ${at}`;
    case 'computer':
      return `Read from ${from.host} by ${from.query}, ${at}`;
    case 'file': {
      const { fromLine, toLine } = from;
      const ends =
        toLine === null || toLine === fromLine ? `line ${fromLine}` : `lines ${fromLine} to ${toLine}`;
      return `From the file ${from.name}${fromLine === null ? '' : `, ${ends}`}, ${at}`;
    }
    case 'command':
      return `Output of ${from.command} on ${from.device}, ${at}`;
    default:
      return assertNever(from);
  }
}

function estimateWords(estimate: FeeEstimate): string {
  const parts = [
    [estimate.remoteHours, 'remote hours'],
    [estimate.remoteDays, 'remote days'],
    [estimate.onSiteDays, 'days on site'],
  ] as const;
  const effort = parts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  return [moneyWords(estimate.totalCents), ...effort].join(', ');
}

/** What a value needs from around it to be read. */
export interface Reading {
  /** What the row is called that an id names; null where it is not known. */
  nameOf: (to: Referred, id: string) => string | null;
  placeWords: (place: Place) => string;
  /** The zone in which instants are told that were captured without one. */
  zone: string;
}

/** The value in words; an empty text for what was not answered, of which `false` is one. */
export function valueWords(field: Field, value: unknown, reading: Reading): string {
  if (value === null || value === undefined || value === '') return '';
  const { input } = field;
  switch (input.kind) {
    case 'line':
    case 'text':
    case 'hash':
    case 'drawing':
    case 'internal':
      return String(value);
    case 'day':
      return dayInWords(String(value));
    case 'number':
      return input.unit === 'bytes' ? bytesWords(Number(value)) : String(value);
    case 'flag':
      return value === true ? 'Yes' : 'No';
    case 'choice':
      if (value === NOT_ASKED) return 'Not asked: it was written before there was this question';
      return input.choices.find((each) => each.value === String(value))?.label ?? String(value);
    case 'choices':
      return (value as readonly string[])
        .map((one) => input.choices.find((each) => each.value === one)?.label ?? one)
        .join(', ');
    case 'zoned':
      return zonedWords(value as ZonedInstant);
    case 'instant':
      return zonedWords({ at: String(value), zone: reading.zone });
    case 'reference':
      return reading.nameOf(input.to, String(value)) ?? String(value);
    case 'references':
      return (value as readonly string[]).map((id) => reading.nameOf(input.to, id) ?? id).join('\n');
    case 'person':
      return (value as { name: string }).name;
    case 'place':
      return reading.placeWords(value as Place);
    case 'provenance':
      return provenanceWords(value as Provenance, reading.zone);
    case 'estimate':
      return estimateWords(value as FeeEstimate);
    default:
      return assertNever(input);
  }
}

/**
 * Whether the field is asked in this row: the field that it depends on is asked itself, and holds one of the values.
 * @param fields those of the row's table
 */
export function isAsked(
  fields: Readonly<Record<string, Field>>,
  name: string,
  row: Readonly<Record<string, unknown>>,
): boolean {
  const when = fields[name]?.when;
  if (!when) return true;
  const value = row[when.field];
  return when.is.some((each) => each === value) && isAsked(fields, when.field, row);
}
