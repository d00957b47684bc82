/**
 * Scripts in a clone that cannot be written to: a mounted medium, a folder of an image, another user's. What they write
 * lies beside the sources (node_modules, dist, .cache), so they go on in a copy in the user's cache, brought up to date
 * each time. Runs on any Node from 18, before anything is installed: no dependency may be imported here.
 */
import { createHash } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
} from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './folders.mjs';

/** What a script writes to; those that are not there yet are made in the clone itself. */
const WRITTEN = ['.', 'node_modules', 'dist', '.cache'];

/** What a script makes by itself, and what it has no use for. */
const NOT_COPIED = new Set(['node_modules', 'dist', 'out', '.cache', '.git']);

function isWritable(path) {
  try {
    accessSync(path, constants.W_OK);
    // Root may write anywhere, but a folder that nobody may write to was meant to stay as it is.
    return (statSync(path).mode & 0o222) !== 0;
  } catch {
    return false;
  }
}

/** The first folder of the clone that a script would write to and cannot; null where it can. */
export function readOnlyFolder(root) {
  return (
    WRITTEN.map((name) => join(root, name)).find((path) => existsSync(path) && !isWritable(path)) ?? null
  );
}

function isSame(to, found) {
  const there = lstatSync(to, { throwIfNoEntry: false });
  return there?.isFile() && there.size === found.size && Math.abs(there.mtimeMs - found.mtimeMs) < 2;
}

/** Makes `to` hold what `from` holds. What is there already with the same size and time is left, what is too much goes. */
function follow(from, to, leftOut = new Set()) {
  const names = readdirSync(from).filter((name) => !leftOut.has(name));
  mkdirSync(to, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(to)) {
    if (!leftOut.has(name) && !names.includes(name)) rmSync(join(to, name), { recursive: true, force: true });
  }
  for (const name of names) {
    const [source, target] = [join(from, name), join(to, name)];
    const found = lstatSync(source);
    if (found.isDirectory()) {
      if (lstatSync(target, { throwIfNoEntry: false })?.isDirectory() === false) rmSync(target);
      follow(source, target);
    } else if (found.isSymbolicLink()) {
      rmSync(target, { recursive: true, force: true });
      symlinkSync(readlinkSync(source), target);
    } else if (found.isFile() && !isSame(target, found)) {
      rmSync(target, { recursive: true, force: true });
      copyFileSync(source, target, constants.COPYFILE_FICLONE);
      chmodSync(target, (found.mode & 0o100) === 0 ? 0o600 : 0o700);
      utimesSync(target, found.atime, found.mtime);
    }
  }
}

/** The packages of the clone, where they are whole by its own stamp; without them the copy installs its own. */
function followPackages(from, to, stamp) {
  const installed = (folder) => {
    const file = join(folder, 'node_modules', stamp);
    return existsSync(file) ? readFileSync(file, 'utf8') : null;
  };
  if (installed(from) === null || installed(from) === installed(to)) return;
  process.stdout.write(
    `Copying the packages to ${to}, because ${from} is read-only. This happens once for each version.\n`,
  );
  const making = join(to, 'node_modules.new');
  rmSync(making, { recursive: true, force: true });
  follow(join(from, 'node_modules'), making, new Set(['.vite', '.vite-temp']));
  rmSync(join(to, 'node_modules'), { recursive: true, force: true });
  renameSync(making, join(to, 'node_modules'));
}

/**
 * Brings the user's copy of a read-only clone up to date.
 * @param {string} stamp name of the file in node_modules that says what was installed
 * @returns {{ path: string } | { missing: string }}
 */
export function writableCopy(root, stamp) {
  const name = `clone-${createHash('sha256').update(root).digest('hex').slice(0, 16)}`;
  const folder = cacheFolder(name);
  if ('missing' in folder) return folder;
  try {
    followPackages(root, folder.path, stamp);
    follow(root, folder.path, NOT_COPIED);
    return folder;
  } catch (error) {
    return {
      missing: `${root} could not be copied to ${folder.path} (${error instanceof Error ? error.message : error}). Make room there, or set XDG_CACHE_HOME to another folder.`,
    };
  }
}
