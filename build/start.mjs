/**
 * `npm start`: the console with an embedded hub and a sample partner to try.
 * Builds what is stale, starts the hub, then the console in Electron where its runtime can be had, else in a browser.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { defaultDataFolder, ownFolder, validateFolder } from './folders.mjs';
import { fail, prepare, root } from './install.mjs';
import { whenLeftAlone } from './left-alone.mjs';
import { buildIfStale } from './stale.mjs';

const USAGE = `npm start [-- FLAGS]

Starts the console with its own hub (PostgreSQL included) and a fictional sample partner. Where it runs in a browser already,
opens it there again with a fresh address.

  --browser        use the browser even where Electron can run
  --no-open        do not open a browser window; the address is printed either way
  --port N         port of the console in the browser (4781); 0 takes a free one. A browser keeps the console's
                   data by address: use the same port each time
  --hub-port N     port of the hub (4780); 0 takes a free one
  --data DIR       where hub and console keep their data (${defaultDataFolder()})
  --hub URL        use that hub and start none
  --ca FILE        certificates (PEM) that the console in the browser trusts besides those of this computer
  --help           this text
`;

function readFlags() {
  try {
    const { values } = parseArgs({
      options: {
        browser: { type: 'boolean', default: false },
        'no-open': { type: 'boolean', default: false },
        port: { type: 'string', default: '4781' },
        'hub-port': { type: 'string', default: '4780' },
        data: { type: 'string' },
        hub: { type: 'string' },
        ca: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
    return values;
  } catch (error) {
    return fail(
      `${error instanceof Error ? error.message : error}. See: npm start -- --help`.replace('..', '.'),
    );
  }
}

function portOf(text, flag) {
  const port = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    fail(`--${flag} ${text} is not a port. Give a number from 0 to 65535; 0 takes a free one.`);
  return port;
}

/** Resolves when nothing listens there, at once for 0, which is any free port; otherwise ends the start with what to do. */
function assertFree(port, flag, what) {
  if (port === 0) return Promise.resolve();
  return new Promise((free) => {
    const probe = createServer();
    probe.once('error', (error) => {
      fail(
        error.code === 'EADDRINUSE'
          ? `Port ${port}, which ${what} wants, is in use; perhaps the console is running already. Stop that, or choose another with --${flag} N.`
          : `Port ${port} cannot be used for ${what} (${error.code}). Choose another with --${flag} N.`,
      );
    });
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => free()));
  });
}

const flags = readFlags();
if (flags.help) {
  process.stdout.write(USAGE);
  process.exit(0);
}
await prepare(fileURLToPath(import.meta.url));

const port = portOf(flags.port, 'port');
const hubPort = portOf(flags['hub-port'], 'hub-port');
const { validateHubAddress } = await import('../electron/services/hub-address.ts');
const noHub = flags.hub === undefined ? null : validateHubAddress(flags.hub);
if (noHub) fail(`--hub ${flags.hub}: ${noHub}`);
if (flags.ca !== undefined) {
  const { readCertificates } = await import('../electron/browser/network.ts');
  try {
    readCertificates(flags.ca);
  } catch (error) {
    fail(error.message);
  }
}
const data = resolve(flags.data ?? defaultDataFolder());
const unwritable = validateFolder(data, flags.data !== undefined);
if (unwritable)
  fail(`The data folder ${data} cannot be used (${unwritable}). Choose another with --data DIR.`);

/** The fresh address of a console in the browser that uses this data already; null where none does. */
async function runningAddress() {
  const folder = join(data, 'console');
  if (!existsSync(join(folder, 'address'))) return null;
  const { lockFolder } = await import('../node/folder-lock.ts');
  const lock = lockFolder(join(folder, 'console.lock'));
  if (typeof lock === 'number') return readFileSync(join(folder, 'address'), 'utf8').trim();
  lock();
  return null;
}

const running = await runningAddress();
if (running !== null) {
  // Its session was over, or another browser is to show it: whoever may read the folder may sign in.
  const { showAddress } = await import('./shell.mjs');
  showAddress(running, flags, 'is running already');
  // Else who adds --ca because the hub was not trusted would take the same screen for its effect.
  const unheard = ['hub', 'ca'].filter((name) => flags[name]).map((name) => `--${name}`);
  if (unheard.length > 0)
    process.stdout.write(
      `It goes on as it was started: ${unheard.join(', ')} of this start ${unheard.length === 1 ? 'changes' : 'change'} nothing. To start it anew, end it first where it runs (Ctrl-C).\n`,
    );
  process.exit(0);
}

const children = [];
let stopping = false;

/** Asks everything that was started to stop, waits, and insists after 15 seconds. */
async function stopAll(code) {
  if (stopping) return;
  stopping = true;
  // The console first: it may still want to tell the hub something.
  for (const { child } of [...children].reverse()) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const ended = new Promise((done) => child.once('exit', done));
    child.kill('SIGTERM');
    const insist = setTimeout(() => child.kill('SIGKILL'), 15_000);
    await ended;
    clearTimeout(insist);
  }
  process.exit(code);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stopAll(0));
whenLeftAlone(() => void stopAll(0));

/**
 * Starts a process of ours that reports when it is ready. It ends by itself when this process is gone, however that
 * happened, because its channel closes.
 */
function startProcess(name, file, args, environment) {
  const child = spawn(process.execPath, [join(root, file), ...args], {
    cwd: root,
    // In a group of its own, so that Ctrl-C reaches it through stopAll, in order.
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    // What is wrong is shown here; a line for each request would bury it.
    env: { HUB_LOG_LEVEL: 'warn', ...process.env, ...environment },
  });
  children.push({ name, child });
  let isReady = false;
  child.once('exit', (code) => {
    if (!stopping) {
      process.stderr.write(
        isReady
          ? `The ${name} ended unexpectedly; what was saved is safe. Run npm start again.\n`
          : `The ${name} did not start; its reason stands above.\n`,
      );
      void stopAll(code || 1);
    }
  });
  return new Promise((ready) => {
    child.on('message', (message) => {
      if (!message?.ready) return;
      isReady = true;
      ready(message);
    });
  });
}

if (!(await buildIfStale('renderer'))) fail('The console could not be built; the reason stands above.');

ownFolder(join(data, 'console'));
let hub = flags.hub;
let operatorTokenFile;
if (!hub) {
  await assertFree(hubPort, 'hub-port', 'the hub');
  ownFolder(join(data, 'hub'));
  const token = randomBytes(32).toString('base64url');
  operatorTokenFile = join(data, 'console', 'operator-token');
  writeFileSync(operatorTokenFile, token, { mode: 0o600 });
  process.stdout.write('Starting the hub and its database.\n');
  ({ url: hub } = await startProcess(
    'hub',
    'hub/main.ts',
    ['--port', String(hubPort), '--data', join(data, 'hub'), '--sample', '--sample-cases'],
    {
      HUB_OPERATOR_TOKEN: token,
    },
  ));
  process.stdout.write(`The hub is at ${hub}\n`);
}

const { startShell } = await import('./shell.mjs');
await startShell({ flags, port, data, hub, operatorTokenFile, children, startProcess, assertFree, stopAll });
