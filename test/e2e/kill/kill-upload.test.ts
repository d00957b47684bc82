/**
 * `kill -9` in the middle of uploads, of everything there is, while the network between console and hub cuts, delays and repeats:
 * each file that the screen called added is at the hub afterwards, once, with the content that it had (S9).
 * UPLOAD_ROUNDS=40 is the full proof; SEED=N draws the network's faults again as they were.
 */
import { createHash } from 'node:crypto';
import { createReadStream, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hubPaths } from '../../../shared/sync/protocol.ts';
import { openAgain, openBrowser } from '../../helpers/browser-shell.ts';
import { openDesk } from '../../helpers/desk.ts';
import { eventually } from '../../helpers/eventually.ts';
import { type FaultyProxy, faultyProxy } from '../../helpers/faulty-proxy.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import { attachAsItIs, openCase, openPart, press, syncWords } from '../../helpers/journey.ts';
import { randomBelow } from '../../helpers/ledger.ts';
import { sql } from '../../helpers/postgres.ts';
import { TestDevice } from '../../helpers/test-device.ts';
import { bytesOf, someBytes, testShell } from '../../helpers/test-shell.ts';

const ROUNDS = Number(process.env.UPLOAD_ROUNDS ?? 4);
const SEED = Number(process.env.SEED ?? randomBelow(1_000_000));
const FAULTS_ONE_IN = 4;
const MIB = 1024 * 1024;
const MOST_MIB = 12;
const TARGETS = ['shell', 'hub', 'browser', 'postgres'] as const;

let hub: TestHub;
let proxy: FaultyProxy;
const cleanups: (() => unknown)[] = [];
beforeAll(async () => {
  hub = await startTestHub({ embedded: true });
  proxy = await faultyProxy(hub.url, SEED, 0);
});
afterAll(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup();
  await proxy.close();
  await hub.stop();
});

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** @returns once the screen lists the file as one of the case; false where it was killed before */
async function add(page: Page, name: string, bytes: Buffer): Promise<boolean> {
  try {
    const file = { name, mimeType: 'text/plain', buffer: bytes };
    await page.getByLabel('Files to attach').setInputFiles(file, { timeout: 60_000 });
    await attachAsItIs(page, name);
    await page.getByRole('button', { name: `Remove ${name}` }).waitFor({ timeout: 60_000 });
    return true;
  } catch {
    return false;
  }
}

test(
  `[S9] ${ROUNDS} rounds of kill -9 in the middle of an upload: the shell, the hub, the browser, PostgreSQL`,
  async () => {
    const desk = await openDesk(
      hub,
      cleanups,
      hub.sample.people.engineer.id,
      'Laptop that is killed',
      proxy.url,
    );
    let { browser } = desk;
    cleanups.push(() => browser.close());
    const caseId = await openCase(browser.page, 'A case with large files');
    await openPart(browser.page, 'Files');
    /** What the screen called added: name and hash, outside the processes that are killed. */
    const ledger = new Map<string, string>();
    const killed = new Map<string, number>();
    proxy.setRate(FAULTS_ONE_IN);
    for (let round = 0; round < ROUNDS; round++) {
      const target = TARGETS[round % TARGETS.length] ?? 'shell';
      const { bytes, sha256 } = someBytes((1 + randomBelow(MOST_MIB)) * MIB + randomBelow(MIB));
      const name = `recorder-${round}.log`;
      const onItsWay = proxy.next(`${hubPaths.uploads}/`);
      if (await add(browser.page, name, bytes)) ledger.set(name, sha256);
      await Promise.race([onItsWay.then(() => wait(randomBelow(60))), wait(6_000)]);
      killed.set(target, (killed.get(target) ?? 0) + 1);
      if (target === 'browser') {
        await browser.kill();
        browser = await openBrowser(desk.profile);
        await openAgain(browser.page, desk.shell);
      } else if (target === 'shell') {
        await desk.shell.kill();
        await desk.shell.restart();
      } else {
        if (target === 'hub') await hub.kill();
        else await hub.killDatabase();
        await hub.restart();
      }
      await browser.page.goto(`${desk.shell.origin}/#/cases/${caseId}/files`);
      await browser.page.reload();
      await browser.page.getByLabel('Files to attach').waitFor({ state: 'attached' });
    }
    proxy.setRate(0);
    await browser.page.reload();
    await press(browser.page, 'link', 'Sync');
    await press(browser.page, 'button', 'Sync now').catch(async (error: unknown) => {
      const shown = await browser.page.locator('body').innerText({ timeout: 5_000 });
      throw new Error(`At ${browser.page.url()} there is: ${shown.slice(0, 2_000)}`, { cause: error });
    });
    await syncWords(browser.page, 'Up to date');
    const wanted = [...ledger.values()].sort();
    const kept = await eventually(
      () => sql<{ sha256: string; location: string }>(hub.databaseUrl, 'SELECT sha256, location FROM blobs'),
      (rows) => wanted.every((sha256) => rows.some((row) => row.sha256 === sha256)),
      'every file that was called added is at the hub',
      120,
    ).catch(async (error: unknown) => {
      const screen = await browser.page.locator('main').textContent();
      const uploads = await sql(hub.databaseUrl, 'SELECT * FROM uploads');
      throw new Error(
        `${error}; on screen: ${screen}; uploads ${JSON.stringify(uploads)}; seed ${SEED}; called added ${JSON.stringify([...ledger])}`,
      );
    });
    // Each once, with the content that it is named after, and nothing of it left in between.
    expect(new Set(kept.map(({ sha256 }) => sha256)).size).toBe(kept.length);
    for (const { sha256, location } of kept) expect(await hashOf(join(hub.blobs, location))).toBe(sha256);
    const files = () =>
      readdirSync(hub.blobs, { recursive: true, withFileTypes: true })
        // The hub's own name in its store is no attachment.
        .filter((each) => each.isFile() && each.name !== 'hub-store')
        .map(({ name }) => name)
        .sort();
    // What a killed hub left of an upload goes when a hub starts.
    await hub.restart();
    await eventually(
      async () => ({ rows: await sql(hub.databaseUrl, 'SELECT id FROM uploads'), files: files() }),
      ({ rows, files: left }) => rows.length === 0 && left.length === kept.length,
      'nothing is left of uploads',
    );
    expect(files()).toEqual(kept.map(({ sha256 }) => sha256).sort());
    // The records are there, and a colleague gets what they name.
    const witness = await TestDevice.enrol(hub, hub.sample.people.secondEngineer.id);
    const { rows } = await witness.pullAll();
    const records = rows
      .filter((row) => row.table === 'attachments')
      .map((row) => row.data as { name: string; sha256: string; size: number });
    for (const [name, sha256] of ledger)
      expect(records).toContainEqual(expect.objectContaining({ name, sha256 }));
    expect(new Set(records.map(({ name }) => name)).size).toBe(records.length);
    const colleague = await testShell(witness);
    for (const { sha256, size } of records) {
      expect(await colleague.transfers.fetch({ sha256, size })).toEqual({ ok: true, value: {} });
      expect((await bytesOf(colleague.blobs, sha256)).length).toBe(size);
    }
    expect(ledger.size).toBeGreaterThan(ROUNDS / 2);
    const faults = Object.entries(proxy.done).map(([fault, count]) => `${fault} ${count}`);
    process.stdout.write(
      `Uploads: ${ROUNDS} rounds (${[...killed].map(([what, count]) => `${what} ${count}`).join(', ')}), ${ledger.size} files called added, all at the hub, none twice. Requests (seed ${SEED}): ${faults.join(', ')}\n`,
    );
  },
  120_000 + ROUNDS * 20_000,
);
