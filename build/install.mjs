/**
 * What `npm start`, `npm test` and the other scripts do before anything else: install the dependencies that are missing
 * and go on with the pinned Node, whatever the machine has. Runs on any Node from 18, before anything is installed:
 * no dependency may be imported here.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { oneAtATime } from './one-at-a-time.mjs';
import { readOnlyFolder, writableCopy } from './read-only.mjs';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

const windows = process.platform === 'win32';
const pinnedNode = join(root, 'node_modules', 'node', 'bin', windows ? 'node.exe' : 'node');
const STAMP = '.installed-from';
const stampFile = join(root, 'node_modules', STAMP);

/** Says what stopped the script, in one line, and ends it. */
export function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

function lockHash() {
  const hash = createHash('sha256');
  for (const name of ['package.json', 'package-lock.json']) hash.update(readFileSync(join(root, name)));
  return hash.digest('hex');
}

/** Whether what is installed came from this very lock file. */
function isInstalled(wanted) {
  return existsSync(pinnedNode) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted;
}

/** Runs `npm ci` unless what is installed came from this very lock file; where another start does, waits for it. */
export function installDependencies() {
  const wanted = lockHash();
  if (isInstalled(wanted)) return;
  oneAtATime(
    join(root, '.cache', 'installing'),
    () => process.stdout.write('Another start installs the dependencies; this one waits for it.\n'),
    () => {
      if (!isInstalled(wanted)) install(wanted);
    },
  );
}

function install(wanted) {
  process.stdout.write('Installing dependencies. The first time this takes a minute or two.\n');
  const done = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: windows,
  });
  if (done.error) fail(`npm could not be started (${done.error.message}). Install npm, then try again.`);
  if (done.status !== 0) {
    fail(
      'The dependencies could not be installed; npm says why above. Check the network, then run the same command again.',
    );
  }
  if (!existsSync(pinnedNode)) {
    fail(
      'npm installed the dependencies but not the pinned Node: its install script did not run. Run `npm rebuild node`, then try again.',
    );
  }
  if (process.version !== `v${pinnedVersion()}`) addLeftOut();
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, wanted);
}

/**
 * npm leaves out the native parts of packages that do not name the Node it runs in, without a word, and the build needs some of them
 * (rolldown's from 20.19 on): npm adds them when it runs in the pinned Node.
 */
function addLeftOut() {
  const args = ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  // On Windows the `npm` of the path would run in the Node beside it.
  const npm = process.env.npm_execpath;
  const how = npm?.endsWith('npm-cli.js')
    ? { command: pinnedNode, args: [npm, ...args], shell: false }
    : { command: 'npm', args, shell: windows };
  const done = spawnSync(how.command, how.args, {
    cwd: root,
    env: pinnedEnvironment(),
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: how.shell,
  });
  if (done.status !== 0) {
    fail(
      `What npm left out for Node ${process.versions.node} could not be installed; npm says why above. Check the network, then run the same command again.`,
    );
  }
}

/** The Node that package.json pins, such as `24.21.0`. */
const pinnedVersion = () => JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).devDependencies.node;

/**
 * The environment in which `node` and the installed tools are the pinned ones. All runs from source, and what takes the types out of it costs
 * 30 MB and half a second each time: what Node made of a file once is kept.
 */
export function pinnedEnvironment() {
  const path = [dirname(pinnedNode), join(root, 'node_modules', '.bin'), process.env.PATH ?? ''].join(
    delimiter,
  );
  const made = process.env.NODE_COMPILE_CACHE ?? join(root, '.cache', 'compiled');
  return { ...process.env, PATH: path, NODE_COMPILE_CACHE: made };
}

/**
 * Starts a program in the project's folder on the pinned Node's path; answers the exit code once it has ended. With `aside`
 * what it prints is kept until then, because something else prints meanwhile.
 */
export function run(command, args, { aside = false, ...options } = {}) {
  return new Promise((done, failed) => {
    const stdio = aside ? ['ignore', 'pipe', 'pipe'] : 'inherit';
    const child = spawn(command, args, { cwd: root, stdio, env: pinnedEnvironment(), ...options });
    const said = [];
    for (const stream of aside ? [child.stdout, child.stderr] : [])
      stream.on('data', (chunk) => said.push(chunk));
    child.once('error', failed);
    child.once('close', (code, signal) => {
      process.stdout.write(Buffer.concat(said));
      done(signal ? 1 : (code ?? 1));
    });
  });
}

/**
 * Goes on only in the pinned Node: elsewhere starts it with the same arguments, waits, and ends with its exit code.
 * Signals of a terminal reach the child by themselves; those sent to this process alone are passed on.
 * @param script path of the script to go on with
 */
export async function continueOnPinnedNode(script) {
  if (process.version === `v${pinnedVersion()}`) {
    Object.assign(process.env, pinnedEnvironment());
    return;
  }
  await goOn(pinnedNode, script, pinnedEnvironment(), 'The pinned Node could not be started');
}

/** Starts a script with the arguments of this one, waits, and ends with its exit code. */
async function goOn(node, script, env, whenNot) {
  const child = spawn(node, [script, ...process.argv.slice(2)], { stdio: 'inherit', env });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  await new Promise((done) => {
    child.once('error', (error) => fail(`${whenNot}: ${error.message}`));
    child.once('exit', (code, signal) => {
      process.exitCode = signal ? 1 : (code ?? 1);
      done();
    });
  });
  process.exit();
}

/** The clone that a person started the script in: this one, or the read-only one that this is the copy of. */
export const clone = process.env.PARTNER_CONSOLE_CLONE ?? root;

/** Goes on in a copy where the clone cannot be written to. */
async function continueInWritableClone(script) {
  const folder = readOnlyFolder(root);
  if (folder === null) return;
  const copy = writableCopy(root, STAMP);
  if ('missing' in copy) fail(`${folder} cannot be written to, and ${copy.missing}`);
  process.stdout.write(`${folder} cannot be written to: what is built lies in ${copy.path}.\n`);
  await goOn(
    process.execPath,
    join(copy.path, relative(root, script)),
    { ...process.env, PARTNER_CONSOLE_CLONE: root },
    'The copy of the read-only clone could not be started',
  );
}

/** The steps in the order in which every script needs them. */
export async function prepare(script) {
  await continueInWritableClone(script);
  installDependencies();
  await continueOnPinnedNode(script);
}
