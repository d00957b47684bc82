/** A value as lines of text, so that two of them can be laid side by side. */

import { fieldWord } from '../../ui/field-words.ts';
import { clockTime } from '../../ui/times.ts';

const hidden: readonly string[] = ['id', 'caseId', 'organisationId', 'createdAt', 'provenance', 'recordedAt'];

function isInstant(value: object): value is { at: string; zone: string } {
  return 'at' in value && typeof value.at === 'string' && 'zone' in value;
}

/** @returns an empty text for what was not answered */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (Array.isArray(value)) return value.map(valueText).join('\n');
  if (isInstant(value)) return `${clockTime(value.at)} (${value.zone})`;
  return Object.entries(value)
    .filter(([field, each]) => !hidden.includes(field) && each !== null && each !== '')
    .map(([field, each]) => `${fieldWord(field)}: ${valueText(each)}`)
    .join('\n');
}
