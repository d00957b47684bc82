/** What people do at their consoles, as the screens would write it. */

import { type Decision, reopenConflict, resolveConflict } from '../../renderer/commands/conflicts.ts';
import { endCase, reopenCase } from '../../renderer/commands/ends.ts';
import { addFile } from '../../renderer/commands/files.ts';
import { approve, decide as decideReview, signWith } from '../../renderer/commands/handoff.ts';
import type { Edit } from '../../renderer/store/write.ts';
import { newCase } from '../../shared/cases/case.ts';
import type { CaseContents } from '../../shared/cases/contents.ts';
import type { CaseRecord } from '../../shared/cases/schema.ts';
import { isEditable } from '../../shared/cases/states.ts';
import { steps } from '../../shared/cases/steps.ts';
import { makePacket } from '../../shared/handoff/packet.ts';
import type { Packet } from '../../shared/handoff/schema.ts';
import { systemOf } from '../helpers/hub-rows.ts';
import { completeContents } from '../helpers/packets.ts';
import { actAtDesk } from './desk-people.ts';
import type { SimulatedDevice } from './device.ts';
import type { World } from './world.ts';

const fields = ['title', 'observed', 'impact', 'ask', 'reproduction'] as const;
let values = 0;

/** A value that is nobody else's, so that it is known wherever it ends. */
function unique(device: SimulatedDevice): string {
  values += 1;
  return `${device.name} wrote ${values}`;
}

async function anyCase(device: SimulatedDevice): Promise<CaseRecord | undefined> {
  const ids = await device.db.cases.toCollection().primaryKeys();
  if (ids.length === 0) return undefined;
  // Few cases get most of the work, so that people meet in them.
  const record = await device.db.cases.get(
    ids[Math.min(device.random.int(0, ids.length - 1), device.random.int(0, 3))] ?? '',
  );
  return record && isEditable(record.state) ? record : undefined;
}

async function identityOf(device: SimulatedDevice) {
  const enrolled = await device.db.device.get('device');
  if (!enrolled) throw new Error('a person works at a device that is not enrolled');
  return enrolled.identity;
}

async function openCase(device: SimulatedDevice): Promise<string> {
  const identity = await identityOf(device);
  const row = newCase({
    id: device.newId(),
    organisationId: identity.organisation.id,
    engineer: device.person,
    createdAt: device.here(),
    title: unique(device),
    customer: 'Example Customer (sample)',
    site: '',
  });
  const event = {
    id: device.newId(),
    caseId: row.id,
    kind: 'opened' as const,
    at: device.here(),
    by: device.person,
    from: null,
    to: 'level1' as const,
    reason: '',
  };
  const result = await device.write([
    { op: 'insert', table: 'cases', row },
    { op: 'insert', table: 'events', row: event },
  ]);
  return `opens a case: ${result.kind}`;
}

/** A whole case in a few writes, as it would grow, and its handoff. */
async function handOff(world: World, device: SimulatedDevice): Promise<string> {
  const identity = await identityOf(device);
  if (!identity.roles.includes('engineer')) return openCase(device);
  const contents = completeContents({ identity, person: device.person }, world.scheduler.now, device.newId);
  if (device.random.chance(0.2)) contents.case.observed = '';
  const { case: record, systems, configuration, revisions, steps, consents, links, examples } = contents;
  const writes: Edit[][] = [
    [{ op: 'insert', table: 'cases', row: { ...record, state: 'level1' } }],
    [
      ...systems.map((row): Edit => ({ op: 'insert', table: 'systems', row })),
      ...configuration.map((row): Edit => ({ op: 'insert', table: 'configuration', row })),
      ...revisions.map((row): Edit => ({ op: 'insert', table: 'revisions', row })),
    ],
    steps.map((row): Edit => ({ op: 'insert', table: 'steps', row })),
    // The hub asks whether it has what the customer signed.
    [
      ...consents.map((row): Edit => ({ op: 'insert', table: 'consents', row })),
      ...links.map((row): Edit => ({ op: 'insert', table: 'links', row })),
      ...examples.map((row): Edit => ({ op: 'insert', table: 'examples', row })),
    ],
    [{ op: 'patch', table: 'cases', key: record.id, fields: { state: 'level2' } }],
  ];
  for (const edits of writes) {
    await device.write(edits);
    await world.scheduler.sleep(device.window, 'typing', device.random.int(10, 2_000));
  }
  return submit(device, contents, 1);
}

/** Freezes the case, signs it and queues it, as the screen does where nothing is missing; here something may be. */
async function submit(device: SimulatedDevice, contents: CaseContents, revision: number): Promise<string> {
  const packet = makePacket({
    knownHubTime: (await device.db.device.get('device'))?.lastHubTime ?? null,
    id: device.newId(),
    revision,
    createdAt: device.here(),
    by: device.person,
    contents,
    findings: [],
  });
  const enrolled = await device.db.device.get('device');
  if (!enrolled) return 'hands off nothing: the device lost its database';
  const start = { id: device.newId(), kind: 'engineer' as const, at: device.here() };
  const signature = await signWith(enrolled, packet, start, device.db.sealing);
  const result = await device.write([
    { op: 'patch', table: 'cases', key: contents.case.id, fields: { state: 'ready' } },
    { op: 'insert', table: 'signatures', row: signature },
    { op: 'insert', table: 'packets', row: packet },
  ]);
  return `hands off revision ${revision}: ${result.kind}`;
}

/** The newest packet of a case, as this device knows it. */
async function newestPacket(device: SimulatedDevice, caseId: string): Promise<Packet | undefined> {
  const packets = await device.db.packets.where({ caseId }).toArray();
  return packets.sort((a, b) => b.revision - a.revision)[0];
}

/** A lead decides about a packet that waits: two leads may do so at once, and know nothing of each other. */
async function review(device: SimulatedDevice): Promise<string> {
  const waiting = (await device.db.cases.toArray()).filter((record) => record.state === 'in-review');
  if (waiting.length === 0) return editCase(device);
  const packet = await newestPacket(device, device.random.pick(waiting).id);
  if (!packet) return editCase(device);
  const what = device.random.next();
  if (what < 0.6) {
    const readBack = { wrong: unique(device), asked: unique(device) };
    return `approves: ${(await approve(device.desk, packet, { readBack, waivers: [] })).kind}`;
  }
  const kind = what < 0.85 ? ('asked-for-changes' as const) : ('rejected' as const);
  const changes = kind === 'rejected' ? [] : [{ text: unique(device), where: null, rule: null }];
  return `${kind}: ${(await decideReview(device.desk, packet, { kind, text: unique(device), changes })).kind}`;
}

/** What was sent back goes again, with another text. */
async function handOffAgain(device: SimulatedDevice): Promise<string> {
  const back = (await device.db.cases.toArray()).filter((each) => each.state === 'changes-requested');
  const record = back.length > 0 ? device.random.pick(back) : undefined;
  const packet = record && (await newestPacket(device, record.id));
  if (!record || !packet) return editCase(device);
  const fields = { observed: unique(device) };
  await device.write([{ op: 'patch', table: 'cases', key: record.id, fields }]);
  const contents = { ...packet.contents, case: { ...record, ...fields } };
  return submit(device, contents, packet.revision + 1);
}

async function editCase(device: SimulatedDevice): Promise<string> {
  const record = await anyCase(device);
  if (!record) return openCase(device);
  const field = device.random.pick(fields);
  const result = await device.write([
    { op: 'patch', table: 'cases', key: record.id, fields: { [field]: unique(device) } },
  ]);
  return `changes ${field}: ${result.kind}`;
}

async function addStep(device: SimulatedDevice): Promise<string> {
  const record = await anyCase(device);
  if (!record) return openCase(device);
  const at = device.here();
  const row = steps.empty({
    id: device.newId(),
    caseId: record.id,
    at,
    by: device.person,
    level: 1 as const,
    kind: 'gather' as const,
    did: unique(device),
    recordedAt: at.at,
  });
  return `adds a step: ${(await device.write([{ op: 'insert', table: 'steps', row }])).kind}`;
}

async function workOnSystems(device: SimulatedDevice): Promise<string> {
  const record = await anyCase(device);
  if (!record) return openCase(device);
  const systems = await device.db.systems.where({ caseId: record.id }).toArray();
  if (systems.length === 0 || device.random.chance(0.3)) {
    const identity = await identityOf(device);
    const row = systemOf({ identity, person: device.person }, record.id, {
      id: device.newId(),
      hostname: unique(device),
      provenance: { kind: 'typed', at: device.here().at, by: device.person },
    });
    return `adds a system: ${(await device.write([{ op: 'insert', table: 'systems', row }])).kind}`;
  }
  const { id } = device.random.pick(systems);
  if (device.random.chance(0.35))
    return `deletes a system: ${(await device.write([{ op: 'delete', table: 'systems', key: id }])).kind}`;
  const field = device.random.pick(['hostname', 'notes'] as const);
  const edit: Edit = { op: 'patch', table: 'systems', key: id, fields: { [field]: unique(device) } };
  return `changes a system’s ${field}: ${(await device.write([edit])).kind}`;
}

/** Adds a file of a few chunks, or fetches one that somebody else added. */
async function workOnFiles(device: SimulatedDevice): Promise<string> {
  const record = await anyCase(device);
  if (!record) return openCase(device);
  const files = await device.db.attachments.where({ caseId: record.id }).toArray();
  const file = files.length > 0 && device.random.chance(0.3) ? device.random.pick(files) : null;
  if (file) {
    const answer = await device.transfers?.bring(file);
    return `fetches a file: ${answer?.ok ? 'here' : (answer?.failure.code ?? 'no')}`;
  }
  // Now and then two people add the same content.
  const content = device.random.chance(0.2) ? 'the same content '.repeat(400) : unique(device).repeat(500);
  const added = await addFile(
    device.desk,
    record.id,
    new File([content], 'sample.log', { type: 'text/plain' }),
  );
  return `adds a file: ${added.kind}`;
}

/** Closes a case that its partner works on, as its end asks for. */
export async function endSomeCase(device: SimulatedDevice, tell: (text: string) => void): Promise<void> {
  const open = (await device.db.cases.toArray()).filter(
    ({ state }) => state === 'level1' || state === 'level2',
  );
  if (open.length === 0) return;
  const record = device.random.pick(open);
  const done = await endCase(device.desk, record, { endedAs: 'withdrawn', endReason: unique(device) });
  tell(`ends a case: ${done.kind}`);
}

/** A lead opens a closed case again. */
export async function openSomeCase(device: SimulatedDevice, tell: (text: string) => void): Promise<void> {
  const { roles } = await identityOf(device);
  const closed = (await device.db.cases.toArray()).filter(({ state }) => state === 'closed');
  if (closed.length === 0 || !roles.includes('lead')) return;
  const done = await reopenCase(device.desk, device.random.pick(closed), `${unique(device)} again.`);
  tell(`opens a closed case again: ${done.kind}`);
}

/** Decides about a conflict, or opens a decided one again. */
async function decide(device: SimulatedDevice): Promise<string> {
  const conflicts = await device.db.conflicts.toArray();
  if (conflicts.length === 0) return editCase(device);
  const { id, resolvedAt, field } = device.random.pick(conflicts);
  if (resolvedAt !== null) return `opens a conflict again: ${(await reopenConflict(device.desk, id)).kind}`;
  const decisions: Decision[] = [{ kind: 'theirs' }, { kind: 'mine' }];
  if (fields.some((name) => name === field)) decisions.push({ kind: 'third', value: unique(device) });
  const decision = device.random.pick(decisions);
  const { result, undo } = await resolveConflict(device.desk, id, decision);
  if (device.random.chance(0.3)) return `decides a conflict and takes it back: ${(await undo()).kind}`;
  return `decides a conflict, ${decision.kind}: ${result.kind}`;
}

/** One thing that a person does; answers what it was. */
export async function actAsPerson(world: World, device: SimulatedDevice): Promise<string> {
  const what = device.random.next();
  const { roles } = await identityOf(device);
  if (roles.includes('level3')) return actAtDesk(device);
  // What the desk works on is handed off and approved first.
  if (world.desks && roles.includes('lead') && device.random.chance(0.4)) return review(device);
  if (world.desks && device.random.chance(0.3)) return handOff(world, device);
  if (roles.includes('lead') && device.random.chance(0.3)) return review(device);
  if (roles.includes('engineer') && device.random.chance(0.08)) return handOffAgain(device);
  if (what < 0.15) return openCase(device);
  if (what < 0.25) return decide(device);
  if (what < 0.5) return editCase(device);
  if (what < 0.65) return addStep(device);
  if (what < 0.83) return workOnSystems(device);
  if (what < 0.92) return workOnFiles(device);
  return handOff(world, device);
}
