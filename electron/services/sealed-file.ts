/**
 * A file as it lies on the disk, sealed in chunks, so that any part of it can be read by itself and nothing is whole in memory:
 *
 *   header  48          magic 8, version 1, log2 of a chunk's bytes 1, zeros 6, salt 32
 *   chunk   28 + 256 K  nonce, sealed bytes, tag; the last may be shorter
 *   end     28 + 40     nonce, sealed SHA-256 and size of the content, tag
 *
 * Each file has a key of its own, drawn from the console's by its header: a chunk of another file does not open here. Each chunk is sealed
 * with its kind and its number, so that none can be swapped, dropped or repeated; the end with the number of chunks before it, so that a file
 * that was cut does not open at all. A file that is still being written has no end.
 */
import { createHash, type Hash, randomBytes } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { type Content, readWhole } from './content.ts';
import { NotAuthentic, SEAL_BYTES, seal, sealInParts, subkey, unseal } from './seal.ts';

const MAGIC = Buffer.from('PCSEAL\r\n');
const VERSION = 1;
const CHUNK_LOG2 = 18;
export const CHUNK = 2 ** CHUNK_LOG2;
const SEALED_CHUNK = CHUNK + SEAL_BYTES;
const FIXED = Buffer.concat([MAGIC, Buffer.from([VERSION, CHUNK_LOG2, 0, 0, 0, 0, 0, 0])]);
const SALT_BYTES = 32;
export const HEADER_BYTES = FIXED.length + SALT_BYTES;
const HASH_BYTES = 32;
const END_BYTES = SEAL_BYTES + HASH_BYTES + 8;
/** Chunks that are read at a time. */
const AHEAD = 4;

const FULL = 0;
/** The last bytes so far: of a whole file its last chunk, of one that was paused what is not a chunk yet. */
const SHORT = 1;
const END = 2;
type Kind = typeof FULL | typeof SHORT | typeof END;

/** What a record is and where it stands. */
function about(kind: Kind, number: number): Buffer {
  const bytes = Buffer.alloc(9);
  bytes[0] = kind;
  bytes.writeBigUInt64BE(BigInt(number), 1);
  return bytes;
}

const placeOf = (chunk: number) => HEADER_BYTES + chunk * SEALED_CHUNK;

/** @throws NotAuthentic where it is no header of this version */
function fileKey(key: Uint8Array, header: Buffer): Buffer {
  if (!header.subarray(0, FIXED.length).equals(FIXED)) throw new NotAuthentic('it is no sealed file');
  return subkey(key, header.subarray(0, FIXED.length), header.subarray(FIXED.length));
}

async function readHeader(file: FileHandle, size: number): Promise<Buffer> {
  if (size < HEADER_BYTES) throw new NotAuthentic('it is too short for a sealed file');
  const header = Buffer.alloc(HEADER_BYTES);
  await readWhole(file, header, 0);
  return header;
}

/** Whether a file begins as a sealed one does. */
export async function looksSealed(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const bytes = Buffer.alloc(MAGIC.length);
    const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
    return bytesRead === bytes.length && bytes.equals(MAGIC);
  } finally {
    await file.close();
  }
}

/** A sealed file that is whole. */
export interface SealedContent extends Content {
  /** Of its bytes; null where whoever wrote it had none made. */
  readonly sha256: string | null;
}

/**
 * Opens a whole file.
 * @param sha256 the content that it has to be; null where any is right
 * @throws NotAuthentic where it was changed or cut, is another content's, or was never ended
 */
export async function openSealed(
  path: string,
  key: Uint8Array,
  sha256: string | null,
): Promise<SealedContent> {
  const file = await open(path, 'r');
  try {
    const { size: length } = await file.stat();
    const own = fileKey(key, await readHeader(file, length));
    const end = await readEnd(file, own, length);
    if (sha256 !== null && end.sha256 !== sha256) throw new NotAuthentic('it is another content');
    return { ...reader(file, own, end.size), sha256: end.sha256 };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function readEnd(file: FileHandle, key: Buffer, length: number) {
  const sealed = length - HEADER_BYTES - END_BYTES;
  if (sealed < 0) throw new NotAuthentic('it has no end');
  const chunks = Math.ceil(sealed / SEALED_CHUNK);
  const record = Buffer.alloc(END_BYTES);
  await readWhole(file, record, length - END_BYTES);
  const plain = unseal(key, about(END, chunks), record);
  const size = Number(plain.readBigUInt64BE(HASH_BYTES));
  if (size !== sealed - chunks * SEAL_BYTES) throw new NotAuthentic('it has another length');
  const hash = plain.subarray(0, HASH_BYTES);
  return { size, sha256: hash.every((byte) => byte === 0) ? null : hash.toString('hex') };
}

function reader(file: FileHandle, key: Buffer, size: number): Content {
  const buffer = Buffer.alloc(Math.min(AHEAD * SEALED_CHUNK, size + AHEAD * SEAL_BYTES));
  /** The chunk that was opened last: small reads come close to each other. */
  let last: { number: number; plain: Buffer } | null = null;
  const plainLength = (chunk: number) => Math.min(CHUNK, size - chunk * CHUNK);
  /** Reads and opens chunks, each given to `take` in turn. */
  async function chunks(first: number, count: number, take: (number: number, plain: Buffer) => void) {
    const length = (count - 1) * SEALED_CHUNK + plainLength(first + count - 1) + SEAL_BYTES;
    await readWhole(file, buffer.subarray(0, length), placeOf(first));
    for (let each = 0; each < count; each++) {
      const number = first + each;
      const from = each * SEALED_CHUNK;
      const plainBytes = plainLength(number);
      const sealed = buffer.subarray(from, from + plainBytes + SEAL_BYTES);
      const plain = unseal(key, about(plainBytes === CHUNK ? FULL : SHORT, number), sealed);
      last = { number, plain };
      take(number, plain);
    }
  }
  /** One read after the other: they share a buffer. */
  let turn: Promise<unknown> = Promise.resolve();
  async function read(offset: number, length: number): Promise<Uint8Array> {
    const end = Math.min(size, offset + length);
    if (end <= offset) return new Uint8Array();
    const bytes = new Uint8Array(end - offset);
    const take = (number: number, plain: Buffer) => {
      const at = number * CHUNK;
      const from = Math.max(offset, at);
      bytes.set(plain.subarray(from - at, Math.min(end, at + plain.length) - at), from - offset);
    };
    const beyond = Math.ceil(end / CHUNK);
    for (let chunk = Math.floor(offset / CHUNK); chunk < beyond; ) {
      if (last?.number === chunk) {
        take(chunk, last.plain);
        chunk += 1;
        continue;
      }
      const count = Math.min(AHEAD, beyond - chunk);
      await chunks(chunk, count, take);
      chunk += count;
    }
    return bytes;
  }
  return {
    size,
    read: (offset, length) => {
      const reading = turn.then(() => read(offset, length));
      // Unreported: whoever asked for it gets the error; the next read does not.
      turn = reading.catch(() => undefined);
      return reading;
    },
    close: () => file.close(),
  };
}

/** A write may end before its last byte. */
async function writeWhole(file: FileHandle, parts: readonly Buffer[], position: number): Promise<void> {
  const length = parts.reduce((sum, each) => sum + each.length, 0);
  let { bytesWritten: written } = await file.writev(parts as Buffer[], position);
  if (written === length) return;
  const bytes = Buffer.concat(parts);
  while (written < length)
    written += (await file.write(bytes, written, length - written, position + written)).bytesWritten;
}

/** Writes a sealed file from its beginning, or from where a writer of before was stopped. One call after the other. */
export class SealedWriter {
  readonly #file: FileHandle;
  readonly #key: Buffer;
  /** Null for a file that is patched: nobody asks for its hash. */
  readonly #hash: Hash | null;
  readonly #pending = Buffer.alloc(CHUNK);
  /** Bytes in `#pending`. */
  #held = 0;
  /** Whole chunks in the file. */
  #chunks = 0;

  private constructor(file: FileHandle, key: Buffer, hash: Hash | null) {
    this.#file = file;
    this.#key = key;
    this.#hash = hash;
  }

  /** A file that is not there yet. @param hashed whether its content's SHA-256 is wanted */
  static async create(path: string, key: Uint8Array, hashed = true): Promise<SealedWriter> {
    const file = await open(path, 'wx+', 0o600);
    return SealedWriter.#begin(file, key, hashed);
  }

  static async #begin(file: FileHandle, key: Uint8Array, hashed: boolean): Promise<SealedWriter> {
    try {
      const header = Buffer.concat([FIXED, randomBytes(SALT_BYTES)]);
      const writer = new SealedWriter(file, fileKey(key, header), hashed ? createHash('sha256') : null);
      await writeWhole(file, [header], 0);
      return writer;
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /**
   * Goes on with a file that was begun, behind the last byte of it that authenticates; what is behind that is cut off. One that is not there,
   * or of which nothing does, begins anew.
   */
  static async resume(path: string, key: Uint8Array): Promise<SealedWriter> {
    // Made where it is not there; and not in append mode, which writes at no place but the end.
    await (await open(path, 'a', 0o600)).close();
    const file = await open(path, 'r+');
    try {
      const { size: length } = await file.stat();
      const header = await readHeader(file, length);
      const writer = new SealedWriter(file, fileKey(key, header), createHash('sha256'));
      await writer.#takeUp(length);
      return writer;
    } catch (error) {
      if (!(error instanceof NotAuthentic)) {
        await file.close();
        throw error;
      }
      await file.truncate(0);
      return SealedWriter.#begin(file, key, true);
    }
  }

  /** Opens what is there: into the hash, and its last bytes to be written again with what follows them. */
  async #takeUp(length: number): Promise<void> {
    let end = length;
    try {
      await readEnd(this.#file, this.#key, length);
      end -= END_BYTES;
    } catch (error) {
      if (!(error instanceof NotAuthentic)) throw error;
    }
    const buffer = Buffer.alloc(SEALED_CHUNK);
    for (;;) {
      const at = placeOf(this.#chunks);
      const sealed = buffer.subarray(0, Math.min(SEALED_CHUNK, end - at));
      if (sealed.length <= SEAL_BYTES) break;
      await readWhole(this.#file, sealed, at);
      const kind = sealed.length === SEALED_CHUNK ? FULL : SHORT;
      let plain: Buffer;
      try {
        plain = unseal(this.#key, about(kind, this.#chunks), sealed);
      } catch (error) {
        if (error instanceof NotAuthentic) break;
        throw error;
      }
      this.#hash?.update(plain);
      if (kind === SHORT) {
        this.#pending.set(plain);
        this.#held = plain.length;
        break;
      }
      this.#chunks += 1;
    }
    await this.#file.truncate(placeOf(this.#chunks));
  }

  /** Bytes of content so far. */
  get size(): number {
    return this.#chunks * CHUNK + this.#held;
  }

  /** The bytes are the caller's again when it answers. */
  async append(bytes: Uint8Array): Promise<void> {
    const parts: Buffer[] = [];
    const position = placeOf(this.#chunks);
    const add = (chunk: Uint8Array) => {
      parts.push(...sealInParts(this.#key, about(FULL, this.#chunks), chunk));
      this.#chunks += 1;
    };
    for (let from = 0; from < bytes.length; ) {
      if (this.#held === 0 && bytes.length - from >= CHUNK) {
        add(bytes.subarray(from, from + CHUNK));
        from += CHUNK;
        continue;
      }
      const part = bytes.subarray(from, from + CHUNK - this.#held);
      this.#pending.set(part, this.#held);
      this.#held += part.length;
      from += part.length;
      if (this.#held < CHUNK) break;
      add(this.#pending);
      this.#held = 0;
    }
    const writing = parts.length === 0 ? null : writeWhole(this.#file, parts, position);
    // While the disk works.
    this.#hash?.update(bytes);
    await writing;
  }

  /** Writes over bytes that were appended before, of a file without a hash. */
  async patch(offset: number, bytes: Uint8Array): Promise<void> {
    if (this.#hash) throw new Error('a file with a hash is not patched');
    for (let done = 0; done < bytes.length; ) {
      const chunk = Math.floor((offset + done) / CHUNK);
      const at = (offset + done) % CHUNK;
      const part = bytes.subarray(done, done + CHUNK - at);
      done += part.length;
      if (chunk === this.#chunks) {
        this.#pending.set(part, at);
        continue;
      }
      const sealed = Buffer.alloc(SEALED_CHUNK);
      await readWhole(this.#file, sealed, placeOf(chunk));
      const plain = unseal(this.#key, about(FULL, chunk), sealed);
      plain.set(part, at);
      await writeWhole(this.#file, sealInParts(this.#key, about(FULL, chunk), plain), placeOf(chunk));
    }
  }

  async #writeShort(): Promise<number> {
    const position = placeOf(this.#chunks);
    if (this.#held === 0) return position;
    const short = this.#pending.subarray(0, this.#held);
    await writeWhole(this.#file, sealInParts(this.#key, about(SHORT, this.#chunks), short), position);
    return position + this.#held + SEAL_BYTES;
  }

  /** Leaves the file as it is, for `resume`. */
  async pause(): Promise<void> {
    try {
      await this.#writeShort();
    } finally {
      await this.#file.close();
    }
  }

  /** Ends the file, durably. @returns the SHA-256 of its content; null where none was wanted */
  async finish(): Promise<string | null> {
    try {
      const hash = this.#hash?.digest() ?? null;
      const position = await this.#writeShort();
      const plain = Buffer.alloc(HASH_BYTES + 8);
      if (hash) plain.set(hash);
      plain.writeBigUInt64BE(BigInt(this.size), HASH_BYTES);
      const chunks = this.#chunks + (this.#held > 0 ? 1 : 0);
      await writeWhole(this.#file, [seal(this.#key, about(END, chunks), plain)], position);
      await this.#file.sync();
      return hash?.toString('hex') ?? null;
    } finally {
      await this.#file.close();
    }
  }

  /** Lets go of the file, which has no end. */
  close(): Promise<void> {
    return this.#file.close();
  }
}
