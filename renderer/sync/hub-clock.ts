/** How far this computer's clock is from the hub's, as it was last heard: what is signed has the hub's time (S2, security 36). */
import type { ZonedInstant } from '../../shared/base/values.ts';
import type { ConsoleDatabase } from '../store/database.ts';

const OFFSET = 'hub-clock-offset';
/** What an answer's way takes, and no clock's fault. */
const UNNOTICED_MS = 30_000;

/** How far the hub's clock is ahead of this computer's, in milliseconds, as it was last heard; 0 where no difference is noticed. */
export async function hubAheadMs(db: ConsoleDatabase): Promise<number> {
  const offset = (await db.syncState.get(OFFSET))?.value;
  return typeof offset === 'number' ? offset : 0;
}

/** Notes what the hub's clock says now; writes only where that is news, since every answer says it. */
export async function noteHubTime(db: ConsoleDatabase, hubTime: string, now: Date): Promise<void> {
  const heard = Date.parse(hubTime) - now.getTime();
  const offset = Math.abs(heard) < UNNOTICED_MS ? 0 : heard;
  const known = await hubAheadMs(db);
  if (known === offset || (offset !== 0 && known !== 0 && Math.abs(offset - known) < UNNOTICED_MS)) return;
  await db.syncState.put({ id: OFFSET, value: offset });
}

/** This instant by the hub's clock, with the zone of this computer. */
export async function hereByHub({
  db,
  here,
}: {
  db: ConsoleDatabase;
  here: () => ZonedInstant;
}): Promise<ZonedInstant> {
  const offset = await hubAheadMs(db);
  const { at, zone } = here();
  if (offset === 0) return { at, zone };
  return { at: new Date(Date.parse(at) + offset).toISOString(), zone };
}
