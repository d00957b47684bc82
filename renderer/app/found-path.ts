/** Where something that was found is, and how its place is called. */
import { t } from '@lingui/core/macro';
import { capital } from '../../shared/base/sentence.ts';
import type { SearchPart } from '../../shared/search/documents.ts';
import type { Found } from '../../shared/search/search-index.ts';
import { tableWord } from '../../shared/sync/tables.ts';
import { fieldWord } from '../ui/field-words.ts';
import type { IconName } from '../ui/icons.tsx';

const idOf = ({ id }: Pick<Found, 'id'>) => id.slice(id.indexOf(':') + 1);

/** The part of a case on which rows of a table stand. */
const partOf: Readonly<Record<string, string>> = {
  systems: 'systems',
  configuration: 'configuration',
  revisions: 'revisions',
  steps: 'steps',
  attachments: 'files',
  tickets: 'level3',
  deskEntries: 'level3',
  deskReplies: 'level3',
};
/** Rows that open by themselves on their part. */
const opens: readonly string[] = ['systems', 'attachments', 'deskEntries'];

export function foundPath(found: Pick<Found, 'id' | 'kind'>, place?: SearchPart): string {
  const id = idOf(found);
  switch (found.kind) {
    case 'case': {
      const part = place && partOf[place.table];
      if (!place || !part) return `/cases/${id}`;
      return opens.includes(place.table) ? `/cases/${id}/${part}/${place.rowId}` : `/cases/${id}/${part}`;
    }
    case 'ticket':
      return `/level3/${id}`;
    case 'customer':
      return `/customers/${id}`;
    case 'clause':
      return `/policy/${id}`;
    case 'product':
      return '/catalogue';
    case 'person':
      return '/coverage';
  }
}

export const foundIcons: Readonly<Record<Found['kind'], IconName>> = {
  case: 'cases',
  ticket: 'desk',
  customer: 'customers',
  clause: 'policy',
  person: 'people',
  product: 'catalogue',
};

/** `Step, what was done: Captured the trunk`. */
export function placeWords({ table, field, text }: SearchPart): string {
  if (table === 'clauses') return text;
  const label = field === 'number' ? t`Number` : field === 'ticket' ? t`Ticket` : fieldWord(table, field);
  if (table === 'cases' || table === 'customers' || table === 'tickets') return `${label}: ${text}`;
  return `${capital(tableWord(table))}, ${label.charAt(0).toLowerCase()}${label.slice(1)}: ${text}`;
}
