/** How far this computer's clock is from the hub's, as it was last heard: what is signed has the hub's time (S2, security 36). */
import type { ZonedInstant } from '../../shared/base/values.ts';
import type { ConsoleDatabase } from '../store/database.ts';

const OFFSET = 'hub-clock-offset';
/** What an answer's way takes, and no clock's fault. */
const UNNOTICED_MS = 30_000;

/** Notes what the hub's clock says now. */
export async function noteHubTime(db: ConsoleDatabase, hubTime: string, now: Date): Promise<void> {
  const offset = Date.parse(hubTime) - now.getTime();
  await db.syncState.put({ id: OFFSET, value: Math.abs(offset) < UNNOTICED_MS ? 0 : offset });
}

/** This instant by the hub's clock, with the zone of this computer. */
export async function hereByHub({
  db,
  here,
}: {
  db: ConsoleDatabase;
  here: () => ZonedInstant;
}): Promise<ZonedInstant> {
  const offset = (await db.syncState.get(OFFSET))?.value;
  const { at, zone } = here();
  if (typeof offset !== 'number' || offset === 0) return { at, zone };
  return { at: new Date(Date.parse(at) + offset).toISOString(), zone };
}
