/** The shell's lock on its data folder: two shells would write one journal. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';

/** Whether a process with this id runs; one that ended and was not collected yet does not. */
function isRunning(pid: number): boolean {
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

/** @returns a function that gives the lock back, or the id of the process that has it */
export function takeFolder(file: string): (() => void) | number {
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx', mode: 0o600 });
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
