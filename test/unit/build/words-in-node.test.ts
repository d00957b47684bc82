import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';

test('a source with marked texts runs under plain Node, as the simulator and who runs a file from source need it', () => {
  const source = pathToFileURL(resolve('renderer/sync/scopes.ts')).href;
  const program = `const { scopeWords } = await import('${source}'); process.stdout.write(scopeWords('catalogue'));`;
  const run = (...flags: string[]) =>
    spawnSync(process.execPath, [...flags, '--input-type=module', '-e', program], { encoding: 'utf8' });
  const { stdout, stderr } = run('--import', pathToFileURL(resolve('build/words-in-node.mjs')).href);
  expect(stdout, stderr).toBe('the catalogue');
  // Without it the mark itself would be run, and says so.
  expect(run().status).not.toBe(0);
});
