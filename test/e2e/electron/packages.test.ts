/** The other packages for Linux, from the runtime for tests: rpm and AppImage are made, installed, started and removed. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  dataFolder,
  sharedFolder,
  startable,
  testRuntime,
  virtualDisplay,
  whyNoElectron,
} from '../../helpers/electron.ts';
import { eventually } from '../../helpers/eventually.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import { hubCommand } from '../../helpers/hub-command.ts';
import { enrolByKeyboard } from '../../helpers/journey.ts';
import { ownRoot } from '../../helpers/own-root.ts';
import { launchPacked, packOthers } from '../../helpers/packed-electron.ts';
import { aPublisher, publish } from '../../helpers/releases.ts';

const cleanups: (() => unknown)[] = [];
const missing = ['rpmbuild', 'mksquashfs', 'unsquashfs', 'desktop-file-validate'].find(
  (program) => spawnSync('which', [program]).status !== 0,
);
const why = testRuntime ? (missing ? `${missing} is not installed` : null) : whyNoElectron;
let hub: TestHub;
let display = '';
/** Whose new versions what is packed here takes, from its hub. */
const publisher = aPublisher();
let made: Awaited<ReturnType<typeof packOthers>>;

beforeAll(async () => {
  if (why) return;
  hub = await startTestHub();
  const screen = await virtualDisplay();
  display = screen.display;
  cleanups.push(screen.stop, () => hub.stop());
  made = await packOthers([
    `-c.extraMetadata.updateKey=${publisher.publicText}`,
    '-c.extraMetadata.updateFeed=hub',
  ]);
  cleanups.push(made.remove);
  // Two packages of a runtime of 200 MB.
}, 600_000);
afterAll(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup();
});

/** The command lines of a program's processes. */
const started = (program: string) =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return line.includes(program) ? [line] : [];
      } catch {
        // It ended meanwhile.
        return [];
      }
    });

describe('the other packages for Linux', () => {
  test('security 2: the AppImage starts sandboxed as an ordinary user; nothing in it turns the sandbox off', async (context) => {
    context.skip(why !== null, why ?? '');
    const unpacked = sharedFolder();
    chmodSync(made.appImage, 0o755);
    const user = startable(join(made.appImage, '..'), made.appImage.split('/').at(-1) ?? '');
    process.env.APPIMAGE_UNPACKED = unpacked;
    cleanups.push(() => delete process.env.APPIMAGE_UNPACKED);
    const running = await launchPacked({ executable: user, display, data: dataFolder(), hub: hub.url });
    cleanups.push(() => running.kill());
    await running.page.getByRole('heading', { name: 'Welcome to Partner Console' }).waitFor();
    const lines = started(join(unpacked, 'app/partner-console'));
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.filter((line) => / --no-sandbox( |$)/.test(line))).toEqual([]);
    const entry = readFileSync(join(unpacked, 'app/partner-console.desktop'), 'utf8');
    expect(entry).toMatch(/^Exec=AppRun %U$/m);
    expect(entry).toMatch(/^MimeType=.*x-scheme-handler\/partner-console;/m);
    await running.close();
  });

  test('security 2: a console that is started without its sandbox says so and shows no window', async (context) => {
    context.skip(why !== null, why ?? '');
    const program = join(process.env.APPIMAGE_UNPACKED ?? '', 'app/partner-console');
    const child = spawn(program, ['--no-sandbox', '--disable-gpu'], {
      env: { ...process.env, DISPLAY: display, PARTNER_CONSOLE_DATA: dataFolder() },
    });
    let said = '';
    child.stderr.on('data', (bytes: Buffer) => {
      said += bytes.toString();
    });
    await eventually(
      async () => said,
      (text) => /started with --no-sandbox, without its sandbox/.test(text),
      'the reason',
      100,
    );
    expect(started(program).filter((line) => line.includes('--type=renderer'))).toEqual([]);
    child.kill('SIGKILL');
  });

  test('the rpm is installed, fetched anew from the hub and installed over a running console, and removed; the data stays', async (context) => {
    context.skip(why !== null, why ?? '');
    const root = await ownRoot();
    if ('missing' in root) return context.skip(true, root.missing);
    cleanups.push(root.remove);
    const scripts = execFileSync('rpm', ['-qp', '--scripts', made.rpm], { encoding: 'utf8' });
    expect(scripts).toMatch(/postuninstall[\s\S]*\[ "\$1" -gt 0 \][\s\S]*update-alternatives --remove/);
    const needs = execFileSync('rpm', ['-qp', '--requires', made.rpm], { encoding: 'utf8' });
    expect(needs).toMatch(/^gtk3$/m);
    // What it needs is named as Fedora names it: there is none of it in Debian's list of packages.
    const rpm = (...args: string[]) => root.run('rpm', '--nodeps', ...args);
    rpm('-i', made.rpm);
    expect(root.run('cat', '/usr/share/applications/partner-console.desktop')).toMatch(
      /^Exec="\/opt\/Partner Console\/partner-console" %U$/m,
    );
    const data = dataFolder();
    const start = () =>
      launchPacked({
        executable: root.asUser('/opt/Partner Console/partner-console'),
        display,
        data,
        hub: hub.url,
      });
    const first = await start();
    await enrolByKeyboard(first.page, await hub.enrolmentCode(hub.sample.people.engineer.id), 'By rpm');
    expect(root.run('cat', '/usr/share/partner-console/package').trim()).toBe('rpm');
    // A new version, as far as its publisher says: the hub hands it out, the console fetches and proves it.
    const bytes = readFileSync(made.rpm);
    const place = sharedFolder();
    const file = 'partner-console-9.0.0.x86_64.rpm';
    const env = { DATABASE_URL: hub.databaseUrl, HUB_SECRET: hub.secret, HUB_BLOBS: hub.blobs };
    for (const args of [
      ['add', publish(publisher, place, bytes, '9.0.0', { file })],
      ['stage', '9.0.0', '--all'],
    ])
      expect(await hubCommand(['releases', ...args], env)).toMatchObject({ code: 0 });
    await first.page.evaluate(() => {
      window.location.hash = '#/settings';
    });
    await first.page.getByRole('button', { name: 'Look for a new version' }).click();
    await first.page.getByRole('button', { name: 'Get version 9.0.0' }).click();
    await first.page.getByText('Version 9.0.0 is the publisher’s:').waitFor({ timeout: 120_000 });
    const [hash = ''] = readdirSync(join(data, 'shell/updates/fetched'));
    const fetched = join(data, 'shell/updates/fetched', hash, file);
    expect(readFileSync(fetched).equals(bytes)).toBe(true);
    // The system's own program for packages would do the same, as an administrator.
    rpm('-U', '--force', fetched);
    // rpm runs what was to be done at a removal after an upgrade, too: the command is there all the same.
    expect(root.run('readlink', '-f', '/usr/bin/partner-console').trim()).toBe(
      '/opt/Partner Console/partner-console',
    );
    await first.close();
    const second = await start();
    cleanups.push(() => second.kill());
    await second.page.getByRole('heading', { name: 'Home' }).waitFor();
    await second.close();
    const kept = readdirSync(join(data, 'shell'));
    rpm('-e', 'partner-console');
    expect(root.ask('test', '-e', '/opt/Partner Console/partner-console').status).toBe(1);
    expect(root.ask('test', '-L', '/usr/bin/partner-console').status).toBe(1);
    expect(readdirSync(join(data, 'shell'))).toEqual(kept);
  });
});
