/** One process at a time in a folder, by a file that names its process; one whose process is gone does not count. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';

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
    return true;
  }
}

/**
 * Takes the lock.
 * @returns a function that gives it back, or the id of the process that has it
 */
export function lockFolder(file: string): (() => void) | number {
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = Number(readFileSync(file, 'utf8'));
    if (Number.isInteger(holder) && holder > 0 && holder !== process.pid && isRunning(holder)) return holder;
    rmSync(file, { force: true });
  }
  throw new Error(`The lock ${file} cannot be taken.`);
}
