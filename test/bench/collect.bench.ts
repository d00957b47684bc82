/** Reading outputs and logs, rules over them, and search over known problems, on data of the sizes that people drop. */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { caseIntake } from '../../shared/collect/case-intake.ts';
import { collect } from '../../shared/collect/collect.ts';
import { startSet } from '../../shared/collect/findings/start-set.ts';
import { ProblemIndex } from '../../shared/knowledge/search.ts';
import { SearchIndex } from '../../shared/search/search-index.ts';
import { captureText } from '../helpers/captures.ts';
import { problemRow } from '../helpers/knowledge.ts';
import { type BenchResult, median, percentile } from './result.ts';

const NOW = '2026-11-28T16:30:00.000Z';
const MB = 1_048_576;
const nothing = { systems: [], configuration: [], revisions: [], links: [], installations: [], products: [] };

/** A terminal log of so many bytes: the gateway's, again and again, of twenty hosts in turn. */
function terminalLog(bytes: number): string {
  const session = captureText('gateway-log.txt');
  const parts: string[] = [];
  for (let size = 0, host = 0; size < bytes; host++) {
    const part = session.replaceAll('vg-site-1', `vg-site-${host % 20}`);
    parts.push(part);
    size += part.length;
  }
  return parts.join('\n');
}

function timed<T>(work: () => T): { ms: number; value: T } {
  const start = performance.now();
  const value = work();
  return { ms: performance.now() - start, value };
}

/** A log of a program, of so many bytes; the caller removes it. */
function logFile(path: string, bytes: number): void {
  const lines = Array.from(
    { length: 20_000 },
    (_, at) =>
      `2026-11-23T07:${String(at % 60).padStart(2, '0')}:15.${String(at % 1_000).padStart(3, '0')}Z WARN worker-${at % 17} join pending zone=${at % 9} waited=${(at * 37) % 20_000}ms\n`,
  );
  const block = Buffer.from(lines.join(''));
  const file = openSync(path, 'w');
  for (let size = 0; size < bytes; size += block.length) writeSync(file, block);
  closeSync(file);
}

/** Bytes of the log that is indexed, and of the terminal log: others where the environment says so. */
const LOG_BYTES = Number(process.env.BENCH_LOG_BYTES ?? 1_024 * MB);
const TERMINAL_BYTES = Number(process.env.BENCH_TERMINAL_BYTES ?? 50 * MB);

/** How often each is run: the middle is told. */
const LOG_RUNS = 3;

/** Milliseconds of a processor that a command of the shell takes: what else the machine does moves them less than the clock's. */
function processorMs(command: string, ...args: string[]): number {
  // The second line that `times` prints is of the programs that the shell started.
  const { stdout } = spawnSync('sh', ['-c', `{ ${command}; } >&2; times`, 'sh', ...args], {
    encoding: 'utf8',
  });
  const [, children = ''] = stdout.trim().split('\n');
  return [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60_000 + Number(seconds) * 1_000,
    0,
  );
}

function logIndex(): BenchResult[] {
  const folder = mkdtempSync(join(tmpdir(), 'partner-console-bench-'));
  const path = join(folder, 'page.log');
  try {
    logFile(path, LOG_BYTES);
    const size = `${Math.round(statSync(path).size / MB)} MB`;
    const script = `process.argv.splice(1, 0, '', 'log', ${JSON.stringify(path)}); process.stdout.write = () => true; await import(${JSON.stringify(resolve('cli/main.ts'))}); process.stderr.write(JSON.stringify(process.resourceUsage()));`;
    const runs = Array.from({ length: LOG_RUNS }, () => {
      const peer = processorMs('wc -l "$1"; grep -c zone=3 "$1"', path);
      const { stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
        encoding: 'utf8',
      });
      const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(stderr) as NodeJS.ResourceUsage;
      const ms = (userCPUTime + systemCPUTime) / 1_000;
      return { ms, ratio: ms / peer, memory: maxRSS / 1_024 };
    });
    const memory = median(runs.map((run) => run.memory));
    return [
      {
        name: `collect-log-index, ${size}`,
        value: median(runs.map(({ ms }) => ms)),
        unit: 'ms of a processor',
        against: 'wc -l and grep -c together',
        ratio: median(runs.map(({ ratio }) => ratio)),
      },
      {
        name: 'collect-log-memory',
        value: memory,
        unit: 'MB',
        against: 'the goal of 96 MB',
        ratio: memory / 96,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What somebody types until a case of 10,000 is found, key by key: the slowest keys are the first ones. */
function caseSearch(): BenchResult {
  const words = [
    ...new Set(
      captureText('cucm-log.txt')
        .toLowerCase()
        .match(/[a-z]{4,}/g) ?? [],
    ),
  ];
  const text = (at: number, count: number) =>
    Array.from({ length: count }, (_, n) => words[(at * 31 + n * n * 7) % words.length]).join(' ');
  const index = new SearchIndex();
  for (let at = 0; at < 10_000; at++)
    index.put({
      ...{ id: `case:${at}`, kind: 'case', title: text(at, 5), subtitle: `C-${at} Example Hospital` },
      parts: [
        { table: 'cases', rowId: `${at}`, field: 'observed', text: text(at + 1, 60) },
        { table: 'steps', rowId: `${at}`, field: 'showed', text: `FCW${at}A1B ${text(at + 2, 60)}` },
      ],
    });
  const times: number[] = [];
  for (let at = 0; at < 20; at++) {
    const question = `${words[(at * 13) % words.length]} ${words[(at * 17 + 5) % words.length]}`;
    for (let key = 1; key <= question.length; key++)
      times.push(timed(() => index.search(question.slice(0, key), 20)).ms);
  }
  return {
    name: `search p95 of ${times.length} keys, over 10,000 cases`,
    value: percentile(times, 95),
    unit: 'ms',
    against: 'the goal of 50 ms',
    ratio: percentile(times, 95) / 50,
  };
}

export async function run(): Promise<BenchResult[]> {
  const small = terminalLog(2 * MB);
  const drops: number[] = [];
  for (let n = 0; n < 3; n++)
    drops.push(timed(() => caseIntake(collect([{ name: 'site.log', text: small, notes: [] }]), nothing)).ms);
  const large = terminalLog(TERMINAL_BYTES);
  const file = { name: 'site.log', text: large, notes: [] };
  const split = timed(() => large.split('\n').length);
  const plain = timed(() => collect([file]));
  const context = { now: NOW, faultAt: NOW, capturedAt: NOW };
  const withRules = timed(() => collect([file], { findings: { rules: startSet, context } }));
  const index = new ProblemIndex();
  const words = captureText('cucm-log.txt').split(/\s+/);
  const problems = Array.from({ length: 10_000 }, (_, at) =>
    problemRow({
      id: `KP-${String(at + 1).padStart(5, '0')}`,
      title: `${words[at % words.length]} ${words[(at * 7) % words.length]} fails on FCW${String(at).padStart(4, '0')}A1B`,
      symptom: words.slice(at % 100, (at % 100) + 40).join(' '),
      body: words.slice(0, 100).join(' '),
    }),
  );
  const built = timed(() => index.load(problems));
  const searches: number[] = [];
  let exact = 0;
  for (let n = 0; n < 200; n++) {
    const serial = `FCW${String(n * 37).padStart(4, '0')}A1B`;
    const search = timed(() =>
      index.search({ text: `service fails ${serial}`, products: [], versions: [] }, 20),
    );
    searches.push(search.ms);
    if (search.value[0]?.id === `KP-${String(n * 37 + 1).padStart(5, '0')}`) exact++;
  }
  return [
    {
      name: 'collect-drop, 2 MB to proposals',
      value: median(drops),
      unit: 'ms',
      against: 'itself',
      ratio: 1,
    },
    {
      name: `collect-terminal-log, ${TERMINAL_BYTES / MB} MB`,
      value: split.value / (plain.ms / 1_000),
      unit: 'lines a second',
      against: 'splitting it into lines',
      ratio: plain.ms / split.ms,
    },
    {
      name: 'collect-rules, over the same log',
      value: withRules.ms - plain.ms,
      unit: 'ms',
      against: 'reading it',
      ratio: (withRules.ms - plain.ms) / plain.ms,
    },
    {
      name: 'knowledge-index, 10,000 known problems',
      value: built.ms,
      unit: 'ms',
      against: 'itself',
      ratio: 1,
    },
    {
      name: `knowledge-search p95, exact serial first in ${exact} of 200`,
      value: percentile(searches, 95),
      unit: 'ms',
      against: 'the goal of 50 ms',
      ratio: percentile(searches, 95) / 50,
    },
    caseSearch(),
    ...logIndex(),
  ];
}
