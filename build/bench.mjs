/** `npm run bench [-- NAME...]`: every benchmark of test/bench, each a ratio against its peer in the same run. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { findChromium } from './chromium.mjs';
import { fail, prepare, root } from './install.mjs';
import { buildIfStale } from './stale.mjs';

await prepare(fileURLToPath(import.meta.url));
const chromium = await findChromium();
if (!chromium) fail('The benchmarks need a Chromium. Install one, or name it in CHROMIUM_PATH.');
process.env.CHROMIUM_PATH = chromium;
if (!(await buildIfStale('renderer'))) fail('The console could not be built; the reason stands above.');

const wanted = process.argv.slice(2);
const folder = join(root, 'test/bench');
const files = readdirSync(folder).filter((name) => name.endsWith('.bench.ts'));
for (const file of files.filter(
  (name) => wanted.length === 0 || wanted.includes(name.replace('.bench.ts', '')),
)) {
  const { run } = await import(pathToFileURL(join(folder, file)).href);
  for (const row of await run()) {
    const value = `${row.value.toPrecision(3)} ${row.unit}`;
    process.stdout.write(
      `${row.name}: ${value}, against ${row.against}: ratio ${row.ratio.toPrecision(3)}\n`,
    );
  }
}
