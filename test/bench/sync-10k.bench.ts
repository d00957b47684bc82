/**
 * Ten thousand records of 1 KB from device A to device B, in real Chromium, over loopback: this console against PouchDB with
 * express-pouchdb, and RxDB (Dexie storage) with HTTP replication to a minimal durable endpoint. Peers keep their own ways with
 * the disk; the hub's PostgreSQL runs with fsync on.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { words as wordsOfScreens } from '../../build/words.ts';
import type { BenchResult } from './result.ts';
import { type Measured, measure, type Variant, variants } from './sync/measure.ts';
import { type SystemName, systemNames } from './sync/systems.ts';

/** Tells `npm run bench` to install test/bench/package.json first. */
export const needsPeers = true;

const RECORDS = 10_000;
const words: Readonly<Record<Variant, string>> = {
  plain: '',
  conflicts: ', 10 % edited on both',
  cuts: ', connection cut every second',
};

/** Builds a system's page as the console's own is built, and answers its folder. */
export async function buildPage(name: SystemName, out: string): Promise<string> {
  const outDir = join(out, name);
  await build({
    configFile: false,
    root: resolve('test/bench/sync/pages', name),
    logLevel: 'error',
    plugins: [wordsOfScreens()],
    html: { cspNonce: '__CSP_NONCE__' },
    build: {
      outDir,
      target: 'chrome114',
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 2_000,
    },
  });
  return outDir;
}

const seconds = ({ ms }: Measured) => (Number.isFinite(ms) ? `${(ms / 1_000).toFixed(2)} s` : 'not done');

export async function run(): Promise<BenchResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'partner-console-bench-'));
  try {
    const pages = new Map<SystemName, string>();
    for (const name of systemNames) pages.set(name, await buildPage(name, folder));
    const results: BenchResult[] = [];
    for (const variant of variants) {
      const measured = async (name: SystemName) => measure(name, pages.get(name) ?? '', variant, RECORDS);
      const pouchdb = await measured('pouchdb');
      const rxdb = await measured('rxdb');
      const ours = await measured('console');
      results.push({
        name: `sync-10k${words[variant]}`,
        value: ours.ms / 1_000,
        unit: 's',
        against: `the faster of PouchDB (${seconds(pouchdb)}) and RxDB (${seconds(rxdb)})`,
        ratio: ours.ms / Math.min(pouchdb.ms, rxdb.ms),
      });
    }
    return results;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
