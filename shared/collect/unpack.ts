/**
 * What somebody dropped, as texts: files in any encoding, gzip, tar and zip; bounded, and what was not read is said. The edge
 * gives the bytes and unpacks. See SPEC.md, K2 and K50 to K53.
 */

import type { ByteStream, Platform } from '../bag/bytes.ts';
import { BrokenFile, MOST_ENTRIES } from '../bag/source.ts';
import { type ByteReader, CutZip, readZipDirectory, UnreadableZip } from '../bag/zip/reader.ts';
import { readEntry } from '../bag/zip/source.ts';
import { counted } from '../base/counted.ts';
import { wholeEntries } from './cut-zip.ts';
import { decode, utf8Text } from './decode.ts';
import { eventLines, isEventXml } from './event-lines.ts';
import { htmlText, isHtml } from './html-text.ts';
import { isTar, readTar } from './tar.ts';

/** Bytes of one file, unpacked. What a device prints in a session is far below it. */
const MOST_CAPTURE_BYTES = 64 * 1_048_576;
/** Of all files of an archive. */
export const MOST_ARCHIVE_FILES = 2_000;
export const MOST_ARCHIVE_BYTES = 256 * 1_048_576;

export interface Unpacker extends Pick<Platform, 'crc32' | 'inflate'> {
  /** A gzip, decompressed as it is read; throws where it is none or is cut short. */
  gunzip(packed: ByteStream): ByteStream;
}

export interface Capture {
  /** Of the file itself; within an archive, its path there. */
  name: string;
  /** The archive that it came out of. */
  archive: string | null;
  /** As they lie unpacked; null where they are not the whole of the file, or could not be had. */
  bytes: Uint8Array | null;
  text: string;
  /** What was not read of it, in sentences. */
  notes: string[];
}

const isZip = (bytes: Uint8Array) =>
  bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);
const isEvtx = (bytes: Uint8Array) => utf8Text(bytes.subarray(0, 7)) === 'ElfFile';
const SAVE_EVENTS =
  'Open it in the Event Viewer and save it as XML or CSV, or run wevtutil qe FILE /lf:true /f:RenderedXml.';
const isGzip = (bytes: Uint8Array) => bytes[0] === 0x1f && bytes[1] === 0x8b;

interface Part {
  bytes: Uint8Array;
  /** Whether there was more. */
  cut: boolean;
  /** What broke on the way: the bytes are those before it. */
  broken: string | null;
}

/** The beginning of a stream, up to a bound; the rest is not read. */
async function beginning(stream: ByteStream, most: number): Promise<Part> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let cut = false;
  let broken: string | null = null;
  try {
    for await (const chunk of stream) {
      const room = most - size;
      chunks.push(chunk.slice(0, room));
      size += Math.min(chunk.length, room);
      if (chunk.length > room) {
        cut = true;
        break;
      }
    }
  } catch (error) {
    // A file that can't be opened at all is the caller's to tell.
    if (size === 0 && !(error instanceof Error)) throw error;
    broken = error instanceof Error ? error.message : `${error}`;
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return { bytes, cut, broken };
}

async function* once(bytes: Uint8Array): ByteStream {
  yield bytes;
}

async function* ofReader(file: ByteReader): ByteStream {
  const CHUNK = 1_048_576;
  for (let at = 0; at < file.size; at += CHUNK)
    yield (await file.read(at, Math.min(CHUNK, file.size - at))).slice();
}

const MB = MOST_CAPTURE_BYTES / 1_048_576;
const tooLarge = (name: string) => `${name} is larger than ${MB} MB, of which the beginning was read.`;

/** The captures that a file holds: itself, or what is packed in it. Reading fails as the edge's reader fails. */
export async function* unpack(name: string, file: ByteReader, unpacker: Unpacker): AsyncGenerator<Capture> {
  const first = await file.read(0, Math.min(4, file.size));
  if (isZip(first)) yield* ofZip(name, file, unpacker);
  else if (isGzip(first)) yield* ofPacked(name, null, () => ofReader(file), unpacker);
  else {
    const part = await beginning(ofReader(file), MOST_CAPTURE_BYTES);
    // What can't be read is told by who asked for it.
    if (part.broken !== null) throw new BrokenFile(part.broken);
    yield* ofPart(name, null, part);
  }
}

/** The captures of bytes that are in memory already, such as a file of an archive. */
async function* ofBytes(
  name: string,
  archive: string | null,
  bytes: Uint8Array,
  unpacker: Unpacker,
): AsyncGenerator<Capture> {
  if (isGzip(bytes)) yield* ofPacked(name, archive, () => once(bytes), unpacker);
  else yield* ofPart(name, archive, { bytes, cut: false, broken: null });
}

async function* ofPacked(
  name: string,
  archive: string | null,
  packed: () => ByteStream,
  unpacker: Unpacker,
): AsyncGenerator<Capture> {
  const part = await beginning(unpacker.gunzip(packed()), MOST_CAPTURE_BYTES);
  if (part.broken !== null && part.bytes.length === 0)
    return yield refused(name, archive, `${name} cannot be unpacked. Nothing was read from it.`);
  yield* ofPart(name.replace(/\.gz$/i, ''), archive, part, name);
}

/** @param whole how the file is called in what is said of it */
function* ofPart(name: string, archive: string | null, part: Part, whole = name): Generator<Capture> {
  const { bytes, cut, broken } = part;
  const notes: string[] = [];
  if (cut) notes.push(tooLarge(whole));
  if (broken !== null)
    notes.push(`${whole} cannot be unpacked to its end. What comes before the damage was read.`);
  if (isTar(bytes)) {
    let count = 0;
    for (const entry of readTar(bytes)) {
      if (count++ >= MOST_ARCHIVE_FILES) return yield refused(entry.name, whole, tooMany(whole, entry.name));
      if (entry.bytes === null) yield refused(entry.name, whole, `${entry.name} is cut short in ${whole}.`);
      else yield* ofPart(entry.name, whole, { bytes: entry.bytes, cut: false, broken: null });
    }
    if (notes.length > 0) yield { ...refused(name, archive, ''), notes };
    return;
  }
  const decoded = decode(bytes);
  const complete = cut || broken !== null ? null : bytes;
  if (decoded.kind === 'binary') {
    const instead = isEvtx(bytes) ? ` ${SAVE_EVENTS}` : '';
    const note = `${name} is ${decoded.what}, no text. Nothing was read from it.${instead}`;
    return yield { name, archive, bytes: complete, text: '', notes: [...notes, note] };
  }
  if (decoded.encoding !== 'utf-8') notes.push(`${name} was read as ${decoded.encoding}.`);
  let { text } = decoded;
  if (isEventXml(text)) {
    notes.push(`Of ${name} each event is shown and counted as one line.`);
    text = eventLines(text);
  } else if (isHtml(text)) {
    notes.push(
      `${name} is a web page: its words are shown and counted by lines, each row of a table as one.`,
    );
    text = htmlText(text);
  }
  yield { name, archive, bytes: complete, text, notes };
}

const refused = (name: string, archive: string | null, note: string): Capture => ({
  name,
  archive,
  bytes: null,
  text: '',
  notes: [note],
});

const tooMany = (archive: string, name: string) =>
  `${archive} holds more than is read at once; ${name} and what follows it were not read.`;

async function* ofZip(name: string, file: ByteReader, unpacker: Unpacker): AsyncGenerator<Capture> {
  let entries: Awaited<ReturnType<typeof readZipDirectory>>;
  try {
    entries = await readZipDirectory(file, MOST_ENTRIES);
  } catch (error) {
    if (!(error instanceof UnreadableZip)) throw error;
    entries = error instanceof CutZip ? await wholeEntries(file, MOST_ENTRIES) : [];
    const least =
      entries.length === 0
        ? ''
        : ` Of what was cut off ${counted(entries.length, 'whole file')} could be read.`;
    yield refused(name, null, `${name} is no zip that can be read. ${error.message}${least}`);
  }
  const files = entries.filter(({ kind }) => kind === 'file').sort((a, b) => (a.path < b.path ? -1 : 1));
  const platform = {
    ...unpacker,
    hasher: () => {
      throw new Error('reading an entry of a zip hashes nothing');
    },
  };
  let bytes = 0;
  for (const [count, entry] of files.entries()) {
    if (count >= MOST_ARCHIVE_FILES || bytes >= MOST_ARCHIVE_BYTES)
      return yield refused(entry.path, name, tooMany(name, entry.path));
    const part = await beginning(readEntry(file, entry, platform), MOST_CAPTURE_BYTES);
    bytes += part.bytes.length;
    if (part.broken !== null && part.bytes.length === 0)
      yield refused(entry.path, name, `${entry.path} cannot be read: ${part.broken}.`);
    else if (part.cut || part.broken !== null) yield* ofPart(entry.path, name, part);
    else yield* ofBytes(entry.path, name, part.bytes, unpacker);
  }
}
