/** The device says who it is. */
import type { Bridge, CallOutput } from '../../shared/bridge/contract.ts';
import type { ConsoleDatabase } from '../store/database.ts';
import type { DeviceRow } from '../store/device-rows.ts';
import { keyPairOf, signAssertion } from './assertion.ts';

export interface SignInParts {
  db: ConsoleDatabase;
  bridge: Bridge;
  now: () => Date;
  newId: () => string;
}

/** The hub answers with the person's roles as they are now. A clock that is off (S2) is made up for by the hub's own time. */
export async function signIn(
  { db, bridge, now, newId }: SignInParts,
  device: DeviceRow,
): Promise<CallOutput<'device.authenticate'>> {
  const keys = await keyPairOf(device.keys, db.sealing);
  const authenticate = async (at: Date) => {
    const assertion = await signAssertion(keys, device.identity.deviceId, at, newId());
    return bridge.call('device.authenticate', { assertion, hub: device.hub });
  };
  const answer = await authenticate(now());
  if (answer.ok || answer.failure.code !== 'clock') return answer;
  let reached = await bridge.call('hub.reach', { hub: null });
  if (!reached.ok) reached = await bridge.call('hub.reach', { hub: device.hub });
  return reached.ok ? authenticate(new Date(reached.value.hubTime)) : answer;
}
