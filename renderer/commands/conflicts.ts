/** What people decide about conflicts (S5) and refused edits (S6), as edits like any other. */

import { t } from '@lingui/core/macro';
import { sameValue } from '../../shared/base/hash.ts';
import type { Conflict } from '../../shared/sync/conflict.ts';
import { isTable, type TableName } from '../../shared/sync/tables.ts';
import type { ConsoleDatabase } from '../store/database.ts';
import type { RejectedEdit } from '../store/device-rows.ts';
import type { Outcome } from '../store/outcome.ts';
import { refusal } from '../store/outcome.ts';
import type { Edit } from '../store/write.ts';
import { isLost } from '../sync/realign.ts';
import type { AppServices } from '../views/app-services.ts';

type Row = Record<string, unknown>;
type Desk = Pick<AppServices, 'db' | 'now' | 'person' | 'write'>;

export interface ConflictView {
  conflict: Conflict;
  /** The row as this computer has it now; null where it is deleted, undefined where its table is not known here. */
  row: Row | null | undefined;
}

export async function readConflict(db: ConsoleDatabase, id: string): Promise<ConflictView | null> {
  const conflict = await db.conflicts.get(id);
  if (!conflict) return null;
  const { table, key } = conflict;
  if (!isTable(table)) return { conflict, row: undefined };
  return { conflict, row: (await db.table<Row, string>(table).get(key)) ?? null };
}

/** The value that stands now: a field's, or the whole row's. */
export function valueNow({ conflict, row }: ConflictView): unknown {
  return conflict.field === null ? row : (row?.[conflict.field] ?? null);
}

export type Decision = { kind: 'theirs' } | { kind: 'mine' } | { kind: 'third'; value: unknown };

const gone = (message: string): Outcome => refusal('gone', message);

/** The edit that brings the row, or its field, to this value; null where it stands so already. */
function editTo(view: ConflictView, table: TableName, value: unknown): Edit | null {
  const { conflict, row } = view;
  const { key, field } = conflict;
  if (sameValue(valueNow(view) ?? null, value ?? null)) return null;
  if (field !== null) return { op: 'patch', table, key, fields: { [field]: value } } as Edit;
  if (value === null) return { op: 'delete', table, key } as Edit;
  if (!row) return { op: 'insert', table, row: value } as unknown as Edit;
  const { id: _id, caseId: _case, ...fields } = value as Row;
  return { op: 'patch', table, key, fields } as Edit;
}

/**
 * Resolves a conflict: the value that was decided for and the decision, in one write.
 * @returns what became of it, and what takes it back
 */
export async function resolveConflict(
  app: Desk,
  id: string,
  decision: Decision,
): Promise<{ result: Outcome; undo: () => Promise<Outcome> }> {
  const view = await readConflict(app.db, id);
  const nothing = async () => gone(t`There is nothing to take back.`);
  if (!view) return { result: gone(t`This conflict is no longer on this computer.`), undo: nothing };
  const { conflict } = view;
  const { table } = conflict;
  if (!isTable(table))
    return { result: gone(t`A newer console made this. Update the console to resolve it.`), undo: nothing };
  const before = valueNow(view) ?? null;
  const value = decision.kind === 'third' ? decision.value : conflict[decision.kind];
  const change = editTo(view, table, value);
  const decided = await resolution(app, conflict.id, decision.kind);
  const result = await app.write([...(change ? [change] : []), decided]);
  return { result, undo: () => reopenConflict(app, id, before) };
}

async function resolution(app: Desk, key: string, kind: Decision['kind'] | null): Promise<Edit> {
  const fields = kind
    ? { resolvedAt: app.now().toISOString(), resolvedBy: (await app.person()).id, resolution: kind }
    : { resolvedAt: null, resolvedBy: null, resolution: null };
  return { op: 'patch', table: 'conflicts', key, fields };
}

/** Opens a conflict again, and brings back the value that stood before it was resolved: by default the hub's. */
export async function reopenConflict(app: Desk, id: string, before?: unknown): Promise<Outcome> {
  const view = await readConflict(app.db, id);
  if (!view) return gone(t`This conflict is no longer on this computer.`);
  const { conflict } = view;
  if (!isTable(conflict.table)) return gone(t`A newer console made this.`);
  // Only where what was decided still stands: a later edit is not undone with it.
  const untouched =
    before !== undefined ||
    conflict.resolution === 'third' ||
    sameValue(valueNow(view) ?? null, conflict[conflict.resolution ?? 'theirs'] ?? null);
  const value = before === undefined ? conflict.theirs : before;
  const change = untouched ? editTo(view, conflict.table, value) : null;
  return app.write([...(change ? [change] : []), await resolution(app, id, null)]);
}

/**
 * Tries a refused edit again, with other values if need be. It leaves the list once the new edit is saved.
 * @param patch the fields' values, in place of those that were refused
 */
export async function retryRefused(app: Desk, row: RejectedEdit, patch: Row): Promise<Outcome> {
  const { edit } = row;
  const { table, key, op } = edit;
  if (!isTable(table)) return gone(t`This console does not know what this is a change of.`);
  const current = await app.db.table<Row, string>(table).get(key);
  const edits: Edit[] = [];
  if (op === 'delete') {
    if (current) edits.push({ op: 'delete', table, key } as Edit);
  } else if (op === 'insert' && (!current || isLost(row))) {
    // What a restored hub lacks is on screen still, and goes there whole.
    edits.push({ op: 'insert', table, row: { ...current, ...patch } } as unknown as Edit);
  } else {
    const { id: _id, caseId: _case, ...fields } = patch;
    edits.push({ op: 'patch', table, key, fields } as Edit);
  }
  const result = await app.write(edits);
  if (result.kind === 'saved') await app.db.rejectedEdits.delete(row.id);
  return result;
}

/** Lets go of a refused edit; the answered function brings it back. */
export async function discardRefused(
  { db }: Pick<Desk, 'db'>,
  row: RejectedEdit,
): Promise<() => Promise<null>> {
  await db.rejectedEdits.delete(row.id);
  return async () => {
    await db.rejectedEdits.put(row);
    return null;
  };
}
