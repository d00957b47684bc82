/** The clocks of a board of 10,000 cases, against the same deadlines by plain arithmetic on Date. */
import { evaluateClocks } from '../../shared/policy/clocks.ts';
import { desk, holidays, telephoned } from '../helpers/clocks.ts';
import { type BenchResult, median } from './result.ts';

const CASES = 10_000;
const ROUNDS = 15;
const NOW = '2026-11-25T15:00:00.000Z';
const LIST = holidays(['2026-09-07', '2026-11-26', '2026-11-27', '2026-12-24', '2026-12-25', '2027-01-01']);
const LEVELS = ['P1', 'P2', 'P3', 'P4'] as const;

/** Cases of the last sixty days, their levels some hours apart. */
function board() {
  return Array.from({ length: CASES }, (_, n) => {
    const at = Date.parse(NOW) - ((n * 7_919) % 5_184_000) * 1_000;
    const iso = (hours: number) => new Date(at + hours * 3_600_000).toISOString();
    const priority = LEVELS[n % LEVELS.length] ?? 'P1';
    return {
      priorities: [{ priority, from: iso(0), by: desk }],
      starts: { level1: telephoned(iso(0)), level2: telephoned(iso(3)), level3: telephoned(iso(9)) },
      events: [],
      holidayLists: [LIST],
      now: NOW,
    };
  });
}

const HOURS = { P1: 2, P2: 6, P3: 24, P4: 24 } as const;
const PLAN = { P1: 3, P2: 5, P3: 20, P4: 20 } as const;
const PATCH = { P1: 10, P2: 20, P3: null, P4: null } as const;
const MS_A_DAY = 86_400_000;
const closed = new Set(LIST.dates.map(({ date }) => Date.parse(date) / MS_A_DAY));

/** The end of a business day by a walk on Date, Central time taken as six hours behind the whole year: no zone, no state. */
function plainDay(at: string, days: number): number {
  const date = new Date(Date.parse(at) - 21_600_000);
  for (let found = 0; found < days; ) {
    date.setUTCDate(date.getUTCDate() + 1);
    const weekday = date.getUTCDay();
    if (weekday !== 0 && weekday !== 6 && !closed.has(Math.floor(date.getTime() / MS_A_DAY))) found += 1;
  }
  return date.setUTCHours(24, 0, 0, 0);
}

function plain(cases: ReturnType<typeof board>): number {
  let late = 0;
  const now = Date.parse(NOW);
  for (const { priorities, starts } of cases) {
    const level = priorities[0]?.priority ?? 'P1';
    const patch = PATCH[level];
    const due = [
      Date.parse(starts.level1.at) + HOURS[level] * 3_600_000,
      Date.parse(starts.level2.at) + HOURS[level] * 3_600_000,
      plainDay(starts.level3.at, PLAN[level]),
      ...(patch === null ? [] : [plainDay(starts.level3.at, patch)]),
    ];
    for (const each of due) if (each < now) late += 1;
  }
  return late;
}

function times(work: () => void): number {
  const all: number[] = [];
  for (let n = 0; n < ROUNDS; n++) {
    const start = performance.now();
    work();
    all.push(performance.now() - start);
  }
  return median(all);
}

export async function run(): Promise<BenchResult[]> {
  const cases = board();
  let clocks = 0;
  const ours = times(() => {
    clocks = 0;
    for (const each of cases) clocks += evaluateClocks(each).length;
  });
  const theirs = times(() => plain(cases));
  return [
    {
      name: 'clocks-board, 10,000 cases',
      value: ours,
      unit: 'ms',
      against: 'plain Date arithmetic without zone, state and history',
      ratio: ours / theirs,
    },
    {
      name: 'clocks-board, clocks a second',
      value: (clocks / ours) * 1_000,
      unit: 'clocks',
      against: 'the same by plain Date arithmetic',
      ratio: theirs / ours,
    },
  ];
}
