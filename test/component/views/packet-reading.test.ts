/** What a packet's reader asks of the database beside the packet itself. */
import { afterEach, expect, test } from 'vitest';
import { type ConsoleDatabase, consoleDatabase } from '../../../renderer/store/database.ts';
import { readDeskPriority, readNewestSeal } from '../../../renderer/views/packet-reading.ts';
import type { PacketSignature } from '../../../shared/handoff/signature.ts';
import type { Ticket } from '../../../shared/tickets/schema.ts';

const id = (n: number) => `01990000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
const AT = '2026-11-23T15:00:00.000Z';
const by = { id: id(3), name: 'Sample Engineer One' };

let db: ConsoleDatabase;
const open = () => {
  db = consoleDatabase(`packet-reading-${Math.random()}`);
  return db;
};
afterEach(() => db.delete());

function signature(revision: number): PacketSignature {
  return {
    ...{ id: id(100 + revision), caseId: id(1), packetId: id(200 + revision), revision, kind: 'engineer' },
    ...{ digest: `${revision}`.repeat(64).slice(0, 64), jws: '', deviceId: id(4), certificate: '', by },
    ...{ at: { at: AT, zone: 'America/Chicago' }, readBack: null, waivers: [] },
  };
}

test('how urgent a case is by Level 3 is the ticket’s word; before there is a ticket nobody of the desk said one', async () => {
  open();
  expect(await readDeskPriority(db, id(1))).toBeNull();
  const ticket = { id: id(2), caseId: id(1), ticket: 'T-1', priority: 'P3', state: 'acknowledged' };
  await db.tickets.put(ticket as Ticket);
  expect(await readDeskPriority(db, id(1))).toBe('P3');
  await db.tickets.update(id(2), { priority: 'P2' });
  expect(await readDeskPriority(db, id(1))).toBe('P2');
});

test('the foot of a case on paper names its newest packet; one that was never signed has none', async () => {
  open();
  expect(await readNewestSeal(db, id(1))).toBeNull();
  await db.signatures.bulkPut([signature(2), signature(1)]);
  expect(await readNewestSeal(db, id(1))).toMatchObject({ revision: 2, digest: '2'.repeat(64) });
});
