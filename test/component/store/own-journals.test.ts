/** Restore offers a person what they wrote on this computer, and nothing that somebody else did. */
import { afterEach, expect, test } from 'vitest';
import { consoleDatabase } from '../../../renderer/store/database.ts';
import { unsentOfLostDatabases } from '../../../renderer/store/recovery.ts';
import type { CallOutput } from '../../../shared/bridge/contract.ts';
import { type Mutation, mutationHash } from '../../../shared/sync/protocol.ts';
import { identity, memoryBridge } from '../../helpers/bridge.ts';

const id = (n: number) => `01900000-0000-7000-8000-0000000000${n}`;
const [lost, another, older, unknown] = [id(71), id(72), id(73), id(74)] as const;
const db = consoleDatabase('own-journals');
afterEach(() => db.delete());

function anEdit(): Mutation {
  const edit = {
    ...{ id: id(81), table: 'cases', key: id(82), op: 'patch' as const, baseVersion: 1 },
    ...{ patch: { title: 'Changed' }, base: { title: '' }, blobs: [], at: '2026-11-29T01:00:00.000Z' },
  };
  return { ...edit, n: 1, hash: mutationHash(edit) };
}

function journals(): CallOutput<'journal.read'> {
  const journal = (deviceId: string, personId: string | null) => ({
    ...{ deviceId, personId, entries: [anEdit()] },
    torn: 0,
  });
  const devices = [
    journal(identity.deviceId, identity.person.id),
    journal(lost, identity.person.id),
    journal(another, id(99)),
    // From before it was noted whose they are.
    journal(older, null),
    journal(unknown, null),
  ];
  return { ok: true, value: { devices } };
}

test('what is offered is the person’s own; of an older journal the hub says whose computer it was', async () => {
  const bridge = memoryBridge();
  bridge.replies['journal.read'] = journals;
  const own = { id: older, name: 'Before', enrolledAt: '2026-11-01T08:00:00.000Z', revokedAt: null };
  bridge.replies['device.own'] = () => ({ ok: true, value: { devices: [own] } });
  const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);
  await db.open();
  await db.device.put({
    ...{ id: 'device', identity, certificate: '', hub: '', keys: keys as CryptoKeyPair },
    ...{ nextN: 1, lastHubTime: '2026-11-29T01:00:00.000Z' },
  });
  const offered = await unsentOfLostDatabases({ db, bridge });
  expect(offered.map(({ deviceId }) => deviceId)).toEqual([lost, older]);
});
