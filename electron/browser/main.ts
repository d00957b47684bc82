/** The browser shell as a process; `npm start` starts it where Electron's runtime is absent. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { lockFolder } from '../../node/folder-lock.ts';
import { messageOf } from '../../shared/base/fault.ts';
import { createHandlers } from '../services/handlers.ts';
import { validateHubAddress } from '../services/hub-address.ts';
import { ShellLog } from '../services/shell-log.ts';
import { Downloads } from './downloads.ts';
import { browserNetwork, NetworkSettingError } from './network.ts';
import { type BrowserShell, startBrowserShellServer } from './server.ts';

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

const { values: flags } = parseArgs({
  options: {
    port: { type: 'string', default: '4781' },
    data: { type: 'string' },
    hub: { type: 'string' },
    ca: { type: 'string' },
    renderer: { type: 'string' },
    'operator-token-file': { type: 'string' },
  },
});
// All that the console writes is its user's alone, whatever the folder it lies in.
process.umask(0o077);
if (!flags.data) fail('Say where the console keeps its data: --data DIR.');
const noHub = flags.hub === undefined ? null : validateHubAddress(flags.hub);
if (noHub) fail(`--hub ${flags.hub}: ${noHub}`);
const data = resolve(flags.data);
const root = fileURLToPath(new URL('../..', import.meta.url));
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

let shell: BrowserShell | undefined;
let ending = false;
const undo: (() => unknown)[] = [];
async function end(): Promise<void> {
  if (ending) return;
  ending = true;
  for (const step of undo.splice(0).reverse()) await step();
  process.exit(0);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end());
process.once('disconnect', () => void end());

try {
  mkdirSync(data, { recursive: true });
  const lock = lockFolder(join(data, 'console.lock'));
  if (typeof lock === 'number')
    fail(
      `The console (process ${lock}) uses ${data} already. Use that one, or another folder with --data DIR.`,
    );
  undo.push(lock);
  const downloads = new Downloads();
  const renderer = resolve(flags.renderer ?? join(root, 'dist/renderer'));
  const now = () => new Date();
  const log = new ShellLog(join(data, 'logs'), now);
  log.write('info', 'start', {
    version,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
  });
  /** A promise that nobody waited for: the console goes on, and the log has it. */
  process.on('unhandledRejection', (error) => log.report(error, 'a promise that nobody waited for'));
  const { handlers, close } = createHandlers({
    data,
    hub: flags.hub ?? null,
    network: browserNetwork(process.env, flags.ca === undefined ? null : resolve(flags.ca)),
    keyStore: null,
    operatorTokenFile: flags['operator-token-file'] ?? null,
    shell: 'browser',
    version,
    electron: null,
    chromium: null,
    now,
    log,
    emit: (name, payload) => shell?.emit(name, payload),
    // The renderer opens a link itself in a browser; the shell has nothing to open it with.
    openExternal: async () => false,
    deliver: (open, name, proof) => downloads.deliver(open, name, proof),
    licences: [join(renderer, 'licences.json')],
    takeNotices: () => [],
    // A browser asks nobody before it closes.
    pageSaved: () => undefined,
    // The page tells by the browser's own.
    notify: () => false,
    // Who starts it from a folder gives it a new one.
    updates: null,
    printPdf: null,
  });
  undo.push(close);
  const addressFile = join(data, 'address');
  undo.push(() => rmSync(addressFile, { force: true }));
  shell = await startBrowserShellServer({
    port: Number(flags.port),
    renderer,
    sessionFile: join(data, 'sessions'),
    handlers,
    downloads,
    log,
    now: () => new Date(),
    // Whoever can read this can read the data beside it. It lets the next `npm start` open the console again.
    address: (url) => {
      writeFileSync(`${addressFile}.new`, `${url}\n`, { mode: 0o600 });
      renameSync(`${addressFile}.new`, addressFile);
    },
  });
  undo.push(() => shell?.close());
  process.stdout.write(`Partner Console is ready: ${shell.url}\n`);
  if (process.connected) process.send?.({ ready: true, url: shell.url });
} catch (error) {
  const code = (error as NodeJS.ErrnoException).code;
  if (error instanceof NetworkSettingError) fail(error.message);
  fail(
    code === 'EADDRINUSE'
      ? `Port ${flags.port} is in use. Stop what uses it, or choose another with --port N.`
      : `The console cannot start: ${messageOf(error)}`,
  );
}
