/** Builds only what changed: a bundle carries a stamp of the sources that it was made from. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root, run } from './install.mjs';

const bundles = {
  renderer: {
    config: 'build/vite.renderer.config.ts',
    out: 'dist/renderer',
    modes: ['production'],
    sources: [
      'renderer',
      'shared',
      'docs/guide',
      'build/vite.renderer.config.ts',
      'build/words.ts',
      'build/compile-words.mjs',
      'build/lingui.config.ts',
      'package-lock.json',
    ],
  },
  electron: {
    config: 'build/vite.electron.config.ts',
    out: 'dist/electron',
    modes: ['main', 'preload'],
    sources: ['electron', 'node', 'shared', 'build/vite.electron.config.ts', 'package-lock.json'],
  },
  processes: {
    config: 'build/vite.processes.config.ts',
    out: '.cache/processes',
    modes: ['hub', 'shell'],
    sources: ['hub', 'electron', 'node', 'shared', 'build/vite.processes.config.ts', 'package-lock.json'],
  },
};

function* filesBelow(path) {
  const found = statSync(path);
  if (!found.isDirectory()) {
    yield { path, found };
    return;
  }
  for (const name of readdirSync(path).sort()) yield* filesBelow(join(path, name));
}

/** Names, sizes and times of change of all sources: what `make` looks at, over renames and removals too. */
function stampOf(sources) {
  const hash = createHash('sha256');
  for (const source of sources) {
    for (const { path, found } of filesBelow(join(root, source)))
      hash.update(`${relative(root, path)}\n${found.size}\n${found.mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/**
 * Builds a bundle if its sources changed since it was built.
 * @param {'renderer' | 'electron' | 'processes'} name
 * @returns {Promise<boolean>} false where the build failed; what it said stands above
 */
export async function buildIfStale(name) {
  const { config, out, modes, sources } = bundles[name];
  const stampFile = join(root, out, '.stamp');
  const stamp = stampOf(sources);
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return true;
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  for (const mode of modes) {
    const code = await run(process.execPath, [
      vite,
      'build',
      '--logLevel',
      'warn',
      '-c',
      config,
      '--mode',
      mode,
    ]);
    if (code !== 0) return false;
  }
  writeFileSync(stampFile, stamp);
  return true;
}
