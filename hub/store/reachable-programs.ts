/**
 * PostgreSQL's programs where PostgreSQL's own user reaches them. A hub of root runs PostgreSQL as another user, and the
 * programs may lie in a folder that only root may enter, such as a clone in root's own home: then they run from a copy in
 * a folder that only root writes to. A program finds its libraries by where it lies, so nothing less than a copy will do.
 */

import { createHash } from 'node:crypto';
import {
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { messageOf } from '../../shared/base/fault.ts';
import { type Programs, type RunAs, runProgram } from './postgres-programs.ts';

/** Folders of the system that only root writes to and everybody may enter, in the order in which they are tried. */
const PLACES = ['/var/cache/partner-console', '/run/partner-console'];

/** Whether the user starts the program: asked of the program itself, because modes do not tell of mounts and lists. */
async function starts(program: string, runAs: RunAs): Promise<string | null> {
  try {
    await runProgram(program, ['--version'], { runAs });
    return null;
  } catch (error) {
    return messageOf(error);
  }
}

interface Entry {
  path: string;
  kind: 'folder' | 'file' | 'program' | 'link';
}

/** What is in the folder, each folder before what is in it. A program is a file that may be executed. */
function contents(folder: string): Entry[] {
  const found: Entry[] = [];
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const path = relative(folder, join(entry.parentPath, entry.name));
    if (entry.isSymbolicLink()) found.push({ path, kind: 'link' });
    else if (entry.isDirectory()) found.push({ path, kind: 'folder' });
    else {
      const { mode } = lstatSync(join(folder, path));
      found.push({ path, kind: (mode & 0o100) === 0 ? 'file' : 'program' });
    }
  }
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function bytesOf(path: string, kind: Entry['kind']): Buffer {
  if (kind === 'folder') return Buffer.alloc(0);
  return kind === 'link' ? Buffer.from(readlinkSync(path)) : readFileSync(path);
}

/** SHA-256 over names, kinds and contents of all that is in the folder. */
function fingerprint(folder: string): string {
  const hash = createHash('sha256');
  for (const { path, kind } of contents(folder)) {
    const bytes = bytesOf(join(folder, path), kind);
    hash.update(`${path}\0${kind}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex');
}

/** The modes are set, not inherited: neither the umask nor what the package was unpacked with counts. */
function copyTo(to: string, from: string): void {
  chmodSync(to, 0o755);
  for (const { path, kind } of contents(from)) {
    const target = join(to, path);
    if (kind === 'link') symlinkSync(readlinkSync(join(from, path)), target);
    else {
      if (kind === 'folder') mkdirSync(target);
      else copyFileSync(join(from, path), target, constants.COPYFILE_FICLONE);
      chmodSync(target, kind === 'file' ? 0o644 : 0o755);
    }
  }
}

/** @throws Error where somebody but root could put another program in its place */
function rootOnly(place: string): void {
  try {
    mkdirSync(place, { mode: 0o755 });
    // What the umask took away: the folder is new and ours.
    chmodSync(place, 0o755);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const found = lstatSync(place);
  if (!found.isDirectory() || found.uid !== 0 || (found.mode & 0o022) !== 0)
    throw new Error('others than root may write to it');
}

function isWhole(copy: string, wanted: string): boolean {
  return existsSync(copy) && fingerprint(copy) === wanted;
}

/** The whole copy in this place, made where there is none; one that is not what it should be is made again. */
function copyIn(place: string, from: string, wanted: string): string {
  rootOnly(place);
  const copy = join(place, `postgresql-${wanted.slice(0, 32)}`);
  if (isWhole(copy, wanted)) return copy;
  const making = mkdtempSync(join(place, 'making-'));
  try {
    copyTo(making, from);
    if (fingerprint(making) !== wanted) throw new Error('the copy is not what was copied');
    try {
      renameSync(making, copy);
    } catch {
      // Unreported: two hubs may make it at once: the first that is whole stays. One that is not whole gives way.
      if (isWhole(copy, wanted)) return copy;
      rmSync(copy, { recursive: true, force: true });
      renameSync(making, copy);
    }
    return copy;
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
}

/**
 * The programs as they can be run by that user: those of the package where the user reaches them, else a copy whose
 * SHA-256 was compared with theirs.
 * @throws Error with one line that names the folders and what to do
 */
export async function reachablePrograms(
  programs: Programs,
  runAs: RunAs,
  places: readonly string[] = PLACES,
): Promise<Programs> {
  if (runAs.uid === undefined || (await starts(programs.postgres, runAs)) === null) return programs;
  // The package keeps them as native/bin, native/lib and native/share.
  const from = dirname(dirname(programs.postgres));
  const wanted = fingerprint(from);
  const refused: string[] = [];
  for (const place of places) {
    try {
      const copy = copyIn(place, from, wanted);
      const at = (program: string) => join(copy, relative(from, program));
      const reason = await starts(at(programs.postgres), runAs);
      if (reason !== null) throw new Error(reason);
      return {
        initdb: at(programs.initdb),
        postgres: at(programs.postgres),
        pg_ctl: at(programs.pg_ctl),
      };
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      refused.push(`${place} (${code ?? message})`);
    }
  }
  throw new Error(
    `PostgreSQL does not run as root, its user postgres cannot enter ${from}, and its programs could not be copied to ${refused.join(' or ')}. Let root write to one of these two folders, start the hub as another user, or set DATABASE_URL to a PostgreSQL server.`,
  );
}
