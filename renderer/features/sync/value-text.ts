/** A value as lines of text, so that two of them can be laid side by side. */

import { t } from '@lingui/core/macro';
import { choiceWord } from '../../ui/choices.ts';
import { fieldWord } from '../../ui/field-words.ts';
import { formatLocalTime } from '../../ui/times.ts';

const hidden: readonly string[] = ['id', 'caseId', 'organisationId', 'createdAt', 'provenance', 'recordedAt'];

function isInstant(value: object): value is { at: string; zone: string } {
  return 'at' in value && typeof value.at === 'string' && 'zone' in value;
}

/**
 * @param table of the row that it belongs to
 * @param field whose value it is; what was chosen from a few is then told in its words. Empty for a whole row
 * @returns an empty text for what was not answered
 */
export function valueText(value: unknown, table: string, field = ''): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return choiceWord(table, field, value);
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? t`Yes` : t`No`;
  if (Array.isArray(value)) return value.map((each) => valueText(each, table, field)).join('\n');
  if (isInstant(value)) return `${formatLocalTime(value.at)} (${value.zone})`;
  return Object.entries(value)
    .filter(([field, each]) => !hidden.includes(field) && each !== null && each !== '')
    .map(([field, each]) => `${fieldWord(table, field)}: ${valueText(each, table, field)}`)
    .join('\n');
}
