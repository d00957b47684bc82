/**
 * An edit of the catalogue: like any other row's, and noted with who made it, so that its history can be read. Versions of
 * holiday lists and policy documents count up without a gap, so that of two admins who publish the same one the first stands.
 */
import { sha256OfText } from '../../shared/base/hash.ts';
import { validateFindingRule } from '../../shared/knowledge/rule-trial.ts';
import { ruleRecord } from '../../shared/knowledge/rules.ts';
import type { PushResult, Rejection } from '../../shared/sync/protocol.ts';
import { tables } from '../../shared/sync/tables.ts';
import type { EditContext, TableEdit } from './batch.ts';
import { applyEdit, newId, refused } from './edit.ts';

/** How far a device's clock may be ahead of the hub's for what counts from its own instant. */
const AHEAD_MS = 5 * 60_000;

const names: Readonly<Record<string, string>> = {
  holidayLists: 'holiday list',
  policyDocuments: 'policy document',
};

type Row = Record<string, unknown>;

/** The rows of a table of the catalogue, those of this very batch included. */
async function rowsOf({ client, scope }: EditContext, table: TableEdit['table']): Promise<Row[]> {
  const { rows } = await client.query<{ data: Row }>(
    `SELECT data FROM rows WHERE scope = 'catalogue' AND tbl = $1 AND data IS NOT NULL`,
    [table],
  );
  return [...rows.map(({ data }) => data), ...scope.written(table)];
}

/** Who made a row of the catalogue, as its history says; empty where it came with the hub. */
async function makerOf({ client, scope }: EditContext, table: string, key: unknown): Promise<string> {
  const { rows } = await client.query<{ data: Row }>(
    `SELECT data FROM rows WHERE scope = 'catalogue' AND tbl = 'catalogueChanges' AND data->>'table' = $1 AND data->>'key' = $2
      ORDER BY version, idx LIMIT 1`,
    [table, String(key)],
  );
  const change =
    rows[0]?.data ??
    scope.written('catalogueChanges').find((each) => each.table === table && each.key === key);
  const by = change?.by as { name?: unknown } | undefined;
  return typeof by?.name === 'string' ? by.name : '';
}

/** Why a version may not be published now; null where it may. */
async function validateNextVersion(
  context: EditContext,
  { table, key, patch }: TableEdit,
): Promise<Rejection | null> {
  const name = names[table];
  const others = (await rowsOf(context, table)).filter((each) => each.id !== key);
  if (name === undefined) {
    const same = others.find((each) => each.effectiveFrom === patch.effectiveFrom);
    return same
      ? {
          code: 'state',
          message: `There are rates from ${String(patch.effectiveFrom)} on already, and they stand. Choose another day.`,
        }
      : null;
  }
  const newest = others.reduce((most, each) => Math.max(most, Number(each.version)), 0);
  if (patch.version !== newest + 1) {
    const same = others.find((each) => each.version === patch.version);
    const maker = same ? await makerOf(context, table, same.id) : '';
    return {
      code: 'state',
      message: same
        ? `Version ${String(patch.version)} of the ${name} was published${maker === '' ? '' : ` by ${maker}`} first, and that stands. Look at it, then publish yours as version ${newest + 1}.`
        : `The next version of the ${name} is ${newest + 1}, not ${String(patch.version)}.`,
    };
  }
  if (Date.parse(String(patch.publishedAt)) > context.now().getTime() + AHEAD_MS)
    return {
      code: 'invalid',
      message:
        'It says that it was published later than now. Set the clock of the computer, then publish it again.',
    };
  if (table === 'policyDocuments' && patch.sha256 !== sha256OfText(String(patch.text)))
    return { code: 'invalid', message: 'The hash is not the hash of the text.' };
  return null;
}

/** A rule goes out to every device: it has to find what its samples say, here as on the computer that wrote it. */
function validateRuleSamples(row: Row): Rejection | null {
  const parsed = ruleRecord.safeParse(row);
  // What has not the shape of a rule is refused below.
  const [fault] = parsed.success ? validateFindingRule(parsed.data) : [];
  return fault === undefined ? null : { code: 'invalid', message: fault };
}

/** Applies the edit, and notes it where it changed something. */
export async function applyCatalogueEdit(context: EditContext, edit: TableEdit): Promise<PushResult> {
  const { scope, identity } = context;
  const before = scope.get(edit.table, edit.key)?.data ?? null;
  const counted = edit.table === 'holidayLists' || edit.table === 'policyDocuments' || edit.table === 'rates';
  // What has not even the shape of a row is refused below, with the place that does not fit.
  const fits = tables[edit.table].schema.safeParse(edit.patch).success;
  if (counted && fits && edit.op === 'insert' && before === null) {
    const problem = await validateNextVersion(context, edit);
    if (problem) return refused(edit, problem);
  }
  if (edit.table === 'findingRules' && edit.op !== 'delete') {
    const problem = validateRuleSamples({ ...before, ...edit.patch });
    if (problem) return refused(edit, problem);
  }
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
