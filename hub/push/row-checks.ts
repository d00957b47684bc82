/** What the hub asks of a row that a device sends, whoever sends it: its shape, its case, its author. */
import { z } from 'zod';
import { validateEnd } from '../../shared/cases/ends.ts';
import { type CaseState, caseRecord } from '../../shared/cases/schema.ts';
import { actors, checkTransition } from '../../shared/cases/states.ts';
import { may } from '../../shared/certification/access.ts';
import type { Identity, Mutation, Rejection } from '../../shared/sync/protocol.ts';
import { mayChange, rulesOf, type TableName, tableNames, tables } from '../../shared/sync/tables.ts';
import { holdsUnstorable } from '../routes/body.ts';
import type { EditContext, TableEdit } from './batch.ts';
import { validateEvent } from './history.ts';

/** The schema's bound on a rejection's message, with room. */
const LONGEST_MESSAGE = 1_000;

/** Says where a value does not fit. The place and the schema's words only, never the value. */
export function schemaRejection(error: z.ZodError, what: string): Rejection {
  const [issue] = error.issues;
  const place = issue?.path.map(String).join('.') || what;
  return {
    code: 'invalid',
    message: `${place}: ${issue?.message ?? 'does not fit'}.`.slice(0, LONGEST_MESSAGE),
  };
}

/** Each table's schema with every field optional: what a patch, or the base of one, may hold. Nobody sends rows of the hub's own. */
const partials = new Map<TableName, z.ZodType>(
  tableNames
    .filter((name) => rulesOf(name).writes !== 'hub')
    .map((name) => {
      const { schema } = rulesOf(name);
      // What the fields have to be together is asked of the whole row.
      // A schema that is made when it is first asked for.
      const made = schema instanceof z.ZodLazy ? schema.unwrap() : schema;
      return [name, made instanceof z.ZodObject ? z.strictObject(made.shape).partial() : schema];
    }),
);

/**
 * What is wrong with an edit before any row is looked at; null where nothing is. Patch and base are both checked: a clash
 * keeps both (S5), and what is kept has to be readable.
 */
export function validateEdit(edit: Mutation & { table: TableName }): Rejection | null {
  if (holdsUnstorable(edit.patch) || holdsUnstorable(edit.base))
    return { code: 'invalid', message: 'The edit holds a character that cannot be stored.' };
  if (edit.op === 'delete' && Object.keys(edit.patch).length > 0)
    return { code: 'invalid', message: 'A delete changes no field.' };
  for (const part of ['patch', 'base'] as const) {
    const parsed = partials.get(edit.table)?.safeParse(edit[part]);
    if (parsed && !parsed.success) return schemaRejection(parsed.error, part);
  }
  if (edit.op !== 'patch') return null;
  const frozen = Object.keys(edit.patch).find((field) => !mayChange(edit.table, field));
  return frozen === undefined
    ? null
    : {
        code: 'not-changeable',
        message: `${frozen} of ${edit.table} is not changed once it is there.`,
      };
}

/** Why a whole row may not stand in the organisation's scope; null where it may. */
export function validateRow(
  context: EditContext,
  table: TableName,
  key: string,
  data: Record<string, unknown>,
): Rejection | null {
  const parsed = tables[table].schema.safeParse(data);
  if (!parsed.success) return schemaRejection(parsed.error, 'The row');
  if (data.id !== key) return { code: 'invalid', message: 'The row’s id is not its key.' };
  if (table === 'cases') {
    return data.organisationId === context.identity.organisation.id
      ? null
      : { code: 'forbidden', message: 'The case is of another organisation.' };
  }
  if (tables[table].belongsTo === null) return null;
  const owner = typeof data.caseId === 'string' ? context.scope.get('cases', data.caseId) : null;
  return owner && !owner.deleted
    ? null
    : { code: 'missing-row', message: 'The case it belongs to is not at the hub.' };
}

/** Events, comments and signatures tell who did something: a device speaks for its own person, and never for the hub. */
export function validateAuthor(
  identity: Identity,
  table: TableName,
  data: Record<string, unknown>,
): Rejection | null {
  if (tables[table].speaksFor !== 'sender') return null;
  const by = data.by as { id?: unknown } | null | undefined;
  if (by?.id !== identity.person.id)
    return { code: 'forbidden', message: 'It names another person than the one who sent it.' };
  return table === 'events' ? validateEvent(identity, data) : null;
}

/** A change of a case's state has to be one that the state machine knows, from the state that the hub holds. */
export function refusedTransition(
  identity: Identity,
  edit: TableEdit,
  current: Record<string, unknown>,
): Rejection | null {
  if (edit.table !== 'cases' || edit.patch.state === undefined || edit.patch.state === current.state)
    return null;
  const rights = actors.filter((each) => each !== 'hub' && may(identity, each));
  const answers = rights.map((actor) =>
    checkTransition(current.state as CaseState, edit.patch.state as CaseState, actor),
  );
  if (answers.some((answer) => answer.ok)) return refusedEnd(edit, current);
  const [first] = answers;
  return {
    code: 'state',
    message: first && !first.ok ? first.message : 'Your role does not change the state of a case.',
  };
}

/** A partner's case ends with what its end has to say (CS10). The steps are the console's to look at. */
function refusedEnd(edit: TableEdit, current: Record<string, unknown>): Rejection | null {
  if (edit.patch.state !== 'closed') return null;
  const parsed = caseRecord.safeParse({ ...current, ...edit.patch });
  const message = parsed.success ? validateEnd(parsed.data, null) : null;
  return message === null ? null : { code: 'state', message };
}

/** A conflict is resolved, or opened again, by whoever sends the edit: all that says so together, or nothing. */
export function validateResolution(identity: Identity, edit: TableEdit): Rejection | null {
  if (edit.table !== 'conflicts') return null;
  const { resolvedAt, resolvedBy, resolution } = edit.patch;
  const open = resolvedAt === null && resolvedBy === null && resolution === null;
  const resolved = typeof resolvedAt === 'string' && typeof resolution === 'string';
  if (open || (resolved && resolvedBy === identity.person.id)) return null;
  return resolved
    ? { code: 'forbidden', message: 'It names another person than the one who sent it.' }
    : {
        code: 'invalid',
        message: 'A conflict is resolved with who, when and what, or opened again without.',
      };
}
