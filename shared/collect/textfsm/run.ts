/** Runs a template over a text. See SPEC.md, T40 to T52. */
import { splitLines } from './lines.ts';
import { RecordBuilder, type Row } from './record.ts';
import type { Rule, Template } from './template.ts';

/** A line at which a rule said Error. */
export interface UnknownLine {
  /** From 1. */
  line: number;
  text: string;
  /** The rule's line in the template. */
  rule: number;
  /** In TextFSM's words. */
  message: string;
}

export interface Parsed {
  /** Names of the values. */
  header: string[];
  records: Row[];
  /** For each record the line that it ends in, from 1. */
  recordLines: number[];
  /** The line at which the run ended; null where it read all, or what it was asked to. */
  stopped: UnknownLine | null;
  /** Lines that were passed over because they were asked to be. */
  skipped: UnknownLine[];
  /** How many further lines were passed over than `skipped` names. */
  moreSkipped: number;
  /** What was not read because the text is larger than is read, in one sentence; null where all was. */
  cut: string | null;
}

export interface RunOptions {
  /** At a line that a rule calls an error: keep what was recorded and stop, or leave the line out and go on. */
  onUnknown: 'stop' | 'skip';
  /**
   * Called before a pattern whose time has no bound is matched, so that who watches the run can name it.
   * @param line from 1
   */
  onUnbounded?: (line: number, rule: Rule) => void;
  /** Called before each line. @param line from 1 */
  onLine?: (line: number) => void;
}

/** What a run reads at most. */
const MAX_LINES = 2_000_000;
export const MAX_LINE = 65_536;
const MAX_RECORDS = 500_000;
const MAX_SKIPPED = 100;

export function runTemplate(template: Template, text: string, options: RunOptions): Parsed {
  const lines = splitLines(text);
  const builder = new RecordBuilder(template.values);
  const parsed: Parsed = {
    header: template.values.map(({ name }) => name),
    records: builder.rows,
    recordLines: builder.lines,
    stopped: null,
    skipped: [],
    moreSkipped: 0,
    cut: null,
  };
  let state = 'Start';
  for (const [at, whole] of lines.entries()) {
    if (at >= MAX_LINES || builder.rows.length >= MAX_RECORDS) {
      parsed.cut = `Read up to line ${at} of ${lines.length}: no more is read of one text.`;
      break;
    }
    options.onLine?.(at + 1);
    if (whole.length > MAX_LINE)
      parsed.cut = `Line ${at + 1} has ${whole.length} characters; ${MAX_LINE} of it were read.`;
    const step = checkLine(template, state, whole.slice(0, MAX_LINE), at + 1, builder, options);
    if (step.unknown) {
      if (options.onUnknown === 'stop') {
        parsed.stopped = step.unknown;
        return parsed;
      }
      if (parsed.skipped.length < MAX_SKIPPED) parsed.skipped.push(step.unknown);
      else parsed.moreSkipped++;
    }
    state = step.state;
    if (state === 'End' || state === 'EOF') break;
  }
  // The implicit EOF records; a template that writes an empty EOF state, or goes to End, does without.
  if (state !== 'End' && !template.states.has('EOF') && template.values.length > 0)
    builder.record(Math.max(1, lines.length));
  return parsed;
}

function checkLine(
  template: Template,
  state: string,
  text: string,
  line: number,
  builder: RecordBuilder,
  options: RunOptions,
): { state: string; unknown: UnknownLine | null } {
  for (const rule of template.states.get(state) ?? []) {
    if (!rule.matcher.linear) options.onUnbounded?.(line, rule);
    const groups = rule.matcher.match(text);
    if (!groups) continue;
    for (const [name, number] of rule.matcher.names) builder.assign(name, groups[number] ?? null);
    if (rule.recordAction === 'Record') builder.record(line);
    else if (rule.recordAction === 'Clear') builder.clear();
    else if (rule.recordAction === 'Clearall') builder.clearAll();
    if (rule.lineAction === 'Error') return { state, unknown: unknownLine(rule, line, text) };
    if (rule.lineAction === 'Next') return { state: rule.target ?? state, unknown: null };
  }
  return { state, unknown: null };
}

function unknownLine(rule: Rule, line: number, text: string): UnknownLine {
  const where = `Rule Line: ${rule.line}. Input Line: ${text}`;
  const message = rule.target === null ? `State Error raised. ${where}` : `Error: ${rule.target}. ${where}.`;
  return { line, text, rule: rule.line, message };
}
