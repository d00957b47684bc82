/** `npm run check`: types, format and lint alone; with `--write` (`npm run format`) it mends what can be mended instead. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepare, root, run } from './install.mjs';

await prepare(fileURLToPath(import.meta.url));
if (process.argv.includes('--write')) {
  process.exitCode = await run('biome', ['check', '--write', '.']);
} else {
  const types = await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b']);
  process.exitCode = types || (await run('biome', ['check', '--error-on-warnings', '.']));
}
