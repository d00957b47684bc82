/**
 * Writes a zip as it streams: entries stored, any size (zip64 where it has to be), nothing held but the directory. Sizes are known
 * before, checksums only after, so each entry's header is patched once: no data descriptors, which some readers do not read.
 */
import { type ByteStream, Cancelled, type Control, type Platform, utf8 } from '../bytes.ts';
import {
  CENTRAL_HEADER,
  CENTRAL_HEADER_BYTES,
  dosTime,
  END,
  END_BYTES,
  END64,
  END64_BYTES,
  END64_LOCATOR,
  END64_LOCATOR_BYTES,
  FLAG_UTF8,
  IN_ZIP64,
  IN_ZIP64_16,
  LOCAL_HEADER,
  LOCAL_HEADER_BYTES,
  RecordWriter,
  STORED,
} from './records.ts';

/** Where the zip is written to. */
export interface ZipSink {
  append(bytes: Uint8Array): Promise<void>;
  /** Writes over bytes that were appended before. */
  patch(offset: number, bytes: Uint8Array): Promise<void>;
}

interface Written {
  name: Uint8Array;
  size: number;
  crc: number;
  offset: number;
}

const ZIP64_EXTRA = 0x0001;
const VERSION = 20;
const VERSION_ZIP64 = 45;
/** Made on Unix: a regular file that its owner writes and all read. */
const MADE_BY = (3 << 8) | VERSION_ZIP64;
const ATTRIBUTES = (0o100644 << 16) >>> 0;
/** Where a local header holds its checksum. */
const CRC_AT = 14;

/** An entry gave another number of bytes than it said. */
export class WrongSize extends Error {}

export interface ZipWriterOptions {
  platform: Pick<Platform, 'crc32'>;
  /** The instant that every entry carries, ISO 8601 in UTC. */
  at: string;
  control?: Pick<Control, 'cancelled'>;
}

export class ZipWriter {
  readonly #sink: ZipSink;
  readonly #options: ZipWriterOptions;
  readonly #entries: Written[] = [];
  #offset = 0;

  constructor(sink: ZipSink, options: ZipWriterOptions) {
    this.#sink = sink;
    this.#options = options;
  }

  /**
   * Writes one file.
   * @param onChunk sees each chunk after it was written
   * @throws WrongSize where the stream has not exactly `size` bytes; Cancelled
   */
  async add(
    path: string,
    size: number,
    bytes: ByteStream,
    onChunk?: (chunk: Uint8Array) => void,
  ): Promise<void> {
    const name = utf8(path);
    const offset = this.#offset;
    await this.#append(this.#localHeader(name, size));
    let crc = 0;
    let done = 0;
    for await (const chunk of bytes) {
      if (this.#options.control?.cancelled?.()) throw new Cancelled();
      done += chunk.length;
      if (done > size) break;
      const writing = this.#append(chunk);
      // While the disk works; both only read the chunk.
      crc = this.#options.platform.crc32(chunk, crc);
      onChunk?.(chunk);
      await writing;
    }
    if (done !== size) throw new WrongSize(`${path}: ${done} bytes instead of ${size}`);
    await this.#sink.patch(offset + CRC_AT, new RecordWriter(4).u32(crc).bytes);
    this.#entries.push({ name, size, crc, offset });
  }

  /** Writes the directory. Nothing is added after it. @returns bytes of the whole zip */
  async finish(): Promise<number> {
    const start = this.#offset;
    for (const entry of this.#entries) await this.#append(this.#centralHeader(entry));
    await this.#append(this.#end(start, this.#offset - start));
    return this.#offset;
  }

  async #append(bytes: Uint8Array): Promise<void> {
    this.#offset += bytes.length;
    await this.#sink.append(bytes);
  }

  #localHeader(name: Uint8Array, size: number): Uint8Array {
    const large = size >= IN_ZIP64;
    const { date, time } = dosTime(this.#options.at);
    const extra = large ? 20 : 0;
    const record = new RecordWriter(LOCAL_HEADER_BYTES + name.length + extra)
      .u32(LOCAL_HEADER)
      .u16(large ? VERSION_ZIP64 : VERSION, FLAG_UTF8, STORED, time, date)
      .u32(0, large ? IN_ZIP64 : size, large ? IN_ZIP64 : size)
      .u16(name.length, extra)
      .raw(name);
    if (large) record.u16(ZIP64_EXTRA, 16).u64(size, size);
    return record.bytes;
  }

  #centralHeader({ name, size, crc, offset }: Written): Uint8Array {
    const { date, time } = dosTime(this.#options.at);
    const large = size >= IN_ZIP64;
    const far = offset >= IN_ZIP64;
    const held = (large ? 16 : 0) + (far ? 8 : 0);
    const extra = held === 0 ? 0 : held + 4;
    const record = new RecordWriter(CENTRAL_HEADER_BYTES + name.length + extra)
      .u32(CENTRAL_HEADER)
      .u16(MADE_BY, large || far ? VERSION_ZIP64 : VERSION, FLAG_UTF8, STORED, time, date)
      .u32(crc, large ? IN_ZIP64 : size, large ? IN_ZIP64 : size)
      .u16(name.length, extra, 0, 0, 0)
      .u32(ATTRIBUTES, far ? IN_ZIP64 : offset)
      .raw(name);
    if (held > 0) record.u16(ZIP64_EXTRA, held);
    if (large) record.u64(size, size);
    if (far) record.u64(offset);
    return record.bytes;
  }

  #end(start: number, length: number): Uint8Array {
    const count = this.#entries.length;
    const large = count >= IN_ZIP64_16 || start >= IN_ZIP64 || length >= IN_ZIP64;
    const record = new RecordWriter(END_BYTES + (large ? END64_BYTES + END64_LOCATOR_BYTES : 0));
    if (large) {
      record
        .u32(END64)
        .u64(END64_BYTES - 12)
        .u16(MADE_BY, VERSION_ZIP64)
        .u32(0, 0)
        .u64(count, count, length, start)
        .u32(END64_LOCATOR, 0)
        .u64(start + length)
        .u32(1);
    }
    const short = Math.min(count, IN_ZIP64_16);
    return record
      .u32(END)
      .u16(0, 0, short, short)
      .u32(Math.min(length, IN_ZIP64), Math.min(start, IN_ZIP64))
      .u16(0).bytes;
  }
}
