/** The simulator on a few histories, new and pinned: thousands run by `npm run sim`. */
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serverOfRun } from '../../helpers/postgres.ts';
import { runHistory } from '../../sim/history.ts';
import { pinned } from '../../sim/pinned.ts';
import { makeDatabase, type SimulatorDatabase } from '../../sim/server.ts';
import { fullSize } from '../../sim/world.ts';

const SEEDS = [101, 102];
let database: SimulatorDatabase;
beforeAll(async () => {
  database = await makeDatabase(serverOfRun());
});
afterAll(async () => {
  await database?.close();
});

describe('simulated histories', () => {
  test.each(SEEDS)(
    '[S1][S3][S4][S5][S6][S7][S8][S9][S10][S13] seed %i ends with nothing lost',
    async (seed) => {
      const { problems, saved } = await runHistory(database, seed, fullSize);
      expect(problems).toEqual([]);
      expect(saved).toBeGreaterThan(20);
    },
  );

  test.each(pinned)('$found: seed $seed', async ({ seed, size }) => {
    expect((await runHistory(database, seed, size)).problems).toEqual([]);
  });

  test('[I2][I3][I13] two desks work on the same tickets: the first acknowledgement stands, each entry on both sides, told once', async () => {
    const size = { ...fullSize, devices: 2, hubs: 1, desks: 2 };
    // In which seed both have something to say, and one comes second, is the schedule's: what pulls bring changes it.
    for (const seed of [8, 2, 3, 4, 9, 12]) {
      const { problems, log } = await runHistory(database, seed, size);
      expect(problems).toEqual([]);
      const spoke = ['desk 0', 'desk 1'].every((desk) =>
        log.some((line) => line.includes(`${desk}: T-`) && line.endsWith('saved')),
      );
      if (spoke) return;
    }
    throw new Error('in none of the seeds both desks spoke: choose another');
  });

  test('a seed tells the same history again', async () => {
    const size = { ...fullSize, actions: 6, restored: 1 };
    const [first, again] = [await runHistory(database, 7, size), await runHistory(database, 7, size)];
    expect({ ...again, log: plain(again.log) }).toEqual({ ...first, log: plain(first.log) });
    expect(first.log.length).toBeGreaterThan(20);
  });
});

/** Values are counted over all histories of a process. */
function plain(log: readonly string[]): string[] {
  return log.map((line) => line.replace(/wrote \d+/g, 'wrote'));
}
