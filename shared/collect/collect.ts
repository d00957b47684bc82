/** Captured outputs in, facts out. See SPEC.md. */
import type { Collected, CollectedSystem, Fact, ReadOutput } from './facts.ts';
import { cleanLines, type Line } from './lines.ts';
import { Systems } from './merge.ts';
import type { Reader } from './reader.ts';
import { allReaders } from './readers/all.ts';
import { type Guess, type Hint, recognise } from './recognise.ts';
import { type Segment, splitSession } from './session.ts';
import { Sink } from './sink.ts';

export interface CapturedFile {
  name: string;
  text: string;
  /** What the edge did not read of it, in sentences. */
  notes: readonly string[];
}

export interface CollectOptions extends Hint {
  /** Names of packages that are to become revision levels, as the profile of a product gives them. */
  components?: readonly string[];
}

/** Below it, an output is not read until a person says what it is. */
export const LEAST_CERTAINTY = 0.4;

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
  for (const file of files) readFile(file, readers, systems, options, out);
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
  out: Collected,
): void {
  const { lines, cut } = cleanLines(file.text);
  const notes = [...file.notes, ...(cut ? [cut] : [])];
  // Where the command is told, all of the file is its output.
  const segments: Segment[] =
    options.command === undefined
      ? splitSession(lines)
      : [{ command: options.command, host: null, lines: [...lines], line: lines[0]?.number ?? 1 }];
  let about: CollectedSystem | null = null;
  for (const segment of segments) {
    const { host, line, command } = segment;
    const [best, ...others] = recognise(readers, segment, options);
    const taken = best && best.certainty >= LEAST_CERTAINTY ? best : null;
    if (!taken && segment.lines.every(({ text }) => text.trim() === '')) continue;
    const sink = new Sink(file.name);
    taken?.reader.read(segment.lines, sink);
    const prompt: Fact | null = host === null ? null : { value: host, file: file.name, line };
    if (taken) {
      const ids = systems.take(sink, prompt, about);
      about = ids.get('') ?? about;
      take(sink, ids, out);
    }
    out.provenance.push(
      outputOf(file.name, segment, command, taken, best ? [best, ...others] : [], [...notes, ...sink.notes]),
    );
    notes.length = 0;
  }
  if (segments.length === 0) out.provenance.push(emptyOutput(file.name, notes));
}

function take(sink: Sink, ids: ReadonlyMap<string, CollectedSystem>, out: Collected): void {
  const idOf = (key: string) => ids.get(key)?.id ?? key;
  for (const each of sink.links) out.links.push({ ...each, system: idOf(each.system) });
  for (const each of sink.configuration) out.configuration.push({ ...each, system: idOf(each.system) });
  for (const each of sink.revisions) out.revisions.push({ ...each, system: idOf(each.system) });
}

function outputOf(
  file: string,
  segment: Segment,
  command: string | null,
  taken: Guess | null,
  guesses: readonly Guess[],
  notes: string[],
): ReadOutput {
  const last: Line | undefined = segment.lines.at(-1);
  return {
    file,
    fromLine: segment.line,
    toLine: last?.number ?? segment.line,
    command,
    kind: taken?.reader.kind ?? 'unknown',
    certainty: taken?.certainty ?? 0,
    alternatives: guesses
      .filter((guess) => guess !== taken)
      .slice(0, 3)
      .map(({ reader, certainty }) => ({ kind: reader.kind, certainty })),
    notes,
  };
}

function emptyOutput(file: string, notes: string[]): ReadOutput {
  return {
    file,
    fromLine: 1,
    toLine: 1,
    command: null,
    kind: 'unknown',
    certainty: 0,
    alternatives: [],
    notes,
  };
}
