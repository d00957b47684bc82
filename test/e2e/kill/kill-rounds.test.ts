/**
 * `kill -9` at random moments and in the middle of pushes, of everything there is, while somebody types and the network between
 * console and hub cuts, delays and repeats: what the screen called saved is at the hub afterwards, once.
 * ROUNDS=100 is the full proof; SEED=N draws the network's faults again as they were.
 */
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hubPaths } from '../../../shared/sync/protocol.ts';
import { newProfile, openAgain, openBrowser, startTestShell } from '../../helpers/browser-shell.ts';
import {
  launchElectron,
  sharedFolder,
  testRuntime,
  unpackedApplication,
  virtualDisplay,
  whyNoElectron,
} from '../../helpers/electron.ts';
import { type FaultyProxy, faultyProxy } from '../../helpers/faulty-proxy.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import { enrolByKeyboard, openCase, press, syncWords } from '../../helpers/journey.ts';
import { Ledger, openAtField, randomBelow } from '../../helpers/ledger.ts';
import { sql } from '../../helpers/postgres.ts';
import { TestDevice } from '../../helpers/test-device.ts';

const ROUNDS = Number(process.env.ROUNDS ?? 6);
const SEED = Number(process.env.SEED ?? randomBelow(1_000_000));
const ELECTRON_ROUNDS = Math.round(ROUNDS * 0.4);
const BROWSER_ROUNDS = ROUNDS - ELECTRON_ROUNDS;
const LONGEST_MS = 1_200;
/** One request in so many meets a fault. */
const FAULTS_ONE_IN = 3;
const TARGETS = ['browser', 'shell', 'hub', 'postgres'] as const;

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

/** Half of the rounds any moment, half the middle of a push, or just before or behind it. */
async function moment(round: number): Promise<void> {
  if (round % 2 === 0) return wait(randomBelow(LONGEST_MS));
  await wait(randomBelow(LONGEST_MS / 2));
  await Promise.race([proxy.next(hubPaths.push).then(() => wait(randomBelow(25))), wait(LONGEST_MS)]);
}

async function killHub(target: 'hub' | 'postgres'): Promise<void> {
  if (target === 'hub') await hub.kill();
  else await hub.killDatabase();
}

/** All that was typed reaches the hub as well, both agree, and nothing is there twice. */
async function agrees(page: Page, ledger: Ledger, caseId: string, deviceName: string): Promise<void> {
  proxy.setRate(0);
  await press(page, 'link', 'Sync');
  await press(page, 'button', 'Sync now');
  await syncWords(page, 'Up to date');
  const witness = await TestDevice.enrol(hub, hub.sample.people.lead.id);
  await expect
    .poll(async () => (await witness.row('cases', caseId))?.data, { timeout: 30_000 })
    .toSatisfy((data: { observed?: string }) => ledger.allowed().includes(data.observed ?? ''));
  const { rows, head } = await witness.pullAll();
  const steps = rows
    .filter((row) => row.table === 'steps')
    .map((row) => row.data as { caseId: string; did: string })
    .filter((row) => row.caseId === caseId)
    .map((row) => row.did);
  expect(steps).toEqual(expect.arrayContaining(ledger.steps));
  expect(new Set(steps).size).toBe(steps.length);
  // One device at a case: whatever was repeated, nothing of it may clash.
  expect(rows.filter((row) => row.table === 'conflicts')).toEqual([]);
  expect(head.count).toBe(rows.length);
  const numbers = await sql(
    hub.databaseUrl,
    `SELECT d.last_n = count(r.n) AND d.last_n = max(r.n) AS whole,
            bool_and(r.result ->> 'outcome' IN ('applied', 'merged')) AS taken
       FROM devices d JOIN results r ON r.device_id = d.id WHERE d.name = $1 GROUP BY d.id`,
    [deviceName],
  );
  expect(numbers).toEqual([{ whole: true, taken: true }]);
}

function tell(name: string, rounds: number, ledger: Ledger): void {
  const faults = Object.entries(proxy.done).map(([fault, count]) => `${fault} ${count}`);
  process.stdout.write(
    `${name}: ${rounds} rounds, ${ledger.saved().length} edits and ${ledger.steps.length} steps called saved, all at the hub, none twice. Requests so far (seed ${SEED}): ${faults.join(', ')}\n`,
  );
}

describe('kill -9 at random moments', () => {
  test(
    `[S1][S3][S11] ${BROWSER_ROUNDS} rounds: the browser, the shell, the hub, PostgreSQL`,
    async () => {
      proxy.setRate(0);
      const shell = await startTestShell(proxy.url);
      const profile = newProfile();
      cleanups.push(profile.remove, () => shell.stop());
      let browser = await openBrowser(profile.path);
      await browser.page.goto(shell.url());
      await enrolByKeyboard(
        browser.page,
        await hub.enrolmentCode(hub.sample.people.engineer.id),
        'Laptop that is killed',
      );
      const caseId = await openCase(browser.page, 'A case under a hammer');
      const ledger = new Ledger();
      proxy.setRate(FAULTS_ONE_IN);
      for (let round = 1; round <= BROWSER_ROUNDS; round++) {
        const target = TARGETS[round % TARGETS.length] ?? 'browser';
        await ledger.addStep(browser.page, round);
        if (round === 1) await ledger.typeOne(browser.page, round);
        const now = moment(Math.floor(round / TARGETS.length) + round);
        const typing = ledger.typeUntil(browser.page, round, now);
        await now;
        if (target === 'browser') {
          await browser.kill();
          await typing;
          browser = await openBrowser(profile.path);
          await openAgain(browser.page, shell);
        } else if (target === 'shell') {
          await shell.kill();
          await typing;
          await shell.restart();
        } else {
          await killHub(target);
          await typing;
          await hub.restart();
        }
        await openAtField(browser.page, shell.origin, caseId);
        await ledger.check(browser.page);
      }
      await agrees(browser.page, ledger, caseId, 'Laptop that is killed');
      expect(ledger.saved().length).toBeGreaterThan(BROWSER_ROUNDS / 4);
      tell('Browser', BROWSER_ROUNDS, ledger);
      await browser.close();
    },
    120_000 + BROWSER_ROUNDS * 15_000,
  );

  test(
    `[S1][S3][S11] ${ELECTRON_ROUNDS} rounds: Electron`,
    async (context) => {
      context.skip(!testRuntime, whyNoElectron);
      proxy.setRate(0);
      const application = unpackedApplication();
      const screen = await virtualDisplay();
      const data = join(sharedFolder(), 'data');
      mkdirSync(data);
      chmodSync(data, 0o777);
      cleanups.push(application.remove, screen.stop);
      const start = () =>
        launchElectron({ executable: application.executable, display: screen.display, data, hub: proxy.url });
      let running = await start();
      await enrolByKeyboard(
        running.page,
        await hub.enrolmentCode(hub.sample.people.secondEngineer.id),
        'Desktop that is killed',
      );
      const caseId = await openCase(running.page, 'A case under another hammer');
      const ledger = new Ledger();
      proxy.setRate(FAULTS_ONE_IN);
      for (let round = 1; round <= ELECTRON_ROUNDS; round++) {
        await ledger.addStep(running.page, round);
        if (round === 1) await ledger.typeOne(running.page, round);
        const now = moment(round);
        const typing = ledger.typeUntil(running.page, round, now);
        await now;
        await running.kill();
        await typing;
        running = await start();
        await openAtField(running.page, 'app://console', caseId);
        await ledger.check(running.page);
      }
      await agrees(running.page, ledger, caseId, 'Desktop that is killed');
      expect(ledger.saved().length).toBeGreaterThan(0);
      tell('Electron', ELECTRON_ROUNDS, ledger);
      await running.app.close();
    },
    120_000 + ELECTRON_ROUNDS * 15_000,
  );
});
