/**
 * How many partners a hub carries: 200 computers of 20 partners and a desk, with a working day in ten minutes, against one hub with
 * its attachments in a folder, and against three on one PostgreSQL with a bucket, of which one is killed and one comes in the
 * middle. `--minutes N` takes a part of that day at the same pace, `--partners N` another number of them.
 */
import { type PlayedDay, playDay } from './hub/day.ts';
import { type BenchResult, percentile } from './result.ts';

export const needsBrowser = false;

const PARTNERS = Number(process.env.BENCH_PARTNERS ?? 20);
const DEVICES_OF_PARTNER = 10;
const DESKS = 3;
const WHOLE_DAY_MINUTES = 10;
/** What a computer does on a day. */
const DAY = { edits: 60, files: 4 };
/** Of all partners, where there are as many as usual. */
const PACKETS_A_DAY = 40;

const GRACE_SECONDS = 120;

const minutes = Number(process.env.BENCH_MINUTES ?? WHOLE_DAY_MINUTES);
const part = minutes / WHOLE_DAY_MINUTES;

const counted = (what: Record<string, number>) =>
  Object.entries(what)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ') || 'none';

/** What has to be nothing. */
const lost = (told: PlayedDay) =>
  `errors: ${counted(told.errors)}; lost pokes ${told.lostPokes}, lost rows ${told.lostRows}, lost fields ${told.lostFields}, edits not there once ${told.notOnce}, devices that differ from the hub ${told.apart}`;

export async function run(): Promise<BenchResult[]> {
  const results: BenchResult[] = [];
  const ofOne: Partial<Record<keyof PlayedDay['times'], number>> = {};
  for (const atHubs of [1, 3]) {
    const told = await playDay({
      atHubs,
      partners: PARTNERS,
      devicesOfPartner: DEVICES_OF_PARTNER,
      desks: DESKS,
      seconds: minutes * 60,
      edits: Math.max(1, Math.round(DAY.edits * part)),
      files: Math.max(1, Math.round(DAY.files * part)),
      grace: GRACE_SECONDS,
      packets: Math.max(1, Math.round(PACKETS_A_DAY * part)),
    });
    const { times, seconds } = told;
    const name = atHubs === 1 ? 'one hub' : 'three hubs, one killed and one added';
    for (const kind of ['push', 'pull', 'file', 'poke'] as const) {
      const p99 = percentile(times[kind], 99);
      ofOne[kind] ??= p99;
      const alone = ofOne[kind];
      results.push({
        name: `${name}: ${kind}, p99 of ${times[kind].length}`,
        value: p99,
        unit: 'ms',
        against: `its p50 of ${percentile(times[kind], 50).toPrecision(3)} ms, and ${alone.toPrecision(3)} ms for one hub`,
        ratio: p99 / alone,
      });
    }
    const { hubs, postgres } = told.cpuOf;
    results.push({
      name: `${name}: requests`,
      value: (times.push.length + times.pull.length + 3 * times.file.length) / seconds,
      unit: 'a second',
      against: `${told.edits.length} edits and ${(told.bytes / 1e6).toPrecision(3)} MB of files in ${seconds.toPrecision(3)} s; CPU of the hubs ${hubs.toPrecision(3)} s, of PostgreSQL ${postgres.toPrecision(3)} s, of the computers that are played ${told.cpu.toPrecision(3)} s; ${lost(told)}; sent once more: ${counted(told.repeated)}; CPU of the hubs in a second`,
      ratio: hubs / seconds,
    });
  }
  return results;
}
