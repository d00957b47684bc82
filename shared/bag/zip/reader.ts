/**
 * Reads the directory of a zip that may be hostile, strictly: one part, one directory that ends where its end record begins, nothing
 * before the first entry and after the end, no two entries over the same bytes, names in UTF-8.
 */
import { textOfUtf8 } from '../bytes.ts';
import {
  CENTRAL_HEADER,
  CENTRAL_HEADER_BYTES,
  DEFLATED,
  END,
  END_BYTES,
  END64,
  END64_BYTES,
  END64_LOCATOR,
  END64_LOCATOR_BYTES,
  FLAGS_REFUSED,
  IN_ZIP64,
  IN_ZIP64_16,
  LOCAL_HEADER_BYTES,
  LONGEST_COMMENT,
  readU64,
  STORED,
  viewOf,
} from './records.ts';

/** A file whose bytes can be read anywhere. */
export interface ByteReader {
  /** Bytes. */
  size: number;
  /** Exactly these bytes; throws where the file is shorter. The bytes are the caller's until the next read. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

export interface ZipEntry {
  path: string;
  kind: 'file' | 'folder' | 'link' | 'other';
  method: typeof STORED | typeof DEFLATED;
  flags: number;
  crc: number;
  /** Bytes in the zip, and unpacked. */
  packed: number;
  size: number;
  /** Of the local header, and where the next thing begins. */
  offset: number;
  limit: number;
}

/** What is no zip that is read here; the message says why. */
export class UnreadableZip extends Error {}

/** One that has no end: it was cut off, or is none. */
export class CutZip extends UnreadableZip {}

const LARGEST_DIRECTORY = 96 * 1024 * 1024;
/** Of an entry in the directory: header, a path of the longest in any script, extra fields. */
const LONGEST_ENTRY_BYTES = 4_096;
/** More than deflate reaches on any file that is not made for it: 1,032 to 1 is its limit. */
const HIGHEST_RATIO = 300;
const RATIO_FROM = 16 * 1024 * 1024;

interface Directory {
  start: number;
  length: number;
  count: number;
}

/** Why no end record reaches to the end of the file: there is none, or something stands behind it. */
function endFault(tail: DataView, length: number): UnreadableZip {
  for (let at = length - END_BYTES; at >= 0; at--) {
    const behind = length - at - END_BYTES - tail.getUint16(at + 20, true);
    if (tail.getUint32(at, true) === END && behind > 0)
      return new UnreadableZip(
        `${behind} ${behind === 1 ? 'byte stands' : 'bytes stand'} behind its end, as some transfers add them. Copy it again from where it was made; or unpack it, and open the folder.`,
      );
  }
  return new CutZip('It has no end of a zip: it is none, or it was cut off.');
}

async function findDirectory(file: ByteReader): Promise<Directory> {
  if (file.size < END_BYTES) throw new UnreadableZip('It is too short for a zip.');
  const tailLength = Math.min(file.size, END_BYTES + LONGEST_COMMENT + END64_BYTES + END64_LOCATOR_BYTES);
  const tailStart = file.size - tailLength;
  const tail = viewOf((await file.read(tailStart, tailLength)).slice());
  // The end record's comment reaches to the very end of the file.
  let at = tailLength - END_BYTES;
  const lowest = Math.max(0, at - LONGEST_COMMENT);
  while (
    at >= lowest &&
    !(tail.getUint32(at, true) === END && tail.getUint16(at + 20, true) === tailLength - at - END_BYTES)
  )
    at -= 1;
  if (at < lowest) throw endFault(tail, tailLength);
  const [disk, startDisk, here, count] = [4, 6, 8, 10].map((field) => tail.getUint16(at + field, true));
  const length = tail.getUint32(at + 12, true);
  const start = tail.getUint32(at + 16, true);
  if (disk === undefined || count === undefined) throw new UnreadableZip('Its end cannot be read.');
  const locator = at - END64_LOCATOR_BYTES;
  const is64 = locator >= 0 && tail.getUint32(locator, true) === END64_LOCATOR;
  if (!is64) {
    if (count === IN_ZIP64_16 || length === IN_ZIP64 || start === IN_ZIP64)
      throw new UnreadableZip('Its end points at a record that is not there.');
    if (disk !== 0 || startDisk !== 0 || here !== count)
      throw new UnreadableZip('It is one part of several.');
    return ending({ start, length, count }, tailStart + at);
  }
  const end64 = locator - END64_BYTES;
  const recordAt = readU64(tail, locator + 8);
  if (end64 < 0 || recordAt !== tailStart + end64 || tail.getUint32(end64, true) !== END64)
    throw new UnreadableZip('Its end points at a record that is not there.');
  if (
    tail.getUint32(locator + 4, true) !== 0 ||
    tail.getUint32(locator + 16, true) !== 1 ||
    tail.getUint32(end64 + 16, true) !== 0 ||
    tail.getUint32(end64 + 20, true) !== 0
  )
    throw new UnreadableZip('It is one part of several.');
  const [here64, count64, length64, start64] = [24, 32, 40, 48].map((field) => readU64(tail, end64 + field));
  if (here64 !== count64 || count64 == null || length64 == null || start64 == null)
    throw new UnreadableZip('Its end contradicts itself.');
  // Where the short record holds a number and not the sign for 'see there', the two agree.
  if (
    (count !== IN_ZIP64_16 && count !== count64) ||
    (length !== IN_ZIP64 && length !== length64) ||
    (start !== IN_ZIP64 && start !== start64)
  )
    throw new UnreadableZip('Its end contradicts itself.');
  return ending({ start: start64, length: length64, count: count64 }, tailStart + end64);
}

function ending(directory: Directory, end: number): Directory {
  if (directory.start + directory.length !== end)
    throw new UnreadableZip(
      'Its directory does not end where its end begins: it was cut, or something was put in.',
    );
  return directory;
}

/**
 * Reads the directory.
 * @param most entries that are read; a zip with more is refused unread
 * @throws UnreadableZip
 */
export async function readZipDirectory(file: ByteReader, most: number): Promise<ZipEntry[]> {
  const { start, length, count } = await findDirectory(file);
  if (count > most) throw new UnreadableZip(`It holds ${count} files, more than the ${most} that are read.`);
  if (
    length > Math.min(LARGEST_DIRECTORY, most * LONGEST_ENTRY_BYTES) ||
    length < count * CENTRAL_HEADER_BYTES
  )
    throw new UnreadableZip('Its directory has a size that cannot be.');
  const bytes = (await file.read(start, length)).slice();
  const view = viewOf(bytes);
  const entries: ZipEntry[] = [];
  let at = 0;
  for (let index = 0; index < count; index++) {
    if (at + CENTRAL_HEADER_BYTES > length || view.getUint32(at, true) !== CENTRAL_HEADER)
      throw new UnreadableZip('Its directory is damaged.');
    const [nameLength = 0, extraLength = 0, commentLength = 0] = [28, 30, 32].map((field) =>
      view.getUint16(at + field, true),
    );
    const next = at + CENTRAL_HEADER_BYTES + nameLength + extraLength + commentLength;
    if (next > length) throw new UnreadableZip('Its directory is damaged.');
    entries.push(parseEntry(bytes, view, at, nameLength, extraLength));
    at = next;
  }
  if (at !== length) throw new UnreadableZip('Its directory holds more than its entries.');
  assertRatio(entries, file.size);
  setLimits(entries, start);
  return entries;
}

/** As of each file, of all together: a thousand small ones fill a disk as well as a large one. */
function assertRatio(entries: readonly ZipEntry[], packed: number): void {
  const size = entries.reduce((sum, entry) => sum + entry.size, 0);
  if (size > RATIO_FROM && size / packed > HIGHEST_RATIO)
    throw new UnreadableZip('It unpacks to so much more than it is that it is made to fill the disk.');
}

function parseEntry(
  bytes: Uint8Array,
  view: DataView,
  at: number,
  nameLength: number,
  extraLength: number,
): ZipEntry {
  const nameAt = at + CENTRAL_HEADER_BYTES;
  const name = textOfUtf8(bytes.subarray(nameAt, nameAt + nameLength));
  if (name === null || name === '') throw new UnreadableZip('It holds a file whose name is no UTF-8 text.');
  const flags = view.getUint16(at + 8, true);
  const method = view.getUint16(at + 10, true);
  if (flags & FLAGS_REFUSED) throw new UnreadableZip('It is encrypted.');
  if (method !== STORED && method !== DEFLATED)
    throw new UnreadableZip(`It is compressed in a way that is not read here (${method}).`);
  if (view.getUint16(at + 34, true) !== 0) throw new UnreadableZip('It is one part of several.');
  let packed: number | null = view.getUint32(at + 20, true);
  let size: number | null = view.getUint32(at + 24, true);
  let offset: number | null = view.getUint32(at + 42, true);
  if (size === IN_ZIP64 || packed === IN_ZIP64 || offset === IN_ZIP64) {
    const extra = zip64Extra(view, nameAt + nameLength, extraLength);
    const take = (value: number): number | null => (value === IN_ZIP64 ? extra() : value);
    size = take(size);
    packed = take(packed);
    offset = take(offset);
  }
  if (packed === null || size === null || offset === null)
    throw new UnreadableZip('Its directory is damaged.');
  if (method === STORED && packed !== size) throw new UnreadableZip('A file in it has two sizes.');
  if (size > RATIO_FROM && size / Math.max(1, packed) > HIGHEST_RATIO)
    throw new UnreadableZip(
      'A file in it unpacks to so much more than it is that it is made to fill the disk.',
    );
  const kind = kindOf(name, view.getUint16(at + 4, true) >> 8, view.getUint32(at + 38, true) >>> 16);
  if (kind === 'folder' && size !== 0) throw new UnreadableZip('A folder in it holds bytes.');
  return {
    path: kind === 'folder' && name.endsWith('/') ? name.slice(0, -1) : name,
    kind,
    method,
    flags,
    crc: view.getUint32(at + 16, true),
    packed,
    size,
    offset,
    limit: 0,
  };
}

/** The numbers of the zip64 record among an entry's extra fields, one after the other; null where there is none left. */
function zip64Extra(view: DataView, from: number, length: number): () => number | null {
  let at = from;
  let left = 0;
  while (at + 4 <= from + length) {
    const size = view.getUint16(at + 2, true);
    if (view.getUint16(at, true) === 0x0001 && at + 4 + size <= from + length) {
      at += 4;
      left = size;
      break;
    }
    at += 4 + size;
  }
  return () => {
    if (left < 8) return null;
    left -= 8;
    at += 8;
    return readU64(view, at - 8);
  };
}

const UNIX = 3;
const MACOS = 19;

function kindOf(name: string, system: number, mode: number): ZipEntry['kind'] {
  const type = system === UNIX || system === MACOS ? mode & 0o170000 : 0;
  if (type === 0o120000) return 'link';
  if (type !== 0 && type !== 0o100000 && type !== 0o040000) return 'other';
  return name.endsWith('/') || type === 0o040000 ? 'folder' : 'file';
}

/** Says for each entry where the next begins. Two over the same bytes are how small zips unpack to petabytes. */
function setLimits(entries: readonly ZipEntry[], directory: number): void {
  const inOrder = [...entries].sort((a, b) => a.offset - b.offset);
  if (inOrder[0] && inOrder[0].offset !== 0)
    throw new UnreadableZip('Something stands before its first file.');
  inOrder.forEach((entry, index) => {
    entry.limit = inOrder[index + 1]?.offset ?? directory;
    if (entry.offset + LOCAL_HEADER_BYTES + entry.packed > entry.limit)
      throw new UnreadableZip('Two files in it lie over each other.');
  });
}
