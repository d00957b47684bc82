/** An edit of the catalogue: like any other row's, and noted with who made it, so that its history can be read. */
import type { PushResult } from '../../shared/sync/protocol.ts';
import { applyEdit, type EditContext, newId, type TableEdit } from './edit.ts';

export function applyCatalogueEdit(context: EditContext, edit: TableEdit): PushResult {
  const { scope, identity } = context;
  const before = scope.get(edit.table, edit.key)?.data ?? null;
  const result = applyEdit(context, edit);
  const after = scope.get(edit.table, edit.key)?.data ?? null;
  if (result.outcome === 'rejected' || before === after) return result;
  const now = context.now();
  const id = newId(now);
  const { person } = identity;
  const by = { id: person.id, name: person.name };
  const change = { id, table: edit.table, key: edit.key, at: now.toISOString(), by, before, after };
  scope.put('catalogueChanges', id, change, null);
  return result;
}
