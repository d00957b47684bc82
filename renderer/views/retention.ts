/** What screens say of cases that have left this computer (security 29). */
import { defaultDeviceRules } from '../../shared/sync/device-rules.ts';
import type { ConsoleDatabase } from '../store/database.ts';
import { type DepartedCase, isAway, type Summary } from '../store/device-rows.ts';
import { nothingLeft, RETENTION, type RetentionNote } from '../sync/retention.ts';

/** A case that is at the hub only, with its line of the list; null where it is here, or was never. */
export async function readDeparted(
  db: ConsoleDatabase,
  caseId: string,
): Promise<{ departed: DepartedCase; line: Summary | undefined } | null> {
  const [departed, line] = await Promise.all([db.departed.get(caseId), db.summaries.get(caseId)]);
  return isAway(departed) ? { departed, line } : null;
}

export interface RetentionState extends RetentionNote {
  /** The organisation's; null where cases stay. */
  days: number | null;
  /** How many are at the hub only now, and how many of them are to be fetched. */
  away: number;
  wanted: number;
}

export async function readRetention(db: ConsoleDatabase): Promise<RetentionState> {
  const [device, kept, left, wanted] = await Promise.all([
    db.device.get('device'),
    db.syncState.get(RETENTION),
    db.departed.where('state').equals('left').count(),
    db.departed.where('state').equals('wanted').count(),
  ]);
  const note = { ...nothingLeft, ...(kept?.value as Partial<RetentionNote> | undefined) };
  const { retentionDays } = device?.rules ?? defaultDeviceRules;
  return { ...note, days: retentionDays, away: left + wanted, wanted };
}
