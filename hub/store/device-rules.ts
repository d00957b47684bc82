/** What the devices of an organisation go by, as the operator set it. */
import { type DeviceRules, defaultDeviceRules } from '../../shared/sync/device-rules.ts';
import type { Database, Transaction } from './database.ts';

/** With the hub's own values where the operator set none. */
export async function deviceRulesOf(
  database: Database | Transaction,
  organisationId: string,
): Promise<DeviceRules> {
  const { rows } = await database.query<{ leaseDays: number | null; retentionDays: number | null }>(
    'SELECT lease_days AS "leaseDays", retention_days AS "retentionDays" FROM organisations WHERE id = $1',
    [organisationId],
  );
  return {
    leaseDays: rows[0]?.leaseDays ?? defaultDeviceRules.leaseDays,
    retentionDays: rows[0]?.retentionDays ?? defaultDeviceRules.retentionDays,
  };
}
