/** The console as it is packed for users, but for its runtime: what is in it, its fuses, and the main journey in it. */
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { extractFile, listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, FuseVersion, getCurrentFuseWire } from '@electron/fuses';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fuses, fusesOfTheTestRuntime } from '../../../build/fuses.ts';
import {
  dataFolder,
  programFolder,
  sharedFolder,
  startable,
  testRuntime,
  unpackedApplication,
  virtualDisplay,
  whyNoElectron,
} from '../../helpers/electron.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import { enrolByKeyboard, offlineJourney, openCase } from '../../helpers/journey.ts';
import { ownRoot } from '../../helpers/own-root.ts';
import {
  launchPacked,
  outputUntilReady,
  type PackedConsole,
  packConsole,
  runPackaging,
} from '../../helpers/packed-electron.ts';

const cleanups: (() => unknown)[] = [];
let packed: PackedConsole;
let display = '';
let hub: TestHub;

beforeAll(async () => {
  if (!testRuntime) return;
  packed = await packConsole();
  const screen = await virtualDisplay();
  display = screen.display;
  hub = await startTestHub();
  cleanups.push(packed.remove, screen.stop, () => hub.stop());
});
afterAll(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup();
});

function temporary(folder = sharedFolder()): string {
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const ownData = () => dataFolder(temporary());

describe('the packed console', () => {
  test('security 19: the archive holds the two bundles, the renderer and package.json, and nothing else', (context) => {
    context.skip(!testRuntime, whyNoElectron);
    const archive = join(packed.folder, 'resources/app.asar');
    const files = listPackage(archive, { isPack: false }).map((name) => name.replaceAll('\\', '/'));
    expect(files.filter((name) => name.startsWith('/dist/electron/')).sort()).toEqual([
      '/dist/electron/licences.json',
      '/dist/electron/main.cjs',
      '/dist/electron/preload.cjs',
    ]);
    const other = files.filter(
      (name) =>
        !/^\/(package\.json|dist|dist\/electron(\/((main|preload)\.cjs|licences\.json))?|dist\/renderer(\/(index\.html|icon\.svg|licences\.json|assets(\/[\w.-]+\.(js|css|woff2|png))?))?)$/.test(
          name,
        ),
    );
    expect(other).toEqual([]);
    expect(files).toContain('/dist/renderer/index.html');
    expect(files.some((name) => /\.map$|\.test\.|node_modules|\.ts$/.test(name))).toBe(false);
    const manifest = JSON.parse(extractFile(archive, 'package.json').toString('utf8')) as Record<
      string,
      unknown
    >;
    expect(manifest.main).toBe('dist/electron/main.cjs');
    expect(manifest.devDependencies).toBeUndefined();
    const preload = extractFile(archive, 'dist/electron/preload.cjs').toString('utf8');
    expect([...preload.matchAll(/require\(["']([^"']+)["']\)/g)].map((match) => match[1])).toEqual([
      'electron',
    ]);
    expect(preload).not.toMatch(/^\s*(import|export)\s/m);
  });

  test('security 21: the fuses read back from the program are the ones that were set', async (context) => {
    context.skip(!testRuntime, whyNoElectron);
    const wire = await getCurrentFuseWire(packed.binary);
    expect(wire.version).toBe(FuseVersion.V1);
    for (const fuse of fusesOfTheTestRuntime) {
      expect(wire[fuse], FuseV1Options[fuse]).toBe(fuses[fuse] ? FuseState.ENABLE : FuseState.DISABLE);
    }
  });

  test('security 21: the program serves not as Node, and takes no inspector and no foreign script', async (context) => {
    context.skip(!testRuntime, whyNoElectron);
    const told = 'a foreign script ran';
    const folder = temporary();
    const script = join(folder, 'foreign.cjs');
    writeFileSync(script, `process.stderr.write(${JSON.stringify(told)})`);
    const attempts: [string[], NodeJS.ProcessEnv, string][] = [
      [[script], { ELECTRON_RUN_AS_NODE: '1' }, told],
      [[], { NODE_OPTIONS: `--require ${script}` }, told],
      [['--inspect=0'], {}, 'Debugger listening'],
    ];
    // The same runtime without its fuses does all three: what is looked for would be seen.
    const unfused = unpackedApplication();
    cleanups.push(unfused.remove);
    for (const [args, env, sign] of attempts) {
      const run = (executable: string) =>
        outputUntilReady(executable, args, {
          DISPLAY: display,
          PARTNER_CONSOLE_DATA: ownData(),
          ...env,
        });
      expect(await run(unfused.executable)).toContain(sign);
      expect(await run(packed.executable)).not.toContain(sign);
    }
  });

  test('security 21: a folder in the place of its archive is not started', async (context) => {
    context.skip(!testRuntime, whyNoElectron);
    const folder = join(temporary(programFolder()), 'copy');
    cpSync(packed.folder, folder, { recursive: true });
    renameSync(join(folder, 'resources/app.asar'), join(folder, 'resources/moved.asar'));
    const app = join(folder, 'resources/app');
    mkdirSync(app);
    writeFileSync(join(app, 'package.json'), JSON.stringify({ name: 'foreign', main: 'main.js' }));
    writeFileSync(
      join(app, 'main.js'),
      'process.stderr.write("a foreign application ran"); process.exit(0);',
    );
    const output = await outputUntilReady(startable(folder, 'partner-console'), [], { DISPLAY: display });
    expect(output).not.toContain('a foreign application ran');
  });

  test('security 8, 10, 18, 25: in the packed window the policy holds and DevTools stay shut', async (context) => {
    context.skip(!testRuntime, whyNoElectron);
    const running = await launchPacked({
      executable: packed.executable,
      display,
      data: ownData(),
      hub: hub.url,
    });
    cleanups.push(() => running.kill());
    const { page } = running;
    await page.getByRole('heading', { name: 'Welcome to Partner Console' }).waitFor();
    const seen = await page.evaluate(async () => {
      const answer = await fetch('app://console/').catch(() => null);
      const { bridge } = globalThis as unknown as {
        bridge: { call(name: string, input: unknown): Promise<{ shell: string; sample: boolean }> };
      };
      return { answer: answer?.status ?? 'refused', info: await bridge.call('app.info', {}) };
    });
    // The page itself may connect to nothing, not even to its own files.
    expect(seen.answer).toBe('refused');
    expect(seen.info).toMatchObject({ shell: 'electron', sample: false });
    await page.keyboard.press('Control+Shift+I');
    await page.keyboard.press('F12');
    expect(
      page
        .context()
        .pages()
        .map((each) => each.url()),
    ).toEqual([page.url()]);
  });

  test('[S1][S3][S10] the main journey: offline capture, hand-off, kill -9, ticket', async (context) => {
    context.skip(!testRuntime, whyNoElectron);
    const data = ownData();
    const start = () => launchPacked({ executable: packed.executable, display, data, hub: hub.url });
    await offlineJourney(start, hub, 'Recorder of the packed console stops');
  });

  test('its Debian package is installed, installed again over a running console with unsent edits, and removed; the data stays', async (context) => {
    context.skip(!testRuntime, whyNoElectron);
    context.skip(packed.deb === null, 'there is no dpkg-deb on this machine');
    const root = await ownRoot();
    if ('missing' in root) return context.skip(true, root.missing);
    cleanups.push(root.remove);
    const deb = packed.deb ?? '';
    root.run('dpkg', '-i', deb);
    const entry = root.run('cat', '/usr/share/applications/partner-console.desktop');
    for (const line of [
      /^Exec="\/opt\/Partner Console\/partner-console" %U$/m,
      /^StartupWMClass=partner-console$/m,
      /^MimeType=application\/vnd\.partner-console\.packet\+zip;.*x-scheme-handler\/partner-console;/m,
    ])
      expect(entry).toMatch(line);
    // Chromium’s words in the console’s language; the 53 others are left out.
    expect(
      root
        .run('ls', '/opt/Partner Console/locales')
        .split('\n')
        .filter((name) => !/^en-/.test(name)),
    ).toEqual(['']);
    if (root.ask('which', 'update-mime-database').status === 0)
      // Names of files are told from each other without their case.
      expect(root.run('cat', '/usr/share/mime/globs2').toLowerCase()).toContain('packet-c-????-????-*.zip');
    const data = ownData();
    const start = () =>
      launchPacked({
        executable: root.asUser('/opt/Partner Console/partner-console'),
        display,
        data,
        hub: hub.url,
      });
    const first = await start();
    await enrolByKeyboard(first.page, await hub.enrolmentCode(hub.sample.people.engineer.id), 'Installed');
    const id = await openCase(first.page, 'Recorder of the installed console stops');
    const field = ({ page }: { page: Page }) => page.getByLabel(/^Expected/).first();
    const text = 'Ring every telephone of the group at once';
    await field(first).fill(text);
    // What an upgrade does, with the same package: every file is replaced while the console runs and the last edit is not a
    // second old.
    root.run('dpkg', '-i', deb);
    expect(root.run('dpkg', '-s', 'partner-console').split('\n')).toContain('Status: install ok installed');
    await first.close();
    const second = await start();
    cleanups.push(() => second.kill());
    await second.page.getByRole('heading', { name: 'Home' }).waitFor();
    await second.page.evaluate((hash) => {
      window.location.hash = hash;
    }, `#/cases/${id}/problem`);
    await field(second).waitFor();
    expect(await field(second).inputValue()).toBe(text);
    await second.close();
    const kept = readdirSync(join(data, 'shell'));
    root.run('dpkg', '-r', 'partner-console');
    expect(root.ask('test', '-e', '/opt/Partner Console').status).toBe(1);
    expect(root.ask('test', '-L', '/usr/bin/partner-console').status).toBe(1);
    expect(readdirSync(join(data, 'shell'))).toEqual(kept);
  });

  test('npm run package refuses to give users another runtime than the pinned one', async (context) => {
    context.skip(!testRuntime, whyNoElectron);
    const version = readFileSync(join(testRuntime ?? '', 'version'), 'utf8').trim();
    const ended = await runPackaging(['--linux', 'dir'], { ELECTRON_OVERRIDE_DIST_PATH: testRuntime ?? '' });
    expect(ended.code).toBe(1);
    expect(ended.output).toContain(`holds Electron ${version}`);
    expect(ended.output).toContain('Unset it');
  });
});
