/** What consoles of earlier schemas have in their outboxes, as a device of a test sends it to a hub. */
import type { Mutation } from '../../shared/sync/protocol.ts';
import type { Past } from './past.ts';
import { newId, type TestDevice } from './test-device.ts';

/** The edits under fresh ids, by the person and organisation of the device, as its console would send them. */
export function editsBy(device: TestDevice, { edits }: Past): Mutation[] {
  const ids = new Map<string, string>();
  const text = JSON.stringify(edits)
    .replaceAll('01900000-0000-7000-8000-00000000e001', device.person.id)
    .replaceAll(/"organisationId":"[^"]+"/g, `"organisationId":"${device.identity.organisation.id}"`)
    .replaceAll(/01990000-0000-7000-8000-[0-9a-f]{12}/g, (id) => {
      const known = ids.get(id) ?? newId();
      ids.set(id, known);
      return known;
    });
  return (JSON.parse(text) as Mutation[]).map((edit) => device.mutation(edit));
}
