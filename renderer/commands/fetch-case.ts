/** Brings a case back that has left this computer (security 29). */
import { t } from '@lingui/core/macro';
import { type FetchedCase, fetchCase, wantCase } from '../sync/fetch-case.ts';
import type { AppServices } from '../views/app-services.ts';

/** What a pull brings between two tries is asked for, too; it does not go on for ever. */
const TRIES = 5;

/** @returns what stands in the way, in words; empty where the case is here. It stays wanted, and comes with the next round of sync */
export async function fetchDeparted(
  app: Pick<AppServices, 'db' | 'bridge' | 'changes' | 'sync' | 'syncNow'>,
  caseId: string,
): Promise<string> {
  if (!(await wantCase(app.db, caseId))) return '';
  for (let tries = 0; tries < TRIES; tries++) {
    const answer = await app.sync.asDevice(async () => {
      const done: FetchedCase = await fetchCase(app, caseId);
      return done.kind === 'failed'
        ? { ok: false as const, failure: done.failure }
        : { ok: true as const, value: done };
    });
    if (!answer.ok) {
      app.syncNow();
      return answer.failure.kind === 'offline'
        ? t`The hub cannot be reached. The case comes by itself as soon as it can be.`
        : answer.failure.message;
    }
    if (answer.value.kind === 'again') continue;
    if (answer.value.kind === 'fetched') app.changes.publish(answer.value.changes);
    return '';
  }
  app.syncNow();
  return t`Others are working on the case just now. It comes with the next round of sync.`;
}
