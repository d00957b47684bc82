/** The simulator's disk against a real one: the same journal histories, the same answers, the same bytes. */
import * as nodeDisk from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { Journal, type JournalDisk } from '../../../electron/services/journal.ts';
import { lineSeal, readRecords } from '../../../electron/services/journal-records.ts';
import { editsFrom } from '../../helpers/edits.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { testKeys } from '../../helpers/test-keys.ts';
import { MemoryDisk } from '../../sim/memory-disk.ts';
import { Random } from '../../sim/random.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0)) await clean();
});

const devices = ['01900000-0000-7000-8000-0000000000d1', '01900000-0000-7000-8000-0000000000d2'] as const;

/** What a shell does with its journal over a few lives; told by everything it answered. */
async function history(seed: number, disk: JournalDisk, folder: string, edits: ReturnType<typeof editsFrom>) {
  const random = new Random(seed);
  const answers: unknown[] = [];
  const next = new Map<string, number>();
  let journal = new Journal(folder, testKeys, disk, 3_000);
  for (let step = 0; step < 60; step++) {
    const deviceId = random.pick(devices);
    const at = next.get(deviceId) ?? 0;
    const what = random.next();
    if (what < 0.55) {
      const entries = edits.slice(at, at + random.int(1, 3));
      next.set(deviceId, at + entries.length);
      answers.push(await journal.append({ deviceId, entries }));
    } else if (what < 0.75) {
      const n = random.int(0, at);
      answers.push(await journal.acknowledge({ deviceId, n, keep: n > 2 && random.chance(0.5) ? [n] : [] }));
    } else if (what < 0.9) {
      answers.push(await journal.read({ deviceId }));
    } else {
      await journal.close();
      journal = new Journal(folder, testKeys, disk, 3_000);
    }
  }
  for (const deviceId of devices) answers.push(await journal.read({ deviceId }));
  await journal.close();
  return answers;
}

async function filesOf(disk: JournalDisk, folder: string): Promise<[string, unknown][]> {
  const names = (await disk.readdir(folder)) as unknown as string[];
  return Promise.all(
    names.sort().map(async (name): Promise<[string, unknown]> => {
      const bytes = await disk.readFile(join(folder, name));
      if (!name.endsWith('.journal')) return [name, bytes.toString('utf8')];
      // Every sealing is another: what was sealed is the same, and as long.
      const by = lineSeal(testKeys.keyFor('journal'), name.slice(0, -'.journal'.length));
      return [name, { length: bytes.length, ...(await readRecords(bytes, by)) }];
    }),
  );
}

describe('the simulated disk', () => {
  test.each([1, 2, 3, 4, 5, 6])('[S1] answers a journal as a real one does: seed %i', async (seed) => {
    const folder = temporaryFolder();
    cleanups.push(folder.remove);
    const real = join(folder.path, 'journal');
    const memory = new MemoryDisk(async () => undefined).functions();
    const edits = editsFrom(1, 120);
    expect(await history(seed, memory, '/journal', edits)).toEqual(
      await history(seed, nodeDisk, real, edits),
    );
    expect(await filesOf(memory, '/journal')).toEqual(await filesOf(nodeDisk, real));
  });

  test('[S1] forgets at a power cut what was not fsynced, and nothing else', async () => {
    for (let seed = 1; seed <= 40; seed++) {
      const disk = new MemoryDisk(async () => undefined);
      const functions = disk.functions();
      const kept = await functions.open('/journal/kept', 'a');
      await kept.write(Buffer.from('synced'), 0, 6, 0);
      await kept.datasync();
      const folder = await functions.open('/journal', 'r');
      await folder.sync();
      await kept.write(Buffer.from(' and more'), 0, 9, 6);
      await functions.writeFile('/journal/new', 'never synced');
      disk.cutPower(new Random(seed));
      expect((await functions.readFile('/journal/kept')).toString('utf8')).toMatch(/^synced/);
    }
  });
});
