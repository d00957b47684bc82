/** Runs a history from its seed, and makes a failing one smaller. */
import type { SimulatorDatabase } from './server.ts';
import { fullSize, type Outcome, type Size, World } from './world.ts';

export async function runHistory(
  database: SimulatorDatabase,
  seed: number,
  size: Size = fullSize,
): Promise<Outcome> {
  await database.empty();
  const world = new World(database, seed, size);
  try {
    return await world.run();
  } catch (error) {
    const problem = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { problems: [problem], log: world.log, saved: world.ledger.saved, steps: world.scheduler.steps };
  }
}

/** Smaller histories than this one, the boldest first. */
function smaller(size: Size): Size[] {
  const sizes: Size[] = [];
  if (size.restored > 0) sizes.push({ ...size, restored: 0 });
  if (size.faulty > 0) sizes.push({ ...size, faulty: 0 });
  if (size.locks) sizes.push({ ...size, locks: 0 });
  if (size.retention) sizes.push({ ...size, retention: 0 }, { ...size, retention: size.retention >> 1 });
  if (size.misfortunes > 0)
    sizes.push({ ...size, misfortunes: 0 }, { ...size, misfortunes: size.misfortunes >> 1 });
  if (size.actions > 1)
    sizes.push({ ...size, actions: size.actions >> 1 }, { ...size, actions: size.actions - 1 });
  if (size.devices > 1) sizes.push({ ...size, devices: size.devices - 1 });
  if (size.desks) sizes.push({ ...size, desks: size.desks - 1 });
  if (size.hubs > 1) sizes.push({ ...size, hubs: 1 });
  if (size.misfortunes > 1) sizes.push({ ...size, misfortunes: size.misfortunes - 1 });
  return sizes;
}

/** The smallest history of this seed that still fails, as far as a walk downwards finds it. */
export async function shrink(
  database: SimulatorDatabase,
  seed: number,
  from: Size,
  outcome: Outcome,
): Promise<{ size: Size; outcome: Outcome }> {
  let best = { size: from, outcome };
  for (let again = true; again; ) {
    again = false;
    for (const size of smaller(best.size)) {
      const tried = await runHistory(database, seed, size);
      if (tried.problems.length === 0) continue;
      best = { size, outcome: tried };
      again = true;
      break;
    }
  }
  return best;
}

/** The report of a failing history: enough to tell it again. */
export function report(seed: number, size: Size, outcome: Outcome): string {
  const { devices, hubs, actions, faulty, misfortunes, restored, desks = 0, locks = 0, retention = 0 } = size;
  const flags = `--devices ${devices} --hubs ${hubs} --actions ${actions} --faulty ${faulty} --misfortunes ${misfortunes} --restored ${restored} --desks ${desks} --locks ${locks} --retention ${retention}`;
  return [
    `Seed ${seed} fails:`,
    ...outcome.problems.slice(0, 20).map((problem) => `  ${problem.slice(0, 1_000)}`),
    ...(outcome.problems.length > 20 ? [`  and ${outcome.problems.length - 20} more`] : []),
    'What happened:',
    ...outcome.log.slice(-80).map((line) => `  ${line}`),
    `Again: npm run sim -- --seed ${seed} ${flags}`,
  ].join('\n');
}
