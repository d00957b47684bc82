/** A pattern of Python's `re`, ready to be matched against lines. */
import { RE2JS } from 're2js';
import {
  asciiClasses,
  type Classes,
  type CodePointSet,
  complement,
  has,
  unicodeClasses,
  union,
} from './code-points.ts';
import { emit, fitsRe2 } from './emit.ts';
import { parsePattern } from './parse.ts';
import { type Node, type Pattern, PatternError } from './syntax.ts';

/** The text of each group by its number, the whole match first; null for a group that took no part. */
export type Groups = (string | null)[];

export interface LineMatcher {
  /** How many groups capture. */
  groups: number;
  /** Named groups and their numbers, in the order in which they open. */
  names: ReadonlyMap<string, number>;
  /** Whether the time of a match grows no faster than the line; where not, who runs it sets a limit. */
  linear: boolean;
  /** As `re.match`: at the start of the line, which has no line end inside. Null where it does not match. */
  match(line: string): Groups | null;
}

type Run = (line: string) => Groups | null;

// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant, control characters included
const ASCII = /^[\x00-\x7f]*$/;

/** @throws PatternError */
export function compileMatcher(source: string): LineMatcher {
  const pattern = parsePattern(source, asciiClasses);
  const { groups, names } = pattern;
  const ascii = compiled(pattern, true);
  let other: Run | null = null;
  const first = pattern.ignoreCase ? null : firstOf(pattern.root);
  return {
    groups,
    names,
    linear: ascii.linear,
    match(line) {
      if (first && !has(first, line.charCodeAt(0) || NOTHING) && line.charCodeAt(0) < 0x80) return null;
      if (ASCII.test(line)) return ascii.run(line);
      other ??= unicodeRun(source);
      return other(line);
    },
  };
}

/** Compiled when the first line that needs it comes: few do, and the classes are large. */
function unicodeRun(source: string): Run {
  const classes: Classes = unicodeClasses();
  return compiled(parsePattern(source, classes), false).run;
}

/** What `charCodeAt` of an empty line is taken as: in no set. */
const NOTHING = -1;

function compiled(pattern: Pattern, ascii: boolean): { linear: boolean; run: Run } {
  if (fitsRe2(pattern.root, ascii)) {
    try {
      return { linear: true, run: re2(emit(pattern, 're2'), pattern.groups) };
    } catch {
      // Too large for RE2, by its own limits; the other way runs it.
    }
  }
  return { linear: false, run: javascript(emit(pattern, 'javascript')) };
}

function re2(source: string, groups: number): Run {
  const program = RE2JS.compile(source);
  return (line) => {
    const matcher = program.matcher(line);
    if (!matcher.lookingAt()) return null;
    const out: Groups = [];
    for (let group = 0; group <= groups; group++) out.push(matcher.group(group));
    return out;
  };
}

function javascript(source: string): Run {
  let expression: RegExp;
  try {
    expression = new RegExp(source, 'uy');
  } catch (error) {
    throw new PatternError(error instanceof Error ? error.message : `${error}`);
  }
  return (line) => {
    expression.lastIndex = 0;
    const found = expression.exec(line);
    return found ? Array.from(found, (each) => each ?? null) : null;
  };
}

/** The code points that a match can begin with; null where it may be empty, or that is not known. */
function firstOf(node: Node): CodePointSet | null {
  switch (node.kind) {
    case 'set':
      return node.negative ? complement(node.set) : node.set;
    case 'sequence': {
      const sets: CodePointSet[] = [];
      for (const item of node.items) {
        if (item.kind === 'start') continue;
        if (item.kind === 'repeat' && item.least === 0) {
          const maybe = firstOf(item.body);
          if (!maybe) return null;
          sets.push(maybe);
          continue;
        }
        const surely = firstOf(item);
        return surely ? union(...sets, surely) : null;
      }
      return null;
    }
    case 'choice': {
      const sets = node.options.map(firstOf);
      return sets.every((each) => each !== null) ? union(...sets) : null;
    }
    case 'group':
      return node.ignoreCase === null ? firstOf(node.body) : null;
    case 'repeat':
      return node.least > 0 ? firstOf(node.body) : null;
    default:
      return null;
  }
}
