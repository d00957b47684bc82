/**
 * Recovery codes of devices (security 29): given by the device itself, sealed with the hub's secret as the issuer's keys are, and
 * shown to a lead of its organisation. Who runs the hub could read them; the hub holds what they open anyway, but for what was not sent.
 */
import type { RecoveryShown } from '../../shared/sync/protocol.ts';
import type { Database, Transaction } from '../store/database.ts';
import { seal, unseal } from './sealing.ts';

/** Keeps the device's code in place of the one that it gave before. */
export async function keepRecoveryCode(
  database: Database,
  secret: string,
  deviceId: string,
  code: string,
): Promise<void> {
  await database.query(
    `INSERT INTO recovery_codes (device_id, sealed) VALUES ($1, $2)
       ON CONFLICT (device_id) DO UPDATE SET sealed = excluded.sealed, given_at = now()`,
    [deviceId, seal(code, secret)],
  );
}

/** Whom the codes of the person's devices were shown to, the newest first. */
export async function recoveryCodesShown(database: Database, personId: string): Promise<RecoveryShown[]> {
  const { rows } = await database.query<{ deviceName: string; by: string; at: Date }>(
    `SELECT d.name AS "deviceName", s.by_name AS by, s.at FROM recovery_codes_shown s
       JOIN devices d ON d.id = s.device_id WHERE d.person_id = $1 AND s.by_id <> $1 ORDER BY s.at DESC LIMIT 100`,
    [personId],
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

/**
 * The device's code, and a note of who was shown it.
 * @returns null where the device gave none, or it was sealed with a secret that is lost
 */
export async function showRecoveryCode(
  client: Transaction,
  secret: string,
  deviceId: string,
  by: { id: string; name: string },
): Promise<{ code: string; givenAt: Date } | null> {
  const { rows } = await client.query<{ sealed: string; given_at: Date }>(
    'SELECT sealed, given_at FROM recovery_codes WHERE device_id = $1',
    [deviceId],
  );
  const [kept] = rows;
  if (!kept) return null;
  const code = opened(kept.sealed, secret);
  if (code === null) return null;
  await client.query('INSERT INTO recovery_codes_shown (device_id, by_id, by_name) VALUES ($1, $2, $3)', [
    deviceId,
    by.id,
    by.name,
  ]);
  return { code, givenAt: kept.given_at };
}

function opened(sealed: string, secret: string): string | null {
  try {
    return unseal(sealed, secret);
  } catch {
    // Unreported: the operator took a new secret; the device gives its code again when it makes a new one.
    return null;
  }
}
