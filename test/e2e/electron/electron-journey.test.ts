/** The main journey in a real Electron, sandboxed, as an ordinary user; and what security.md lets be seen from outside. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pdfOptions } from '../../../electron/pdf.ts';
import { type Desktop, startDesktop } from '../../helpers/desktop.ts';
import { dataFolder, testRuntime, whyNoElectron } from '../../helpers/electron.ts';
import { eventually } from '../../helpers/eventually.ts';
import type { TestHub } from '../../helpers/hub.ts';
import {
  attachAsItIs,
  enrolByKeyboard,
  offlineJourney,
  openCase,
  openPart,
  press,
} from '../../helpers/journey.ts';

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

const launch = (data: string) => desktop.launch(data);

/** The instructions that draw each page of a PDF, unpacked. */
function pageTexts(pdf: string): string[] {
  const objects = new Map(
    [...pdf.matchAll(/(\d+) 0 obj\b([\s\S]*?)endobj/g)].map(([, id = '', body = '']) => [id, body]),
  );
  return [...objects.values()].flatMap((body) => {
    const id = /\/Type \/Page\b(?!s)/.test(body) ? /\/Contents (\d+)/.exec(body)?.[1] : undefined;
    const [, packed] = /stream\r?\n([\s\S]*)endstream/.exec(objects.get(id ?? '') ?? '') ?? [];
    return packed === undefined ? [] : [inflateSync(Buffer.from(packed, 'latin1')).toString('latin1')];
  });
}

describe('the console in Electron', () => {
  test('[S1][S3][S10] offline capture, hand-off, kill -9, ticket', async (context) => {
    context.skip(!testRuntime, whyNoElectron);
    const data = dataFolder();
    const start = async () => {
      const running = await launch(data);
      expect(running.page.url()).toMatch(/^app:\/\/console\//);
      return { ...running, close: () => running.app.close() };
    };
    await offlineJourney(start, hub, 'Recorder stops at night');
  });

  test('the window is saved as a PDF with page numbers, by the means that this Chromium has', async (context) => {
    context.skip(!testRuntime, whyNoElectron);
    const data = dataFolder();
    const running = await launch(data);
    cleanups.push(() => running.app.close());
    const { page, app } = running;
    await page.getByRole('heading', { name: 'Welcome to Partner Console' }).waitFor();
    const chosen = join(data, 'chosen.pdf');
    // The person, who is asked where it goes: the system's own dialog is not the console's.
    await app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = async () => ({ canceled: false, filePath });
    }, chosen);
    // Long enough for several pages.
    await page.evaluate(() => {
      const long = document.createElement('div');
      long.style.height = '3000px';
      document.body.append(long);
    });
    const answer = await page.evaluate(async () => {
      const { bridge } = globalThis as unknown as {
        bridge: { call(name: string, input: unknown): Promise<unknown> };
      };
      return bridge.call('page.pdf', { name: 'packet' });
    });
    expect(answer).toEqual({ ok: true, value: { kind: 'saved' } });
    const pdf = readFileSync(chosen).toString('latin1');
    expect(pdf.slice(0, 5)).toBe('%PDF-');
    const pages = pdf.match(/\/Type \/Page\b(?!s)/g) ?? [];
    expect(pages.length).toBeGreaterThan(1);
    expect(Number(/\/Count (\d+)/.exec(pdf)?.[1])).toBe(pages.length);
    // What was added to the page is blank: all text on the last page is its number.
    const [last = ''] = pageTexts(pdf).slice(-1);
    const glyphs = [...last.matchAll(/<([0-9A-F]+)> Tj/g)].reduce(
      (sum, [, hex = '']) => sum + hex.length / 4,
      0,
    );
    expect(glyphs).toBeGreaterThanOrEqual('Partner ConsolePage 9 of 9'.replaceAll(' ', '').length);
    // Which branch of electron/pdf.ts ran: the footer of an older Chromium, or the margins of the style sheet.
    const chromium = await app.evaluate(() => process.versions.chrome ?? '');
    const { displayHeaderFooter, preferCSSPageSize } = pdfOptions(chromium);
    process.stdout.write(
      `Chromium ${chromium}: page numbers by ${displayHeaderFooter ? 'footer' : '@page'}\n`,
    );
    expect(preferCSSPageSize).toBe(!displayHeaderFooter);
  });

  test('a file that was added is saved where the dialog says, and nowhere where it is cancelled', async (context) => {
    context.skip(!testRuntime, whyNoElectron);
    const data = dataFolder();
    const { page, app } = await launch(data);
    cleanups.push(() => app.close());
    await enrolByKeyboard(page, await hub.enrolmentCode(hub.sample.people.engineer.id), 'Desktop with files');
    await openCase(page, 'Recorder with a log');
    await openPart(page, 'Files');
    const log = Buffer.from('19:02:11 recorder stopped\n'.repeat(100_000));
    await page
      .getByLabel('Files to attach')
      .setInputFiles({ name: 'recorder.log', mimeType: 'text/plain', buffer: log });
    await attachAsItIs(page, 'recorder.log');
    await page.getByRole('button', { name: 'Save as... recorder.log' }).waitFor();
    const to = join(data, 'saved here.log');
    /** The dialog is the desktop's, which no test can press: what it would answer is put in its place. */
    const answerDialog = (filePath: string) =>
      app.evaluate(({ dialog }, chosen) => {
        // With the window that it belongs to, or without.
        dialog.showSaveDialog = (async (...call: { defaultPath: string }[]) => {
          (globalThis as { offered?: string }).offered = call.at(-1)?.defaultPath ?? '';
          return { canceled: chosen === '', filePath: chosen };
        }) as unknown as typeof dialog.showSaveDialog;
      }, filePath);
    await answerDialog('');
    await press(page, 'button', 'Save as... recorder.log');
    await eventually(
      () => app.evaluate(() => (globalThis as { offered?: string }).offered),
      (offered) => offered !== undefined && basename(offered) === 'recorder.log',
      'the dialog offers the file’s own name, in the folder that was used last',
    );
    await page.getByRole('button', { name: 'Save as... recorder.log' }).waitFor();
    await answerDialog(to);
    await press(page, 'button', 'Save as... recorder.log');
    await page.getByText('A copy is saved').waitFor();
    expect(readFileSync(to).equals(log)).toBe(true);
    expect(readdirSync(data).filter((name) => name.includes('partial'))).toEqual([]);
  });

  test('security 1, 5, 6, 8, 10, 13, 14, 18, 20: what a page cannot do, seen from inside the page', async (context) => {
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
    const media = (at: string, wanted: { video?: boolean; audio?: boolean }) =>
      page.evaluate(
        async ([hash, asked]) => {
          window.location.hash = hash;
          return navigator.mediaDevices.getUserMedia(asked).then(
            (stream) => {
              for (const track of stream.getTracks()) track.stop();
              return 'granted';
            },
            (error: Error) => error.name,
          );
        },
        [at, wanted] as const,
      );
    const reader = '#/credentials/check/camera';
    expect(await media('#/', { video: true })).toBe('NotAllowedError');
    expect(await media(reader, { video: true })).toBe('granted');
    expect(await media(reader, { audio: true })).toBe('NotAllowedError');
    expect(await media(reader, { video: true, audio: true })).toBe('NotAllowedError');
    expect(await media('#/credentials/check', { video: true })).toBe('NotAllowedError');
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
