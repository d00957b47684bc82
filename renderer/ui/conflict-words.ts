import type { Conflict } from '../../shared/sync/conflict.ts';
import { tableWord } from '../../shared/sync/tables.ts';
import { fieldWord } from './field-words.ts';

/** What a person calls the clash. */
export function conflictWords(conflict: Pick<Conflict, 'kind' | 'field' | 'table'>): string {
  if (conflict.kind === 'field') return fieldWord(conflict.table, conflict.field ?? '');
  const what = tableWord(conflict.table);
  return conflict.kind === 'edit-of-deleted'
    ? `A ${what} that was removed and changed`
    : `A ${what} that was changed and removed`;
}
