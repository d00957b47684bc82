/** Run as a process of its own, until it is killed: seals what lies in clear in a data folder. `node old-files-process.ts FOLDER`. */
import { setTimeout as wait } from 'node:timers/promises';
import { storesOf } from './old-files.ts';

const [data = ''] = process.argv.slice(2);
process.stdout.write('begun\n');
// A rest after each step, so that a kill comes anywhere.
await storesOf(data, { rest: () => wait(2) }).old.run();
process.stdout.write('over\n');
