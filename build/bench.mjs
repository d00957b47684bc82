/** `npm run bench [-- NAME...]`: every benchmark of test/bench, each a ratio against its peer in the same run. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { findChromium } from './chromium.mjs';
import { fail, prepare, root, run as runProgram } from './install.mjs';
import { buildIfStale } from './stale.mjs';

await prepare(fileURLToPath(import.meta.url));
const chromium = await findChromium();
if (!chromium) fail('The benchmarks need a Chromium. Install one, or name it in CHROMIUM_PATH.');
process.env.CHROMIUM_PATH = chromium;
// A line for each request is work that no peer has.
process.env.HUB_LOG_LEVEL ??= 'error';
if (!(await buildIfStale('renderer'))) fail('The console could not be built; the reason stands above.');

const wanted = process.argv.slice(2);
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

const files = readdirSync(folder).filter((name) => name.endsWith('.bench.ts'));
for (const file of files.filter(
  (name) => wanted.length === 0 || wanted.includes(name.replace('.bench.ts', '')),
)) {
  const { run, needsPeers } = await import(pathToFileURL(join(folder, file)).href);
  if (needsPeers) await installPeers();
  for (const row of await run()) {
    const value = `${row.value.toPrecision(3)} ${row.unit}`;
    process.stdout.write(
      `${row.name}: ${value}, against ${row.against}: ratio ${row.ratio.toPrecision(3)}\n`,
    );
  }
}
