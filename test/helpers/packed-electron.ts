/**
 * The console as electron-builder packs it, fuses set, from the runtime for tests. Playwright's own way into Electron
 * needs the inspector, which a fuse has turned off: the page is reached over Chromium's debugging port instead.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { programFolder, startable } from './electron.ts';

export interface PackedConsole {
  /** The folder that a person would get. */
  folder: string;
  /** The program itself, whose fuses can be read. */
  binary: string;
  /** Starts it as a user whom its sandbox accepts. */
  executable: string;
  /** The Debian package of the same; null where there is no dpkg to make it. */
  deb: string | null;
  /** What the packing script printed. */
  output: string;
  remove(): void;
}

export interface EndedPacking {
  code: number | null;
  output: string;
}

/** Runs `npm run package` with these arguments. */
export function runPackaging(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<EndedPacking> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [resolve('build/package.mjs'), ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
      });
    }
    child.once('close', (code) => done({ code, output }));
  });
}

/** Makes deb and rpm where fpm cannot be had. */
const fpmStandIn = resolve('test/helpers/fpm-stand-in.mjs');

/**
 * AppImage's tools, of which electron-builder cannot fetch the runtime everywhere: in its place a script that unpacks the image and
 * starts what is in it, as the real one mounts it. Publishers use the real one.
 */
function appImageTools(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'appimage-tools-'));
  const programs = join(path, 'linux-x64');
  for (const folder of [programs, join(path, 'lib/x64')]) mkdirSync(folder, { recursive: true });
  for (const name of ['mksquashfs', 'desktop-file-validate'])
    writeFileSync(join(programs, name), `#!/bin/sh\nexec ${name} "$@"\n`, { mode: 0o755 });
  const size = 4_096;
  const script = `#!/bin/sh
here=$(readlink -f "$0")
APPDIR=\${APPIMAGE_UNPACKED:?}/app
[ -d "$APPDIR" ] || unsquashfs -q -n -o ${size} -d "$APPDIR" "$here" >/dev/null || exit 1
export APPDIR APPIMAGE="$here"
exec "$APPDIR/AppRun" "$@"
`;
  writeFileSync(join(path, 'runtime-x64'), script.padEnd(size, '\n'), { mode: 0o755 });
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/**
 * Packs the runtime for tests as an rpm and an AppImage, by what stands in for tools that are fetched.
 * @param set what the publisher sets besides, as electron-builder takes it
 */
export async function packOthers(
  set: readonly string[] = [],
): Promise<{ rpm: string; appImage: string; remove(): void }> {
  const out = programFolder();
  const tools = appImageTools();
  const { code, output } = await runPackaging(
    ['--test-runtime', '--linux', 'rpm', 'AppImage', '--out', out, '-c.compression=store', ...set],
    { CUSTOM_FPM_PATH: fpmStandIn, APPIMAGE_TOOLS_PATH: tools.path },
  );
  tools.remove();
  if (code !== 0) throw new Error(`packing ended with ${code}:\n${output}`);
  const made = (ending: string) => join(out, readdirSync(out).find((name) => name.endsWith(ending)) ?? '');
  return {
    rpm: made('.rpm'),
    appImage: made('.AppImage'),
    remove: () => rmSync(out, { recursive: true, force: true }),
  };
}

/** Packs the runtime for tests: the folder, and on a Debian the package, by its own dpkg-deb in the place of fpm. */
export async function packConsole(): Promise<PackedConsole> {
  const out = programFolder();
  const debian = !spawnSync('dpkg-deb', ['--version']).error;
  const { code, output } = await runPackaging(
    ['--test-runtime', '--linux', debian ? 'deb' : 'dir', '--out', out],
    debian ? { CUSTOM_FPM_PATH: fpmStandIn } : {},
  );
  if (code !== 0) throw new Error(`packing ended with ${code}:\n${output}`);
  const folder = join(out, 'linux-unpacked');
  execFileSync('chmod', ['-R', 'a+rX', folder]);
  return {
    folder,
    binary: join(folder, 'partner-console'),
    executable: startable(folder, 'partner-console'),
    deb: debian ? join(out, readdirSync(out).find((name) => name.endsWith('.deb')) ?? '') : null,
    output,
    remove: () => rmSync(out, { recursive: true, force: true }),
  };
}

export interface RunningPacked {
  page: Page;
  close(): Promise<void>;
  /** `kill -9` of the main process; its children go with it. */
  kill(): Promise<void>;
}

/**
 * Starts a packed program, and ends it once its main process is up.
 * @returns all that it printed until then
 */
export async function outputUntilReady(
  executable: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<string> {
  const child = spawn(executable, [...args, '--disable-gpu', '--remote-debugging-port=0'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('DevTools listening')) child.kill('SIGKILL');
    });
  }
  await new Promise((done) => child.once('close', done));
  return output;
}

/**
 * Connects to the page. Where the window opens in the very moment of the question, Playwright may wait for a target that it
 * was told of before it listened: it asks again.
 */
async function connect(address: string): Promise<Browser> {
  // Electron lets nobody choose where downloads go: its own defaults stay.
  const attempt = () => chromium.connectOverCDP(address, { noDefaults: true, timeout: 10_000 });
  return attempt().catch(attempt).catch(attempt);
}

/** Starts the packed console and waits for its window. */
export async function launchPacked(options: {
  executable: string;
  display: string;
  data: string;
  hub: string;
}): Promise<RunningPacked> {
  const { executable, display, data, hub } = options;
  const child = spawn(executable, ['--hub', hub, '--disable-gpu', '--remote-debugging-port=0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, DISPLAY: display, PARTNER_CONSOLE_DATA: data },
  });
  const gone = new Promise<void>((done) => child.once('exit', () => done()));
  const address = await new Promise<string>((found, failed) => {
    let output = '';
    child.stderr.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const said = /DevTools listening on (ws:\/\/\S+)/.exec(output)?.[1];
      if (said) found(said);
    });
    void gone.then(() => failed(new Error(`the packed console ended before it was ready:\n${output}`)));
  });
  const browser = await connect(address);
  const [context] = browser.contexts();
  if (!context) throw new Error('the packed console has no window');
  const page = context.pages()[0] ?? (await context.waitForEvent('page'));
  await page.waitForURL('app://console/**');
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await gone;
    await browser.close();
  };
  return { page, close: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}
