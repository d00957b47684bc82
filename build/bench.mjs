/**
 * `npm run bench [-- NAME...] [--against REV]`: every benchmark of test/bench, each a ratio against its peer in the same run; with
 * `--against` the same of another commit beside it. `--minutes N` is how long the day of `hub` takes (10), and the work of `memory` (1); `--partners N` how many work in that day.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { findChromium } from './chromium.mjs';
import { fail, prepare, root, run as runProgram } from './install.mjs';
import { buildIfStale } from './stale.mjs';

await prepare(fileURLToPath(import.meta.url));
// A line for each request is work that no peer has.
process.env.HUB_LOG_LEVEL ??= 'error';

const { values: options, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { minutes: { type: 'string' }, partners: { type: 'string' }, against: { type: 'string' } },
});
if (options.minutes !== undefined) process.env.BENCH_MINUTES = options.minutes;
if (options.partners !== undefined) process.env.BENCH_PARTNERS = options.partners;
const folder = join(root, 'test/bench');

/** Installs what the benchmarks compare with, which nobody who uses the console needs: once for each lock file. */
async function installPeers() {
  const installed = join(folder, 'node_modules/.installed-from');
  const lock = readFileSync(join(folder, 'package-lock.json'), 'utf8');
  if (existsSync(installed) && readFileSync(installed, 'utf8') === lock) return;
  process.stdout.write('Installing what the benchmarks compare with.\n');
  const code = await runProgram('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
    shell: process.platform === 'win32',
  });
  if (code !== 0) fail('What the benchmarks compare with could not be installed; npm says why above.');
  writeFileSync(installed, lock);
}

/** A program's own word for its version; empty where it is not there. */
function versionOf(program, ...args) {
  return spawnSync(program, args, { encoding: 'utf8' }).stdout?.split('\n')[0]?.trim() ?? '';
}

/** What is measured with, and against: a ratio is worth as much as its peer is known. */
function tellVersions(chromium) {
  const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const peers = Object.entries(dependencies).map(([name, version]) => `${name} ${version}`);
  const tools = [chromium && versionOf(chromium, '--version'), versionOf('sha256sum', '--version')];
  const said = [`Node ${process.versions.node}`, ...tools, ...peers].filter(Boolean).join(', ');
  process.stdout.write(`With ${said}, on ${availableParallelism()} processors.\n`);
}

/** The same benchmarks of another commit, in the same run. @returns its lines, by what they measure */
async function runOther(revision, names) {
  const place = mkdtempSync(join(tmpdir(), 'partner-console-against-'));
  const git = (...args) => spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  const added = git('worktree', 'add', '--detach', place, revision);
  if (added.status !== 0) fail(`There is no commit ${revision}: ${added.stderr.trim().split('\n').at(-1)}`);
  try {
    const output = spawnSync('npm', ['run', '--silent', 'bench', '--', ...names], {
      cwd: place,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
      shell: process.platform === 'win32',
    });
    return output.stdout.split('\n').filter((line) => /: ratio [\d.e+-]+$/.test(line));
  } finally {
    git('worktree', 'remove', '--force', place);
  }
}

const files = readdirSync(folder).filter(
  (name) =>
    name.endsWith('.bench.ts') && (wanted.length === 0 || wanted.includes(name.replace('.bench.ts', ''))),
);
const benches = [];
for (const file of files) benches.push(await import(pathToFileURL(join(folder, file)).href));
let chromium;
if (benches.some(({ needsBrowser = true }) => needsBrowser)) {
  chromium = await findChromium();
  if (!chromium) fail('The benchmarks need a Chromium. Install one, or name it in CHROMIUM_PATH.');
  process.env.CHROMIUM_PATH = chromium;
  if (!(await buildIfStale('renderer'))) fail('The console could not be built; the reason stands above.');
}
tellVersions(chromium);
for (const [at, { run, needsPeers }] of benches.entries()) {
  if (needsPeers) await installPeers();
  const rows = await run();
  const others =
    options.against === undefined
      ? []
      : await runOther(options.against, [files[at]?.replace('.bench.ts', '')]);
  for (const row of rows) {
    const value = `${row.value.toPrecision(3)} ${row.unit}`;
    process.stdout.write(
      `${row.name}: ${value}, against ${row.against}: ratio ${row.ratio.toPrecision(3)}\n`,
    );
    const other = others.find((line) => line.startsWith(`${row.name}: `));
    if (other) process.stdout.write(`  at ${options.against}: ${other.slice(row.name.length + 2)}\n`);
    else if (options.against !== undefined)
      process.stdout.write(`  at ${options.against}: not measured under this name\n`);
  }
}
