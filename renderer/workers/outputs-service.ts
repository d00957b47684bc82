/** What is dropped on the console, held and read off the window's thread; the window is given what it shows. */

import { t } from '@lingui/core/macro';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { caseIntake, type IntakeGroup, type KnownRows } from '../../shared/collect/case-intake.ts';
import { type CapturedFile, collect } from '../../shared/collect/collect.ts';
import type { CollectedFinding, ReadOutput } from '../../shared/collect/collected.ts';
import { type Side, sidesOf } from '../../shared/collect/compare.ts';
import type { FindingRule } from '../../shared/collect/findings/schema.ts';
import { levelIn } from '../../shared/collect/log/indexer.ts';
import { inOrder, MomentReader, type TimedLine } from '../../shared/collect/log/moments.ts';
import { formOf } from '../../shared/collect/log/stamp.ts';
import { matchSystem } from '../../shared/collect/matching.ts';
import { allReaders } from '../../shared/collect/readers/all.ts';
import { type Capture, unpack } from '../../shared/collect/unpack.ts';
import { fileReader, unpacker } from './unpacker.ts';

/** A file that was dropped, or that came out of one. */
export interface DroppedFile {
  /** Its name, told apart from another of the same name; facts name their file by it. */
  name: string;
  archive: string | null;
  /** Bytes; of what was read. */
  size: number;
  /** Of the content; null where it is not whole. */
  sha256: string | null;
  /** What goes into the case as a file; null where there is nothing whole. */
  content: Blob | null;
  lines: number;
  /** Whether its lines have times as those of a log do. */
  isLog: boolean;
  notes: readonly string[];
  /** Milliseconds; when the file was last written, as the system says. */
  lastModified: number;
}

export interface Question {
  /** Names of held files. */
  files: readonly string[];
  /** Of them those whose facts were accepted: they are found in, and propose nothing any more. */
  settled: readonly string[];
  /** What the person said that outputs are, by `outputKey`. */
  kinds: ReadonlyMap<string, string>;
  /** Whose the outputs of a file are, where the person said so: host names by files. */
  hosts: ReadonlyMap<string, string>;
  known: KnownRows;
  rules: readonly FindingRule[];
  /** ISO 8601. */
  now: string;
  faultAt: string | null;
}

export interface Reading {
  groups: IntakeGroup[];
  /** Systems of the case by those that findings name: they are read together with what is settled, and numbered by themselves. */
  inCase: ReadonlyMap<string, string>;
  findings: CollectedFinding[];
  outputs: ReadOutput[];
}

/** A log in a timeline: its zone, and by how many milliseconds its clock was ahead. */
export interface TimelineSource {
  name: string;
  zone: string;
  ahead: number;
}

export interface Lane {
  name: string;
  /** Milliseconds since 1970 of its first and last line; null where its lines have no time that can be read. */
  from: number | null;
  to: number | null;
  lines: number;
}

export interface LaneCounts {
  name: string;
  counts: number[];
  /** Of them warnings and graver. */
  warnings: number[];
}

/** Warnings are of this level, or a lower number. */
const WARNING = 4;
/** Lines of all logs that are ordered at once. */
const MOST_TIMED = 1_000_000;

/** Characters that are held at once; what is dropped beyond is named and not read. */
const MOST_HELD = 256 * 1_048_576;
/** The beginning of a file that tells whether it is a log. */
const LOOKED_AT = 65_536;
const LINES_LOOKED_AT = 200;
const CHUNK = 4 * 1_048_576;

interface Held {
  file: DroppedFile;
  text: string;
  /** Where each line begins, made when lines are first asked for. */
  starts: number[] | null;
}

async function hashOf(content: Blob): Promise<string> {
  const hash = sha256.create();
  for (let at = 0; at < content.size; at += CHUNK)
    hash.update(new Uint8Array(await content.slice(at, at + CHUNK).arrayBuffer()));
  return bytesToHex(hash.digest());
}

function lineStarts(text: string): number[] {
  const mark = text.includes('\n') ? '\n' : '\r';
  const starts = [0];
  for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1)) starts.push(at + 1);
  // What ends the last line begins no other.
  if (starts.length > 1 && starts.at(-1) === text.length) starts.pop();
  return starts;
}

const LONGEST_SHOWN = 2_000;

class Outputs {
  readonly #held = new Map<string, Held>();
  /** What was gone through, and files of the case: compared and put in time, and let go where room is needed. The oldest come first. */
  readonly #kept = new Map<string, Held>();
  #size = 0;

  #freeName(name: string): string {
    const taken = (each: string) => this.#held.has(each) || this.#kept.has(each);
    if (!taken(name)) return name;
    let n = 2;
    while (taken(`${name} (${n})`)) n++;
    return `${name} (${n})`;
  }

  #find(name: string): Held | undefined {
    return this.#held.get(name) ?? this.#kept.get(name);
  }

  #letGo(name: string): void {
    this.#size -= this.#find(name)?.text.length ?? 0;
    if (!this.#held.delete(name)) this.#kept.delete(name);
  }

  /** @param most characters that may be held then */
  #makeRoom(most: number): void {
    for (const name of this.#kept.keys()) {
      if (this.#size <= most) return;
      this.#letGo(name);
    }
  }

  #take({ name, archive, bytes, text, notes }: Capture, dropped: File): Promise<DroppedFile> {
    this.#makeRoom(MOST_HELD - text.length);
    const tooMuch = this.#size + text.length > MOST_HELD;
    const own = archive === null && name === dropped.name;
    const content = own ? dropped : bytes && new Blob([bytes.slice()]);
    return this.#hold(name, archive, dropped, content, tooMuch ? '' : text, [
      ...notes,
      ...(tooMuch
        ? [
            t`${name} was not read: more than ${MOST_HELD / 1_048_576} MB are held already. Accept or remove some first.`,
          ]
        : []),
    ]);
  }

  async #hold(
    called: string,
    archive: string | null,
    dropped: File,
    content: Blob | null,
    text: string,
    notes: readonly string[],
  ): Promise<DroppedFile> {
    const sha256 = content && (await hashOf(content));
    // Dropped again, it is the file itself and no second one beside it.
    for (const [name, { file }] of this.#kept)
      if (sha256 !== null && file.sha256 === sha256) this.#letGo(name);
    const name = this.#freeName(called);
    const file: DroppedFile = {
      name,
      archive,
      size: content?.size ?? text.length,
      sha256,
      content,
      lines: text === '' ? 0 : lineStarts(text).length,
      isLog: formOf(text.slice(0, LOOKED_AT).split(/\r?\n|\r/, LINES_LOOKED_AT)) !== null,
      notes,
      lastModified: dropped.lastModified,
    };
    this.#held.set(name, { file, text, starts: null });
    this.#size += text.length;
    return file;
  }

  /** Unpacks what was dropped. A file that cannot be read is named, and takes no other with it. */
  async add({ file }: { file: File }): Promise<DroppedFile[]> {
    const taken: DroppedFile[] = [];
    try {
      for await (const capture of unpack(file.name, fileReader(file), unpacker))
        taken.push(await this.#take(capture, file));
    } catch (error) {
      const why = error instanceof Error ? error.message : `${error}`;
      taken.push(
        await this.#hold(file.name, null, file, null, '', [
          t`${file.name} cannot be read: ${why}. It is unchanged where it was.`,
        ]),
      );
    }
    return taken;
  }

  async remove({ names }: { names: readonly string[] }): Promise<void> {
    for (const name of names) this.#letGo(name);
  }

  /**
   * Takes files out of what is read for proposals, and keeps them for the timeline and for comparing.
   * @returns the names of all that are kept now, the oldest first
   */
  async keep({ names }: { names: readonly string[] }): Promise<string[]> {
    for (const name of names) {
      const held = this.#held.get(name);
      if (!held || !this.#held.delete(name)) continue;
      if (held.text === '') continue;
      this.#kept.set(name, held);
    }
    return [...this.#kept.keys()];
  }

  /** Reads what is held, against what the case holds. */
  async read({ files, settled, kinds, hosts, known, rules, now, faultAt }: Question): Promise<Reading> {
    const times = files.flatMap((name) => this.#held.get(name)?.file.lastModified ?? []);
    const components = [
      ...new Set(known.products.flatMap((each) => each.components.map(({ name }) => name))),
    ];
    const all = collect(this.#captured(files), {
      kinds,
      hosts,
      components,
      findings: {
        rules,
        context: {
          now,
          faultAt,
          // Of one capture it is known when it was made; of several from different times it is not.
          capturedAt: times.length === 1 && times[0] ? new Date(times[0]).toISOString() : null,
        },
      },
    });
    const left = files.filter((name) => !settled.includes(name));
    // By themselves: of two captures of one system the one that was accepted must not hide what the newer one says.
    const proposing =
      left.length === files.length ? all : collect(this.#captured(left), { kinds, hosts, components });
    const inCase = new Map(
      all.systems.flatMap((system) => {
        const target = matchSystem(system, known.systems, known.installations);
        return target.kind === 'in-case' ? [[system.id, target.systemId] as const] : [];
      }),
    );
    return { groups: caseIntake(proposing, known), inCase, findings: all.findings, outputs: all.provenance };
  }

  #captured(files: readonly string[]): CapturedFile[] {
    return files.flatMap((name) => {
      const held = this.#find(name);
      return held && held.text !== '' ? [{ name, text: held.text, notes: [] }] : [];
    });
  }

  /** Lines as they stand in the file, long ones cut. @param from from 1, both ends included */
  async lines({ name, from, to }: { name: string; from: number; to: number }): Promise<string[]> {
    const held = this.#find(name);
    if (!held) return [];
    held.starts ??= lineStarts(held.text);
    const { starts, text } = held;
    const lines: string[] = [];
    for (let n = Math.max(1, from); n <= Math.min(to, starts.length); n++) {
      const start = starts[n - 1] ?? 0;
      const end = n < starts.length ? (starts[n] ?? 0) - 1 : text.length;
      lines.push(text.slice(start, Math.min(end, start + LONGEST_SHOWN)).replace(/\r?\n?$/, ''));
    }
    return lines;
  }

  #timed: { key: string; lines: TimedLine[]; lanes: Lane[] } | null = null;

  /** Lines of all sources in one order; kept until the sources are others. */
  #ordered(sources: readonly TimelineSource[]): { lines: TimedLine[]; lanes: Lane[] } {
    const key = JSON.stringify(sources);
    if (this.#timed?.key === key) return this.#timed;
    let room = MOST_TIMED;
    const logs = sources.flatMap(({ name, zone, ahead }) => {
      const held = this.#find(name);
      if (!held) return [];
      const lines = held.text.split(/\r?\n/, room);
      // What stands behind the last line's end is no line.
      if (lines.at(-1) === '') lines.pop();
      const form = formOf(lines.slice(0, LINES_LOOKED_AT));
      room -= lines.length;
      const captured = new Date(held.file.lastModified || Date.now()).toISOString();
      return form ? [{ source: name, lines, reader: new MomentReader(form, { zone, ahead, captured }) }] : [];
    });
    const lines = inOrder(logs);
    const lanes = sources.map(({ name }): Lane => {
      const own = lines.filter(({ source }) => source === name);
      return { name, from: own[0]?.at ?? null, to: own.at(-1)?.at ?? null, lines: own.length };
    });
    this.#timed = { key, lines, lanes };
    return this.#timed;
  }

  async lanes({ sources }: { sources: readonly TimelineSource[] }): Promise<Lane[]> {
    return this.#ordered(sources).lanes;
  }

  /** How many lines each log has in each part of the time. */
  async laneCounts({
    sources,
    from,
    to,
    parts,
  }: {
    sources: readonly TimelineSource[];
    from: number;
    to: number;
    parts: number;
  }): Promise<LaneCounts[]> {
    const byName = new Map(
      sources.map(({ name }) => [
        name,
        { name, counts: new Array<number>(parts).fill(0), warnings: new Array<number>(parts).fill(0) },
      ]),
    );
    for (const { at, source, text } of this.#ordered(sources).lines) {
      if (at < from || at > to) continue;
      const part = Math.min(parts - 1, Math.floor(((at - from) / Math.max(1, to - from)) * parts));
      const lane = byName.get(source);
      if (!lane) continue;
      lane.counts[part] = (lane.counts[part] ?? 0) + 1;
      const level = levelIn(text);
      if (level !== null && level <= WARNING) lane.warnings[part] = (lane.warnings[part] ?? 0) + 1;
    }
    return [...byName.values()];
  }

  /** Lines around a moment, in their order. @param search words that each line has in it; empty for all */
  async linesAt({
    sources,
    at,
    count,
    search,
    warningsOnly,
  }: {
    sources: readonly TimelineSource[];
    at: number;
    count: number;
    search: string;
    warningsOnly: boolean;
  }): Promise<TimedLine[]> {
    const wanted = search.trim().toLowerCase();
    const lines = this.#ordered(sources).lines.filter(
      ({ text }) =>
        (wanted === '' || text.toLowerCase().includes(wanted)) &&
        (!warningsOnly || (levelIn(text) ?? 8) <= WARNING),
    );
    const first = lines.findIndex((each) => each.at >= at);
    const middle = first < 0 ? lines.length : first;
    return lines.slice(Math.max(0, middle - Math.floor(count / 3)), middle + count);
  }

  /** The systems of each held file with all that is read of them, to be compared. */
  async sides({ files }: { files: readonly string[] }): Promise<Side[]> {
    return files.flatMap((name) => sidesOf(name, collect(this.#captured([name]))));
  }

  /** What an output may be said to be. */
  async kindsOfOutputs(): Promise<string[]> {
    return allReaders([]).map(({ kind }) => kind);
  }
}

export type OutputsService = {
  [N in
    | 'add'
    | 'remove'
    | 'keep'
    | 'read'
    | 'lines'
    | 'kindsOfOutputs'
    | 'lanes'
    | 'laneCounts'
    | 'linesAt'
    | 'sides']: Outputs[N];
};

export function outputsService(): OutputsService {
  const outputs = new Outputs();
  return {
    add: (input) => outputs.add(input),
    remove: (input) => outputs.remove(input),
    keep: (input) => outputs.keep(input),
    read: (input) => outputs.read(input),
    lines: (input) => outputs.lines(input),
    kindsOfOutputs: () => outputs.kindsOfOutputs(),
    lanes: (input) => outputs.lanes(input),
    laneCounts: (input) => outputs.laneCounts(input),
    linesAt: (input) => outputs.linesAt(input),
    sides: (input) => outputs.sides(input),
  };
}
