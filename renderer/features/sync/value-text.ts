/** A value as lines of text, so that two of them can be laid side by side: as the packet's document says it, without raw times and ids. */

import { t } from '@lingui/core/macro';
import { dayInWords } from '../../../shared/base/day-words.ts';
import { fieldOf } from '../../../shared/cases/contents.ts';
import { type Reading, valueWords, zonedWords } from '../../../shared/cases/words.ts';
import { choiceWord } from '../../ui/choices.ts';
import { fieldWord } from '../../ui/field-words.ts';
import { formatLocalTime } from '../../ui/times.ts';

const hidden: readonly string[] = ['id', 'caseId', 'organisationId', 'createdAt', 'provenance', 'recordedAt'];
const isId = (text: string) => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
const isTime = (text: string) => /^\d{4}-\d\d-\d\dT\d\d:\d\d[\d:.]*Z$/.test(text);
const isDay = (text: string) => /^\d{4}-\d\d-\d\d$/.test(text);

function isInstant(value: object): value is { at: string; zone: string } {
  return 'at' in value && typeof value.at === 'string' && 'zone' in value;
}

const isPerson = (value: object): value is { name: string } =>
  Object.keys(value).length === 2 && 'id' in value && 'name' in value && typeof value.name === 'string';

/** A text of a row that no description covers. */
function plainText(table: string, field: string, value: string, reading: Reading): string {
  if (isTime(value)) return formatLocalTime(value);
  if (isDay(value) && /On$|From$|Until$|^date$|^day$/.test(field)) return dayInWords(value);
  // By an id nobody knows a thing: of what has no name here there is nothing to read.
  if (isId(value)) return reading.nameOf('customers', value) ?? t`something that is not on this computer`;
  return choiceWord(table, field, value);
}

/**
 * @param table of the row that it belongs to
 * @param field whose value it is; what was chosen from a few is then told in its words. Empty for a whole row
 * @param reading how rows are called that the value names by their ids
 * @returns an empty text for what was not answered
 */
export function valueText(value: unknown, table: string, field: string, reading: Reading): string {
  if (value === null || value === undefined) return '';
  const described = field === '' ? null : fieldOf(table, field);
  if (described && described.input.kind !== 'internal') return valueWords(described, value, reading);
  if (typeof value === 'string') return plainText(table, field, value, reading);
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? t`Yes` : t`No`;
  if (Array.isArray(value)) return value.map((each) => valueText(each, table, field, reading)).join('\n');
  if (isInstant(value)) return zonedWords(value);
  if (isPerson(value)) return value.name;
  return Object.entries(value)
    .filter(([name, each]) => !hidden.includes(name) && each !== null && each !== '')
    .map(([name, each]) => [name, valueText(each, table, name, reading)] as const)
    .filter(([, text]) => text !== '')
    .map(([name, text]) => `${fieldWord(table, name)}: ${text}`)
    .join('\n');
}
