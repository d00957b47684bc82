/**
 * Folders outside the clone: where `npm start` keeps a person's data, and where what can be made again is kept. Both are
 * their owner's alone. The mode of a folder that somebody named is left as it is.
 */
import { accessSync, chmodSync, constants, lstatSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const PRIVATE = 0o700;

/** The per-user folder of each platform. Root's is the system's. */
export function defaultDataFolder() {
  if (process.platform === 'win32')
    return join(process.env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'Partner Console');
  if (process.platform === 'darwin')
    return join(homedir(), 'Library', 'Application Support', 'Partner Console');
  if (process.getuid?.() === 0) return '/var/lib/partner-console';
  return join(process.env.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'partner-console');
}

/** Where a person's caches belong, by the platform. */
function defaultCacheFolder() {
  if (process.env.XDG_CACHE_HOME) return join(process.env.XDG_CACHE_HOME, 'partner-console');
  if (process.platform === 'win32')
    return join(process.env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'Partner Console Cache');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'Partner Console');
  return join(homedir(), '.cache', 'partner-console');
}

function saysOf(error) {
  return error instanceof Error ? error.message : String(error);
}

/** Makes a folder that is ours by its name, and takes away what others may do in one of an earlier version. */
export function ownFolder(path) {
  mkdirSync(path, { recursive: true, mode: PRIVATE });
  if (process.platform === 'win32') return;
  const { mode, uid } = lstatSync(path);
  if ((mode & 0o777) !== PRIVATE && uid === process.getuid()) chmodSync(path, PRIVATE);
}

/**
 * Makes the data folder where it is not there, and tries to write in it.
 * @param {boolean} given whether a person named it: then nothing is changed of one that is there
 * @returns {string | null} what is wrong, or null
 */
export function validateFolder(folder, given) {
  try {
    if (given) mkdirSync(folder, { recursive: true, mode: PRIVATE });
    else ownFolder(folder);
    accessSync(folder, constants.W_OK);
    const probe = join(folder, `.probe-${process.pid}`);
    writeFileSync(probe, 'probe', { mode: 0o600 });
    rmSync(probe);
    return null;
  } catch (error) {
    return saysOf(error);
  }
}

/**
 * A folder for what can be made again, that nobody else may write to: programs are run out of it.
 * @returns {{ path: string } | { missing: string }} `missing` is one line that names the folder and what to do
 */
export function cacheFolder(name) {
  const above = defaultCacheFolder();
  const path = join(above, name);
  try {
    for (const folder of [above, path]) {
      ownFolder(folder);
      const found = lstatSync(folder);
      if (!found.isDirectory()) throw new Error('it is no folder');
      if (process.platform !== 'win32' && found.uid !== process.getuid())
        throw new Error('it belongs to another user');
    }
    accessSync(path, constants.W_OK);
    return { path };
  } catch (error) {
    return {
      missing: `${path} cannot be used (${saysOf(error)}). Set XDG_CACHE_HOME to a folder that you may write to.`,
    };
  }
}
