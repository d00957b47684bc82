/** Who did what: entries that are only ever added (C6), in the hub's table and in the registry's scope. */
import { type AuditRecord, auditRecord } from '../../shared/certification/schema.ts';
import { type Database, type Transaction, transaction } from '../store/database.ts';
import { ScopeBatch } from '../store/rows.ts';

export interface AuditEntry {
  by: { id: string; name: string } | null;
  action: string;
  subject: string;
  reason: string;
  detail: AuditRecord['detail'];
}

/** Adds an entry. @param registry where admins see it; locked by the same transaction */
export async function addAudit(client: Transaction, registry: ScopeBatch, entry: AuditEntry): Promise<void> {
  const { by, action, subject, reason, detail } = entry;
  const { rows } = await client.query<{ id: number; at: Date }>(
    `INSERT INTO audit (action, subject, detail, by_id, by_name, reason)
       VALUES ($1, $2, $3, $4, $5, $6) RETURNING id, at`,
    [action, subject, detail, by?.id ?? null, by?.name ?? null, reason],
  );
  const [made] = rows;
  if (!made) throw new Error('an audit entry that was just made is not there');
  const row: AuditRecord = { id: String(made.id), at: made.at.toISOString(), ...entry };
  await registry.load([{ table: 'audits', key: row.id }]);
  registry.put('audits', row.id, { ...row }, null);
}

async function lockedRegistry(client: Transaction): Promise<ScopeBatch> {
  const registry = (await ScopeBatch.lock(client, ['registry'])).get('registry');
  if (!registry) throw new Error('the scope registry is not there');
  return registry;
}

/**
 * Adds an entry of what the operator, a command or a device did, in a transaction that writes no other row of the registry.
 * @param entry `by` is null, and `reason` and `detail` empty, where they are left out
 */
export async function addOwnAudit(
  client: Transaction,
  entry: Pick<AuditEntry, 'action' | 'subject'> & Partial<AuditEntry>,
): Promise<void> {
  const registry = await lockedRegistry(client);
  await addAudit(client, registry, { by: null, reason: '', detail: {}, ...entry });
  await registry.save();
}

/** Entries that are published in one transaction. */
const AT_ONCE = 500;

/**
 * Shows admins the entries that are not in the registry yet: of before they were shown, and of a restore. One that does not have
 * the form of an entry stays where it is, and keeps no hub from starting.
 */
export async function publishMissingAudits(database: Database): Promise<void> {
  for (let after: string | null = '0'; after !== null; ) after = await publishAfter(database, after);
}

/** @returns the number of the last entry that was looked at; null where there are no more */
function publishAfter(database: Database, after: string): Promise<string | null> {
  return transaction(database, async (client) => {
    const registry = await lockedRegistry(client);
    const { rows } = await client.query(
      `SELECT a.id::text, a.at, CASE WHEN a.by_id IS NULL THEN NULL ELSE json_build_object('id', a.by_id, 'name', a.by_name) END AS by,
              a.action, a.subject, a.reason, a.detail FROM audit a
        WHERE a.id > $2::bigint
          AND NOT EXISTS (SELECT 1 FROM rows r WHERE r.scope = 'registry' AND r.tbl = 'audits' AND r.key = a.id::text)
        ORDER BY a.id LIMIT $1`,
      [AT_ONCE, after],
    );
    const entries = rows.flatMap((row) => {
      const parsed = auditRecord.safeParse({ ...row, at: row.at.toISOString() });
      return parsed.success ? [parsed.data] : [];
    });
    await registry.load(entries.map(({ id }) => ({ table: 'audits', key: id })));
    for (const entry of entries) registry.put('audits', entry.id, { ...entry }, null);
    await registry.save();
    return rows.length < AT_ONCE ? null : String(rows.at(-1)?.id);
  });
}
