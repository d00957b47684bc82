/** Archives taken apart, so that what they hold is looked into (RD61): zip, gzip, tar, and one in another. */
import { Gunzip, strFromU8, type UnzipFileInfo, unzipSync } from 'fflate';
import { type ArchiveFormat, contentOf, HEAD_BYTES } from './content.ts';

/** Bounds of one archive and of all that comes out of it. What goes beyond is not taken apart, and stays held whole. */
const ARCHIVE_BOUNDS = { packed: 64 * 1024 * 1024, unpacked: 256 * 1024 * 1024, files: 500, depth: 3 };

export interface ArchivedFile {
  /** As it stands in the archive; archives in it come before, divided by `/`. */
  path: string;
  bytes: Uint8Array;
}

export type TakenApart = { ok: true; files: ArchivedFile[] } | { ok: false; why: string };

class Unfit extends Error {}

/** Takes an archive apart, archives in it too. Nothing is answered in part: what cannot be read whole is not taken apart. */
export function takeApart(name: string, bytes: Uint8Array, format: ArchiveFormat): TakenApart {
  if (bytes.length > ARCHIVE_BOUNDS.packed) return { ok: false, why: 'it is larger than 64 MB' };
  const files: ArchivedFile[] = [];
  const room = { bytes: ARCHIVE_BOUNDS.unpacked };
  // Archives count as files do: thousands of empty ones, each of which holds thousands, are no file at all.
  let archives = 0;
  const open = (path: string, packed: Uint8Array, kind: ArchiveFormat, depth: number): void => {
    archives += 1;
    if (depth > ARCHIVE_BOUNDS.depth) throw new Unfit('archives lie in it more than three deep');
    for (const file of entriesOf(path, packed, kind, room)) {
      const content = contentOf(file.bytes.subarray(0, HEAD_BYTES));
      // What a gzip holds keeps the place of the gzip; what a zip or tar holds lies in it.
      const place = kind === 'gzip' ? file.path : `${path}/${file.path}`;
      if (content.kind === 'archive') open(place, file.bytes, content.format, depth + 1);
      else files.push({ path: place, bytes: file.bytes });
      if (files.length + archives - 1 > ARCHIVE_BOUNDS.files) throw new Unfit('it holds more than 500 files');
    }
  };
  try {
    open(name, bytes, format, 1);
    return { ok: true, files };
  } catch (error) {
    return {
      ok: false,
      why: error instanceof Unfit ? error.message : 'it is damaged, or locked with a password',
    };
  }
}

function entriesOf(
  path: string,
  bytes: Uint8Array,
  format: ArchiveFormat,
  room: { bytes: number },
): ArchivedFile[] {
  if (format === 'zip') return ofZip(bytes, room);
  if (format === 'gzip')
    return [{ path: path.replace(/\.gz$/i, '').replace(/\.tgz$/i, '.tar'), bytes: gunzip(bytes, room) }];
  return ofTar(bytes, room);
}

function take(room: { bytes: number }, size: number): void {
  room.bytes -= size;
  if (room.bytes < 0) throw new Unfit('it unpacks to more than 256 MB');
}

function ofZip(bytes: Uint8Array, room: { bytes: number }): ArchivedFile[] {
  let count = 0;
  const filter = ({ name, originalSize }: UnzipFileInfo) => {
    if (name.endsWith('/')) return false;
    count += 1;
    if (count > ARCHIVE_BOUNDS.files) throw new Unfit('it holds more than 500 files');
    // Each is unpacked into as many bytes as it says, and not one more.
    take(room, originalSize);
    return true;
  };
  const files = unzipSync(bytes, { filter });
  // Of two files of one name only one would be looked into, and of one that no list can hold none.
  if (Object.keys(files).length !== count) throw new Unfit('it names a file twice, or as no file is named');
  return Object.entries(files).map(([path, content]) => ({ path, bytes: content }));
}

const FED = 65_536;

function gunzip(bytes: Uint8Array, room: { bytes: number }): Uint8Array {
  const parts: Uint8Array[] = [];
  let size = 0;
  const stream = new Gunzip((part) => {
    take(room, part.length);
    size += part.length;
    parts.push(part);
  });
  for (let at = 0; at < bytes.length; at += FED)
    stream.push(bytes.subarray(at, at + FED), at + FED >= bytes.length);
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const BLOCK = 512;

/** POSIX tar with long names of GNU and pax; links and devices hold nothing. */
function ofTar(bytes: Uint8Array, room: { bytes: number }): ArchivedFile[] {
  const files: ArchivedFile[] = [];
  let longName = '';
  for (let at = 0; at + BLOCK <= bytes.length; ) {
    const header = bytes.subarray(at, at + BLOCK);
    if (header.every((byte) => byte === 0)) break;
    const said = field(header, 124, 12).trim();
    const size = /^[0-7]*$/.test(said) ? Number.parseInt(said || '0', 8) : Number.NaN;
    if (!Number.isSafeInteger(size) || at + BLOCK + size > bytes.length) throw new Unfit('it is damaged');
    const content = bytes.subarray(at + BLOCK, at + BLOCK + size);
    const type = field(header, 156, 1);
    if (type === 'L') longName = field(content, 0, content.length);
    else if (type === 'x')
      longName = /(?:^|\n)\d+ path=([^\n]*)\n/.exec(field(content, 0, content.length))?.[1] ?? '';
    else {
      if (type === '' || type === '0' || type === '7') {
        const prefix = field(header, 345, 155);
        const short = field(header, 0, 100);
        take(room, size);
        files.push({ path: longName || (prefix === '' ? short : `${prefix}/${short}`), bytes: content });
        if (files.length > ARCHIVE_BOUNDS.files) throw new Unfit('it holds more than 500 files');
      }
      longName = '';
    }
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return files;
}

function field(bytes: Uint8Array, from: number, length: number): string {
  const part = bytes.subarray(from, from + length);
  const end = part.indexOf(0);
  return strFromU8(end === -1 ? part : part.subarray(0, end));
}
