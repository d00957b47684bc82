/** The desktop's window dies, hangs and closes: what was typed is there afterwards, and what is lost is said. */
import { spawn } from 'node:child_process';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signUpdate } from '../../../electron/services/update-file.ts';
import { caseNumber } from '../../../shared/base/ids.ts';
import { UPDATE_TYPE } from '../../../shared/sync/releases.ts';
import { type Desktop, startDesktop } from '../../helpers/desktop.ts';
import {
  dataFolder,
  type RunningElectron,
  sharedFolder,
  testRuntime,
  whyNoElectron,
} from '../../helpers/electron.ts';
import { eventually } from '../../helpers/eventually.ts';
import type { TestHub } from '../../helpers/hub.ts';
import { hubCommand } from '../../helpers/hub-command.ts';
import { enrolByKeyboard, openCase } from '../../helpers/journey.ts';
import { aPublisher, manifestOf, publish } from '../../helpers/releases.ts';

const cleanups: (() => unknown)[] = [];
let desktop: Desktop;
let hub: TestHub;

beforeAll(async () => {
  if (!testRuntime) return;
  desktop = await startDesktop(cleanups);
  hub = desktop.hub;
});
afterAll(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup();
});

const launch = (data: string, env?: Record<string, string>) => desktop.launch(data, env);

/** An enrolled console with an open case; answers the case's address. */
async function withCase(data: string): Promise<RunningElectron & { path: string }> {
  const running = await launch(data);
  const { page } = running;
  await enrolByKeyboard(page, await hub.enrolmentCode(hub.sample.people.engineer.id), 'Desktop that closes');
  const id = await openCase(page, 'Recorder stops at night');
  return { ...running, path: `#/cases/${id}/problem` };
}

const field = (page: Page) => page.getByLabel(/^Expected/).first();

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
async function openedBeside(data: string, what: string, code = 0): Promise<void> {
  const child = spawn(desktop.executable, ['--disable-gpu', what], {
    stdio: 'ignore',
    env: { ...process.env, DISPLAY: desktop.display, PARTNER_CONSOLE_DATA: data },
  });
  expect(await new Promise((done) => child.once('exit', done))).toBe(code);
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
    // Chromium cuts what is longer than 32 KiB with its copy, and the console that runs died of reading it.
    await openedBeside(data, `partner-console://case/${'a'.repeat(20_000)}`, 1);
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
    const { page, app } = await launch(dataFolder(), env);
    cleanups.push(() => app.close());
    // The command line named another.
    await page.getByText('Empty for https://hub.example.com').waitFor();
    const [user = ''] = readdirSync(join(folder, 'all'));
    expect(readFileSync(join(folder, 'all', user, 'logs/console.log'), 'utf8')).toContain(
      '"managed":"hub dataFolder"',
    );
    writeFileSync(policy, '{ "hub": "http://hub.example.com" }');
    const child = spawn(desktop.executable, ['--disable-gpu'], {
      env: { ...process.env, DISPLAY: desktop.display, PARTNER_CONSOLE_DATA: dataFolder(), ...env },
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

describe('a new version from a file', () => {
  test('security 23: is proved and handed to the system; what the publisher did not sign is not opened', async (context) => {
    context.skip(!testRuntime, whyNoElectron);
    const publisher = generateKeyPairSync('ed25519');
    const data = dataFolder();
    const { page, app } = await launch(data, {
      PARTNER_CONSOLE_UPDATE_KEY: String(publisher.publicKey.export({ format: 'jwk' }).x),
    });
    cleanups.push(() => app.close());
    await enrolByKeyboard(page, await hub.enrolmentCode(hub.sample.people.engineer.id), 'Desktop to update');
    const stick = sharedFolder();
    const installer = join(stick, 'partner-console_9.0.0_amd64.deb');
    const bytes = Buffer.alloc(5 * 1024 * 1024, 'installer');
    writeFileSync(installer, bytes);
    const signed = signUpdate(
      {
        ...({
          type: UPDATE_TYPE,
          version: '9.0.0',
          minimum: '0.0.0',
          platform: 'linux',
          arch: 'x64',
        } as const),
        file: 'partner-console_9.0.0_amd64.deb',
        size: bytes.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      },
      publisher.privateKey,
    );
    writeFileSync(`${installer}.update`, signed.replace(/^(.{100})./, '$1_'));
    // The system's dialog and its installer are nothing that a test can press.
    await app.evaluate(({ dialog, shell }, file) => {
      dialog.showOpenDialog = (async () => ({ canceled: false, filePaths: [file] })) as never;
      shell.openPath = (async (path: string) => {
        (globalThis as { opened?: string }).opened = path;
        return '';
      }) as never;
    }, `${installer}.update`);
    const opened = () => app.evaluate(() => (globalThis as { opened?: string }).opened ?? '');
    await page.evaluate(() => {
      window.location.hash = '#/settings';
    });
    await page.getByRole('button', { name: 'Choose an update' }).click();
    await page.getByText(/^This file is not signed by the publisher of this console/).waitFor();
    expect(await page.getByRole('button', { name: /^Install version/ }).count()).toBe(0);
    writeFileSync(`${installer}.update`, signed);
    await page.getByRole('button', { name: 'Choose an update' }).click();
    await page.getByText('Version 9.0.0 is the publisher’s:').waitFor();
    await page.getByRole('button', { name: 'Install version 9.0.0' }).click();
    await page.getByText(/^The system has the installer\./).waitFor();
    const copy = await opened();
    expect(copy.startsWith(data)).toBe(true);
    expect(readFileSync(copy).equals(bytes)).toBe(true);
  });
});

describe('a new version that the hub has', () => {
  test('security 23: it is told of, fetched and proved once the person says so, and handed to the system; what was changed at the hub is not', async (context) => {
    context.skip(!testRuntime, whyNoElectron);
    const publisher = aPublisher();
    const bytes = Buffer.alloc(30 * 1024 * 1024 + 5, 'installer');
    const { sha256, file } = manifestOf(bytes, '9.0.0');
    const releases = async (...args: string[]) => {
      const env = { DATABASE_URL: hub.databaseUrl, HUB_SECRET: hub.secret, HUB_BLOBS: hub.blobs };
      const { code, output } = await hubCommand(['releases', ...args], env);
      expect(code, output).toBe(0);
    };
    await releases(
      'add',
      publish(publisher, sharedFolder(), bytes, '9.0.0'),
      `--key=${publisher.publicText}`,
    );
    await releases('stage', '9.0.0', '--all');
    const atHub = join(hub.blobs, 'releases', sha256);
    const changed = Buffer.from(bytes);
    changed[9_000_000] = 0;
    writeFileSync(atHub, changed);
    const data = dataFolder();
    const { app, page } = await launch(data, {
      PARTNER_CONSOLE_UPDATE_KEY: publisher.publicText,
      PARTNER_CONSOLE_UPDATE_FEED: 'hub',
      PARTNER_CONSOLE_UPDATE_KIND: 'deb',
    });
    cleanups.push(() => app.close());
    await app.evaluate(({ shell }) => {
      shell.openPath = (async (path: string) => {
        (globalThis as { opened?: string }).opened = path;
        return '';
      }) as never;
    });
    const opened = () => app.evaluate(() => (globalThis as { opened?: string }).opened ?? '');
    await enrolByKeyboard(
      page,
      await hub.enrolmentCode(hub.sample.people.engineer.id),
      'Desktop with a feed',
    );
    // By itself, once the hub is there.
    await page.getByText('Version 9.0.0 of the console is available.').waitFor();
    await page.evaluate(() => {
      window.location.hash = '#/settings';
    });
    await page.getByText(/^Version 9\.0\.0 is available: 31\.5 MB/).waitFor();
    await page.getByRole('button', { name: 'Get version 9.0.0' }).click();
    await page.getByText(/its content is another\. It was removed\. Nothing was installed\.$/).waitFor();
    expect(await page.getByRole('button', { name: /^Install version/ }).count()).toBe(0);
    writeFileSync(atHub, bytes);
    await page.getByRole('button', { name: 'Get version 9.0.0' }).click();
    await page.getByText('Version 9.0.0 is the publisher’s:').waitFor();
    expect(await opened()).toBe('');
    await page.getByRole('button', { name: 'Install version 9.0.0' }).click();
    await page.getByText(/^The system has the installer\./).waitFor();
    const copy = await opened();
    expect(copy).toBe(join(data, 'shell/updates/fetched', sha256, file));
    expect(readFileSync(copy).equals(bytes)).toBe(true);
    await releases('withdraw', '9.0.0', '--reason', 'for this test');
    await page.getByRole('button', { name: 'Install version 9.0.0' }).click();
    await page
      .getByText('Version 9.0.0 is not offered to this computer any more. Nothing was installed.')
      .waitFor();
    await page.getByRole('button', { name: 'Look for a new version' }).click();
    await page.getByText('There is no newer version for this computer.').waitFor();
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
    const child = spawn(desktop.executable, ['--disable-gpu'], {
      env: { ...process.env, DISPLAY: desktop.display, PARTNER_CONSOLE_DATA: join(data, 'data') },
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
