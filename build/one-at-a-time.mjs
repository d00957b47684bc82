/**
 * One process at a time does what two at once would spoil: `npm ci` of two starts in one folder takes each other's files away.
 * Runs before anything is installed: no dependency may be imported here.
 */
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Whoever holds the lock for longer is gone, and another program has its number by now. */
const LONGEST_MS = 30 * 60_000;
const LOOK_MS = 200;

/** `gone` where it was given back since: then somebody else may hold it by now. */
function stateOf(lock) {
  try {
    const pid = Number(readFileSync(lock, 'utf8'));
    if (Date.now() - statSync(lock).mtimeMs > LONGEST_MS) return 'left behind';
    // Its file is there before its number is in it.
    if (pid !== 0) process.kill(pid, 0);
    return 'held';
  } catch (error) {
    if (error.code === 'ENOENT') return 'gone';
    return error.code === 'ESRCH' ? 'left behind' : 'held';
  }
}

/**
 * Does the work while no other process does it; waits where one does.
 * @param lock a file that is there meanwhile
 * @param waits called once before it waits
 */
export function oneAtATime(lock, waits, work) {
  mkdirSync(dirname(lock), { recursive: true });
  for (let said = false; ; ) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const state = stateOf(lock);
    if (state === 'left behind') rmSync(lock, { force: true });
    if (state !== 'held') continue;
    if (!said) waits();
    said = true;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOOK_MS);
  }
  try {
    return work();
  } finally {
    rmSync(lock, { force: true });
  }
}
