/** Whether a PostgreSQL server runs in a folder, whoever started it. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { isRunning } from '../../node/folder-lock.ts';

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
