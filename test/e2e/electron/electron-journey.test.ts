/** The main journey in a real Electron, sandboxed, as an ordinary user; and what security.md lets be seen from outside. */
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  launchElectron,
  type RunningElectron,
  sharedFolder,
  testRuntime,
  unpackedApplication,
  virtualDisplay,
  whyNoElectron,
} from '../../helpers/electron.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import {
  acceptThisComputer,
  completeByKeyboard,
  enrolByKeyboard,
  openCase,
  press,
  syncWords,
} from '../../helpers/journey.ts';

const cleanups: (() => unknown)[] = [];
let hub: TestHub;
let executable = '';
let display = '';

beforeAll(async () => {
  if (!testRuntime) return;
  hub = await startTestHub();
  const application = unpackedApplication();
  executable = application.executable;
  const screen = await virtualDisplay();
  display = screen.display;
  cleanups.push(application.remove, screen.stop, () => hub.stop());
});
afterAll(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup();
});

function launch(data: string): Promise<RunningElectron> {
  return launchElectron({ executable, display, data, hub: hub.url });
}

function dataFolder(): string {
  const data = join(sharedFolder(), 'data');
  mkdirSync(data);
  chmodSync(data, 0o777);
  return data;
}

describe('the console in Electron', () => {
  test('[S1][S3][S10] offline capture, hand-off, kill -9, ticket', async (context) => {
    context.skip(!testRuntime, whyNoElectron);
    const data = dataFolder();
    const first = await launch(data);
    const { page } = first;
    expect(page.url()).toMatch(/^app:\/\/console\//);
    await enrolByKeyboard(
      page,
      await hub.enrolmentCode(hub.sample.people.engineer.id),
      'Desktop of the test',
    );
    await syncWords(page, 'Up to date');
    await hub.kill();
    await press(page, 'link', 'Sync');
    await press(page, 'button', 'Sync now');
    await syncWords(page, /^Offline/);
    await press(page, 'link', 'Home');
    const title = 'Recorder stops at night';
    const caseId = await openCase(page, title);
    await acceptThisComputer(page);
    await completeByKeyboard(page);
    await press(page, 'button', 'Hand off to Level 3');
    await page.getByText('Queued: waits for the hub').waitFor();
    await first.kill();

    const second = await launch(data);
    cleanups.push(() => second.app.close());
    const again = second.page;
    await again.goto(`app://console/#/cases/${caseId}`);
    await again.getByRole('heading', { level: 1, name: title }).waitFor();
    await again.getByText('Queued: waits for the hub').waitFor();
    await hub.restart();
    await press(again, 'link', 'Sync');
    await press(again, 'button', 'Sync now');
    await syncWords(again, 'Up to date');
    await again.goto(`app://console/#/cases/${caseId}`);
    await again
      .getByTestId('case-state')
      .getByText(/Received by Level 3 as T-\d+/)
      .waitFor();
  });

  test('security 1, 5, 6, 8, 10, 13, 18, 20: what a page cannot do, seen from inside the page', async (context) => {
    context.skip(!testRuntime, whyNoElectron);
    const running = await launch(dataFolder());
    cleanups.push(() => running.app.close());
    const { page, app } = running;
    await page.getByRole('heading', { name: 'Welcome to Partner Console' }).waitFor();
    const seen = await page.evaluate(async () => {
      const global = globalThis as unknown as Record<string, unknown>;
      const status = async (path: string) =>
        fetch(path).then(
          (answer) => answer.status,
          () => 'refused',
        );
      return {
        node: [typeof global.require, typeof global.process, typeof global.Buffer],
        bridge: Object.keys(global.bridge as object).sort(),
        frozen: Object.isFrozen(global.bridge),
        opened: window.open('https://example.com/') === null,
        notifications: await Notification.requestPermission(),
        outside: await status('https://example.com/'),
        evaluated: (() => {
          try {
            return new Function('return 1')() as unknown;
          } catch {
            return 'refused';
          }
        })(),
      };
    });
    expect(seen).toEqual({
      node: ['undefined', 'undefined', 'undefined'],
      bridge: ['call', 'on'],
      frozen: true,
      opened: true,
      notifications: 'denied',
      outside: 'refused',
      evaluated: 'refused',
    });
    await page.evaluate(() => {
      window.location.href = 'https://example.com/';
    });
    expect(page.url()).toMatch(/^app:\/\/console\//);
    const refused = await page.evaluate(async () => {
      const bridge = (
        globalThis as unknown as { bridge: { call(name: unknown, input: unknown): Promise<unknown> } }
      ).bridge;
      const ask = (name: unknown, input: unknown) =>
        bridge.call(name, input).then(
          () => 'answered',
          (error: Error) => error.message,
        );
      return [
        await ask('fs.read', {}),
        await ask('blob.read', { sha256: '../../etc/passwd', offset: 0, length: 1 }),
        await ask('constructor', {}),
      ];
    });
    for (const message of refused) expect(message).toMatch(/no such call|does not fit/);
    const files = await app.evaluate(async ({ net }) => {
      const get = async (path: string) =>
        net.fetch(`app://console${path}`).then(
          (answer) => answer.status,
          () => 'refused',
        );
      return [
        await get('/'),
        await get('/%2e%2e/electron/main.cjs'),
        await get('/..%2f..%2fpackage.json'),
        await get('/..%5c..%5cpackage.json'),
      ];
    });
    expect(files[0]).toBe(200);
    for (const answer of files.slice(1)) expect(answer).not.toBe(200);
    const preferences = await app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      const contents = window?.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> };
      const { contextIsolation, sandbox, nodeIntegration, webSecurity, webviewTag } =
        contents.getLastWebPreferences();
      return { contextIsolation, sandbox, nodeIntegration, webSecurity, webviewTag };
    });
    expect(preferences).toEqual({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
    });
  });
});
