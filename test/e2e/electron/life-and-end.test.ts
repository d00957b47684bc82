/** The desktop's window dies, hangs and closes: what was typed is there afterwards, and what is lost is said. */
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { caseNumber } from '../../../shared/base/ids.ts';
import {
  launchElectron,
  type RunningElectron,
  sharedFolder,
  testRuntime,
  unpackedApplication,
  virtualDisplay,
  whyNoElectron,
} from '../../helpers/electron.ts';
import { eventually } from '../../helpers/eventually.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import { enrolByKeyboard, openCase } from '../../helpers/journey.ts';

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

function dataFolder(): string {
  const data = join(sharedFolder(), 'data');
  mkdirSync(data);
  chmodSync(data, 0o777);
  return data;
}

const launch = (data: string) => launchElectron({ executable, display, data, hub: hub.url });

/** An enrolled console with an open case; answers the case's address. */
async function withCase(data: string): Promise<RunningElectron & { path: string }> {
  const running = await launch(data);
  const { page } = running;
  await enrolByKeyboard(page, await hub.enrolmentCode(hub.sample.people.engineer.id), 'Desktop that closes');
  const id = await openCase(page, 'Recorder stops at night');
  return { ...running, path: `#/cases/${id}/problem` };
}

const field = (page: Page) => page.getByLabel(/^What the product should do/).first();

/** Types, and is at the last letter when the answer comes: no pause follows. */
async function type(page: Page, text: string): Promise<void> {
  await field(page).focus();
  await page.keyboard.type(text, { delay: 20 });
}

async function typedThere(data: string, path: string): Promise<string> {
  const { page, app } = await launch(data);
  await page.getByRole('heading', { name: 'Home' }).waitFor();
  await page.evaluate((hash) => {
    window.location.hash = hash;
  }, path);
  await field(page).waitFor();
  const text = await field(page).inputValue();
  await app.close();
  return text;
}

/** Starts the program with it while another runs on the same data, as the system does; it ends by itself. */
async function openedBeside(data: string, what: string): Promise<void> {
  const child = spawn(executable, ['--disable-gpu', what], {
    stdio: 'ignore',
    env: { ...process.env, DISPLAY: display, PARTNER_CONSOLE_DATA: data },
  });
  expect(await new Promise((done) => child.once('exit', done))).toBe(0);
}

const ended = (app: RunningElectron['app']) => new Promise((done) => app.process().once('exit', done));

describe('the end of a window', () => {
  test.for([
    [
      'its own close',
      async ({ app }: RunningElectron) => {
        await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
      },
    ],
    [
      'the menu’s quit',
      async ({ app }: RunningElectron) => {
        await app.evaluate(({ app: running }) => running.quit());
      },
    ],
    [
      'SIGTERM, as at log-out',
      async ({ app }: RunningElectron) => {
        const pid = await app.evaluate(() => process.pid);
        process.kill(pid, 'SIGTERM');
      },
    ],
  ] as const)('what was typed right before %s is there at the next start', async ([, end], context) => {
    context.skip(!testRuntime, whyNoElectron);
    const data = dataFolder();
    const running = await withCase(data);
    const gone = ended(running.app);
    const text = 'Ring every telephone of the group at once';
    await type(running.page, text);
    await end(running).catch(() => undefined);
    await gone;
    expect(await typedThere(data, running.path)).toBe(text);
  });

  test('what is opened beside it reaches the window; a file that is still being added is asked about, and named at the next start', async (context) => {
    context.skip(!testRuntime, whyNoElectron);
    const data = dataFolder();
    const { app, page, path } = await withCase(data);
    // A link in a mail and a file by double click: the system starts the program again with them, and that one hands over.
    const caseId = path.split('/')[2] ?? '';
    await openedBeside(data, `partner-console://case/${caseNumber(caseId)}`);
    await page.waitForURL((url) => url.hash.startsWith(`#/cases/${caseId}`));
    const file = join(sharedFolder(), 'answer.json');
    writeFileSync(file, '{ "format": "of somebody else" }', { mode: 0o644 });
    await openedBeside(data, pathToFileURL(file).href);
    await page.getByRole('heading', { name: 'Import a packet' }).waitFor();
    await page.getByRole('alert').getByText('answer.json: ').waitFor();
    await openedBeside(data, 'https://evil.example/packet.zip');
    await page.getByText('The console does not know what “packet.zip” is. Nothing was opened.').waitFor();
    await page.evaluate(
      (hash) => {
        window.location.hash = hash;
      },
      path.replace(/problem$/, 'files'),
    );
    await page.getByLabel('Files to attach').waitFor({ state: 'attached' });
    const asked = () => app.evaluate(() => (globalThis as { asked?: string[] }).asked ?? []);
    /** What the person presses: a dialog of the desktop's no test can reach. */
    await app.evaluate(({ dialog }) => {
      const seen: string[] = [];
      Object.assign(globalThis, { asked: seen, press: 0 });
      dialog.showMessageBox = (async (_window: unknown, options: { message: string }) => {
        seen.push(options.message);
        return { response: (globalThis as unknown as { press: number }).press, checkboxChecked: false };
      }) as unknown as typeof dialog.showMessageBox;
    });
    // A file that never ends: the page waits for its bytes.
    await page.evaluate(() => {
      const file = new File([new Uint8Array(3 * 1024 * 1024)], 'night.pcap');
      const slice = file.slice.bind(file);
      file.slice = (start = 0, end = 0) => {
        const part = slice(start, end);
        if (start > 0) part.arrayBuffer = () => new Promise(() => undefined);
        return part;
      };
      const input = document.querySelector<HTMLInputElement>('input[type=file]');
      if (!input) throw new Error('no place for files');
      Object.defineProperty(input, 'files', { value: [file], configurable: true });
      input.dispatchEvent(new Event('change', { bubbles: true }));
    });
    await page.getByText('night.pcap').first().waitFor();
    const close = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await close();
    await eventually(asked, (all) => all.length === 1, 'the question');
    expect(await asked()).toEqual(['night.pcap is still being added']);
    // 'Wait' leaves the window as it is.
    await page.getByText('night.pcap').first().waitFor();
    await app.evaluate(() => Object.assign(globalThis, { press: 1 }));
    const gone = ended(app);
    await close().catch(() => undefined);
    await gone;
    const again = await launch(data);
    cleanups.push(() => again.app.close());
    await again.page
      .getByText('night.pcap was still being added when the console ended. Add it again.')
      .waitFor();
  });
});

describe('the place of a window', () => {
  test('it comes back where it stood, as large as it was', async (context) => {
    context.skip(!testRuntime, whyNoElectron);
    const data = dataFolder();
    const boundsOf = ({ app }: RunningElectron) =>
      app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
    const first = await launch(data);
    await first.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.setBounds({ x: 30, y: 40, width: 900, height: 600 }),
    );
    const before = await eventually(
      () => boundsOf(first),
      (bounds) => bounds?.width === 900,
      'it is as large as was wished',
    );
    await first.app.close();
    const second = await launch(data);
    expect(await boundsOf(second)).toEqual(before);
    await second.app.close();
  });
});

describe('a managed computer', () => {
  test('its policy settles hub and data folder; one that does not fit lets no console start', async (context) => {
    context.skip(!testRuntime, whyNoElectron);
    const folder = dataFolder();
    const policy = join(folder, 'policy.json');
    writeFileSync(
      policy,
      JSON.stringify({ hub: 'https://hub.example.com', dataFolder: join(folder, 'all') }),
    );
    chmodSync(policy, 0o644);
    const env = { PARTNER_CONSOLE_POLICY: policy };
    const { page, app } = await launchElectron({
      executable,
      display,
      data: dataFolder(),
      hub: hub.url,
      env,
    });
    cleanups.push(() => app.close());
    // The command line named another.
    await page.getByText('Empty for https://hub.example.com').waitFor();
    const [user = ''] = readdirSync(join(folder, 'all'));
    expect(readFileSync(join(folder, 'all', user, 'logs/console.log'), 'utf8')).toContain(
      '"managed":"hub dataFolder"',
    );
    writeFileSync(policy, '{ "hub": "http://hub.example.com" }');
    const child = spawn(executable, ['--disable-gpu'], {
      env: { ...process.env, DISPLAY: display, PARTNER_CONSOLE_DATA: dataFolder(), ...env },
    });
    let said = '';
    child.stderr.on('data', (bytes: Buffer) => {
      said += bytes.toString();
    });
    await eventually(
      async () => said,
      (text) =>
        /policy\.json, by which this computer is managed, cannot be used: hub: not an address/.test(text),
      'the reason',
      100,
    );
    child.kill('SIGKILL');
  });
});

describe('a page that dies', () => {
  test('is started again where it was, says so, and the reason is in the log', async (context) => {
    context.skip(!testRuntime, whyNoElectron);
    const data = dataFolder();
    const { app, page, path } = await withCase(data);
    cleanups.push(() => app.close());
    // Typed on for longer than a field waits, without a pause: the rest is of the last second and a half.
    await type(page, 'Record all calls of the night, each of them, from the first second to the last one');
    const renderer = await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId(),
    );
    const address = () =>
      app.evaluate(({ BrowserWindow }) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents;
        return { url: contents?.getURL() ?? '', pid: contents?.getOSProcessId() ?? 0 };
      });
    process.kill(renderer ?? 0, 'SIGKILL');
    const there = await eventually(
      address,
      ({ pid, url }) => pid !== 0 && pid !== renderer && url.endsWith(path.replace(/\/problem$/, '')),
      'another page at the same place',
      200,
    );
    expect(there.url).toContain(path.replace(/\/problem$/, ''));
    /** Playwright has lost the page that died: the new one is asked by way of the shell. */
    const inPage = (script: string) =>
      app.evaluate(
        ({ BrowserWindow }, code) => BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(code),
        script,
      );
    await eventually(
      () => inPage('document.body.innerText') as Promise<string>,
      (text) => /The page stopped and was started again/.test(text),
      'the words of what happened',
      200,
    );
    const kept = (await eventually(
      () =>
        inPage(
          "document.getElementById('expected')?.value ?? document.querySelector('textarea')?.value ?? ''",
        ),
      (value) => typeof value === 'string' && value.length > 20,
      'what was typed before',
      200,
    )) as string;
    expect('Record all calls of the night, each of them, from the first second to the last one').toContain(
      kept,
    );
    const log = readFileSync(join(data, 'logs/console.log'), 'utf8');
    expect(log).toMatch(/"event":"page gone","reason":"killed"/);
    expect(log).not.toMatch(/Record all calls|Example Hospital/);
  });

  test('a data folder that cannot be written to is said, and no other console is blamed', async (context) => {
    context.skip(!testRuntime, whyNoElectron);
    const data = sharedFolder();
    // A file where the folder should be: not even root writes into it.
    writeFileSync(join(data, 'data'), '');
    const child = spawn(executable, ['--disable-gpu'], {
      env: { ...process.env, DISPLAY: display, PARTNER_CONSOLE_DATA: join(data, 'data') },
    });
    let said = '';
    child.stderr.on('data', (bytes: Buffer) => {
      said += bytes.toString();
    });
    await eventually(
      async () => said,
      (text) => /cannot write to its data folder, .*data: E\w+/.test(text),
      'the reason',
      100,
    );
    // The box waits for the person.
    child.kill('SIGKILL');
  });

  test('and a second console that is started shows a living window', async (context) => {
    context.skip(!testRuntime, whyNoElectron);
    const data = dataFolder();
    const { app, page } = await launch(data);
    cleanups.push(() => app.close());
    await page.getByRole('heading', { name: 'Welcome to Partner Console' }).waitFor();
    await app.evaluate(({ app: running, BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      // Nobody starts it again by itself here, as where the person pressed nothing yet.
      window?.webContents.removeAllListeners('render-process-gone');
      window?.webContents.forcefullyCrashRenderer();
      return new Promise<void>((done) => {
        window?.webContents.once('render-process-gone', () => {
          running.emit('second-instance', {}, [], '');
          done();
        });
      });
    });
    await eventually(
      () =>
        app.evaluate(({ BrowserWindow }) => {
          const contents = BrowserWindow.getAllWindows()[0]?.webContents;
          return contents?.isCrashed() === false && !contents.isLoading();
        }),
      (alive) => alive,
      'a page that lives',
      200,
    );
  });
});
