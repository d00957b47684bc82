/**
 * A packet with one attachment of 2 GiB: written as a bag (read, hashed with SHA-256 and SHA-512, CRC, fsynced) against `zip -0` and
 * `sha256sum` of the same file one after the other; verified and taken in again against `unzip -t` and `sha256sum`; and what
 * both cost in memory.
 */
import { execFile, execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { type BenchResult, median } from './result.ts';

/** PACKET_BENCH_MIB makes it smaller, to see that the benchmark works; its figures then say nothing of 2 GiB. */
const MIB = Number(process.env.PACKET_BENCH_MIB ?? 2_048);
if (!Number.isInteger(MIB) || MIB < 16) throw new Error('PACKET_BENCH_MIB is a number of MiB, 16 or more');
const SIZE = MIB * 1024 ** 2;
const NAME = MIB === 2_048 ? 'packet-2g' : `packet of ${MIB} MiB`;
const CHUNK = 16 * 1024 ** 2;
const RUNS = 3;
const MEMORY_GOAL = 96 * 1024 ** 2;

interface Told {
  exported: { ms: number; growth: number };
  imported: { ms: number; growth: number };
  verdict: string;
}

function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** What the command line tools take for the same bytes, in milliseconds. */
async function peers(folder: string): Promise<{ out: number; in: number }> {
  const path = join(folder, 'large.log');
  const zip = join(folder, 'large.zip');
  const file = await open(path, 'w');
  for (let written = 0; written < SIZE; written += CHUNK) await file.write(randomBytes(CHUNK));
  await file.sync();
  await file.close();
  const sum = () => execFileSync('sha256sum', [path]);
  // To the disk, as ours goes.
  const out =
    timed(() => execFileSync('sh', ['-c', 'zip -0 -q -j "$1" "$0" && sync "$1"', path, zip])) + timed(sum);
  const back = timed(() => execFileSync('unzip', ['-tq', zip])) + timed(sum);
  await Promise.all([rm(path), rm(zip)]);
  return { out, in: back };
}

export async function run(): Promise<BenchResult[]> {
  const ours: Told[] = [];
  const theirs: Awaited<ReturnType<typeof peers>>[] = [];
  for (let count = 0; count < RUNS; count++) {
    const folder = temporaryFolder();
    try {
      theirs.push(await peers(folder.path));
      const { stdout } = await promisify(execFile)(process.execPath, [
        resolve('test/helpers/large-bag.ts'),
        folder.path,
        String(SIZE),
      ]);
      const told = JSON.parse(stdout) as Told;
      if (told.verdict !== 'valid') throw new Error(`the bag came in as ${told.verdict}`);
      ours.push(told);
    } finally {
      folder.remove();
    }
  }
  const time = (
    name: string,
    mine: readonly number[],
    peer: readonly number[],
    what: string,
  ): BenchResult => {
    const [value, other] = [median(mine) / 1_000, median(peer) / 1_000];
    return { name, value, unit: 's', against: `${what} (${other.toFixed(2)} s)`, ratio: value / other };
  };
  const memory = (name: string, growth: readonly number[]): BenchResult => ({
    name,
    value: Math.max(...growth) / 1024 ** 2,
    unit: 'MiB',
    against: 'the goal of 96 MiB',
    ratio: Math.max(...growth) / MEMORY_GOAL,
  });
  return [
    time(
      `${NAME}, written as a bag: sha256, sha512, zip, fsync`,
      ours.map(({ exported }) => exported.ms),
      theirs.map((each) => each.out),
      'zip -0, sync and sha256sum',
    ),
    time(
      `${NAME}, verified and taken in: sha256, sha512, written, fsynced`,
      ours.map(({ imported }) => imported.ms),
      theirs.map((each) => each.in),
      'unzip -t and sha256sum',
    ),
    memory(
      `${NAME}, memory growth of the export`,
      ours.map(({ exported }) => exported.growth),
    ),
    memory(
      `${NAME}, memory growth of the import`,
      ours.map(({ imported }) => imported.growth),
    ),
  ];
}
