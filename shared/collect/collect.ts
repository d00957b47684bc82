/** Captured outputs in, facts out. See SPEC.md. */
import type { Collected, CollectedSystem, CollectedValue, ReadOutput } from './collected.ts';
import { evaluateFindings, type FindingContext } from './findings/evaluate.ts';
import { LogLines } from './findings/log-lines.ts';
import type { FindingRule } from './findings/schema.ts';
import { withoutPrefix } from './line-prefixes.ts';
import { cleanLines, type Line } from './lines.ts';
import { Systems } from './merge.ts';
import { giveCounts } from './phone-counts.ts';
import { type Reader, usualCommand } from './reader.ts';
import { allReaders } from './readers/all.ts';
import { type Guess, type Hint, recognise } from './recognise.ts';
import { type Segment, splitSession } from './session.ts';
import { Sink } from './sink.ts';
import { applyMapping, type Mapping, type TemplateReading } from './textfsm/mapping.ts';

export interface CapturedFile {
  name: string;
  text: string;
  /** What the edge did not read of it, in sentences. */
  notes: readonly string[];
}

export interface CollectOptions extends Hint {
  /** Names of packages that are to become revision levels, as the profile of a product gives them. */
  components?: readonly string[];
  /** Rules, and what they hold facts against; without them nothing is found. */
  findings?: { rules: readonly FindingRule[]; context: FindingContext };
  /** What a person said that an output is, by `outputKey`: the kind of its reader. */
  kinds?: ReadonlyMap<string, string>;
  /** Whose the outputs of a file are, by its name: the host name that a person said. What names a system itself goes before it. */
  hosts?: ReadonlyMap<string, string>;
  /** What templates of the user read, by `outputKey`; and which facts their fields are. */
  templates?: { readings: ReadonlyMap<string, TemplateReading>; mapping: Mapping };
}

/** Names one output of one file. */
export const outputKey = (file: string, line: number) => `${file}:${line}`;

/** The outputs of a file, for who reads them with templates of their own. */
export function outputsOf(file: CapturedFile, command?: string): Segment[] {
  const { lines } = cleanLines(file.text);
  return segmentsOf(lines, command);
}

function segmentsOf(lines: readonly Line[], command: string | undefined): Segment[] {
  // Where the command is told, all of the file is its output.
  return command === undefined
    ? splitSession(lines)
    : [{ command, host: null, lines: [...lines], line: lines[0]?.number ?? 1 }];
}

/** Below it, an output is not read until a person says what it is. */
const LEAST_CERTAINTY = 0.4;

export function collect(files: readonly CapturedFile[], options: CollectOptions = {}): Collected {
  const readers = allReaders(options.components ?? []);
  const systems = new Systems();
  const out: Collected = {
    kind: 'nothing',
    certainty: 0,
    systems: systems.all,
    links: [],
    configuration: [],
    revisions: [],
    findings: [],
    provenance: [],
  };
  const known = new Set<string>();
  const logLines = new LogLines(options.findings?.rules ?? []);
  // Those that a person said belong to another stand behind it, so that its name is read where an output says it.
  const said = ({ name }: CapturedFile) => options.hosts?.has(name) ?? false;
  for (const file of [...files.filter((each) => !said(each)), ...files.filter(said)])
    readFile(file, readers, systems, options, known, out, logLines);
  giveCounts(out.systems);
  if (options.findings)
    out.findings.push(
      ...evaluateFindings(
        { ...out, lines: logLines.found },
        options.findings.rules,
        options.findings.context,
      ),
    );
  const read = out.provenance.filter(({ kind }) => kind !== 'unknown');
  const kinds = new Set(read.map(({ kind }) => kind));
  const [only] = kinds;
  out.kind = kinds.size > 1 ? 'several' : (only ?? 'nothing');
  out.certainty = read.length > 0 ? Math.min(...read.map(({ certainty }) => certainty)) : 0;
  return out;
}

function readFile(
  file: CapturedFile,
  readers: readonly Reader[],
  systems: Systems,
  options: CollectOptions,
  known: Set<string>,
  out: Collected,
  logLines: LogLines,
): void {
  const { lines, cut } = cleanLines(file.text);
  const notes = [...file.notes, ...(cut ? [cut] : [])];
  let segments = segmentsOf(lines, options.command);
  const certainty = (of: readonly Segment[]) =>
    Math.max(0, ...of.map((each) => recognise(readers, each, options)[0]?.certainty ?? 0));
  // A log begins its lines with times of its own: they are passed over only where that makes an output of it.
  const bare = withoutPrefix(lines);
  const others = bare ? segmentsOf(bare.lines, options.command) : [];
  const commands = (of: readonly Segment[]) => of.filter(({ command }) => command !== null).length;
  const [without, within] = [certainty(others), Math.max(certainty(segments), LEAST_CERTAINTY)];
  // A prompt that was moved in with its output is seen without the blanks alone; its outputs may be known better all at once than each by itself.
  const showsPrompts = commands(segments) === 0 && commands(others) > 0 && without >= LEAST_CERTAINTY;
  if (bare && (without > within || showsPrompts)) {
    segments = others;
    notes.push(bare.note);
  }
  let about: CollectedSystem | null = null;
  for (const segment of segments) {
    const { host, line, command } = segment;
    const said = readers.find(({ kind }) => kind === options.kinds?.get(outputKey(file.name, line)));
    const [best, ...others] = said ? [{ reader: said, certainty: 1 }] : recognise(readers, segment, options);
    const taken = best && best.certainty >= LEAST_CERTAINTY ? best : null;
    const reading = options.templates?.readings.get(outputKey(file.name, line));
    // What no reader knows is a log all the same.
    if (!taken && !reading) logLines.add(segment.lines, file.name, about?.id ?? null);
    if (!taken && !reading && segment.lines.every(({ text }) => text.trim() === '')) continue;
    const sink = new Sink(file.name);
    taken?.reader.read(segment.lines, sink);
    if (reading && options.templates) applyMapping(reading, options.templates.mapping, segment.lines, sink);
    const named = host ?? options.hosts?.get(file.name) ?? null;
    const prompt: CollectedValue | null = named === null ? null : { value: named, file: file.name, line };
    if (taken || reading) {
      const ids = systems.take(sink, prompt, about);
      // An output that tells of others only, such as the nodes of a cluster, is about the one before it.
      about = ids.get('') ?? about;
      take(sink, ids, known, out);
      logLines.add(segment.lines, file.name, about?.id ?? null);
    }
    const output = outputOf(file.name, segment, command, taken, best ? [best, ...others] : []);
    if (taken || reading) output.system = about?.id ?? null;
    output.notes.push(...notes.splice(0), ...sink.notes);
    if (reading && !taken) Object.assign(output, { kind: `template ${reading.template}`, certainty: 1 });
    out.provenance.push(output);
  }
  if (segments.length === 0 || notes.length > 0) out.provenance.push(emptyOutput(file.name, notes));
}

function take(
  sink: Sink,
  ids: ReadonlyMap<string, CollectedSystem>,
  known: Set<string>,
  out: Collected,
): void {
  const idOf = (key: string) => ids.get(key)?.id ?? key;
  for (const each of sink.links) out.links.push({ ...each, system: idOf(each.system) });
  for (const each of sink.configuration) out.configuration.push({ ...each, system: idOf(each.system) });
  for (const each of sink.revisions) {
    const revision = { ...each, system: idOf(each.system) };
    // Two outputs that agree are one revision level; that they disagree is for H15 to see.
    const key = JSON.stringify([revision.system, revision.component, revision.state, revision.value]);
    if (known.has(key)) continue;
    known.add(key);
    out.revisions.push(revision);
  }
}

function outputOf(
  file: string,
  segment: Segment,
  command: string | null,
  taken: Guess | null,
  guesses: readonly Guess[],
): ReadOutput {
  const last: Line | undefined = segment.lines.at(-1);
  return {
    file,
    fromLine: segment.line,
    toLine: last?.number ?? segment.line,
    command,
    usual: command === null && taken ? usualCommand(taken.reader) : null,
    system: null,
    kind: taken?.reader.kind ?? 'unknown',
    certainty: taken?.certainty ?? 0,
    alternatives: guesses
      .filter((guess) => guess !== taken)
      .slice(0, 3)
      .map(({ reader, certainty }) => ({ kind: reader.kind, certainty })),
    notes: [],
  };
}

function emptyOutput(file: string, notes: string[]): ReadOutput {
  return {
    file,
    fromLine: 1,
    toLine: 1,
    command: null,
    usual: null,
    system: null,
    kind: 'unknown',
    certainty: 0,
    alternatives: [],
    notes,
  };
}
