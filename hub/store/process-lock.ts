/** One process at a time in a folder, by a file that names its process; one whose process is gone does not count. */
import { execFileSync } from 'node:child_process';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** Whether a process with this id runs; one that ended and was not collected yet does not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    // Unreported: without /proc a process that answers counts as running.
    return true;
  }
}

/** How a process was started, as one text; empty where nobody says. */
function commandOf(pid: number): string {
  try {
    if (process.platform === 'linux')
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    if (process.platform === 'win32')
      return execFileSync('tasklist', ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH'], { encoding: 'utf8' });
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    // Unreported: a process that is not there has no command.
    return '';
  }
}

/** Whether the process runs and is a PostgreSQL server of this folder: process ids are used again after a restart. */
export function isRunningIn(pid: number, folder: string): boolean {
  if (!isRunning(pid)) return false;
  const command = commandOf(pid);
  // Windows tells only the program's name.
  return command.includes('postgres') && (process.platform === 'win32' || command.includes(folder));
}

interface Holder {
  pid: number;
  /** What tells this process from a later one with the same id: when it started, where the system says so. */
  started: string;
}

function startedAt(pid: number): string {
  try {
    // Field 22, counted behind the name in parentheses, which may hold spaces.
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19] ?? '';
  } catch {
    // Unreported: without /proc its start is not known.
    return '';
  }
}

function readHolder(file: string): Holder | null {
  try {
    const [pid = '', started = ''] = readFileSync(file, 'utf8').trim().split(' ');
    return /^\d+$/.test(pid) ? { pid: Number(pid), started } : null;
  } catch {
    // Unreported: no lock that can be read is no lock.
    return null;
  }
}

/**
 * Takes the lock.
 * @returns a function that gives it back, or the id of the process that has it
 */
export function lockFolder(file: string): (() => void) | number {
  const mine = `${file}.${process.pid}`;
  writeFileSync(mine, `${process.pid} ${startedAt(process.pid)}`);
  try {
    for (let attempt = 0; attempt < 5; attempt++) {
      try {
        // The file appears with its content or not at all: nobody reads a lock that is still empty.
        linkSync(mine, file);
        return () => {
          if (readHolder(file)?.pid === process.pid) rmSync(file, { force: true });
        };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const holder = readHolder(file);
      if (holder && holds(holder)) return holder.pid;
      clearStale(file, `${mine}.stale`);
    }
  } finally {
    rmSync(mine, { force: true });
  }
  throw new Error(`The lock ${file} cannot be taken.`);
}

function holds({ pid, started }: Holder): boolean {
  return pid !== process.pid && isRunning(pid) && (started === '' || startedAt(pid) === started);
}

/** Moves a stale lock away. Where another process was quicker and this moved its fresh lock, the lock goes back. */
function clearStale(file: string, aside: string): void {
  try {
    renameSync(file, aside);
    const moved = readHolder(aside);
    if (moved && holds(moved)) linkSync(aside, file);
  } catch (error) {
    if (!['ENOENT', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}
