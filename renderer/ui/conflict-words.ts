import { t } from '@lingui/core/macro';
import type { Conflict } from '../../shared/sync/conflict.ts';
import { tableWord } from '../../shared/sync/tables.ts';
import { fieldWord } from './field-words.ts';

/** What a person calls the clash. */
export function conflictWords(conflict: Pick<Conflict, 'kind' | 'field' | 'table'>): string {
  if (conflict.kind === 'field') return fieldWord(conflict.table, conflict.field ?? '');
  const what = tableWord(conflict.table);
  return conflict.kind === 'edit-of-deleted'
    ? t`A ${what} that was removed and changed`
    : t`A ${what} that was changed and removed`;
}
