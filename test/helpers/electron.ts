/**
 * The console in a real Electron, under a virtual display, sandboxed, as an ordinary user. The runtime comes from
 * build/electron-runtime.mjs by way of ELECTRON_TEST_RUNTIME; without it the tests are skipped, and say why.
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { notePage } from './open-pages.ts';

export const testRuntime: string | undefined = process.env.ELECTRON_TEST_RUNTIME;
export const whyNoElectron =
  'no Electron runtime for tests on this machine (ELECTRON_TEST_RUNTIME is not set)';

const asRoot = process.getuid?.() === 0;

/** As root the program runs as the user `console`: a sandboxed Electron refuses root. */
const AS_USER = `#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
exec setpriv --reuid=console --regid=console --init-groups env HOME="\${CONSOLE_HOME:-/home/console}" XDG_RUNTIME_DIR= DBUS_SESSION_BUS_ADDRESS="\${CONSOLE_BUS:-disabled:}" "$here/electron" "$@"
`;

/** The group of the user `console`, who is made where there is none. */
function groupOfConsole(): number {
  const ask = () => spawnSync('id', ['-g', 'console'], { encoding: 'utf8' });
  if (ask().status !== 0) execFileSync('useradd', ['--create-home', '--user-group', 'console']);
  return Number(ask().stdout);
}

/** This command, as the user of the tests' Electron. */
export function asConsole(command: readonly string[]): string[] {
  if (!asRoot) return [...command];
  const gid = String(groupOfConsole());
  return ['setpriv', '--reuid=console', `--regid=${gid}`, '--init-groups', ...command];
}

/** A fresh folder that nobody enters but the user who runs the tests and, where that is root, the user of their Electron. */
function closedFolder(mode: number): string {
  const folder = mkdtempSync(
    join(process.env.PARTNER_CONSOLE_TEST_FOLDER ?? tmpdir(), 'partner-console-electron-'),
  );
  if (asRoot) {
    chownSync(folder, 0, groupOfConsole());
    chmodSync(folder, mode);
  }
  return folder;
}

/** A folder that the user of the tests' Electron may write to. */
export function sharedFolder(): string {
  return closedFolder(0o770);
}

/** A fresh folder for a console's data, in a shared folder of its own. */
export function dataFolder(within = sharedFolder()): string {
  const data = join(within, 'data');
  mkdirSync(data);
  chmodSync(data, 0o777);
  return data;
}

/** A folder that the user of the tests' Electron runs programs out of, and may not write to. */
export function programFolder(): string {
  return closedFolder(0o750);
}

/**
 * A program that starts Electron in this folder as a user whom its sandbox accepts. As root the sandbox's own program has to
 * run as root, so the folder has to lie in a programFolder, and has to be removed.
 */
export function startable(folder: string, executable = 'electron'): string {
  if (!asRoot) return join(folder, executable);
  const sandbox = join(folder, 'chrome-sandbox');
  if (existsSync(sandbox)) {
    chownSync(sandbox, 0, 0);
    chmodSync(sandbox, 0o4755);
  }
  const script = join(folder, 'as-user');
  writeFileSync(script, AS_USER.replace('"$here/electron"', `"$here/${executable}"`));
  chmodSync(script, 0o755);
  return script;
}

/**
 * The runtime with the built console as its application.
 * @param before a script that runs before the console's own
 */
export function unpackedApplication(before = ''): { folder: string; executable: string; remove(): void } {
  if (!testRuntime) throw new Error(whyNoElectron);
  const folder = join(programFolder(), 'runtime');
  execFileSync('cp', ['-a', testRuntime, folder]);
  const app = join(folder, 'resources', 'app');
  mkdirSync(app, { recursive: true });
  cpSync(resolve('dist'), join(app, 'dist'), { recursive: true });
  if (before !== '')
    writeFileSync(join(app, 'before.cjs'), `${before}\nrequire('./dist/electron/main.cjs');\n`);
  writeFileSync(
    join(app, 'package.json'),
    JSON.stringify({
      name: 'partner-console',
      productName: 'Partner Console',
      version: '0.0.1-test',
      main: before === '' ? 'dist/electron/main.cjs' : 'before.cjs',
    }),
  );
  // Whatever the modes of the runtime and of the clone are: the user of the tests' Electron reads what is here.
  execFileSync('chmod', ['-R', 'a+rX', folder]);
  return {
    folder,
    executable: startable(folder),
    remove: () => rmSync(join(folder, '..'), { recursive: true, force: true }),
  };
}

/** A display of its own; ends with the function that is answered. */
export async function virtualDisplay(): Promise<{ display: string; stop: () => void }> {
  const server: ChildProcess = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', '1400x1000x24', '-ac', '-nolisten', 'tcp'],
    {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    },
  );
  const number = await new Promise<string>((found, failed) => {
    server.once('error', failed);
    server.stdio[3]?.once('data', (bytes: Buffer) => found(bytes.toString().trim()));
  });
  return { display: `:${number}`, stop: () => server.kill() };
}

export interface RunningElectron {
  app: ElectronApplication;
  page: Page;
  /** Ends the whole process group at once, as a crash would. */
  kill(): Promise<void>;
}

/**
 * Playwright's debugger now and then misses the start of this old Electron and waits in vain: the process is ended and
 * started again. What the console itself does is not repeated: it had not come as far as a window that a test saw.
 */
async function attached(launch: () => Promise<ElectronApplication>): Promise<ElectronApplication> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await launch();
    } catch (error) {
      if (attempt === 3) throw error;
    }
  }
}

export async function launchElectron(options: {
  executable: string;
  display: string;
  data: string;
  hub: string;
  /** Of its process besides; `CONSOLE_HOME` is the home folder that it gets, and `CONSOLE_BUS` the address of its session's bus. */
  env?: Record<string, string>;
  /** More arguments. */
  args?: readonly string[];
}): Promise<RunningElectron> {
  const { executable, display, data, hub } = options;
  const home = options.env?.CONSOLE_HOME;
  const app = await attached(() =>
    _electron.launch({
      executablePath: executable,
      // A camera that shows a test picture; whether a page gets it is the shell's to say, as with a real one.
      args: ['--hub', hub, '--disable-gpu', '--use-fake-device-for-media-stream', ...(options.args ?? [])],
      chromiumSandbox: true,
      timeout: 20_000,
      env: {
        ...(process.env as Record<string, string>),
        ...(home === undefined ? {} : { HOME: home }),
        DISPLAY: display,
        PARTNER_CONSOLE_DATA: data,
        ...options.env,
      },
    }),
  );
  const page = await app.firstWindow();
  notePage(page);
  return {
    app,
    page,
    kill: async () => {
      const pid = await app.evaluate(({ app: running }) => (running ? process.pid : 0));
      process.kill(pid, 'SIGKILL');
      for (let i = 0; i < 100; i++) {
        try {
          process.kill(pid, 0);
        } catch {
          break;
        }
        await wait(50);
      }
    },
  };
}
