/** Takes a batch of edits of one device (S1, S3, S4, S5, S6): all effects and all answers in one commit. */
import { cut } from '../../shared/base/cut.ts';
import { sha256OfText } from '../../shared/base/hash.ts';
import { organisationScope } from '../../shared/certification/access.ts';
import { mayPush } from '../../shared/sync/access.ts';
import type {
  Identity,
  Mutation,
  PushRequest,
  PushResponse,
  PushResult,
  Rejection,
} from '../../shared/sync/protocol.ts';
import { MAX_EDIT, mutationText, resultForSchema } from '../../shared/sync/protocol.ts';
import { isKey, isTable, rulesOf, scopeOf, type TableName, tables } from '../../shared/sync/tables.ts';
import { upcastEdit } from '../../shared/sync/upcast.ts';
import { applyHandoff } from '../handoff/handoff.ts';
import { foresee } from '../handoff/judging.ts';
import { isPast, remainingEdit } from '../handoff/relayed-packets.ts';
import { applyReview, applySignature } from '../handoff/review.ts';
import { refusedTakeBack } from '../handoff/taken-back.ts';
import { Refusal } from '../refusal.ts';
import { holdsUnstorable } from '../routes/body.ts';
import { type Database, type Transaction, transaction } from '../store/database.ts';
import { countSent } from '../store/limits.ts';
import { type Allowance, ScopeBatch } from '../store/rows.ts';
import { applyDeskEntry, applyDeskReply } from '../tickets/desk.ts';
import { writeDeliveries } from '../webhooks/outbox.ts';
import { refusedAssignment, withOwnEngineer } from './assignment.ts';
import type { Batch, EditContext, TableEdit } from './batch.ts';
import { applyCatalogueEdit } from './catalogue.ts';
import { applyEdit, refused } from './edit.ts';
import { caseOf, isOfFrozen, withCredibleTime } from './history.ts';
import { withNames } from './names.ts';
import { loadRows, scopesOf } from './places.ts';

function rejected(n: number, code: Rejection['code'], message: string): PushResult {
  return { n, outcome: 'rejected', rejection: { code, message } };
}

/** Answers to edits that the hub has dealt with before; a changed body under the same number is refused (S3). */
async function repeated(
  client: Transaction,
  identity: Identity,
  mutations: readonly Mutation[],
  lastN: number,
): Promise<PushResult[]> {
  if (mutations.length === 0) return [];
  const { rows } = await client.query<{ n: number; hash: string; result: PushResult }>(
    'SELECT n, hash, result FROM results WHERE device_id = $1 AND n = ANY($2)',
    [identity.deviceId, mutations.map((each) => each.n)],
  );
  const known = new Map(rows.map((row) => [row.n, row]));
  return mutations.map((each) => {
    const row = known.get(each.n);
    if (!row || row.hash !== each.hash) {
      throw new Refusal(
        409,
        'hash-mismatch',
        `Edit ${each.n} reached the hub before with another content.`,
        undefined,
        { n: each.n, lastN },
      );
    }
    return row.result;
  });
}

/** Consideration for whoever shares the thread with a push; a push that has a thread to itself needs none. */
export interface Manners {
  /** What it may read of stored rows. */
  allowance: Allowance;
  /** Lets others go first; asked for between two edits. */
  rest(): Promise<void>;
}

/**
 * @param manners null where nobody else waits for this thread
 * @param ended of a device that was ended: what it handed over, and the operator accepts
 * @returns one result an edit, in the order of the request
 * @throws TooHeavy where it would read more than it may; nothing was changed then
 */
export async function takePush(
  database: Database,
  identity: Identity,
  request: PushRequest,
  now: () => Date,
  manners: Manners | null = null,
  ended = false,
): Promise<PushResponse> {
  const { mutations, schema } = request;
  const sizes = new Map<number, number>();
  for (const [index, each] of mutations.entries()) {
    if (each.n !== (mutations[0]?.n ?? 0) + index)
      throw new Refusal(400, 'order', 'The edits of a push count up by one.');
    const text = mutationText(each);
    if (sha256OfText(text) !== each.hash)
      throw new Refusal(400, 'hash', `The hash of edit ${each.n} does not fit its content.`);
    sizes.set(each.n, text.length);
  }
  return transaction(database, async (client) => {
    const device = await client.query<{ last_n: number }>(
      'SELECT last_n FROM devices WHERE id = $1 AND (revoked_at IS NOT NULL) = $2 FOR NO KEY UPDATE',
      [identity.deviceId, ended],
    );
    const lastN = device.rows[0]?.last_n;
    if (lastN === undefined) throw new Refusal(401, 'device-revoked', 'This computer is no longer enrolled.');
    const results = await repeated(
      client,
      identity,
      mutations.filter((each) => each.n <= lastN),
      lastN,
    );
    const fresh = mutations.filter((each) => each.n > lastN).map((each) => upcastEdit(each, schema));
    const [first] = fresh;
    if (first && first.n !== lastN + 1) {
      throw new Refusal(
        409,
        'gap',
        `The hub has edits up to ${lastN}, and ${first.n} came next.`,
        undefined,
        { lastN },
      );
    }
    if (first) results.push(...(await applyFresh(client, identity, fresh, sizes, now, manners)));
    return {
      results: results.map((each) => resultForSchema(each, schema)),
      lastN: lastN + fresh.length,
      hubTime: now().toISOString(),
    };
  });
}

/**
 * Answers to these very edits from another device of the same person: one whose database was lost is enrolled anew, and
 * sends again what its journal held. Each edit has an id of its own, which its hash covers.
 */
async function sentBefore(
  client: Transaction,
  { person, deviceId }: Identity,
  fresh: readonly Mutation[],
): Promise<Map<string, PushResult>> {
  const { rows } = await client.query<{ hash: string; result: PushResult }>(
    `SELECT r.hash, r.result FROM results r JOIN devices d ON d.id = r.device_id
      WHERE r.hash = ANY($1) AND d.person_id = $2 AND r.device_id <> $3`,
    [fresh.map((each) => each.hash), person.id, deviceId],
  );
  return new Map(rows.map((row) => [row.hash, row.result]));
}

/** When an edit was made, as its device says and others are shown: no time that has not come. */
function shownTime(at: string, now: Date): string {
  return Date.parse(at) < now.getTime() ? at : now.toISOString();
}

async function applyFresh(
  client: Transaction,
  identity: Identity,
  fresh: readonly Mutation[],
  /** Characters of each edit, by its number. */
  sizes: ReadonlyMap<number, number>,
  now: () => Date,
  manners: Manners | null,
): Promise<PushResult[]> {
  // What shares a thread is small, and judged in no time.
  if (!manners) await foresee(client, identity, fresh, now);
  const scopes = await ScopeBatch.lock(client, scopesOf(identity, fresh), manners?.allowance);
  const known = await sentBefore(client, identity, fresh);
  // Those that will be refused too: the answer to every edit is kept.
  await countSent(
    client,
    identity.organisation.id,
    {
      rows: fresh.length,
      bytes: fresh.reduce((sum, each) => sum + (sizes.get(each.n) ?? 0), 0),
      packets: fresh.filter((each) => each.table === 'packets').length,
    },
    now(),
  );
  await loadRows(identity, scopes, fresh);
  const batch: Batch = { client, identity, scopes, domainEvents: [], now };
  const results: PushResult[] = [];
  for (const each of fresh) {
    for (const scope of scopes.values()) scope.changedAt = shownTime(each.at, now());
    const before = known.get(each.hash);
    const result = before
      ? { ...before, n: each.n }
      : each.table !== 'packets' && (sizes.get(each.n) ?? 0) > MAX_EDIT
        ? rejected(each.n, 'invalid', 'It holds more than 1 MB, which only a packet may.')
        : await applyOne(batch, each);
    // The same edit under two numbers of one batch is one edit too.
    known.set(each.hash, result);
    results.push(result);
    await manners?.rest();
  }
  // A clash keeps the hub's row beside the edit: a few bytes that were sent may hold as much as the largest row.
  const kept = scopes.get(organisationScope(identity.organisation.id))?.weighed('conflicts');
  if (kept && kept.rows > 0)
    await countSent(client, identity.organisation.id, { ...kept, packets: 0 }, now());
  for (const each of scopes.values()) await each.save();
  await writeDeliveries(client, batch.domainEvents, now());
  await client.query(
    `INSERT INTO results (device_id, n, hash, result)
       SELECT $1, t.n, t.hash, t.result::jsonb FROM unnest($2::bigint[], $3::text[], $4::text[]) AS t (n, hash, result)`,
    [
      identity.deviceId,
      fresh.map((each) => each.n),
      fresh.map((each) => each.hash),
      results.map((each) => JSON.stringify(each)),
    ],
  );
  await client.query('UPDATE devices SET last_n = $2 WHERE id = $1', [identity.deviceId, fresh.at(-1)?.n]);
  return results;
}

async function applyOne(batch: Batch, edit: Mutation): Promise<PushResult> {
  const { identity, scopes } = batch;
  const { table } = edit;
  if (!isTable(table)) {
    const message = `This hub does not know the table ${cut(table, 40)}. It may be older than the console.`;
    return rejected(edit.n, 'unknown-table', holdsUnstorable(table) ? 'There is no such table.' : message);
  }
  const { writes, madeBy, speaksFor } = rulesOf(table);
  if (writes === 'hub' || (madeBy === 'hub' && edit.op !== 'patch'))
    return rejected(edit.n, 'forbidden', `Only the hub writes ${table}.`);
  if (!mayPush(identity, table)) return rejected(edit.n, 'forbidden', 'Your role does not allow this.');
  if (!isKey(table, edit.key)) return rejected(edit.n, 'invalid', 'The key is no id.');
  const scope = scopes.get(scopeOf(table, identity.organisation.id));
  if (!scope) throw new Error(`the scope of ${table} is not there`);
  const context: EditContext = { ...batch, scope };
  if (await isAnothers(context, table, edit.key))
    return rejected(edit.n, 'duplicate-key', 'A row with this id is there, with another content.');
  const asKnown = speaksFor === 'signer' ? edit : await withNames(batch, edit);
  switch (table) {
    case 'packets':
      return applyHandoff(context, asKnown);
    case 'signatures':
      return applySignature(context, asKnown);
    case 'reviews':
      return applyReview(context, asKnown);
    case 'deskEntries':
      return applyDeskEntry(context, asKnown);
    case 'deskReplies':
      return applyDeskReply(context, asKnown);
    default:
      return tables[table].scope === 'catalogue'
        ? applyCatalogueEdit(context, { ...asKnown, table })
        : applyRowEdit(
            context,
            await withOwnEngineer(context, withCredibleTime(context, { ...asKnown, table })),
          );
  }
}

/**
 * Whether another organisation has a row under this key in a table that is carried to the desk, where all lie side by side: what
 * would take its place there is refused. Ids of such rows travel on sticks, so that they are no secret.
 */
async function isAnothers({ client, scope }: EditContext, table: TableName, key: string): Promise<boolean> {
  if (rulesOf(table).carriedTo !== 'level3') return false;
  const { rowCount } = await client.query(
    "SELECT 1 FROM rows WHERE tbl = $1 AND key = $2 AND scope NOT IN ($3, 'level3') LIMIT 1",
    [table, key, scope.head.name],
  );
  return rowCount !== 0;
}

/** An edit of a row of the organisation; one whose effect came before it, in a packet, is done already. */
async function applyRowEdit(context: EditContext, edit: TableEdit): Promise<PushResult> {
  const left = await remainingEdit(context, edit);
  if (left) {
    const notTheirs = (await refusedAssignment(context, left)) ?? (await refusedTakeBack(context, left));
    if (notTheirs) return refused(left, notTheirs);
    const frozen = isOfFrozen(context, left) && !(await isPast(context, caseOf(context.scope, left)));
    return applyEdit(context, left, frozen);
  }
  return { n: edit.n, outcome: 'applied', version: context.scope.head.version };
}
