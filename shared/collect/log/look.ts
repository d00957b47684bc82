/** What a screen shows of an indexed log in time: its stretches as moments, the parts that are drawn, and where a moment stands. See SPEC.md, L10. */
import type { LogStretch } from './indexer.ts';
import { type LogClock, MomentReader } from './moments.ts';
import type { StampForm } from './stamp.ts';

export interface TimedStretch {
  /** Milliseconds since 1970 of its first line. */
  at: number;
  line: number;
  lines: number;
  warnings: number;
}

/** Stretches with their moments; those whose time cannot be read are left out. */
export function timedStretches(
  stretches: readonly LogStretch[],
  form: StampForm,
  clock: LogClock,
): TimedStretch[] {
  const reader = new MomentReader(form, clock);
  return stretches.flatMap(({ stamp, line, lines, warnings }) => {
    const at = reader.read(stamp);
    return at === null ? [] : [{ at, line, lines, warnings }];
  });
}

export interface DrawnPart {
  lines: number;
  warnings: number;
}

/** Lines and warnings in so many parts of the time from the first stretch to `to`. */
export function drawnParts(stretches: readonly TimedStretch[], to: number, parts: number): DrawnPart[] {
  const out = Array.from({ length: parts }, (): DrawnPart => ({ lines: 0, warnings: 0 }));
  const from = Math.min(...stretches.map(({ at }) => at));
  for (const { at, lines, warnings } of stretches) {
    const part = out[Math.min(parts - 1, Math.floor(((at - from) / Math.max(1, to - from)) * parts))];
    if (!part) continue;
    part.lines += lines;
    part.warnings += warnings;
  }
  return out;
}

/** Where a moment stands in a log: in its lines from `line` on, before its first one, or after its last. */
export type MomentPlace = { kind: 'at'; line: number } | { kind: 'before' } | { kind: 'after' };

/** @param to the moment of the last line */
export function placeOfMoment(stretches: readonly TimedStretch[], to: number, moment: number): MomentPlace {
  const [first] = stretches;
  if (!first || moment < first.at) return { kind: 'before' };
  if (moment > to) return { kind: 'after' };
  const last = stretches.findLast(({ at }) => at <= moment) ?? first;
  return { kind: 'at', line: last.line };
}

/** Characters of an excerpt that stand in a step. */
export const MOST_EXCERPT = 3_600;

/** Lines of a log as a step shows them; of more than fits, the last ones are kept, and how many were left out is said. */
export function excerptWords(name: string, from: number, lines: readonly string[]): string {
  const kept: string[] = [];
  let size = 0;
  for (let at = lines.length - 1; at >= 0; at--) {
    const line = `${name}:${from + at}: ${lines[at] ?? ''}`.slice(0, 500);
    if (size + line.length + 1 > MOST_EXCERPT) break;
    size += line.length + 1;
    kept.unshift(line);
  }
  const left = lines.length - kept.length;
  if (left === 0) return kept.join('\n');
  const words = left === 1 ? 'The first line is' : `The first ${left} lines are`;
  return [
    `${words} left out here and stand${left === 1 ? 's' : ''} in ${name} from line ${from}.`,
    ...kept,
  ].join('\n');
}
