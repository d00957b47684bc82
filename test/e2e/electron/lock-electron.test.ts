/** The desktop with a passphrase: locked from its menu and with its computer, and at each start (security 29). Its key store: key-store.test.ts. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Desktop, startDesktop } from '../../helpers/desktop.ts';
import { dataFolder, type RunningElectron, testRuntime, whyNoElectron } from '../../helpers/electron.ts';
import type { TestHub } from '../../helpers/hub.ts';
import { enrolByKeyboard, openCase, syncWords } from '../../helpers/journey.ts';
import { locked, protect, unlock } from '../../helpers/protection.ts';

const PASSPHRASE = 'four plain words together';
const cleanups: (() => unknown)[] = [];
let desktop: Desktop;
let hub: TestHub;
let data = '';

beforeAll(async () => {
  if (!testRuntime) return;
  desktop = await startDesktop(cleanups);
  hub = desktop.hub;
  data = dataFolder();
});
afterAll(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup();
});

const launch = () => desktop.launch(data);
const open = ({ page }: RunningElectron) => unlock(page, 'Passphrase', PASSPHRASE);

describe('a desktop that is protected', () => {
  test('security 29: locks from its menu, with its computer, and at the next start', async (context) => {
    if (!testRuntime) return context.skip(whyNoElectron);
    let running = await launch();
    const { page } = running;
    await enrolByKeyboard(page, await hub.enrolmentCode(hub.sample.people.engineer.id), 'Desktop that locks');
    await openCase(page, 'Recorder stops at night');
    await protect(page, PASSPHRASE);
    await page.getByText(/^Protected: it opens by a passphrase/).waitFor();

    await running.app.evaluate(({ Menu }) => {
      const items = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []) ?? [];
      items.find(({ label }) => label === 'Lock')?.click();
    });
    await locked(running.page);
    await open(running);
    await syncWords(page, 'Up to date');
    await running.app.evaluate(({ powerMonitor }) => void powerMonitor.emit('lock-screen'));
    await locked(running.page);
    await open(running);
    await syncWords(page, 'Up to date');
    await running.app.close();

    running = await launch();
    await locked(running.page);
    expect(await running.page.content()).not.toContain('Recorder stops at night');
    await open(running);
    await syncWords(running.page, 'Up to date');
    await running.app.close();
  });
});
