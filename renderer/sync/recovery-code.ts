/**
 * The recovery code of this device's keys on its way to the hub, for the leads of the organisation (security 29). It waits in the sealed
 * database until the hub has it. The hub's answer says whom a code of the person's computers was shown to.
 */
import { z } from 'zod';
import type { Answer, Bridge } from '../../shared/bridge/contract.ts';
import { type RecoveryShown, recoveryShown } from '../../shared/sync/protocol.ts';
import type { ConsoleDatabase } from '../store/database.ts';

const CODE = 'recovery-code';
const SHOWN = 'recovery-code-shown';
const waits = z.strictObject({ code: z.string() });
const kept = z.strictObject({ known: z.array(z.string()), fresh: z.array(recoveryShown) });

type Parts = { db: ConsoleDatabase; bridge: Bridge };

const nameOf = ({ at, by, deviceName }: RecoveryShown) => `${at} ${by} ${deviceName}`;

/** A code that counts from now on is to be given to the hub. */
export async function giveLater({ db }: { db: ConsoleDatabase }, code: string): Promise<void> {
  await db.syncState.put({ id: CODE, value: { code } });
}

/** Gives what waits, and learns whom codes were shown to. A hub that does not answer, or is older, is asked again another time. */
export async function exchangeRecoveryCode({ db, bridge }: Parts): Promise<Answer<unknown>> {
  const found = waits.safeParse((await db.syncState.get(CODE))?.value);
  const code = found.success ? found.data.code : null;
  const answer = await bridge.call('device.recovery', { code });
  if (!answer.ok) return answer;
  const { shown } = answer.value;
  await db.transaction('rw', db.syncState, async () => {
    // Another may have been made meanwhile.
    const now = waits.safeParse((await db.syncState.get(CODE))?.value);
    if (code !== null && now.success && now.data.code === code) await db.syncState.delete(CODE);
    const before = kept.safeParse((await db.syncState.get(SHOWN))?.value);
    const known = before.success ? before.data.known : [];
    const fresh = shown.filter((each) => !known.includes(nameOf(each)));
    await db.syncState.put({ id: SHOWN, value: { known, fresh } });
  });
  return answer;
}

/** Whom a code was shown to since the person said that they know. */
export async function unseenRecoveries(db: ConsoleDatabase): Promise<readonly RecoveryShown[]> {
  const parsed = kept.safeParse((await db.syncState.get(SHOWN))?.value);
  return parsed.success ? parsed.data.fresh : [];
}

/** The person knows of them. */
export async function markRecoveriesSeen({ db }: { db: ConsoleDatabase }): Promise<void> {
  await db.transaction('rw', db.syncState, async () => {
    const parsed = kept.safeParse((await db.syncState.get(SHOWN))?.value);
    if (!parsed.success) return;
    const known = [...parsed.data.known, ...parsed.data.fresh.map(nameOf)];
    await db.syncState.put({ id: SHOWN, value: { known, fresh: [] } });
  });
}
