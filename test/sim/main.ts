/** `npm run sim -- --seeds N [--seed K]`: see test/sim/README.md. */
import './quiet-hub.ts';
import 'fake-indexeddb/auto';
import { parseArgs } from 'node:util';
import { report, runHistory, shrink } from './history.ts';
import { makeDatabase, startServer } from './server.ts';
import { drawnSize, type Size } from './world.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '100' },
    seed: { type: 'string' },
    first: { type: 'string', default: '1' },
    devices: { type: 'string' },
    hubs: { type: 'string' },
    actions: { type: 'string' },
    faulty: { type: 'string' },
    misfortunes: { type: 'string' },
    restored: { type: 'string' },
    desks: { type: 'string' },
    locks: { type: 'string' },
    retention: { type: 'string' },
    server: { type: 'string' },
    'no-shrink': { type: 'boolean', default: false },
  },
});

function number(name: keyof typeof values, otherwise: number): number {
  const text = values[name];
  const value = typeof text === 'string' ? Number(text) : otherwise;
  if (Number.isFinite(value) && value >= 0) return value;
  process.stderr.write(`--${name} ${text} is not a number.\n`);
  process.exit(1);
}

/** The flags count; what none names is drawn from the seed. */
function sizeOf(seed: number): Size {
  const drawn = drawnSize(seed);
  return {
    devices: number('devices', drawn.devices),
    hubs: number('hubs', drawn.hubs),
    actions: number('actions', drawn.actions),
    faulty: number('faulty', drawn.faulty),
    misfortunes: number('misfortunes', drawn.misfortunes),
    restored: number('restored', drawn.restored),
    desks: number('desks', drawn.desks ?? 0),
    locks: number('locks', drawn.locks ?? 0),
    retention: number('retention', drawn.retention ?? 0),
  };
}
const server = values.server ? null : await startServer();
const database = await makeDatabase(values.server ?? server?.url ?? '');
const first = number('seed', number('first', 1));
const count = values.seed === undefined ? number('seeds', 100) : 1;
let saved = 0;
let steps = 0;
let failed = 0;
const began = Date.now();
for (let seed = first; seed < first + count; seed++) {
  const size = sizeOf(seed);
  const outcome = await runHistory(database, seed, size);
  saved += outcome.saved;
  steps += outcome.steps;
  if (outcome.problems.length === 0) {
    const done = seed - first + 1;
    if (done % 100 === 0 && done < count) process.stdout.write(`${done} of ${count} seeds are clean\n`);
    continue;
  }
  failed += 1;
  const least = values['no-shrink'] ? { size, outcome } : await shrink(database, seed, size, outcome);
  process.stdout.write(`${report(seed, least.size, least.outcome)}\n`);
  break;
}
const seconds = (Date.now() - began) / 1000;
process.stdout.write(
  `${count} seeds, ${saved} saved edits, ${steps} steps, ${seconds.toFixed(0)} s: ${failed === 0 ? 'clean' : 'FAILED'}\n`,
);
await database.close();
await server?.stop();
process.exit(failed === 0 ? 0 : 1);
