/** The second half of `npm start`: the console itself, in Electron or in a browser. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { electronRuntime } from './electron-runtime.mjs';
import { ownFolder } from './folders.mjs';
import { fail, root } from './install.mjs';
import { buildIfStale } from './stale.mjs';

/** Whether this computer shows windows to the person who runs the script. */
function hasDisplay() {
  return (
    process.platform === 'win32' ||
    process.platform === 'darwin' ||
    Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
  );
}

/** What keeps Electron from starting here, whatever its runtime; null where nothing does. */
function whyNoElectron() {
  if (!hasDisplay()) return 'this computer has no display';
  // Its sandbox is never turned off.
  if (process.platform === 'linux' && process.getuid() === 0) return 'its sandbox does not run as root';
  return null;
}

function openInBrowser(url) {
  const [command, args] =
    process.platform === 'darwin'
      ? ['open', [url]]
      : process.platform === 'win32'
        ? ['explorer.exe', [url]]
        : ['xdg-open', [url]];
  const opener = spawn(command, args, { stdio: 'ignore', detached: true });
  opener.once('error', () =>
    process.stdout.write('No browser could be opened from here: open the address yourself.\n'),
  );
  opener.unref();
}

/** Prints the address of the console in the browser, which signs in once, and opens it unless that is not wanted. */
export function showAddress(url, flags, state) {
  process.stdout.write(`Partner Console ${state}: ${url}\n`);
  if (!flags['no-open'] && hasDisplay()) openInBrowser(url);
}

async function startElectron({ executable, data, hub, operatorTokenFile, children, stopAll }) {
  if (!(await buildIfStale('electron')))
    fail('The desktop shell could not be built; the reason stands above.');
  ownFolder(join(data, 'desktop'));
  const child = spawn(executable, [root, '--hub', hub], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    detached: process.platform !== 'win32',
    env: {
      ...process.env,
      PARTNER_CONSOLE_DATA: join(data, 'desktop'),
      ...(operatorTokenFile ? { PARTNER_CONSOLE_OPERATOR_TOKEN_FILE: operatorTokenFile } : {}),
    },
  });
  children.push({ name: 'console', child });
  child.once('exit', (code) => void stopAll(code ?? 0));
  child.once('error', (error) => {
    process.stderr.write(`Electron could not be started (${error.message}). Use npm start -- --browser.\n`);
    void stopAll(1);
  });
  process.stdout.write('Partner Console is ready: app://console/\n');
}

async function startBrowser({ flags, port, data, hub, operatorTokenFile, startProcess, assertFree }) {
  await assertFree(port, 'port', 'the console');
  const { url } = await startProcess(
    'console',
    'electron/browser/main.ts',
    [
      '--port',
      String(port),
      '--data',
      join(data, 'console'),
      '--hub',
      hub,
      '--renderer',
      join(root, 'dist/renderer'),
      ...(operatorTokenFile ? ['--operator-token-file', operatorTokenFile] : []),
      ...(flags.ca === undefined ? [] : ['--ca', resolve(flags.ca)]),
    ],
    {},
  );
  showAddress(url, flags, 'is ready');
}

/** Starts the console in the shell that fits this computer. Says which, and why not the other. */
export async function startShell(options) {
  if (!options.flags.browser) {
    const why = whyNoElectron();
    const runtime = why === null ? await electronRuntime({ fetch: true }) : { missing: why };
    if (!('missing' in runtime) && existsSync(runtime.executable)) {
      await startElectron({ ...options, executable: runtime.executable });
      return;
    }
    process.stdout.write(
      `Using the browser instead of Electron: ${runtime.missing ?? 'its runtime is not there'}.\n`,
    );
  }
  await startBrowser(options);
}
