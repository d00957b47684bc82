/** `clocks`: what the policy promises for a priority and a start, without a case. */

import { parseArgs } from 'node:util';
import { DateTime } from 'luxon';
import { z } from 'zod';
import { messageOf } from '../shared/base/fault.ts';
import { assertNever } from '../shared/base/values.ts';
import { CENTRAL } from '../shared/policy/central-time.ts';
import { startClock } from '../shared/policy/clock-checks.ts';
import type { ClockStart } from '../shared/policy/clock-schema.ts';
import { clockWords, holidayWords } from '../shared/policy/clock-words.ts';
import { type Clock, evaluateClocks } from '../shared/policy/clocks.ts';
import { parseHolidayFile } from '../shared/policy/holiday-file.ts';
import { priority } from '../shared/policy/priority.ts';
import type { HolidayList } from '../shared/policy/schema.ts';
import { readBounded } from './bounded-file.ts';
import { refuse } from './files.ts';

/** The command has nobody who set the priority, and keeps nothing: the nil id. */
const nobody = { id: '00000000-0000-0000-0000-000000000000', name: 'Command line' };

/** An instant in UTC of a text with an offset or `Z`; null for any other, and for a day that does not exist. */
function readInstant(text: string): string | null {
  return z.iso.datetime({ offset: true }).safeParse(text).success ? new Date(text).toISOString() : null;
}

const central = (at: string): string | null => DateTime.fromISO(at, { zone: CENTRAL }).toISO();

function asJson({ kind, deadline, clauses, promise }: Clock) {
  const rest = { promise, clauses };
  switch (deadline.kind) {
    case 'due':
      return {
        commitment: kind,
        due: { utc: deadline.at, central: central(deadline.at) },
        metOnlyBefore: deadline.strict,
        ...rest,
      };
    case 'notBefore':
      return { commitment: kind, notBefore: { utc: deadline.at, central: central(deadline.at) }, ...rest };
    case 'nextRelease':
      return { commitment: kind, nextRelease: { date: deadline.date }, ...rest };
    default:
      return assertNever(deadline);
  }
}

function printed(clocks: readonly Clock[], start: ClockStart, list: HolidayList | null): string {
  const reader = { viewerZone: 'UTC', now: start.at };
  const lines = clocks.map((clock) => {
    const { text, viewer } = clockWords(clock, reader);
    return `${text}${viewer ? `; ${viewer}` : ''} (${clock.clauses.join(', ')})`;
  });
  return `${[...lines, holidayWords(list)].join('\n')}\n`;
}

/** @returns the exit code */
export async function clocks(args: readonly string[]): Promise<0 | 2> {
  let values: ReturnType<typeof options>['values'];
  try {
    values = options(args).values;
  } catch (error) {
    return refuse(`${messageOf(error)}`);
  }
  const level = priority.safeParse(values.priority);
  if (!level.success) return refuse('Say which priority: --priority P1, P2, P3 or P4.');
  const start = readStart(values);
  if (!start.ok) return refuse(start.message);
  let list: HolidayList | null = null;
  if (values.holidays !== undefined) {
    const file = await readBounded(values.holidays, 'list of holidays', 1);
    if (!file.ok) return refuse(file.message);
    const parsed = parseHolidayFile(file.text);
    if (!parsed.ok) return refuse(`${values.holidays}: ${parsed.message}`);
    const { dates, version } = parsed;
    const publishedAt = '1970-01-01T00:00:00.000Z';
    list = { id: nobody.id, version: version ?? 1, publishedAt, dates, sample: false };
  }
  const { at } = start.start;
  const answer = evaluateClocks({
    priorities: [{ priority: level.data, from: at, by: nobody }],
    starts: { level1: start.start, level2: start.start, level3: start.start },
    events: [],
    holidayLists: list ? [list] : [],
    now: at,
  });
  process.stdout.write(
    values.json
      ? `${JSON.stringify(
          {
            priority: level.data,
            start: { by: start.start.by, utc: at, central: central(at) },
            holidays: list === null ? null : { version: list.version, dates: list.dates.length },
            clocks: answer.map(asJson),
          },
          null,
          2,
        )}\n`
      : printed(answer, start.start, list),
  );
  return 0;
}

function readStart(values: ReturnType<typeof options>['values']) {
  const fault = (flag: string, given: string | undefined) => ({
    ok: false as const,
    message: `--${flag} ${given ?? ''} is no time with a zone. Give one such as 2026-11-23T13:00:00Z or 2026-11-23T07:00:00-06:00.`,
  });
  const receivedAt = readInstant(values.received ?? '');
  if (receivedAt === null) return fault('received', values.received);
  const acknowledgedAt = values.acknowledged === undefined ? null : readInstant(values.acknowledged);
  if (values.acknowledged !== undefined && acknowledgedAt === null)
    return fault('acknowledged', values.acknowledged);
  if (values.start !== 'telephone' && values.start !== 'ticket')
    return { ok: false as const, message: `--start ${values.start} is neither telephone nor ticket.` };
  // A future time is asked about as well as a past one, so the check has no now.
  const now = '9999-12-31T23:59:59.999Z';
  return values.start === 'telephone'
    ? startClock({ by: 'telephone', receivedAt, acknowledgedAt }, now)
    : startClock(
        // Without a time of its own, the receipt is taken as acknowledged at once.
        { by: 'ticket-acknowledged', receivedAt, acknowledgedAt: acknowledgedAt ?? receivedAt },
        now,
      );
}

function options(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    options: {
      priority: { type: 'string' },
      received: { type: 'string' },
      acknowledged: { type: 'string' },
      start: { type: 'string', default: 'telephone' },
      holidays: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
}
