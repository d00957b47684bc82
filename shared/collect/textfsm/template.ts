/** Reads a template of TextFSM 1.1. See SPEC.md, T1 to T24. */
import { strip, stripRight, templateLines } from './lines.ts';
import { compileMatcher, type LineMatcher } from './regex/matcher.ts';
import { PatternError } from './regex/syntax.ts';
import { substitute } from './substitute.ts';

const valueOptions = ['Required', 'Filldown', 'Fillup', 'Key', 'List'] as const;
export type ValueOption = (typeof valueOptions)[number];

export interface Value {
  name: string;
  /** In the order in which the template gives them, which is the order in which they act. */
  options: readonly ValueOption[];
  /** As the template writes it, with its outer brackets. */
  pattern: string;
  /** A List's own pattern, for groups inside of it. */
  nested: LineMatcher | null;
}

const lineActions = ['Continue', 'Next', 'Error'] as const;
const recordActions = ['Clear', 'Clearall', 'Record', 'NoRecord'] as const;

export interface Rule {
  /** Line of the template, from 1. */
  line: number;
  pattern: string;
  matcher: LineMatcher;
  lineAction: (typeof lineActions)[number];
  recordAction: (typeof recordActions)[number];
  /** The state to go to, with Next; what is said, with Error. Null where the template gives none. */
  target: string | null;
}

export interface Template {
  values: readonly Value[];
  /** By name; `Start` is there, `End` never, `EOF` where the template writes it. */
  states: ReadonlyMap<string, readonly Rule[]>;
  /** Whether all of its patterns are matched in a time that grows no faster than the line. */
  linear: boolean;
}

/** What is wrong with a template, in one sentence with the line where there is one. */
export class TemplateError extends Error {
  /** From 1; null where it is about the template as a whole. */
  readonly line: number | null;
  constructor(message: string, line: number | null) {
    super(line === null ? message : `${message} Line: ${line}.`);
    this.line = line;
  }
}

/** Characters of a template, and of a name in it. */
export const MAX_TEMPLATE = 1_000_000;
const MAX_NAME = 48;
const MAX_RULES = 5_000;

const COMMENT = /^\s*#/;
const STATE_NAME = /^[\p{L}\p{N}_]+$/u;

/** @throws TemplateError */
export function readTemplate(text: string): Template {
  if (text.length > MAX_TEMPLATE)
    throw new TemplateError(`The template is longer than ${MAX_TEMPLATE} characters.`, null);
  const lines = templateLines(text).map(stripRight);
  const values = new Map<string, Value>();
  let at = 0;
  for (; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (line === '') break;
    if (COMMENT.test(line)) continue;
    if (!line.startsWith('Value ')) {
      if (values.size === 0) throw new TemplateError('No Value definitions found.', at + 1);
      throw new TemplateError('Expected blank line after last Value entry.', at + 1);
    }
    const value = readValue(line, at + 1);
    if (values.has(value.name))
      throw new TemplateError(`Duplicate declarations for Value '${value.name}'.`, at + 1);
    values.set(value.name, value);
  }
  const states = readStates(lines, at + 1, values);
  checkStates(states);
  states.delete('End');
  const linear = [...states.values()].flat().every((rule) => rule.matcher.linear);
  return {
    values: [...values.values()],
    states,
    linear: linear && [...values.values()].every(({ nested }) => nested?.linear ?? true),
  };
}

function readValue(text: string, line: number): Value {
  const tokens = text.split(' ');
  if (tokens.length < 3) throw new TemplateError('Expect at least 3 tokens on line.', line);
  const plain = tokens[2]?.startsWith('(') ?? false;
  const options: ValueOption[] = [];
  if (!plain) {
    for (const name of (tokens[1] ?? '').split(',')) {
      const option = valueOptions.find((each) => each === name);
      if (!option) throw new TemplateError(`Unknown option "${name}".`, line);
      if (options.includes(option)) throw new TemplateError(`Duplicate option "${name}".`, line);
      options.push(option);
    }
  }
  const name = tokens[plain ? 1 : 2] ?? '';
  const pattern = tokens.slice(plain ? 2 : 3).join(' ');
  if (name.length > MAX_NAME) throw new TemplateError(`Invalid Value name '${name}' or name too long.`, line);
  // A bracket in a set of characters opens nothing and closes nothing.
  const counted = pattern.replace(/([^\\]?)\[[^\]]*\]/g, '$1');
  if (!/^\(.*\)$/.test(pattern) || counted.split('(').length !== counted.split(')').length)
    throw new TemplateError(`Value '${pattern}' must be contained within a '()' pair.`, line);
  return { name, options, pattern, nested: options.includes('List') ? nestedOf(pattern, line) : null };
}

function nestedOf(pattern: string, line: number): LineMatcher {
  try {
    return compileMatcher(pattern);
  } catch (error) {
    throw new TemplateError(
      `Invalid regular expression: '${pattern}' (${error instanceof PatternError ? error.message : error}).`,
      line,
    );
  }
}

function readStates(lines: readonly string[], from: number, values: ReadonlyMap<string, Value>) {
  const named = new Map([...values].map(([name, { pattern }]) => [name, `(?P<${name}>${pattern.slice(1)}`]));
  const states = new Map<string, Rule[]>();
  let rules: Rule[] | null = null;
  let count = 0;
  for (let at = from; at < lines.length; at++) {
    const text = lines[at] ?? '';
    const line = at + 1;
    if (text === '') {
      rules = null;
      continue;
    }
    if (COMMENT.test(text)) continue;
    if (rules === null) {
      rules = [];
      states.set(stateName(text, line, states), rules);
      continue;
    }
    if (!/^(?: {1,2}|\t)\^/.test(text))
      throw new TemplateError("Missing white space or carat ('^') before rule.", line);
    if (++count > MAX_RULES) throw new TemplateError(`More than ${MAX_RULES} rules.`, line);
    rules.push(readRule(strip(text), line, named));
  }
  return states;
}

function stateName(text: string, line: number, states: ReadonlyMap<string, unknown>): string {
  const reserved: readonly string[] = [...lineActions, ...recordActions];
  if (!STATE_NAME.test(text) || text.length > MAX_NAME || reserved.includes(text))
    throw new TemplateError(`Invalid state name: '${text}'.`, line);
  if (states.has(text)) throw new TemplateError(`Duplicate state name: '${text}'.`, line);
  return text;
}

const oneOf = (names: readonly string[]) => names.join('|');
const TARGET = '([\\p{L}\\p{N}_]+|".*")';
/** A line action, with or without a record action; a record action alone; a state alone or nothing. Longer names stand first. */
const LINE = new RegExp(
  `^\\s+(?<line>${oneOf(lineActions)})(?:\\.(?<record>${oneOf([...recordActions].reverse())}))?(?:\\s+(?<target>${TARGET}))?$`,
  'u',
);
const RECORD = new RegExp(
  `^\\s+(?<record>${oneOf([...recordActions].reverse())})(?:\\s+(?<target>${TARGET}))?$`,
  'u',
);
const STATE = new RegExp(`^(?:\\s+(?<target>${TARGET}))?$`, 'u');

function readRule(text: string, line: number, named: ReadonlyMap<string, string>): Rule {
  const arrow = /^(?<match>.*)\s->(?<action>.*)$/u.exec(text);
  const match = arrow?.groups?.match ?? text;
  const pattern = named.size > 0 ? substitute(match, named) : match;
  if (pattern === null)
    throw new TemplateError(`Duplicate or invalid variable substitution: '${match}'.`, line);
  let matcher: LineMatcher;
  try {
    matcher = compileMatcher(pattern);
  } catch (error) {
    throw new TemplateError(
      `Invalid regular expression: '${pattern}' (${error instanceof PatternError ? error.message : error}).`,
      line,
    );
  }
  const action = arrow?.groups?.action ?? '';
  const read = (LINE.exec(action) ?? RECORD.exec(action) ?? STATE.exec(action))?.groups;
  if (arrow && !read) throw new TemplateError(`Badly formatted rule '${text}'.`, line);
  const lineAction = lineActions.find((each) => each === read?.line) ?? 'Next';
  const target = read?.target ?? null;
  if (lineAction === 'Continue' && target !== null)
    throw new TemplateError(`Action '${lineAction}' with new state ${target} specified.`, line);
  if (lineAction !== 'Error' && target?.startsWith('"'))
    throw new TemplateError('Alphanumeric characters only in state names.', line);
  return {
    line,
    pattern,
    matcher,
    lineAction,
    recordAction: recordActions.find((each) => each === read?.record) ?? 'NoRecord',
    target,
  };
}

function checkStates(states: ReadonlyMap<string, readonly Rule[]>): void {
  if (!states.has('Start')) throw new TemplateError("Missing state 'Start'.", null);
  for (const name of ['End', 'EOF'])
    if ((states.get(name)?.length ?? 0) > 0) throw new TemplateError(`Non-Empty '${name}' state.`, null);
  for (const [name, rules] of states)
    for (const { lineAction, target, line } of rules) {
      if (lineAction === 'Error' || target === null || target === 'End' || target === 'EOF') continue;
      if (!states.has(target))
        throw new TemplateError(`State '${target}' not found, referenced in state '${name}'.`, line);
    }
}
