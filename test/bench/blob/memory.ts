/** Memory of a process as Linux counts it. */
import { readFileSync, writeFileSync } from 'node:fs';

const MB = 1024;

function field(pid: number, name: string): number {
  const found = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(found?.[1]) / MB;
}

/** Forgets the peak so far. @returns what answers the growth since, at the peak, in MB */
export function watchMemory(pid: number): () => number {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
  const before = field(pid, 'VmRSS');
  return () => field(pid, 'VmHWM') - before;
}
