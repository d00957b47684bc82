/** The board's lines in a real browser: read once, in the order of what is due, and in step with the database after that. */
import { afterEach, expect, test } from 'vitest';
import { consoleDatabase } from '../../../renderer/store/database.ts';
import { ClockSource } from '../../../renderer/views/clock-lines.ts';
import type { DeskEntry, Ticket } from '../../../shared/tickets/schema.ts';

const NOW = '2026-11-23T15:00:00.000Z';
const id = (n: number) => `01990000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
const by = { id: id(1), name: 'Sample Desk One' };

function aTicket(n: number, change: Partial<Ticket> = {}): Ticket {
  return {
    id: id(n),
    caseId: id(n + 100_000),
    organisationId: id(2),
    organisationName: 'Example Partner (sample)',
    ticket: `T-${n}`,
    packetId: id(n + 200_000),
    revision: 1,
    title: `Fault ${n}`,
    customer: 'Example Hospital (sample)',
    site: '',
    engineer: { id: id(3), name: 'Sample Engineer One' },
    priority: 'P2',
    state: 'escalated',
    receivedAt: NOW,
    notifiedBy: 'web-ticket',
    notifiedAt: NOW,
    acknowledgedAt: null,
    acknowledgedBy: null,
    outsideReference: '',
    outsideStatus: '',
    sample: true,
    ...change,
  };
}

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function boardOf(tickets: readonly Ticket[], onReading = () => {}) {
  const db = consoleDatabase(`clock-lines-${Math.random()}`);
  closing.push(() => db.delete());
  // Rows that are asked for by their keys are no reading of all.
  db.use({
    stack: 'dbcore',
    name: 'readings of all tickets',
    create: (core) => ({
      ...core,
      table(name) {
        const table = core.table(name);
        if (name !== 'tickets') return table;
        const query: typeof table.query = (request) => {
          onReading();
          return table.query(request);
        };
        return { ...table, query };
      },
    }),
  });
  await db.tickets.bulkPut([...tickets]);
  const source = new ClockSource({ db, now: () => new Date(NOW) });
  closing.push(() => source.close());
  await expect.poll(() => source.store.getState().loaded).toBe(true);
  const lines = () => source.store.getState().lines;
  return { db, lines, running: () => source.store.getState().running };
}

test('nearest due first, those without a time last; a closed ticket runs no clock', async () => {
  const acknowledged = { state: 'acknowledged', acknowledgedAt: NOW, acknowledgedBy: by } as const;
  const { lines, running } = await boardOf([
    aTicket(1),
    aTicket(2, acknowledged),
    aTicket(3, { ...acknowledged, priority: 'P1' }),
    aTicket(4, { ...acknowledged, state: 'closed' }),
  ]);
  expect(lines().map(({ number }) => number)).toEqual(['T-3', 'T-2', 'T-1', 'T-4']);
  expect(running().map(({ line, clock }) => `${line.number} ${clock.kind}`)).toEqual([
    'T-3 action-plan',
    'T-2 action-plan',
    'T-3 patch',
    'T-2 patch',
  ]);
});

test('[I13] what comes in, and what waits here, shows at once; what the hub refuses leaves again', async () => {
  const { db, lines } = await boardOf([]);
  await db.tickets.put(aTicket(1));
  await expect.poll(() => lines().map(({ state }) => state)).toEqual(['escalated']);
  const entry: DeskEntry = {
    id: id(9),
    ticketId: id(1),
    caseId: id(100_001),
    organisationId: id(2),
    at: { at: NOW, zone: 'UTC' },
    by,
    kind: 'acknowledged',
    note: '',
  };
  await db.deskEntries.put(entry);
  await expect
    .poll(() => lines().map(({ state, clocks }) => [state, clocks.length]))
    .toEqual([['acknowledged', 2]]);
  await db.deskEntries.delete(entry.id);
  await expect.poll(() => lines().map(({ state }) => state)).toEqual(['escalated']);
  await db.tickets.delete(id(1));
  await expect.poll(() => lines()).toEqual([]);
});

test('more rows than one page, and a new list of holidays counts all of them anew', async () => {
  const acknowledged = { state: 'acknowledged', acknowledgedAt: NOW, acknowledgedBy: by } as const;
  const { db, lines, running } = await boardOf(
    Array.from({ length: 450 }, (_, n) =>
      aTicket(n + 10, { ...acknowledged, priority: n % 3 === 0 ? 'P1' : 'P2' }),
    ),
  );
  expect(lines()).toHaveLength(450);
  const ranks = running().map(({ rank }) => rank);
  expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
  expect(ranks).toHaveLength(900);
  const before = lines()[0]?.next?.deadline.at;
  await db.holidayLists.put({
    id: id(8),
    version: 1,
    publishedAt: NOW,
    dates: [{ date: '2026-11-26', name: 'Thanksgiving Day' }],
    sample: true,
  });
  await expect.poll(() => lines()[0]?.next?.deadline.at).not.toBe(before);
});

test('what a pull brings in long writes is read by its keys, not all of it anew', async () => {
  let readings = 0;
  const { db, lines } = await boardOf([aTicket(1)], () => {
    readings += 1;
  });
  const before = readings;
  for (let n = 0; n < 5; n++)
    await db.tickets.bulkPut(Array.from({ length: 120 }, (_, at) => aTicket(10 + 120 * n + at)));
  await expect.poll(() => lines().length).toBe(601);
  expect(readings).toBe(before);
});

test('changes that come while all is read anew are taken together after it', async () => {
  const { db, lines } = await boardOf([aTicket(1)]);
  // A new list of holidays has all read anew, beginning with these lists.
  let readings = 0;
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const lists = db.holidayLists.toArray.bind(db.holidayLists);
  Object.assign(db.holidayLists, {
    toArray: () => {
      readings += 1;
      return held.then(() => lists());
    },
  });
  const change = async (version: number) => {
    await db.holidayLists.put({ id: id(version), version, publishedAt: NOW, dates: [], sample: true });
    await new Promise((done) => setTimeout(done, 100));
  };
  await change(1);
  await expect.poll(() => readings).toBe(1);
  for (const version of [2, 3, 4, 5, 6]) await change(version);
  await db.tickets.put(aTicket(2));
  release();
  await expect.poll(() => lines().length).toBe(2);
  await new Promise((done) => setTimeout(done, 500));
  // The one that was held back, and one for all that came meanwhile.
  expect(readings).toBe(2);
});
