/** What a device may tell of a case's history (events), and what it may still change of a case that was handed off. */
import { uuid } from '../../shared/base/ids.ts';
import { caseTables } from '../../shared/cases/contents.ts';
import { type CaseRecord, type CaseState, caseEvent } from '../../shared/cases/schema.ts';
import { actors, checkTransition, isFrozen } from '../../shared/cases/states.ts';
import { may } from '../../shared/certification/access.ts';
import type { Identity, Rejection } from '../../shared/sync/protocol.ts';
import type { TableName } from '../../shared/sync/tables.ts';
import type { EditContext, TableEdit } from './batch.ts';

/** How far a device's clock may be off for what it tells to have its own time. */
const TOLERANCE_MS = 5 * 60_000;

/** Why a device may not tell this; null where it may. A device opens and imports cases, and moves them where its person may. */
export function validateEvent(identity: Identity, data: Record<string, unknown>): Rejection | null {
  const parsed = caseEvent.safeParse(data);
  if (!parsed.success) return null;
  const { kind, from, to } = parsed.data;
  if (kind === 'opened' || kind === 'imported' || kind === 'assigned') return null;
  if (kind !== 'transition')
    return { code: 'forbidden', message: 'Only the hub says what became of a packet.' };
  const rights = actors.filter((each) => each !== 'hub' && may(identity, each));
  return from !== null && to !== null && rights.some((each) => checkTransition(from, to, each).ok)
    ? null
    : { code: 'forbidden', message: 'It tells of a step that its author’s role does not take.' };
}

/**
 * The event with a time that can be: what lies before its case, or after now, gets the hub's time. A device whose clock is off
 * loses nothing by it (S2).
 */
export function withCredibleTime(context: EditContext, edit: TableEdit): TableEdit {
  const { scope, now } = context;
  const parsed = caseEvent.safeParse(edit.patch);
  if (edit.table !== 'events' || edit.op !== 'insert' || !parsed.success) return edit;
  const { caseId, at } = parsed.data;
  const record = scope.get('cases', caseId)?.data as CaseRecord | null | undefined;
  const [said, opened] = [Date.parse(at.at), record ? Date.parse(record.createdAt.at) : 0];
  const latest = now().getTime() + TOLERANCE_MS;
  if (said <= latest && said >= Math.min(opened, latest) - TOLERANCE_MS) return edit;
  return { ...edit, patch: { ...edit.patch, at: { ...at, at: now().toISOString() } } };
}

/**
 * What goes on after the handoff: what is said about the case, and files that a reply brings, with the statement about each: the packet
 * has its own, which nobody changes.
 */
const goOn: readonly TableName[] = ['attachments', 'consents', 'redactions', 'waivers'];
/** What is handed off: the case itself, and the facts and steps of it. */
const frozenTables: readonly TableName[] = ['cases', ...caseTables.filter((table) => !goOn.includes(table))];

/** Whether the edit is about the facts of a case that was handed off: then it changes nothing of them. */
export function isOfFrozen({ scope }: EditContext, edit: TableEdit): boolean {
  if (!frozenTables.includes(edit.table)) return false;
  // A case that was handed off moves on by its state alone.
  if (edit.table === 'cases' && Object.keys(edit.patch).every((field) => field === 'state')) return false;
  const caseId = caseOf(scope, edit);
  const state = caseId === null ? null : scope.get('cases', caseId)?.data?.state;
  return typeof state === 'string' && isFrozen(state as CaseState);
}

/** The case that an edit is about; null where it names none. */
export function caseOf(scope: EditContext['scope'], edit: TableEdit): string | null {
  const caseId =
    edit.table === 'cases' ? edit.key : (scope.get(edit.table, edit.key)?.data?.caseId ?? edit.patch.caseId);
  const parsed = uuid.safeParse(caseId);
  return parsed.success ? parsed.data : null;
}

/** What is told to whoever would change the facts of a case that was handed off. */
export const frozenCase: Rejection = {
  code: 'state',
  message:
    'The case was handed off meanwhile, and stays as it was handed off. Yours is kept here: add it when the case is open again.',
};
