/** What one edit does to a row. Everything that is refused is refused with its reason, and nothing is half done. */
import { randomBytes } from 'node:crypto';
import type { CaseState } from '../../shared/cases/schema.ts';
import { type Actor, checkTransition } from '../../shared/cases/states.ts';
import type { Conflict } from '../../shared/sync/conflict.ts';
import { uuidv7 } from '../../shared/sync/ids.ts';
import { mergeFields, sameValue } from '../../shared/sync/merge.ts';
import type { Identity, Mutation, PushResult, Rejection } from '../../shared/sync/protocol.ts';
import { mayChange, type TableName, tables } from '../../shared/sync/tables.ts';
import type { ScopeBatch, StoredRow } from '../store/rows.ts';

export interface EditContext {
  identity: Identity;
  scope: ScopeBatch;
  now: () => Date;
}

export type TableEdit = Mutation & { table: TableName };

export function newId(now: Date): string {
  return uuidv7(now.getTime(), randomBytes(10));
}

function rejected(edit: Mutation, code: Rejection['code'], message: string): PushResult {
  return { n: edit.n, outcome: 'rejected', rejection: { code, message } };
}

/** Applies an insert, a patch or a delete of a row that is no packet. The rows it needs are loaded. */
export function applyEdit(context: EditContext, edit: TableEdit): PushResult {
  if (tables[edit.table].writer !== 'device')
    return rejected(edit, 'forbidden', `Only the hub writes ${edit.table}.`);
  const current = context.scope.get(edit.table, edit.key);
  switch (edit.op) {
    case 'insert':
      return insert(context, edit, current);
    case 'patch':
      return patch(context, edit, current);
    case 'delete':
      return remove(context, edit, current);
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

/** Why a whole row may not stand in the organisation's scope; null where it may. */
function whyNot(
  context: EditContext,
  table: TableName,
  key: string,
  data: Record<string, unknown>,
): Rejection | null {
  const parsed = tables[table].schema.safeParse(data);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return {
      code: 'invalid',
      message: `${issue?.path.map(String).join('.') || 'The row'}: ${issue?.message ?? 'does not fit'}.`,
    };
  }
  if (data.id !== key) return { code: 'invalid', message: 'The row’s id is not its key.' };
  if (table === 'cases') {
    if (data.organisationId !== context.identity.organisation.id)
      return { code: 'forbidden', message: 'The case is of another organisation.' };
  } else if (typeof data.caseId === 'string') {
    const owner = context.scope.get('cases', data.caseId);
    if (!owner || owner.deleted)
      return { code: 'missing-row', message: 'The case it belongs to is not at the hub.' };
  }
  return null;
}

function insert(context: EditContext, edit: TableEdit, current: StoredRow | null): PushResult {
  const problem = whyNot(context, edit.table, edit.key, edit.patch);
  if (problem) return { n: edit.n, outcome: 'rejected', rejection: problem };
  if (current && !current.deleted) {
    if (sameValue(current.data, edit.patch)) return applied(context, edit);
    if (tables[edit.table].change === 'add')
      return rejected(edit, 'duplicate-key', 'A row with this id is there, with another content.');
    // The same row, sent again after a lost database: what the hub holds grew out of it.
    return applied(context, edit, 'merged');
  }
  if (edit.table === 'cases' && edit.patch.state !== 'level1')
    return rejected(edit, 'state', 'A new case begins at Level 1.');
  if (
    current &&
    current.lastDevice !== context.identity.deviceId &&
    current.version > (edit.baseVersion ?? 0)
  ) {
    return clashes(
      context,
      edit,
      [{ kind: 'edit-of-deleted', field: null, base: null, theirs: null, mine: edit.patch }],
      caseOf(edit, edit.patch),
    );
  }
  context.scope.put(edit.table, edit.key, edit.patch, context.identity.deviceId);
  return applied(context, edit);
}

function patch(context: EditContext, edit: TableEdit, current: StoredRow | null): PushResult {
  if (!current) return rejected(edit, 'missing-row', 'The row is not at the hub.');
  if (current.deleted || current.data === null) {
    return clashes(
      context,
      edit,
      [{ kind: 'edit-of-deleted', field: null, base: edit.base, theirs: null, mine: edit.patch }],
      caseOf(edit, edit.base),
    );
  }
  const frozen = Object.keys(edit.patch).find((field) => !mayChange(edit.table, field));
  if (frozen)
    return rejected(edit, 'not-changeable', `${frozen} of ${edit.table} is not changed once it is there.`);
  const refused = refusedTransition(context.identity, edit, current);
  if (refused) return refused;
  const merged = mergeFields(edit, current.data);
  const problem = whyNot(context, edit.table, edit.key, merged.fields);
  if (problem) return { n: edit.n, outcome: 'rejected', rejection: problem };
  if (merged.changed) context.scope.put(edit.table, edit.key, merged.fields, context.identity.deviceId);
  if (merged.clashes.length > 0) {
    return clashes(
      context,
      edit,
      merged.clashes.map((clash) => ({ kind: 'field', ...clash })),
      caseOf(edit, current.data),
    );
  }
  const foreign =
    current.lastDevice !== context.identity.deviceId && current.version > (edit.baseVersion ?? 0);
  return applied(context, edit, foreign ? 'merged' : 'applied');
}

/** A change of a case's state has to be one that the state machine knows, from the state that the hub holds. */
function refusedTransition(identity: Identity, edit: TableEdit, current: StoredRow): PushResult | null {
  if (edit.table !== 'cases' || edit.patch.state === undefined || edit.patch.state === current.data?.state)
    return null;
  const actors = identity.roles.filter(
    (each): each is Actor & typeof each => each === 'engineer' || each === 'lead',
  );
  const answers = actors.map((actor) =>
    checkTransition(current.data?.state as CaseState, edit.patch.state as CaseState, actor),
  );
  if (answers.some((answer) => answer.ok)) return null;
  const [first] = answers;
  return rejected(
    edit,
    'state',
    first && !first.ok ? first.message : 'Your role does not change the state of a case.',
  );
}

function remove(context: EditContext, edit: TableEdit, current: StoredRow | null): PushResult {
  if (!tables[edit.table].deletable)
    return rejected(edit, 'not-changeable', `Rows of ${edit.table} are kept.`);
  if (!current || current.deleted) return applied(context, edit);
  if (current.lastDevice !== context.identity.deviceId && current.version > (edit.baseVersion ?? 0)) {
    return clashes(
      context,
      edit,
      [{ kind: 'delete-of-edited', field: null, base: edit.base, theirs: current.data, mine: null }],
      caseOf(edit, current.data ?? {}),
    );
  }
  context.scope.put(edit.table, edit.key, null, context.identity.deviceId);
  return applied(context, edit);
}

function caseOf(edit: TableEdit, row: Record<string, unknown>): string {
  return edit.table === 'cases' ? edit.key : typeof row.caseId === 'string' ? row.caseId : edit.key;
}

/** The hub's value stands; the device's is kept beside it until a person decides. */
function clashes(
  context: EditContext,
  edit: TableEdit,
  found: readonly {
    kind: Conflict['kind'];
    field: string | null;
    base: unknown;
    theirs: unknown;
    mine: unknown;
  }[],
  caseId: string,
): PushResult {
  const now = context.now();
  const ids: string[] = [];
  for (const { kind, field, base, theirs, mine } of found) {
    const id = newId(now);
    ids.push(id);
    const row = {
      id,
      caseId,
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
    };
    context.scope.put('conflicts', id, row, null);
  }
  return { n: edit.n, outcome: 'conflict', version: context.scope.version, conflicts: ids };
}
