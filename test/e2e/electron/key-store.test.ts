/**
 * A desktop whose way in is lost (security 29): its key store was deleted, its data was copied to another computer, its passphrase was
 * forgotten. It never begins anew, the recovery code opens it, read out by a lead where nobody has it at hand, and what was not sent is there.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDesk } from '../../helpers/desk.ts';
import { type Desktop, startDesktop } from '../../helpers/desktop.ts';
import { dataFolder, type RunningElectron, testRuntime, whyNoElectron } from '../../helpers/electron.ts';
import { eventually } from '../../helpers/eventually.ts';
import { enrolByKeyboard, openCase, press, syncWords, typeInto } from '../../helpers/journey.ts';
import { type KeyStore, newerCalls, startKeyStore, whyNoKeyStore } from '../../helpers/key-store.ts';
import { sql } from '../../helpers/postgres.ts';
import { locked, protect, unlock } from '../../helpers/protection.ts';

const cleanups: (() => unknown)[] = [];
let desktop: Desktop;
if (testRuntime && whyNoKeyStore) process.stdout.write(`Key store: not tried, ${whyNoKeyStore}.\n`);

beforeAll(async () => {
  if (testRuntime) desktop = await startDesktop(cleanups, { before: newerCalls });
});
afterAll(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup();
});

/** Enrolled, in step with the hub, which has the recovery code, and protected. @returns the recovery code */
async function setUp({ page }: RunningElectron, name: string, passphrase?: string): Promise<string> {
  const { hub } = desktop;
  await enrolByKeyboard(page, await hub.enrolmentCode(hub.sample.people.engineer.id), name);
  await openCase(page, `Sent from ${name}`);
  const code = await protect(page, passphrase);
  await eventually(
    () =>
      sql(
        hub.databaseUrl,
        'SELECT c.sealed FROM recovery_codes c JOIN devices d ON d.id = c.device_id WHERE d.name = $1',
        [name],
      ),
    (rows) => rows.length === 1,
    'the hub has the code',
  );
  await syncWords(page, 'Up to date');
  return code;
}

/** What is saved while the hub is away; then the power goes. */
async function saveUnsent(running: RunningElectron, title: string): Promise<void> {
  const { page } = running;
  await desktop.hub.kill();
  await press(page, 'link', 'Home');
  await openCase(page, title);
  await syncWords(page, /^Offline/);
  await running.kill();
  await desktop.hub.restart();
}

const casesAtHub = (title: string) =>
  sql(desktop.hub.databaseUrl, "SELECT key FROM rows WHERE tbl = 'cases' AND data->>'title' = $1", [title]);

/** It asks for a way in, shows nothing, and is no new console. */
async function expectClosed(page: Page, ...titles: string[]): Promise<void> {
  await locked(page);
  const shown = await page.content();
  for (const words of [...titles, 'One-time code', 'Welcome']) expect(shown).not.toContain(words);
}

/** All of it is there, and what waited reaches the hub, where it is once. */
async function expectWhole(page: Page, sent: string, unsent: string): Promise<void> {
  await press(page, 'link', 'Sync');
  await press(page, 'button', 'Sync now');
  await syncWords(page, 'Up to date');
  await press(page, 'link', 'Cases');
  for (const title of [sent, unsent]) await page.getByText(title).first().waitFor();
  expect(await casesAtHub(unsent)).toHaveLength(1);
}

describe('a desktop whose way in is lost', () => {
  test('security 29: copied to another computer, and where its key store was deleted, it asks for recovery and has all of it', async (context) => {
    if (!testRuntime) return context.skip(whyNoElectron);
    if (whyNoKeyStore) return context.skip(whyNoKeyStore);
    const [own, other] = [await startKeyStore(), await startKeyStore()];
    cleanups.push(own.stop, other.stop);
    const launch = (data: string, store: KeyStore) =>
      desktop.launch(data, store.env(), ['--password-store=gnome-libsecret']);
    const [sent, unsent] = ['Sent from Desktop with a key store', 'Nobody else has this yet'];
    const data = dataFolder();
    let running = await launch(data, own);
    const code = await setUp(running, 'Desktop with a key store');
    await running.page.getByText(/^Protected: it opens by the key store of this computer/).waitFor();
    const keys = () => readFileSync(join(data, 'shell', 'keys.json'), 'utf8');
    expect(keys()).toContain('"keystore"');
    expect(keys()).not.toContain('"clear"');
    await running.app.close();

    // On its own computer nobody is asked.
    running = await launch(data, own);
    await running.page.getByRole('heading', { level: 1, name: 'Home' }).waitFor();
    await saveUnsent(running, unsent);
    const before = keys();

    const copied = join(dataFolder(), '..', 'copied');
    execFileSync('cp', ['-a', data, copied]);
    running = await launch(copied, other);
    await expectClosed(running.page, sent, unsent);
    await running.page.getByText(/The key store of this computer does not open the console/).waitFor();
    expect(readFileSync(join(copied, 'shell', 'keys.json'), 'utf8')).toBe(before);
    await unlock(running.page, 'Recovery code', code.replace(/^\S+/, 'ZZZZ'));
    await running.page.getByRole('alert').waitFor();
    await unlock(running.page, 'Recovery code', code);
    await expectWhole(running.page, sent, unsent);
    await running.app.close();
    // This computer's key store opens it from now on.
    running = await launch(copied, other);
    await running.page.getByRole('heading', { level: 1, name: 'Home' }).waitFor();
    await running.app.close();

    await own.deleteAll();
    running = await launch(data, own);
    await expectClosed(running.page, sent, unsent);
    await running.page.getByText(/The key store of this computer does not open the console/).waitFor();
    expect(keys()).toBe(before);
    await unlock(running.page, 'Recovery code', code);
    await expectWhole(running.page, sent, unsent);
    await running.app.close();
  });

  test('security 29: its passphrase is forgotten, and nobody has the code: a lead reads it out, and another passphrase is chosen', async (context) => {
    if (!testRuntime) return context.skip(whyNoElectron);
    const { hub } = desktop;
    const [sent, unsent] = ['Sent from Desktop with a passphrase', 'Written before it was forgotten'];
    const data = dataFolder();
    let running = await desktop.launch(data);
    await setUp(running, 'Desktop with a passphrase', 'four plain words together');
    await saveUnsent(running, unsent);
    running = await desktop.launch(data);
    const { page } = running;
    await expectClosed(page, sent, unsent);
    await unlock(page, 'Passphrase', 'were it five or four');
    await page.getByRole('alert').waitFor();

    const office = await openDesk(hub, cleanups, hub.sample.people.lead.id, 'Office of the lead');
    await office.page.goto(`${office.shell.origin}/#/credentials/devices`);
    await press(office.page, 'button', /^Recovery code: Desktop with a passphrase/);
    await typeInto(office.page, 'Reason', 'The passphrase was forgotten');
    await press(office.page, 'button', 'Show the code');
    const told = office.page.getByTestId('recovery-code');
    await told.waitFor();
    const read = (await told.textContent())?.trim() ?? '';
    await office.browser.close();

    await press(page, 'button', 'Use the recovery code');
    await unlock(page, 'Recovery code', read);
    await expectWhole(page, sent, unsent);
    await page.evaluate(() => {
      window.location.hash = '#/settings';
    });
    await press(page, 'button', 'Change the passphrase');
    expect(await page.getByLabel('Current passphrase').count()).toBe(0);
    await typeInto(page, 'New passphrase', 'five other words from now');
    await typeInto(page, 'The same again', 'five other words from now');
    await page.keyboard.press('Enter');
    await page.getByText('The passphrase was changed.').waitFor();
    await press(page, 'button', 'Lock now');
    await locked(page);
    await unlock(page, 'Passphrase', 'four plain words together');
    await page.getByRole('alert').waitFor();
    await unlock(page, 'Passphrase', 'five other words from now');
    await syncWords(page, 'Up to date');
    await running.app.close();
  });
});
