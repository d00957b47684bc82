/** One process at a time in a data folder: two shells would write one journal, two hubs start one database. A lock whose process is gone does not count. */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

const ATTEMPTS = 5;

interface Holder {
  pid: number;
  /** What tells this process from a later one with the same id: when it started, where the system says so. */
  started: string;
}

/** The fields of /proc/PID/stat behind the program's name, which may hold spaces; null where there are none. */
function statOf(pid: number): string[] | null {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? null;
  } catch {
    // Unreported: a process that is not there has no such file.
    return null;
  }
}

/** Field 22 of the file, in clock ticks since the system started. */
function startedAt(pid: number): string {
  return statOf(pid)?.[19] ?? '';
}

/** Whether a process with this id runs; without /proc, whether one answers. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  // One that ended and was not collected yet does not run.
  return statOf(pid)?.[0] !== 'Z';
}

function holds({ pid, started }: Holder): boolean {
  return pid !== process.pid && isRunning(pid) && (started === '' || startedAt(pid) === started);
}

function readHolder(file: string): Holder | null {
  try {
    const [pid = '', started = ''] = readFileSync(file, 'utf8').trim().split(' ');
    return /^[1-9]\d*$/.test(pid) ? { pid: Number(pid), started } : null;
  } catch {
    // Unreported: no lock that can be read is no lock.
    return null;
  }
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

/** @returns a function that gives the lock back, or the id of the process that has it */
export function lockFolder(file: string): (() => void) | number {
  const mine = `${file}.${process.pid}`;
  writeFileSync(mine, `${process.pid} ${startedAt(process.pid)}`, { mode: 0o600 });
  try {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
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
