/** A handoff that is taken back: out of what waits on this computer, or out of review. */
import { waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { transitionEdits } from '../../../renderer/commands/cases.ts';
import { signWith, takeBack } from '../../../renderer/commands/handoff.ts';
import { repairJournal } from '../../../renderer/store/recovery.ts';
import type { AppServices } from '../../../renderer/views/app-services.ts';
import { noRows } from '../../../shared/cases/contents.ts';
import { checkTransition } from '../../../shared/cases/states.ts';
import { makePacket } from '../../../shared/handoff/packet.ts';
import type { Packet } from '../../../shared/handoff/schema.ts';
import { mutationHash } from '../../../shared/sync/protocol.ts';
import { type MemoryBridge, memoryBridge } from '../../helpers/bridge.ts';
import { AT, aCase, newId, openEnrolledConsole, removeConsole } from '../../helpers/console-device.ts';

let app: AppServices;
let bridge: MemoryBridge;
let packet: Packet;
const record = { ...aCase('Taken back'), state: 'level2' as const };

/** What handing off writes, of a case on which nothing is asked. */
async function handOffAsItIs(from: 'level2' | 'changes-requested' = 'level2'): Promise<void> {
  const device = await app.db.device.get('device');
  if (!device) throw new Error('not enrolled');
  packet = makePacket({
    id: newId(),
    revision: 1,
    createdAt: { at: AT, zone: 'UTC' },
    by: await app.person(),
    contents: { case: { ...record, state: from }, ...noRows() },
    findings: [],
  });
  const signature = await signWith(
    device,
    packet,
    { id: newId(), kind: 'engineer', at: app.here() },
    app.db.sealing,
  );
  const saved = await app.write([
    ...(await transitionEdits(app, { ...record, state: from }, 'ready', 'Handed off')),
    { op: 'insert', table: 'signatures', row: signature },
    { op: 'insert', table: 'packets', row: packet },
  ]);
  expect(saved.kind).toBe('saved');
}

beforeEach(async () => {
  bridge = memoryBridge();
  app = await openEnrolledConsole(bridge);
  await app.write([{ op: 'insert', table: 'cases', row: record }]);
  await handOffAsItIs();
});
afterEach(() => removeConsole(app));

const outbox = () => app.db.outbox.orderBy('n').toArray();

describe('[CS3] taken back while it is queued', () => {
  test('the case is as open as before, no packet waits, and the numbers of the edits stay', async () => {
    const before = await outbox();
    const nextN = (await app.db.device.get('device'))?.nextN;
    expect(await takeBack(app, record.id, packet.id)).toEqual({ kind: 'here' });
    expect((await app.db.cases.get(record.id))?.state).toBe('level2');
    expect(await app.db.packets.count()).toBe(0);
    expect(await app.db.signatures.count()).toBe(0);
    const after = await outbox();
    expect(after.map(({ n }) => n)).toEqual(before.map(({ n }) => n));
    expect((await app.db.device.get('device'))?.nextN).toBe(nextN);
    expect(after.filter(({ table }) => table === 'packets' || table === 'signatures')).toEqual([]);
    // What the hub gets says what happened, and moves the case nowhere.
    expect(after.some(({ patch }) => 'state' in patch && patch.state === 'ready')).toBe(false);
    const told = after.filter(({ table }) => table === 'events').map(({ patch }) => patch.reason);
    expect(told).toEqual(['Handed off', 'Taken back before it was sent']);
    for (const { caseId: _case, bytes: _bytes, n: _n, hash, ...mutation } of after)
      expect(hash).toBe(mutationHash(mutation));
  });

  test('the journal has the same, so that a database that is lost does not hand it off after all', async () => {
    await takeBack(app, record.id, packet.id);
    // Of two entries under one number the later counts.
    const last = new Map(bridge.journal.map((entry) => [entry.n, entry]));
    expect([...last.values()].filter(({ table }) => table === 'packets' || table === 'signatures')).toEqual(
      [],
    );
  });

  test('[S1] so it has where it could not take them at first: they are tried again by themselves', async () => {
    bridge.journalFailure = { kind: 'disk', code: 'ENOSPC', message: 'The disk of this computer is full.' };
    expect(await takeBack(app, record.id, packet.id)).toEqual({ kind: 'here' });
    bridge.journalFailure = null;
    await waitFor(
      () => {
        const last = new Map(bridge.journal.map(({ n, table }) => [n, table]));
        expect([...last.values()].filter((table) => table === 'packets' || table === 'signatures')).toEqual(
          [],
        );
      },
      { timeout: 5_000 },
    );
  });

  test('[S1] or at the next start, where the console ended before', async () => {
    bridge.journalFailure = { kind: 'disk', code: 'ENOSPC', message: 'The disk of this computer is full.' };
    const isGone = { ...app, journalBehind: () => undefined };
    await takeBack(isGone, record.id, packet.id);
    bridge.journalFailure = null;
    expect(await repairJournal(app)).toBe(true);
    const last = new Map(bridge.journal.map((entry) => [entry.n, entry.hash]));
    expect([...last]).toEqual((await outbox()).map(({ n, hash }) => [n, hash]));
    // What it has is not written there again.
    const written = bridge.journal.length;
    expect(await repairJournal(app)).toBe(true);
    expect(bridge.journal).toHaveLength(written);
  });

  test('a base that no edit waits on is not kept: it would pass for the hub’s row later', async () => {
    await takeBack(app, record.id, packet.id);
    const waiting = new Set((await outbox()).map(({ table, key }) => `${table} ${key}`));
    expect((await app.db.bases.toArray()).map(({ id }) => id).filter((id) => !waiting.has(id))).toEqual([]);
  });

  test('while it is on its way to the hub it is not touched, and that is told', async () => {
    const before = await outbox();
    const outcome = await navigator.locks.request('partner-console-sending', () =>
      takeBack(app, record.id, packet.id),
    );
    expect(outcome).toMatchObject({ kind: 'refused' });
    expect(await outbox()).toEqual(before);
  });
});

test('[CS3] what was handed off again after a lead sent it back is where the lead left it, by a step that the hub knows', async () => {
  await takeBack(app, record.id, packet.id);
  await app.db.cases.update(record.id, { state: 'changes-requested' });
  await handOffAsItIs('changes-requested');
  expect(await takeBack(app, record.id, packet.id)).toEqual({ kind: 'here' });
  expect((await app.db.cases.get(record.id))?.state).toBe('changes-requested');
  const told = (await outbox()).filter(({ table }) => table === 'events').at(-1)?.patch;
  expect(told).toMatchObject({ from: 'ready', to: 'changes-requested' });
  expect(checkTransition('ready', 'changes-requested', 'work-cases')).toEqual({ ok: true });
});

test('[CS3] taken back out of review: the hub is told, and takes it out of the leads’ queue', async () => {
  // The hub has it: nothing of it waits here.
  await app.db.outbox.clear();
  await app.db.cases.update(record.id, { state: 'in-review' });
  expect(await takeBack(app, record.id, packet.id)).toEqual({ kind: 'sent' });
  expect(await outbox()).toMatchObject([
    { table: 'cases', patch: { state: 'level2' }, base: { state: 'in-review' } },
    { table: 'events', patch: { from: 'in-review', to: 'level2', reason: 'Taken back by its author' } },
  ]);
});

test('[CS3] taken back out of review, a case that a lead had sent back is sent back again, with its changes to make', async () => {
  await takeBack(app, record.id, packet.id);
  await app.db.cases.update(record.id, { state: 'changes-requested' });
  await handOffAsItIs('changes-requested');
  await app.db.outbox.clear();
  await app.db.cases.update(record.id, { state: 'in-review' });
  expect(await takeBack(app, record.id, packet.id)).toEqual({ kind: 'sent' });
  expect(await outbox()).toMatchObject([
    { table: 'cases', patch: { state: 'changes-requested' }, base: { state: 'in-review' } },
    { table: 'events', patch: { from: 'in-review', to: 'changes-requested' } },
  ]);
});

test('[CS3] what a lead has approved is not taken back any more', async () => {
  await app.db.outbox.clear();
  await app.db.cases.update(record.id, { state: 'approved' });
  expect(await takeBack(app, record.id, packet.id)).toMatchObject({ kind: 'refused' });
  expect(await outbox()).toEqual([]);
});
