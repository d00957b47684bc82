/** What a log is about, read once from end to end and never held: time range, levels, busiest messages. See SPEC.md. */
import { formOf, type StampForm } from './stamp.ts';

export interface LogMoment {
  /** As the log writes it. */
  text: string;
  /** From 1. */
  line: number;
}

export interface LogIndex {
  lines: number;
  /** The form of its times; null where it has none. */
  form: string | null;
  /** First and last line with a time. */
  from: LogMoment | null;
  to: LogMoment | null;
  /** Zones that its times name, such as `+02:00` or `CST`; empty where they name none. */
  zones: string[];
  /** Lines without a time: what goes on from the line before. */
  undated: number;
  levels: Partial<Record<Level, number>>;
  /** Messages with their numbers and addresses taken out, the commonest first. */
  busiest: { message: string; count: number; firstLine: number; lastLine: number }[];
  /** Whether messages were too many to count each: then the counts of the commonest are still right to within this number. */
  uncertain: number;
  /** Lines that were longer than is read of one. */
  longLines: number;
}

export const levels = [
  'emergency',
  'alert',
  'critical',
  'error',
  'warning',
  'notice',
  'info',
  'debug',
] as const;
export type Level = (typeof levels)[number];

const SAMPLE = 200;
/** How many different messages are counted at once. */
const MOST_MESSAGES = 4_000;
const BUSIEST = 20;
const LEVEL_WORD =
  /%[A-Z][\w-]*?-([0-7])-|\b(?:(EMERG(?:ENCY)?|PANIC)|(ALERT)|(CRIT(?:ICAL)?|FATAL|SEVERE)|(ERR(?:OR)?)|(WARN(?:ING)?)|(NOTICE)|(INFO(?:RMATION)?)|(DEBUG|TRACE|FINE(?:R|ST)?))\b/i;

/** Numbers, addresses and ids; a number with its unit behind it (`12904ms`) counts as its unit. */
const NUMBERS = /\b(?:0x)?[\da-f]*\d[\da-f:.-]*\b|\d+(?:[.:]\d+)*/gi;

interface Count {
  count: number;
  firstLine: number;
  lastLine: number;
}

/** The level of a message, from 0 (emergency) to 7 (debug); null where it names none. */
export function levelIn(text: string): number | null {
  const found = LEVEL_WORD.exec(text.length > 200 ? text.slice(0, 200) : text);
  if (!found) return null;
  return found[1] === undefined
    ? found.findIndex((group, index) => index > 1 && group !== undefined) - 2
    : Number(found[1]);
}

/** Takes a log line by line; memory does not grow with it. */
export class LogIndexer {
  private readonly sample: string[] = [];
  private form: StampForm | null = null;
  private decided = false;
  private count = 0;
  private first: LogMoment | null = null;
  private last: LogMoment | null = null;
  private readonly zones = new Set<string>();
  private undated = 0;
  private readonly levelCounts = new Array<number>(levels.length).fill(0);
  private messages = new Map<string, Count>();
  private dropped = 0;
  private longLines = 0;

  /** @param long whether the line was longer than what is given of it */
  add(line: string, long = false): void {
    if (long) this.longLines++;
    if (!this.decided) {
      this.sample.push(line);
      if (this.sample.length === SAMPLE) this.decide();
      return;
    }
    this.take(line);
  }

  private decide(): void {
    this.decided = true;
    this.form = formOf(this.sample);
    for (const line of this.sample.splice(0)) this.take(line);
  }

  private take(line: string): void {
    this.count++;
    const stamp = this.form?.pattern.exec(line);
    let rest = line;
    if (stamp) {
      const moment = { text: stamp[1] ?? '', line: this.count };
      this.first ??= moment;
      this.last = moment;
      if (stamp[2] && this.zones.size < 10) this.zones.add(stamp[2]);
      rest = line.slice(stamp[0].length);
    } else this.undated++;
    if (rest.trim() === '') return;
    this.level(rest);
    this.message(rest);
  }

  private level(text: string): void {
    const at = levelIn(text);
    if (at !== null) this.levelCounts[at] = (this.levelCounts[at] ?? 0) + 1;
  }

  private message(text: string): void {
    const message = text.slice(0, 160).replace(NUMBERS, '#').trim();
    const known = this.messages.get(message);
    if (known) {
      known.count++;
      known.lastLine = this.count;
      return;
    }
    if (this.messages.size >= MOST_MESSAGES) this.thinOut();
    this.messages.set(message, { count: 1, firstLine: this.count, lastLine: this.count });
  }

  /** Misra-Gries in steps: all lose as much as the middle one has, and those with nothing left go. */
  private thinOut(): void {
    const counts = [...this.messages.values()].map(({ count }) => count).sort((a, b) => a - b);
    const middle = counts[Math.floor(counts.length / 2)] ?? 1;
    this.dropped += middle;
    for (const [message, each] of this.messages) {
      each.count -= middle;
      if (each.count <= 0) this.messages.delete(message);
    }
  }

  end(): LogIndex {
    if (!this.decided) this.decide();
    const counted = levels.flatMap((level, at) =>
      this.levelCounts[at] ? [[level, this.levelCounts[at]]] : [],
    );
    return {
      lines: this.count,
      form: this.form?.name ?? null,
      from: this.first,
      to: this.last,
      zones: [...this.zones],
      undated: this.undated,
      levels: Object.fromEntries(counted),
      busiest: [...this.messages]
        .sort(([, a], [, b]) => b.count - a.count || a.firstLine - b.firstLine)
        .slice(0, BUSIEST)
        .map(([message, each]) => ({ message, ...each })),
      uncertain: this.dropped,
      longLines: this.longLines,
    };
  }
}
