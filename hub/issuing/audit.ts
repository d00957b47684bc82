/** Who did what: entries that are only ever added (C6), in the hub's table and in the registry's scope. */
import type { AuditRecord } from '../../shared/certification/schema.ts';
import type { Transaction } from '../store/database.ts';
import type { ScopeBatch } from '../store/rows.ts';

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
