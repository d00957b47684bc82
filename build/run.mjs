/** `node build/run.mjs FILE.ts [arguments]`: runs a file of the project from source, on the pinned Node. */
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fail, prepare, root } from './install.mjs';

await prepare(fileURLToPath(import.meta.url));
const [file, ...rest] = process.argv.slice(2);
if (!file) fail('Say which file to run: node build/run.mjs hub/main.ts --help');
const words = new URL('words-in-node.mjs', import.meta.url).href;
const child = spawn(process.execPath, ['--import', words, resolve(root, file), ...rest], {
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  });
}
child.once('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
