/** Lines that rules ask of, found once while a capture is read: of millions only those that a pattern could fit are tried. */
import type { Line } from '../lines.ts';
import { compileMatcher } from '../textfsm/regex/matcher.ts';
import type { FindingRule } from './schema.ts';

export interface LogLine {
  /** The system that the output around it is about. */
  system: string | null;
  file: string;
  line: number;
  text: string;
}

/** Lines of one pattern that are kept; a rate needs no more. */
const MOST_LINES = 1_000;
const SHORTEST_LITERAL = 4;

/**
 * The longest text that every line the pattern fits has in it; null where there is none that is surely so.
 * Read off the pattern's source, and only where nothing in it can be left out.
 */
function literalOf(pattern: string): string | null {
  if (/[|()[\]{}]|\(\?/.test(pattern)) return null;
  const runs = pattern
    // What can be there no times or is a class is no part of a literal.
    .replace(/\\?.[?*]/g, '\u0000')
    .replace(/\.\+|\\[A-Za-z]\+?|\.|[\^$]/g, '\u0000')
    .replace(/\\(.)/g, '$1')
    .replace(/\+/g, '\u0000')
    .split('\u0000');
  const longest = runs.reduce((most, run) => (run.length > most.length ? run : most), '');
  return longest.length >= SHORTEST_LITERAL ? longest : null;
}

interface Wanted {
  literal: string | null;
  fits: (text: string) => boolean;
  found: LogLine[];
}

export class LogLines {
  readonly #wanted = new Map<string, Wanted>();

  constructor(rules: readonly FindingRule[]) {
    for (const { when } of rules)
      for (const condition of when) {
        if (condition.kind !== 'log' || this.#wanted.has(condition.pattern)) continue;
        const matcher = compileMatcher(`.*(?:${condition.pattern})`);
        this.#wanted.set(condition.pattern, {
          literal: literalOf(condition.pattern),
          fits: (text) => matcher.match(text) !== null,
          found: [],
        });
      }
  }

  /** Looks at the lines of one output. */
  add(lines: readonly Line[], file: string, system: string | null): void {
    for (const { literal, fits, found } of this.#wanted.values())
      for (const { text, number } of lines) {
        if (found.length >= MOST_LINES) break;
        if (literal !== null && !text.includes(literal)) continue;
        if (fits(text)) found.push({ system, file, line: number, text });
      }
  }

  get found(): ReadonlyMap<string, readonly LogLine[]> {
    return new Map([...this.#wanted].map(([pattern, { found }]) => [pattern, found]));
  }
}
