/**
 * Names are the hub's for the ids of its people, in every table: a device says who did something by an id, and what the person is
 * called is written here. What was signed is not rewritten: there the name has to be the hub's, or the row is refused.
 */
import type { Mutation, Rejection } from '../../shared/sync/protocol.ts';
import type { Transaction } from '../store/database.ts';
import type { Batch } from './batch.ts';

/** Names by id: of the organisation's people. */
export type Names = ReadonlyMap<string, string>;

const read = new WeakMap<Batch['scopes'], Promise<Names>>();

async function readNames(client: Transaction, organisationId: string): Promise<Names> {
  const { rows } = await client.query<{ id: string; name: string }>(
    'SELECT id, name FROM people WHERE organisation_id = $1',
    [organisationId],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Read once for a batch. */
export function namesOf({ client, identity, scopes }: Batch): Promise<Names> {
  const known = read.get(scopes) ?? readNames(client, identity.organisation.id);
  read.set(scopes, known);
  return known;
}

type Fields = Mutation['patch'];

/** The value with the hub's name beside each id of a person; the very value where nothing differs. */
function named(value: Fields[string], names: Names): Fields[string] {
  if (Array.isArray(value)) {
    const members = value.map((each) => named(each, names));
    return members.some((each, at) => each !== value[at]) ? members : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  const { id, name } = value;
  if (typeof id === 'string' && typeof name === 'string' && Object.keys(value).length === 2) {
    const right = names.get(id);
    return right === undefined || right === name ? value : { id, name: right };
  }
  return namedFields(value, names);
}

function namedFields(fields: Fields, names: Names): Fields {
  const members = Object.entries(fields).map(([field, value]) => [field, named(value, names)] as const);
  return members.some(([field, value]) => value !== fields[field]) ? Object.fromEntries(members) : fields;
}

/** The edit with the hub's names; of what was there before too, which is compared with what the hub has. */
export async function withNames<E extends Mutation>(batch: Batch, edit: E): Promise<E> {
  const names = await namesOf(batch);
  const patch = namedFields(edit.patch, names);
  const base = namedFields(edit.base, names);
  return patch === edit.patch && base === edit.base ? edit : { ...edit, patch, base };
}

const otherName: Rejection = {
  code: 'forbidden',
  message:
    'It is signed with another name than the hub has for this person. Sync this console, then sign it again.',
};

/** Why the name that was signed cannot stand; null where it is the hub's. */
export async function validateSignerName(
  batch: Batch,
  by: { id: string; name: string },
): Promise<Rejection | null> {
  return (await namesOf(batch)).get(by.id) === by.name ? null : otherName;
}

/** As `validateSignerName`, of every name beside an id of the organisation's people in what was signed. */
export async function validateNamesIn(batch: Batch, signed: unknown): Promise<Rejection | null> {
  return (await holdsOtherName(batch, signed)) ? otherName : null;
}

/** Whether a name beside an id of the organisation's people, anywhere in the value, is another than the hub's. */
async function holdsOtherName(batch: Batch, value: unknown): Promise<boolean> {
  const names = await namesOf(batch);
  const left: unknown[] = [value];
  while (left.length > 0) {
    const each = left.pop();
    if (typeof each !== 'object' || each === null) continue;
    if (!Array.isArray(each)) {
      const { id, name } = each as { id?: unknown; name?: unknown };
      if (typeof id === 'string' && typeof name === 'string' && Object.keys(each).length === 2) {
        if ((names.get(id) ?? name) !== name) return true;
        continue;
      }
    }
    for (const member of Object.values(each)) left.push(member);
  }
  return false;
}
