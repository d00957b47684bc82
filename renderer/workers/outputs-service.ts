/** What is dropped on the console, held and read off the window's thread; the window is given what it shows. */

import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { caseIntake, type IntakeGroup, type KnownFacts } from '../../shared/collect/case-intake.ts';
import { type CapturedFile, collect } from '../../shared/collect/collect.ts';
import type { CollectedFinding, ReadOutput } from '../../shared/collect/facts.ts';
import type { FindingRule } from '../../shared/collect/findings/schema.ts';
import { allReaders } from '../../shared/collect/readers/all.ts';
import { type Capture, unpack } from '../../shared/collect/unpack.ts';
import { fileReader, unpacker } from './unpacker.ts';

/** A file that was dropped, or that came out of one. */
export interface HeldFile {
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
  known: KnownFacts;
  rules: readonly FindingRule[];
  /** ISO 8601. */
  now: string;
  faultAt: string | null;
}

export interface Reading {
  groups: IntakeGroup[];
  findings: CollectedFinding[];
  outputs: ReadOutput[];
}

/** Characters that are held at once; what is dropped beyond is named and not read. */
const MOST_HELD = 256 * 1_048_576;
const CHUNK = 4 * 1_048_576;

interface Held {
  file: HeldFile;
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
  return starts;
}

const LONGEST_SHOWN = 2_000;

export class Outputs {
  readonly #held = new Map<string, Held>();
  #size = 0;

  #freeName(name: string): string {
    if (!this.#held.has(name)) return name;
    let n = 2;
    while (this.#held.has(`${name} (${n})`)) n++;
    return `${name} (${n})`;
  }

  #take({ name, archive, bytes, text, notes }: Capture, dropped: File): Promise<HeldFile> {
    const free = this.#freeName(name);
    const tooMuch = this.#size + text.length > MOST_HELD;
    const own = archive === null && name === dropped.name;
    const content = own ? dropped : bytes && new Blob([bytes.slice()]);
    return this.#hold(free, archive, dropped, content, tooMuch ? '' : text, [
      ...notes,
      ...(tooMuch
        ? [
            `${name} was not read: more than ${MOST_HELD / 1_048_576} MB are held already. Accept or remove some first.`,
          ]
        : []),
    ]);
  }

  async #hold(
    name: string,
    archive: string | null,
    dropped: File,
    content: Blob | null,
    text: string,
    notes: readonly string[],
  ): Promise<HeldFile> {
    const file: HeldFile = {
      name,
      archive,
      size: content?.size ?? text.length,
      sha256: content && (await hashOf(content)),
      content,
      lines: text === '' ? 0 : lineStarts(text).length,
      notes,
      lastModified: dropped.lastModified,
    };
    this.#held.set(name, { file, text, starts: null });
    this.#size += text.length;
    return file;
  }

  /** Unpacks what was dropped. A file that cannot be read is named, and takes no other with it. */
  async add({ file }: { file: File }): Promise<HeldFile[]> {
    const taken: HeldFile[] = [];
    try {
      for await (const capture of unpack(file.name, fileReader(file), unpacker))
        taken.push(await this.#take(capture, file));
    } catch (error) {
      const why = error instanceof Error ? error.message : `${error}`;
      taken.push(
        await this.#hold(this.#freeName(file.name), null, file, null, '', [
          `${file.name} cannot be read: ${why}. It is unchanged where it was.`,
        ]),
      );
    }
    return taken;
  }

  async remove({ names }: { names: readonly string[] }): Promise<void> {
    for (const name of names) {
      this.#size -= this.#held.get(name)?.text.length ?? 0;
      this.#held.delete(name);
    }
  }

  /** Reads what is held, against what the case holds. */
  async read({ files, settled, kinds, known, rules, now, faultAt }: Question): Promise<Reading> {
    const times = files.flatMap((name) => this.#held.get(name)?.file.lastModified ?? []);
    const components = [
      ...new Set(known.products.flatMap((each) => each.components.map(({ name }) => name))),
    ];
    const all = collect(this.#captured(files), {
      kinds,
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
      left.length === files.length ? all : collect(this.#captured(left), { kinds, components });
    return { groups: caseIntake(proposing, known), findings: all.findings, outputs: all.provenance };
  }

  #captured(files: readonly string[]): CapturedFile[] {
    return files.flatMap((name) => {
      const held = this.#held.get(name);
      return held && held.text !== '' ? [{ name, text: held.text, notes: [] }] : [];
    });
  }

  /** Lines as they stand in the file, long ones cut. @param from from 1, both ends included */
  async lines({ name, from, to }: { name: string; from: number; to: number }): Promise<string[]> {
    const held = this.#held.get(name);
    if (!held) return [];
    held.starts ??= lineStarts(held.text);
    const { starts, text } = held;
    const lines: string[] = [];
    for (let n = Math.max(1, from); n <= Math.min(to, starts.length); n++) {
      const start = starts[n - 1] ?? 0;
      const end = n < starts.length ? (starts[n] ?? 0) - 1 : text.length;
      lines.push(text.slice(start, Math.min(end, start + LONGEST_SHOWN)).replace(/\r$/, ''));
    }
    return lines;
  }

  /** What an output may be said to be. */
  async kindsOfOutputs(): Promise<string[]> {
    return allReaders([]).map(({ kind }) => kind);
  }
}

export type OutputsService = {
  [N in 'add' | 'remove' | 'read' | 'lines' | 'kindsOfOutputs']: Outputs[N];
};

export function outputsService(): OutputsService {
  const outputs = new Outputs();
  return {
    add: (input) => outputs.add(input),
    remove: (input) => outputs.remove(input),
    read: (input) => outputs.read(input),
    lines: (input) => outputs.lines(input),
    kindsOfOutputs: () => outputs.kindsOfOutputs(),
  };
}
