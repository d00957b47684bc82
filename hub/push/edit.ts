/** What one edit does to a row. Everything that is refused is refused with its reason, and nothing is half done. */
import { randomBytes } from 'node:crypto';
import { sameValue } from '../../shared/base/hash.ts';
import { derivedId, uuid, uuidv7 } from '../../shared/base/ids.ts';
import type { Conflict } from '../../shared/sync/conflict.ts';
import { deleteLosesNothing, mergeFields } from '../../shared/sync/merge.ts';
import type { Mutation, PushResult, Rejection } from '../../shared/sync/protocol.ts';
import { type TableName, tables } from '../../shared/sync/tables.ts';
import type { StoredRow } from '../store/rows.ts';
import type { EditContext, TableEdit } from './batch.ts';
import { frozenCase } from './history.ts';
import {
  refusedTransition,
  validateAuthor,
  validateEdit,
  validateResolution,
  validateRow,
} from './row-checks.ts';

export function newId(now: Date): string {
  return uuidv7(now.getTime(), randomBytes(10));
}

export function refused(edit: Mutation, rejection: Rejection): PushResult {
  return { n: edit.n, outcome: 'rejected', rejection };
}

function rejected(edit: Mutation, code: Rejection['code'], message: string): PushResult {
  return refused(edit, { code, message });
}

/**
 * Applies an insert, a patch or a delete of a row that is no packet. The rows it needs are loaded.
 * @param frozen whether its case was handed off, so that it may change nothing
 */
export function applyEdit(context: EditContext, edit: TableEdit, frozen = false): PushResult {
  const malformed = validateEdit(edit);
  if (malformed) return refused(edit, malformed);
  const current = context.scope.get(edit.table, edit.key);
  switch (edit.op) {
    case 'insert':
      return insert(context, edit, current, frozen);
    case 'patch':
      return patch(context, edit, current, frozen);
    case 'delete':
      return remove(context, edit, current, frozen);
  }
}

function applied(
  context: EditContext,
  edit: Mutation,
  outcome: 'applied' | 'merged' = 'applied',
): PushResult {
  const { scope } = context;
  return { n: edit.n, outcome, version: scope.changed ? scope.version : scope.head.version };
}

/** Whether another device changed the row since the version that this one knew. */
function changedElsewhere(context: EditContext, edit: Mutation, current: StoredRow): boolean {
  return current.lastDevice !== context.identity.deviceId && current.version > (edit.baseVersion ?? 0);
}

function insert(
  context: EditContext,
  edit: TableEdit,
  current: StoredRow | null,
  frozen: boolean,
): PushResult {
  const problem =
    validateRow(context, edit.table, edit.key, edit.patch) ??
    validateAuthor(context.identity, edit.table, edit.patch);
  if (problem) return refused(edit, problem);
  if (current?.data) {
    if (sameValue(current.data, edit.patch)) return applied(context, edit);
    if (tables[edit.table].change === 'add' || Array.isArray(tables[edit.table].change))
      return rejected(edit, 'duplicate-key', 'A row with this id is there, with another content.');
    // Two devices made the row: nobody knows what it was before, so every difference is a clash.
    const { clashes } = mergeFields({ patch: edit.patch, base: {} }, current.data);
    if (clashes.length === 0) return applied(context, edit);
    return keepClashes(
      context,
      edit,
      clashes.map((clash) => ({ kind: 'field', ...clash })),
      current.data,
    );
  }
  if (frozen) return refused(edit, frozenCase);
  if (edit.table === 'cases' && edit.patch.state !== 'level1')
    return rejected(edit, 'state', 'A new case begins at Level 1.');
  if (current && changedElsewhere(context, edit, current)) {
    const clash = {
      kind: 'edit-of-deleted',
      field: null,
      base: null,
      theirs: null,
      mine: edit.patch,
    } as const;
    return keepClashes(context, edit, [clash], edit.patch);
  }
  context.scope.put(edit.table, edit.key, edit.patch, context.identity.deviceId);
  return applied(context, edit);
}

function patch(
  context: EditContext,
  edit: TableEdit,
  current: StoredRow | null,
  frozen: boolean,
): PushResult {
  if (!current) return rejected(edit, 'missing-row', 'The row is not at the hub.');
  if (current.data === null) {
    const clash = {
      kind: 'edit-of-deleted',
      field: null,
      base: current.deletedData ?? edit.base,
      theirs: null,
      mine: { ...current.deletedData, ...edit.patch },
    } as const;
    return keepClashes(context, edit, [clash], current.deletedData ?? edit.base);
  }
  const notTheirs = validateResolution(context.identity, edit);
  if (notTheirs) return refused(edit, notTheirs);
  const transition = refusedTransition(context.identity, edit, current.data);
  if (transition) return refused(edit, transition);
  const merged = mergeFields(edit, current.data);
  // Somebody else decided first: that stands, and a value that differs clashes where the value is.
  if (edit.table === 'conflicts' && merged.clashes.length > 0) return applied(context, edit, 'merged');
  const problem = validateRow(context, edit.table, edit.key, merged.fields);
  if (problem) return refused(edit, problem);
  // What differs is kept beside what was handed off, as any clash is.
  if (frozen && merged.changed) return refused(edit, frozenCase);
  const foreign = changedElsewhere(context, edit, current);
  // Where no conflict can be kept, the whole edit is refused: nothing of it is half done, and none of it misses in the history.
  if (merged.clashes.length > 0 && !keepsConflicts(edit.table)) return refusedClash(edit);
  if (merged.changed) context.scope.put(edit.table, edit.key, merged.fields, context.identity.deviceId);
  if (merged.clashes.length > 0) {
    return keepClashes(
      context,
      edit,
      merged.clashes.map((clash) => ({ kind: 'field', ...clash })),
      current.data,
    );
  }
  return applied(context, edit, foreign ? 'merged' : 'applied');
}

function remove(
  context: EditContext,
  edit: TableEdit,
  current: StoredRow | null,
  frozen: boolean,
): PushResult {
  if (!tables[edit.table].deletable)
    return rejected(edit, 'not-changeable', `Rows of ${edit.table} are kept.`);
  if (!current?.data) return applied(context, edit);
  if (frozen) return refused(edit, frozenCase);
  if (!deleteLosesNothing(edit, { version: current.version, data: current.data })) {
    const clash = {
      kind: 'delete-of-edited',
      field: null,
      base: edit.base,
      theirs: current.data,
      mine: null,
    } as const;
    return keepClashes(context, edit, [clash], current.data);
  }
  context.scope.put(edit.table, edit.key, null, context.identity.deviceId);
  return applied(context, edit);
}

/** Conflicts are rows of an organisation's scope; other scopes have nowhere to keep them. */
function keepsConflicts(table: TableName): boolean {
  return tables[table].scope === 'organisation';
}

function refusedClash(edit: Mutation): PushResult {
  return rejected(
    edit,
    'state',
    'Somebody else changed this meanwhile, and that stands. Yours is kept here: compare, then change it again.',
  );
}

type Clash = Pick<Conflict, 'kind' | 'field'> & { base: unknown; theirs: unknown; mine: unknown };

/**
 * The hub's value stands; the device's is kept beside it until a person decides.
 * @param row the row, or what is known of it: it says which case the clash belongs to
 */
function keepClashes(
  context: EditContext,
  edit: TableEdit,
  found: readonly Clash[],
  row: Record<string, unknown>,
): PushResult {
  if (!keepsConflicts(edit.table)) return refusedClash(edit);
  const now = context.now();
  const named = uuid.safeParse(edit.table === 'cases' ? edit.key : row.caseId);
  const ids: string[] = [];
  for (const { kind, field, base, theirs, mine } of found) {
    const id = derivedId(edit.id, 'conflict', kind, field ?? '');
    ids.push(id);
    const conflict = {
      id,
      caseId: named.success ? named.data : edit.key,
      by: { id: context.identity.person.id, name: context.identity.person.name },
      table: edit.table,
      key: edit.key,
      kind,
      field,
      base,
      theirs,
      mine,
      deviceId: context.identity.deviceId,
      at: now.toISOString(),
      resolvedAt: null,
      resolvedBy: null,
      resolution: null,
    };
    context.scope.put('conflicts', id, conflict, null);
  }
  return { n: edit.n, outcome: 'conflict', version: context.scope.version, conflicts: ids };
}
