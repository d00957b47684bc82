/** A bag in a zip, as a source of files: one folder at the top that holds the bag (RFC 8493, section 4), or the bag itself. */
import { type ByteStream, type Platform, utf8 } from '../bytes.ts';
import { pathProblem } from '../paths.ts';
import { type BagFile, type BagSource, BrokenFile, MOST_ENTRIES } from '../source.ts';
import { type ByteReader, readZipDirectory, UnreadableZip, type ZipEntry } from './reader.ts';
import { FLAG_DESCRIPTOR, IN_ZIP64, LOCAL_HEADER, LOCAL_HEADER_BYTES, STORED, viewOf } from './records.ts';

const CHUNK = 1024 * 1024;

/** The bytes of one entry, its local header held against the directory, its size and checksum against what comes. */
export async function* readEntry(file: ByteReader, entry: ZipEntry, platform: Platform): ByteStream {
  const start = await dataStart(file, entry);
  const packed = readRange(file, start, entry.packed);
  let size = 0;
  let crc = 0;
  try {
    for await (const chunk of entry.method === STORED ? packed : platform.inflate(packed)) {
      size += chunk.length;
      if (size > entry.size) throw new BrokenFile('it unpacks to more than the zip says');
      crc = platform.crc32(chunk, crc);
      yield chunk;
    }
  } catch (error) {
    if (error instanceof BrokenFile || !isInflateError(error)) throw error;
    throw new BrokenFile('it cannot be unpacked');
  }
  if (size !== entry.size) throw new BrokenFile('it unpacks to less than the zip says');
  if (crc !== entry.crc) throw new BrokenFile('its bytes do not fit the zip’s own checksum');
}

/** zlib's own errors carry a code such as Z_DATA_ERROR. */
function isInflateError(error: unknown): boolean {
  return error instanceof Error && /^Z_/.test(String((error as { code?: unknown }).code));
}

async function* readRange(file: ByteReader, start: number, length: number): ByteStream {
  for (let at = 0; at < length; at += CHUNK) yield await file.read(start + at, Math.min(CHUNK, length - at));
}

async function dataStart(file: ByteReader, entry: ZipEntry): Promise<number> {
  const name = utf8(entry.kind === 'folder' ? `${entry.path}/` : entry.path);
  const header = (await file.read(entry.offset, LOCAL_HEADER_BYTES)).slice();
  const view = viewOf(header);
  const nameLength = view.getUint16(26, true);
  const start = entry.offset + LOCAL_HEADER_BYTES + nameLength + view.getUint16(28, true);
  if (view.getUint32(0, true) !== LOCAL_HEADER || nameLength !== name.length)
    throw new BrokenFile('the zip’s two headers of it differ');
  const there = await file.read(entry.offset + LOCAL_HEADER_BYTES, nameLength);
  const differs =
    there.some((byte, at) => byte !== name[at]) ||
    view.getUint16(6, true) !== entry.flags ||
    view.getUint16(8, true) !== entry.method;
  const sizes = [view.getUint32(14, true), view.getUint32(18, true), view.getUint32(22, true)];
  const later = (entry.flags & FLAG_DESCRIPTOR) !== 0;
  const fits = [entry.crc, entry.packed, entry.size].every((value, index) => {
    const here = sizes[index];
    return here === value || (later && here === 0) || (index > 0 && here === IN_ZIP64);
  });
  if (differs || !fits) throw new BrokenFile('the zip’s two headers of it differ');
  if (start + entry.packed > entry.limit) throw new BrokenFile('it reaches into the next file of the zip');
  return start;
}

export interface ZipBag extends BagSource {
  /** The name of the folder that holds the bag; empty where the zip itself does. */
  base: string;
}

/** A zip that is none of a bag: it can be read, and is not valid. */
export class NoBag extends UnreadableZip {}

function noBag(entries: readonly ZipEntry[]): UnreadableZip {
  return entries.some(({ path }) => /\\bagit\.txt$/.test(path))
    ? new UnreadableZip(
        'Its names hold backslashes, as Windows PowerShell 5 writes them, so that no folder is one. Unpack it and open the folder; or pack it again with Explorer, or with PowerShell 7.',
      )
    : new NoBag('It holds no bag: there is no bagit.txt at its top or in one folder there.');
}

/**
 * Opens a zip as a bag.
 * @param most entries that are read; a zip with more is refused unread
 * @throws UnreadableZip where it is none, or holds no bag or more than one
 */
export async function openZipBag(file: ByteReader, platform: Platform, most = MOST_ENTRIES): Promise<ZipBag> {
  const entries = await readZipDirectory(file, most);
  const found = entries.filter(({ path, kind }) => kind === 'file' && /^([^/]+\/)?bagit\.txt$/.test(path));
  const atTop = found.find(({ path }) => path === 'bagit.txt');
  const [only, ...more] = atTop ? [atTop] : found;
  if (!only) throw noBag(entries);
  if (more.length > 0) throw new UnreadableZip('It holds more than one bag.');
  const base = only.path.slice(0, -'bagit.txt'.length);
  const wrong = base === '' ? null : pathProblem(base.slice(0, -1));
  if (wrong) throw new UnreadableZip(`The folder that holds its bag ${wrong}.`);
  const byPath = new Map<string, ZipEntry>();
  const files: BagFile[] = [];
  for (const entry of entries) {
    if (entry.kind === 'folder' && `${entry.path}/` === base) continue;
    // What is beside the bag keeps its whole name and is refused by it where it leads out, else for being there.
    const inside = entry.path.startsWith(base);
    if (!inside && pathProblem(entry.path) === null)
      throw new UnreadableZip(
        /^__MACOSX\/|(^|\/)\.DS_Store$/.test(entry.path)
          ? 'It holds something beside the bag: what the Finder of macOS puts into a zip. Unpack it and open the folder; or pack the folder with "zip -r -X bag.zip FOLDER".'
          : 'It holds something beside the bag.',
      );
    const path = inside ? entry.path.slice(base.length) : entry.path;
    files.push({ path, size: entry.kind === 'file' ? entry.size : 0, kind: entry.kind });
    byPath.set(path, entry);
  }
  return {
    base: base.slice(0, -1),
    files,
    open(path) {
      const entry = byPath.get(path);
      if (!entry) throw new BrokenFile('it is not in the zip');
      return readEntry(file, entry, platform);
    },
  };
}
