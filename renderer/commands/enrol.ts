/** Enrols this computer: a key of its own, a one-time code, and the hub's certificate for it (C5). */
import type { Failure } from '../../shared/bridge/contract.ts';
import { keyPairOf, makeDeviceKeys, publicKeyOf, signEnrolment } from '../sync/assertion.ts';
import { noteHubTime } from '../sync/hub-clock.ts';
import type { AppServices } from '../views/app-services.ts';

export type EnrolOutcome = { ok: true } | { ok: false; failure: Failure };

/** @param hub null for the hub that the shell was started with */
export async function enrol(
  app: Pick<AppServices, 'bridge' | 'db' | 'now' | 'startSync'>,
  input: { code: string; deviceName: string; hub: string | null },
): Promise<EnrolOutcome> {
  const { sealing } = app.db;
  const keys = await makeDeviceKeys(sealing);
  const pair = await keyPairOf(keys, sealing);
  const [publicKey, proof] = await Promise.all([publicKeyOf(keys), signEnrolment(pair, input)]);
  const answer = await app.bridge.call('device.enrol', { ...input, publicKey, proof });
  if (!answer.ok) return answer;
  const { identity, certificate, hub, hubTime } = answer.value;
  await app.db.device.put({
    id: 'device',
    identity,
    certificate,
    hub,
    keys,
    nextN: 1,
    lastHubTime: hubTime,
    ...(sealing?.isWhole ? { allSealed: sealing.wholeNote() } : {}),
  });
  await noteHubTime(app.db, hubTime, app.now());
  // Asked once: without it the browser may drop the database when the disk runs low.
  // Unreported: a browser that does not keep promises is the same as one that said no.
  await navigator.storage?.persist?.().catch(() => false);
  app.startSync();
  return { ok: true };
}
