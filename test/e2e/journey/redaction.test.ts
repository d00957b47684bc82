/** Two engineers of one partner redact files of one case without a network; then all that the hub has is searched for what they replaced. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Desk, expectAccessible, keepPictures, openDesk } from '../../helpers/desk.ts';
import { eventually } from '../../helpers/eventually.ts';
import { eachLine } from '../../helpers/generated-configurations.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import { openCase, press, syncWords } from '../../helpers/journey.ts';
import { type Line, openLine } from '../../helpers/line.ts';
import { sql } from '../../helpers/postgres.ts';
import { ios } from '../../helpers/secret-lines.ts';

const ENOUGH = 1_000;

let hub: TestHub;
let line: Line;
let one: Desk;
let two: Desk;
let caseId = '';
const cleanups: (() => unknown)[] = [];

/** Many configurations with a secret in each line, and a host of its own in each block. */
function planted(): { text: string; originals: string[] } {
  const originals = new Set<string>();
  const parts: string[] = [];
  for (let seed = 1; originals.size < ENOUGH; seed++) {
    const host = `northgate-sw-${seed}`;
    originals.add(host);
    parts.push(`hostname ${host}`, 'interface Vlan20', ` ip address 10.20.${seed}.1 255.255.255.0`);
    for (const each of eachLine(ios, seed * 10_000)) {
      parts.push(each.text);
      for (const secret of each.planted) originals.add(secret);
    }
  }
  return { text: `${parts.join('\n')}\n`, originals: [...originals] };
}

const { text, originals } = planted();
const file = { name: 'running.cfg', mimeType: 'text/plain', buffer: Buffer.from(text) };

beforeAll(async () => {
  hub = await startTestHub();
  line = await openLine(Number(new URL(hub.url).port));
  one = await openDesk(hub, cleanups, hub.sample.people.engineer.id, 'First laptop', line.url);
  two = await openDesk(hub, cleanups, hub.sample.people.secondEngineer.id, 'Second laptop', line.url);
  cleanups.push(
    () => line.close(),
    () => one.browser.close(),
    () => two.browser.close(),
  );
});
afterAll(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup();
  await hub.stop();
});

async function look(page: Page, name: string): Promise<void> {
  await expectAccessible(page, name);
  await keepPictures(page, name);
}

async function sync(page: Page): Promise<void> {
  await press(page, 'link', 'Sync');
  await press(page, 'button', 'Sync now');
  await syncWords(page, /^Up to date/);
}

/** Adds the file to the case, and lets a redacted copy of it take its place. */
async function redact({ page, shell }: Desk, name: string): Promise<void> {
  await page.goto(`${shell.origin}/#/cases/${caseId}/files`);
  await page.getByLabel('Files to attach').setInputFiles(file);
  await page.getByText('Held on this computer: not redacted yet').waitFor();
  await look(page, `${name}-held`);
  await press(page, 'link', 'Redact running.cfg');
  await page.getByRole('heading', { name: 'Redacted copy' }).waitFor({ timeout: 120_000 });
  await page.getByText('hostname northgate-sw-1').first().waitFor();
  await page.keyboard.press('F7');
  await look(page, `${name}-redact`);
  await page.keyboard.press('Control+Enter');
  await page.getByRole('button', { name: 'Remove running.cfg' }).waitFor();
}

/** Everything that the hub has written down anywhere, as one text. */
async function allOfTheHub(): Promise<string> {
  const parts = [hub.output()];
  for (const entry of readdirSync(hub.blobs, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) parts.push(readFileSync(join(entry.parentPath, entry.name), 'latin1'));
  const tables = await sql<{ name: string }>(
    hub.databaseUrl,
    "SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public'",
  );
  for (const { name } of tables)
    for (const { row } of await sql<{ row: string }>(hub.databaseUrl, `SELECT t::text AS row FROM ${name} t`))
      parts.push(row);
  return parts.join('\n');
}

describe('[security 31] redaction of one case on two computers', () => {
  test('without a network, both make the same copy: the key came with the case', async () => {
    caseId = await openCase(one.page, 'Switches lose their neighbours');
    await sync(one.page);
    await sync(two.page);
    line.cut();
    await redact(one, 'first');
    await redact(two, 'second');
    line.mend();
    await sync(one.page);
    await sync(two.page);
    const sent = await eventually(
      () =>
        sql<{ sha256: string; named: number; there: number }>(
          hub.databaseUrl,
          `SELECT sha256, named, (SELECT count(*)::int FROM blobs b WHERE b.sha256 = a.sha256) AS there
             FROM (SELECT data->>'sha256' AS sha256, count(*)::int AS named FROM rows WHERE tbl = 'attachments' GROUP BY 1) a`,
        ),
      (rows) => rows.length > 0 && rows.every(({ there, named }) => there === 1 && named === 2),
      'the copies of both computers are at the hub',
    );
    expect(sent, 'two files of one content').toHaveLength(1);
  });

  test(`0 of ${ENOUGH} originals are in the hub’s files, database and logs`, async () => {
    const all = await allOfTheHub();
    // The search finds what is there.
    for (const there of ['running.cfg', 'Switches lose their neighbours', 'interface Vlan20'])
      expect(all.includes(there), there).toBe(true);
    expect(originals.length).toBeGreaterThanOrEqual(ENOUGH);
    expect(originals.filter((original) => all.includes(original))).toEqual([]);
  });

  test('[RD63] the desk’s scope holds no key, no choice and no original', async () => {
    const rows = await sql<{ row: string }>(
      hub.databaseUrl,
      "SELECT tbl || ' ' || coalesce(data::text, '') AS row FROM rows WHERE scope = 'level3'",
    );
    expect(rows.filter(({ row }) => /^redaction(Keys|Choices) /.test(row))).toEqual([]);
    const keys = await sql<{ key: string }>(
      hub.databaseUrl,
      "SELECT data->>'key' AS key FROM rows WHERE tbl = 'redactionKeys'",
    );
    expect(keys.length).toBeGreaterThan(0);
    for (const { key } of keys) expect(rows.filter(({ row }) => row.includes(key))).toEqual([]);
  });
});
