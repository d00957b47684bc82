/**
 * The key store of a computer for a journey in Electron: a real gnome-keyring of its own, on a bus of its own, run by the user who runs
 * that Electron. Another computer is another of these; one that was deleted is this one, made anew.
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { asConsole, sharedFolder } from './electron.ts';
import { eventually } from './eventually.ts';

const there = (program: string) => spawnSync('which', [program], { stdio: 'ignore' }).status === 0;

/** Null where a key store can be had. */
export const whyNoKeyStore: string | null =
  process.platform === 'linux' && ['dbus-daemon', 'gnome-keyring-daemon', 'dbus-send'].every(there)
    ? null
    : 'no key store for tests on this machine (dbus-daemon and gnome-keyring)';

/**
 * What runs before the console in an Electron that has only the older calls of its key store, which the console does not use: the newer
 * ones, by way of these.
 */
export const newerCalls = `
const { safeStorage } = require('electron');
if (typeof safeStorage.isAsyncEncryptionAvailable !== 'function')
  Object.assign(safeStorage, {
    isAsyncEncryptionAvailable: async () => safeStorage.isEncryptionAvailable(),
    encryptStringAsync: async (text) => safeStorage.encryptString(text),
    decryptStringAsync: async (bytes) => ({ result: safeStorage.decryptString(bytes), shouldReEncrypt: false }),
  });
if (typeof safeStorage.getSelectedStorageBackend !== 'function')
  safeStorage.getSelectedStorageBackend = () => process.argv.includes('--password-store=basic') ? 'basic_text' : 'gnome_libsecret';
`;

export interface KeyStore {
  /** Of the Electron that uses it. */
  env(): Record<string, string>;
  /** Deletes all that it held, as when somebody's sign-in was set up anew. */
  deleteAll(): Promise<void>;
  stop(): void;
}

export async function startKeyStore(): Promise<KeyStore> {
  const home = join(sharedFolder(), 'home');
  const [make = '', ...folder] = asConsole(['mkdir', '-m', '700', home]);
  execFileSync(make, folder);
  const running: ChildProcess[] = [];
  let bus = '';

  function start(program: string, args: readonly string[], env: Record<string, string>): ChildProcess {
    const [command = '', ...rest] = asConsole([program, ...args]);
    const child = spawn(command, rest, {
      env: { PATH: process.env.PATH ?? '', HOME: home, XDG_RUNTIME_DIR: home, ...env },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    running.push(child);
    return child;
  }
  async function begin(): Promise<void> {
    bus = '';
    const daemon = start('dbus-daemon', ['--session', '--nofork', '--print-address=1'], {});
    daemon.stdout?.on('data', (bytes: Buffer) => {
      bus += bytes.toString();
    });
    await eventually(
      async () => bus,
      (said) => said.endsWith('\n'),
      'the bus says its address',
    );
    bus = bus.trim();
    const keyring = start('gnome-keyring-daemon', ['--foreground', '--unlock', '--components=secrets'], {
      DBUS_SESSION_BUS_ADDRESS: bus,
    });
    keyring.stdin?.end('the sign-in of this test');
    // Asked for before it is there, the bus would start another one, which nobody opened.
    await answers('boolean true', [
      ...['--dest=org.freedesktop.DBus', '/org/freedesktop/DBus'],
      ...['org.freedesktop.DBus.NameHasOwner', 'string:org.freedesktop.secrets'],
    ]);
    await answers('boolean false', [
      ...['--dest=org.freedesktop.secrets', '/org/freedesktop/secrets/aliases/default'],
      ...['org.freedesktop.DBus.Properties.Get', 'string:org.freedesktop.Secret.Collection', 'string:Locked'],
    ]);
  }
  /** Asks by the bus until it says this. */
  async function answers(wanted: string, question: readonly string[]): Promise<void> {
    const [command = '', ...rest] = asConsole(['dbus-send', '--session', '--print-reply', ...question]);
    const env = { PATH: process.env.PATH ?? '', DBUS_SESSION_BUS_ADDRESS: bus };
    await eventually(
      async () => spawnSync(command, rest, { env, encoding: 'utf8' }).stdout,
      (said) => said.includes(wanted),
      `the key store answers ${question.at(-1)}`,
    );
  }
  function end(): void {
    for (const child of running.splice(0)) child.kill('SIGKILL');
  }
  process.once('exit', end);
  await begin();
  return {
    env: () => ({ CONSOLE_HOME: home, CONSOLE_BUS: bus, DBUS_SESSION_BUS_ADDRESS: bus }),
    async deleteAll() {
      end();
      rmSync(join(home, '.local'), { recursive: true, force: true });
      await begin();
    },
    stop() {
      end();
      rmSync(join(home, '..'), { recursive: true, force: true });
    },
  };
}
