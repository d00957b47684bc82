/**
 * The board of clocks with 10,000 running tickets: how long from its link to its rows, and the longest task of the window
 * while it reads them and while it is scrolled, by wheel and by keys.
 */
import type { Page } from 'playwright-core';
import { type Database, transaction } from '../../hub/store/database.ts';
import { ScopeBatch } from '../../hub/store/rows.ts';
import { sampleOrganisations } from '../../hub/store/sample.ts';
import { type DeskEntry, deskEntry, type Ticket, ticket } from '../../shared/tickets/schema.ts';
import { press } from '../helpers/journey.ts';
import { Random } from '../sim/random.ts';
import { agreement, startBenchDevice } from './device.ts';
import type { BenchResult } from './result.ts';
import { tasksOf } from './tasks.ts';
import { beginWatch, seenBy } from './watch.ts';

const TICKETS = 10_000;
const AT_ONCE = 500;
/** What a person notices (RAIL): a frame may not wait longer. */
const LONGEST_TASK_MS = 50;
/** Each three notches of a wheel. */
const WHEELS = 300;
const PAGES = 40;
/** So many rows are a board that has opened. */
const SEEN_ROWS = 5;

const [partner, , desk] = sampleOrganisations;
const by = { id: desk.people[0].id, name: desk.people[0].name };

/** The n-th id of a kind: counted, so that every run has the same rows. */
function idOf(kind: number, n: number): string {
  return `0199${kind.toString(16).padStart(4, '0')}-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
}

/** A ticket that was acknowledged within the last six weeks, with the entry that says so. */
function acknowledged(n: number, random: Random, now: number): { ticket: Ticket; entry: DeskEntry } {
  const receivedAt = new Date(now - random.int(1, 60_000) * 60_000).toISOString();
  const acknowledgedAt = new Date(Date.parse(receivedAt) + 30_000).toISOString();
  const row = ticket.parse({
    ...{ id: idOf(1, n), caseId: idOf(2, n), packetId: idOf(3, n), revision: 1 },
    ...{ organisationId: partner.id, organisationName: partner.name, ticket: `T-${n + 1}` },
    ...{ title: `Sample fault ${n}`, customer: 'Example Hospital (sample)', site: 'Building 1' },
    engineer: { id: partner.people[0].id, name: partner.people[0].name },
    priority: random.pick(['P1', 'P2', 'P3', 'P4']),
    ...{ state: 'acknowledged', receivedAt, notifiedBy: 'web-ticket', notifiedAt: receivedAt },
    ...{ acknowledgedAt, acknowledgedBy: by, outsideReference: '', outsideStatus: '', sample: true },
  });
  const entry = deskEntry.parse({
    ...{ id: idOf(4, n), ticketId: row.id, caseId: row.caseId, organisationId: partner.id },
    ...{ at: { at: acknowledgedAt, zone: 'UTC' }, by, kind: 'acknowledged', note: '' },
  });
  return { ticket: row, entry };
}

async function fillDesk(database: Database): Promise<void> {
  const random = new Random(20_261_125);
  const now = Date.now();
  for (let from = 0; from < TICKETS; from += AT_ONCE) {
    await transaction(database, async (client) => {
      const scope = (await ScopeBatch.lock(client, ['level3'])).get('level3');
      if (!scope) throw new Error('the scope level3 is not there');
      const rows = Array.from({ length: AT_ONCE }, (_, n) => acknowledged(from + n, random, now));
      await scope.load(
        rows.flatMap((row) => [
          { table: 'tickets', key: row.ticket.id },
          { table: 'deskEntries', key: row.entry.id },
        ]),
      );
      for (const row of rows) {
        scope.put('tickets', row.ticket.id, row.ticket, null);
        scope.put('deskEntries', row.entry.id, row.entry, null);
      }
      await scope.save();
    });
  }
}

/**
 * Under the pointer and in focus before anything is watched: to find something by its role, the instrument looks at every element, in a
 * task of the very thread that is looked at.
 */
async function take(page: Page): Promise<void> {
  const board = page.getByRole('grid');
  await board.hover();
  await board.focus();
}

/** Through the board by wheel, then by whole pages, then to its end and back. */
async function scroll(page: Page): Promise<void> {
  for (let n = 0; n < WHEELS; n++) {
    await page.mouse.wheel(0, 300);
    await page.waitForTimeout(16);
  }
  for (let n = 0; n < PAGES; n++) await page.keyboard.press('PageDown');
  await page.keyboard.press('End');
  await page.keyboard.press('Home');
  await page.waitForTimeout(200);
}

export async function run(): Promise<BenchResult[]> {
  const device = await startBenchDevice();
  try {
    await fillDesk(device.database);
    const browser = await device.open();
    try {
      const { page } = browser;
      await page.goto(device.url);
      await page.getByText('Start as somebody else').click();
      await press(page, 'button', 'Sample Desk One');
      await page.getByTestId('sync-state').waitFor();
      await agreement(page, { ...device, scope: 'level3' });
      await page.goto(`${device.origin}/#/policy`);
      await page.getByRole('heading', { level: 1, name: 'Policy' }).waitFor();
      await page.waitForTimeout(2_000);
      // As above: the link is found first, and the rows are looked for without their roles.
      await page.getByRole('link', { name: 'Clocks' }).first().focus();
      await beginWatch(page);
      const start = Date.now();
      await page.keyboard.press('Enter');
      await page.waitForFunction(
        (rows) => document.querySelectorAll('.grid-placed').length >= rows,
        SEEN_ROWS,
        { timeout: 120_000 },
      );
      const opened = Date.now() - start;
      const opening = await seenBy(page);
      await page.getByText(/^\d+ clocks$/).waitFor();
      await take(page);
      // By the wall without a trace, which takes time of the very thread that is looked at.
      await beginWatch(page);
      await scroll(page);
      const scrolled = await seenBy(page);
      const scrolling = await tasksOf(page, () => scroll(page));
      if (process.env.BENCH_PARTS)
        for (const [part, ms] of scrolling.parts) process.stdout.write(`  ${part}: ${ms.toFixed(1)} ms\n`);
      const what = `board, ${TICKETS} running tickets`;
      const task = (name: string, ms: number): BenchResult => ({
        name: `${what}, longest task ${name}`,
        value: ms,
        unit: 'ms',
        against: `a limit of ${LONGEST_TASK_MS} ms (0: none reached it)`,
        ratio: ms / LONGEST_TASK_MS,
      });
      return [
        {
          name: `${what}, from the link to its rows`,
          value: opened,
          unit: 'ms',
          against: 'a second',
          ratio: opened / 1_000,
        },
        task('while it opens', opening.longestTask),
        task('while it scrolls', scrolled.longestTask),
        task('while it scrolls, by the processor', scrolling.longestCpu),
      ];
    } finally {
      await browser.close();
    }
  } finally {
    await device.close();
  }
}
