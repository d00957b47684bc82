/** Reads a log of any size for a screen: its bytes go to a worker piece by piece, and nothing of it is held in the window. */
import { CHUNK_BYTES } from '../../shared/bridge/contract.ts';
import type { TimedStretch } from '../../shared/collect/log/look.ts';
import type { Calling } from '../workers/calls.ts';
import { openLog } from '../workers/log.ts';
import type { FoundLine, LogPass, LogService, PassResult } from '../workers/log-service.ts';
import type { AppServices } from './app-services.ts';

export interface LogSource {
  name: string;
  /** Bytes. */
  size: number;
  /** @throws with a sentence where they cannot be had */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** A file that the shell keeps. */
export function keptSource(
  { bridge }: Pick<AppServices, 'bridge'>,
  { name, sha256, size }: { name: string; sha256: string; size: number },
): LogSource {
  return {
    name,
    size,
    read: async (offset, length) => {
      const part = await bridge.call('blob.read', { sha256, offset, length });
      if (!part.ok) throw new Error(part.failure.message);
      return part.value.bytes;
    },
  };
}

export type LogIndexed = Extract<PassResult, { kind: 'index' }>;

export interface LogReading {
  /** @param progress is told the share that was read, from 0 to 1 */
  index(progress: (share: number) => void): Promise<LogIndexed>;
  /** Lines that hold the words; the first 500. A search that another follows ends early. */
  search(
    words: string,
    warningsOnly: boolean,
    progress: (share: number) => void,
  ): Promise<{ lines: readonly FoundLine[]; more: boolean }>;
  /** @param from from 1, both ends included */
  lines(from: number, to: number): Promise<readonly FoundLine[]>;
  /** When its stretches and its last line were. @param captured ISO 8601 */
  times(zone: string, captured: string): Promise<{ stretches: readonly TimedStretch[]; to: number | null }>;
  end(): void;
}

export function readLog(source: LogSource): LogReading {
  const worker: Calling<LogService> = openLog();
  let seekable = false;
  let searches = 0;
  /** One pass at a time: the worker is in the middle of one. */
  let queue: Promise<unknown> = Promise.resolve();

  function pass(
    kind: LogPass,
    offset: number,
    progress: (share: number) => void,
    isWanted: () => boolean,
  ): Promise<PassResult> {
    const run = queue.then(async () => {
      await worker.call('begin', kind);
      for (let at = offset; at < source.size && isWanted(); at += CHUNK_BYTES) {
        const bytes = await source.read(at, Math.min(CHUNK_BYTES, source.size - at));
        if (await worker.call('take', { bytes })) break;
        progress(Math.min(1, (at + CHUNK_BYTES) / source.size));
      }
      return worker.call('end', undefined as never);
    });
    // Unreported: who waits for the pass is told.
    queue = run.catch(() => undefined);
    return run;
  }
  const lines = (result: PassResult) =>
    result.kind === 'lines' ? { lines: result.lines, more: result.more } : { lines: [], more: false };

  return {
    index: async (progress) => {
      const result = await pass({ kind: 'index' }, 0, progress, () => true);
      if (result.kind !== 'index') throw new Error('the log was not read');
      seekable = result.seekable;
      return result;
    },
    search: async (words, warningsOnly, progress) => {
      searches += 1;
      const own = searches;
      return lines(await pass({ kind: 'search', words, warningsOnly }, 0, progress, () => own === searches));
    },
    lines: async (from, to) => {
      const place = seekable ? await worker.call('before', { line: from }) : { line: 1, offset: 0 };
      const found = await pass(
        { kind: 'lines', first: place.line, from, to },
        place.offset,
        () => undefined,
        () => true,
      );
      return lines(found).lines;
    },
    times: (zone, captured) => worker.call('times', { zone, captured }),
    end: () => worker.end(),
  };
}
