/**
 * `npm run sim:mutants`: the simulator on copies of the product, each with one mistake that others have made. A simulator that
 * finds nothing in them would find nothing in the product.
 */
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { makeCopy, mutants, playCopy } from './mistakes.ts';
import { startServer } from './server.ts';

const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '120' }, only: { type: 'string' } },
});
const server = await startServer();
const chosen = mutants.filter(({ name }) => !values.only || name.includes(values.only));
let caught = 0;
let next = 0;
async function worker(): Promise<void> {
  for (let mutant = chosen[next++]; mutant; mutant = chosen[next++]) {
    const copy = makeCopy(mutant);
    const output = await playCopy(copy, ['--seeds', values.seeds, '--no-shrink', '--server', server.url]);
    rmSync(copy, { recursive: true, force: true });
    const found = /Seed (\d+) fails:\n {2}(.*)/.exec(output);
    if (found) caught += 1;
    const how = found
      ? `caught by seed ${found[1]}: ${found[2]?.slice(0, 160)}`
      : `NOT CAUGHT: ${output.slice(-300)}`;
    process.stdout.write(`[${mutant.rule}] ${mutant.name}: ${how}\n`);
  }
}
await Promise.all([worker(), worker()]);
await server.stop();
process.stdout.write(`${caught}/${chosen.length} mistakes caught\n`);
process.exit(caught === chosen.length ? 0 : 1);
