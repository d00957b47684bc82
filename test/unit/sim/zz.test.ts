import 'fake-indexeddb/auto';
import { test } from 'vitest';
import { serverOfRun } from '../../helpers/postgres.ts';
import { runHistory } from '../../sim/history.ts';
import { makeDatabase } from '../../sim/server.ts';
import { fullSize } from '../../sim/world.ts';
test('x', async () => {
  const database = await makeDatabase(serverOfRun());
  for (let seed = 1; seed < 14; seed++) {
    const { log, problems } = await runHistory(database, seed, { ...fullSize, devices: 2, hubs: 1, desks: 2 });
    const n = ['desk 0', 'desk 1'].map((d) => log.filter((l) => l.includes(`${d}: T-`) && l.endsWith('saved')).length);
    console.log(seed, n, problems.slice(0, 3));
  }
  await database.close();
}, 600000);
