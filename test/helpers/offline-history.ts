/** What an engineer does to a case without a network, from a seed: edits as they lie in the outbox, and the packets among them. */

import type { CaseContents } from '../../shared/cases/contents.ts';
import type { SystemRecord } from '../../shared/cases/records.ts';
import type { Packet } from '../../shared/handoff/schema.ts';
import type { PacketSignature } from '../../shared/handoff/signature.ts';
import type { Mutation } from '../../shared/sync/protocol.ts';
import { completeContents, editsOf, handoffOf, packetOf, signatureOf } from './packets.ts';
import { type Edit, insertOf, newId, type TestDevice } from './test-device.ts';

export function patchOf(table: string, key: string, base: object, patch: object): Edit {
  return {
    table,
    key,
    op: 'patch',
    patch: patch as Mutation['patch'],
    base: base as Mutation['base'],
  };
}

export interface OfflineHistory {
  outbox: Edit[];
  brought: { packet: Packet; signature: PacketSignature }[];
  /** The case and its systems as the device has them in the end. */
  record: CaseContents['case'];
  systems: SystemRecord[];
  /** A number from 0 up to `below`, the same for each run of a seed. */
  pick: (below: number) => number;
}

/** Three rounds of typing; the first two end in a handoff, and the lead's answer by file opens the case again. */
export async function offlineHistory(device: TestDevice, seed: number): Promise<OfflineHistory> {
  let state = seed * 7_919;
  const pick = (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
  const words = () => `Words ${pick(4)}`;
  const complete = completeContents(device);
  const start: CaseContents = { ...complete, case: { ...complete.case, state: 'level2' } };
  const [first] = start.systems;
  if (!first) throw new Error('a complete case has a system');
  let record = start.case;
  const systems = new Map([[first.id, first]]);
  const outbox = editsOf(start).slice(0, -1);
  const brought: OfflineHistory['brought'] = [];

  function type(): void {
    const changes = [
      { observed: `Seen on site: ${words()}` },
      { impact: `Felt at the customer: ${words()}` },
      { frequency: (['once', 'intermittent', 'constant'] as const)[pick(3)] ?? 'once' },
      { affectedUsers: pick(5) },
    ];
    const change: Partial<CaseContents['case']> = changes[pick(changes.length)] ?? {};
    const before = Object.fromEntries(
      Object.keys(change).map((field) => [field, record[field as 'observed']]),
    );
    outbox.push(patchOf('cases', record.id, before, change));
    record = { ...record, ...change };
  }

  function changeSystems(template: SystemRecord): void {
    const known = [...systems.values()];
    const one = known[pick(known.length)] ?? template;
    const what = ['add', 'remove', 'rename', 'rename', 'rename'][pick(5)];
    if (what === 'add') {
      const added = { ...template, id: newId(), role: 'context' as const, hostname: words() };
      systems.set(added.id, added);
      outbox.push(insertOf('systems', added));
    } else if (what === 'remove' && one.id !== template.id) {
      systems.delete(one.id);
      outbox.push({ table: 'systems', key: one.id, op: 'delete', base: one as unknown as Mutation['base'] });
    } else {
      const hostname = words();
      outbox.push(patchOf('systems', one.id, { hostname: one.hostname }, { hostname }));
      systems.set(one.id, { ...one, hostname });
    }
  }

  async function handOff(): Promise<void> {
    const contents = { ...start, case: record, systems: [...systems.values()] };
    const packet = packetOf(device, contents, brought.length + 1);
    const signature = await signatureOf(device, packet);
    outbox.push(
      patchOf('cases', record.id, { state: record.state }, { state: 'ready' }),
      insertOf('signatures', signature),
      handoffOf(packet),
    );
    record = { ...record, state: 'changes-requested' };
    brought.push({ packet, signature });
  }

  for (let round = 0; round < 3; round++) {
    for (let edits = 4 + pick(8); edits > 0; edits--)
      if (pick(3) === 0) changeSystems(first);
      else type();
    if (round < 2) await handOff();
  }
  return { outbox, brought, record, systems: [...systems.values()], pick };
}
