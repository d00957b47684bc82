/** Goes through a log of any size off the window's thread. The window gives its bytes piece by piece; nothing of it is held. */
import { t } from '@lingui/core/macro';
import { decode, utf8Text } from '../../shared/collect/decode.ts';
import { EventLines, isEventXml } from '../../shared/collect/event-lines.ts';
import { type LogIndex, LogIndexer, levelIn } from '../../shared/collect/log/indexer.ts';
import { LineCutter, type TakeLine } from '../../shared/collect/log/line-cutter.ts';
import { type TimedStretch, timedStretches } from '../../shared/collect/log/look.ts';
import { MomentReader } from '../../shared/collect/log/moments.ts';

/** What a pass over a log is for. */
export type LogPass =
  | { kind: 'index' }
  | { kind: 'search'; words: string; warningsOnly: boolean }
  /** @param first the number of the line that the given bytes begin with */
  | { kind: 'lines'; first: number; from: number; to: number };

export interface FoundLine {
  /** From 1. */
  line: number;
  text: string;
}

export type PassResult =
  | {
      kind: 'index';
      index: LogIndex;
      /** Whether a pass may begin in the middle: not where it is packed, or in another encoding. */
      seekable: boolean;
      /** In words, where it is not UTF-8 as it stands. */
      encoding: string;
      /** Why its end could not be unpacked; blank where all of it was. What stands before it was read. */
      broken: string;
    }
  | { kind: 'lines'; lines: FoundLine[] /** Whether there are more than are given. */; more: boolean };

/** Lines that a search gives; it ends there. */
const MOST_FOUND = 500;
const LONGEST_SHOWN = 2_000;
/** Bytes of a gzip that are unpacked at once. */
const PIECE = 8_192;
/** Warnings are of this level, or a lower number. */
const WARNING = 4;

type TakeBytes = (bytes: Uint8Array) => void;

/** Bytes of a gzip on, unpacked. */
function gunzipped(take: TakeBytes): { write(bytes: Uint8Array): Promise<void>; close(): Promise<void> } {
  const stream = new DecompressionStream('gzip');
  const writer = stream.writable.getWriter();
  const reader = stream.readable.getReader();
  const reading = (async () => {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      take(value);
    }
  })();
  // Unreported: `close` waits for it and throws what it throws.
  reading.catch(() => undefined);
  return {
    write: async (bytes) => {
      // In small pieces: where one is damaged, what the stream has not given yet is lost with it.
      for (let at = 0; at < bytes.length; at += PIECE)
        await Promise.race([writer.write(bytes.slice(at, at + PIECE)), reading]);
    },
    close: async () => {
      await Promise.race([writer.close(), reading]);
      await reading;
    },
  };
}

export class LogLooker {
  #pass: LogPass = { kind: 'index' };
  #cutter = new LineCutter(() => undefined);
  #indexer: LogIndexer | null = null;
  #found: FoundLine[] = [];
  #line = 0;
  #more = false;
  #done = false;
  #gzip: ReturnType<typeof gunzipped> | null = null;
  /** Null where the bytes are UTF-8 as they stand; undefined before the first. */
  #decoder: TextDecoder | null | undefined;
  /** What parts the events of a log as XML; null in another log. */
  #events: EventLines | null = null;
  #packed = false;
  #encoding = 'UTF-8';
  #broken = '';

  async begin(pass: LogPass): Promise<void> {
    this.#pass = pass;
    this.#found = [];
    this.#more = false;
    this.#done = false;
    this.#gzip = null;
    this.#broken = '';
    this.#line = pass.kind === 'lines' ? pass.first - 1 : 0;
    if (pass.kind === 'index') this.#indexer = new LogIndexer();
    const wanted = pass.kind === 'search' ? pass.words.trim().toLowerCase() : '';
    const take: TakeLine = (bytes, from, to, long, offset) => {
      if (pass.kind === 'index') return this.#indexer?.addBytes(bytes, from, to, long, offset);
      this.#line++;
      if (this.#done || (pass.kind === 'lines' && this.#line < pass.from)) return;
      const text = utf8Text(bytes.subarray(from, to));
      if (pass.kind === 'search') {
        if (wanted !== '' && !text.toLowerCase().includes(wanted)) return;
        if (pass.warningsOnly && (levelIn(text) ?? 8) > WARNING) return;
      }
      if (this.#found.length >= MOST_FOUND) {
        this.#more = true;
        this.#done = true;
        return;
      }
      this.#found.push({ line: this.#line, text: text.slice(0, LONGEST_SHOWN) });
      if (pass.kind === 'lines' && this.#line >= pass.to) this.#done = true;
    };
    this.#cutter = new LineCutter(take, (bytes, view, from, offset) =>
      pass.kind === 'index' ? (this.#indexer?.addLike(bytes, view, from, offset) ?? -1) : -1,
    );
    // What a text is, is decided once: a pass may begin in its middle.
    if (pass.kind === 'index') {
      this.#decoder = undefined;
      this.#events = null;
      this.#packed = false;
      this.#encoding = 'UTF-8';
    } else if (this.#packed) this.#gzip = gunzipped((bytes) => this.#takePlain(bytes));
    if (this.#decoder) this.#decoder = new TextDecoder(this.#decoder.encoding);
    if (this.#events) this.#events = new EventLines();
  }

  /** @returns whether no more is wanted. @throws where it is no text */
  async take({ bytes }: { bytes: Uint8Array }): Promise<boolean> {
    if (this.#decoder === undefined && !this.#gzip && bytes[0] === 0x1f && bytes[1] === 0x8b) {
      this.#packed = true;
      this.#gzip = gunzipped((plain) => this.#takePlain(plain));
    }
    const gzip = this.#gzip;
    if (gzip) await this.#unpacking(() => gzip.write(bytes));
    else this.#takePlain(bytes);
    return this.#done;
  }

  /** Of a gzip that is cut short, or has something else behind it, what came before stands. @throws where nothing came */
  async #unpacking(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (this.#decoder === undefined) throw error;
      this.#broken = (error instanceof Error && error.message) || t`it is damaged`;
      this.#done = true;
    }
  }

  #takePlain(bytes: Uint8Array): void {
    if (this.#decoder === undefined) {
      const first = decode(bytes.subarray(0, 8_192));
      if (first.kind === 'binary') throw new Error(`it is ${first.what}, no log that is read here`);
      this.#decoder = first.encoding === 'utf-8' ? null : new TextDecoder(first.encoding);
      if (first.encoding !== 'utf-8') this.#encoding = first.encoding;
      if (isEventXml(first.text)) {
        this.#events = new EventLines();
        this.#decoder ??= new TextDecoder();
        this.#encoding += t`, each event as one line`;
      }
    }
    const decoder = this.#decoder;
    if (!decoder) {
      this.#cutter.push(bytes);
      return;
    }
    const text = decoder.decode(bytes, { stream: true });
    this.#cutter.push(new TextEncoder().encode(this.#events ? this.#events.push(text) : text));
  }

  async end(): Promise<PassResult> {
    const gzip = this.#gzip;
    if (gzip && !this.#done) await this.#unpacking(() => gzip.close());
    this.#gzip = null;
    if (this.#events) this.#cutter.push(new TextEncoder().encode(this.#events.end()));
    this.#cutter.end();
    if (this.#pass.kind !== 'index' || !this.#indexer)
      return { kind: 'lines', lines: this.#found, more: this.#more };
    return {
      kind: 'index',
      index: this.#indexer.end(),
      seekable: !this.#packed && !this.#decoder,
      encoding: this.#packed ? t`gzip, ${this.#encoding}` : this.#encoding,
      broken: this.#broken,
    };
  }

  /** Where to begin reading for a line: the last noted one before it. */
  async before({ line }: { line: number }): Promise<{ line: number; offset: number }> {
    return this.#indexer?.places.findLast((each) => each.line <= line) ?? { line: 1, offset: 0 };
  }

  /** The stretches of the indexed log by a clock, and the moment of its last line. @param captured ISO 8601 */
  async times({ zone, captured }: { zone: string; captured: string }): Promise<{
    stretches: TimedStretch[];
    to: number | null;
  }> {
    const form = this.#indexer?.form;
    if (!this.#indexer || !form) return { stretches: [], to: null };
    const clock = { zone, ahead: 0, captured };
    const stretches = timedStretches(this.#indexer.stretches, form, clock);
    const last = this.#indexer.stretches.at(-1);
    const end = this.#indexer.lastStamp;
    // Read after the stretch before it, so that a time without a day is of the same one.
    const reader = new MomentReader(form, clock);
    if (last) reader.read(last.stamp);
    return { stretches, to: end === '' ? null : reader.read(end) };
  }
}

export type LogService = {
  [N in 'begin' | 'take' | 'end' | 'before' | 'times']: LogLooker[N];
};

export function logService(): LogService {
  const looker = new LogLooker();
  return {
    begin: (input) => looker.begin(input),
    take: (input) => looker.take(input),
    end: () => looker.end(),
    before: (input) => looker.before(input),
    times: (input) => looker.times(input),
  };
}
