/** Pictures without what they say beside their pixels: where they were taken, by whom, with what (RD62). */
import type { PictureFormat } from '../base/first-bytes.ts';
import { heifWithoutMetadata } from './heif.ts';

/**
 * The same pixels, without place, camera, author and comments; how the picture is turned is kept.
 * @returns null where the file is not as its format wants it, so that nobody can say what it holds
 */
export function withoutMetadata(
  bytes: Uint8Array<ArrayBuffer>,
  format: PictureFormat,
): Uint8Array<ArrayBuffer> | null {
  switch (format) {
    case 'jpeg':
      return ofJpeg(bytes);
    case 'png':
      return ofPng(bytes);
    case 'webp':
      return ofWebp(bytes);
    case 'gif':
      return ofGif(bytes);
    case 'heic':
    case 'avif':
      return heifWithoutMetadata(bytes);
    case 'bmp':
      return ofBmp(bytes);
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const ascii = (bytes: Uint8Array, from: number, length: number) =>
  String.fromCharCode(...bytes.subarray(from, from + length));
const u16 = (bytes: Uint8Array, at: number) => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
const u32 = (bytes: Uint8Array, at: number) => u16(bytes, at) * 65_536 + u16(bytes, at + 2);

/** What pixels need: frames, tables, intervals and scans. */
const drawsPixels = (marker: number) =>
  (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc8) || (marker >= 0xda && marker <= 0xdf);

/**
 * Of a segment what stays: JFIF without its small picture, which shows what was blurred later; a colour profile; Adobe's colour transform, as long as it is.
 * @returns null where nothing of it does
 */
function keptOf(segment: Uint8Array): Uint8Array | null {
  const marker = segment[1] ?? 0;
  if (drawsPixels(marker)) return segment;
  if (marker === 0xe2 && ascii(segment, 4, 11) === 'ICC_PROFILE') return segment;
  if (marker === 0xee && ascii(segment, 4, 5) === 'Adobe' && segment.length >= 16)
    return ofLength(segment, 16);
  if (marker === 0xe0 && ascii(segment, 4, 4) === 'JFIF' && segment.length >= 18) {
    const jfif = ofLength(segment, 18);
    jfif.fill(0, 16);
    return jfif;
  }
  return null;
}

/** The beginning of a segment, with the length that it then has. */
function ofLength(segment: Uint8Array, length: number): Uint8Array {
  const cut = segment.slice(0, length);
  cut[2] = 0;
  cut[3] = length - 2;
  return cut;
}

/** Also between the scans of one that is drawn step by step; what lies behind the picture's end is no part of it. */
function ofJpeg(bytes: Uint8Array): Uint8Array<ArrayBuffer> | null {
  const parts: Uint8Array[] = [bytes.subarray(0, 2)];
  let turned = 1;
  let scans = 0;
  for (let at = 2; at + 1 < bytes.length; ) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0xd9) return scans > 0 ? joined([...parts, bytes.subarray(at, at + 2)]) : null;
    const size = u16(bytes, at + 2);
    const next = at + 2 + size;
    if (size < 2 || next > bytes.length) return scans > 0 ? joined(parts) : null;
    if (marker === 0xe1 && ascii(bytes, at + 4, 4) === 'Exif') turned = turnOf(bytes.subarray(at + 10, next));
    const kept = keptOf(bytes.subarray(at, next));
    if (marker === 0xda) {
      if (scans === 0 && turned > 1) parts.push(exifOfTurn(turned));
      scans += 1;
    }
    if (kept) parts.push(kept);
    const end = marker === 0xda ? endOfScan(bytes, next) : next;
    if (end > next) parts.push(bytes.subarray(next, end));
    at = end;
  }
  // Cut off within its pixels.
  return scans > 0 ? joined(parts) : null;
}

/** Where the next marker stands that is none within a scan; the end of the file where it is cut off. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = from; at + 1 < bytes.length; at++) {
    const behind = bytes[at + 1] ?? 0;
    if (bytes[at] === 0xff && behind !== 0 && !(behind >= 0xd0 && behind <= 0xd7)) return at;
  }
  return bytes.length;
}

/** How the picture is turned, of its Exif: 1 (not) to 8. */
function turnOf(tiff: Uint8Array): number {
  const little = ascii(tiff, 0, 2) === 'II';
  const short = (at: number) => (little ? (tiff[at] ?? 0) | ((tiff[at + 1] ?? 0) << 8) : u16(tiff, at));
  const long = (at: number) => (little ? short(at) + short(at + 2) * 65_536 : u32(tiff, at));
  const first = long(4);
  for (let entry = 0; entry < Math.min(short(first), 200); entry++) {
    const at = first + 2 + entry * 12;
    const value = short(at + 8);
    if (short(at) === 0x0112) return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

/** An Exif segment that says how the picture is turned, and nothing else. */
function exifOfTurn(turned: number): Uint8Array {
  const head = [0xff, 0xe1, 0, 34, 0x45, 0x78, 0x69, 0x66, 0, 0, 0x4d, 0x4d, 0, 0x2a, 0, 0, 0, 8, 0, 1];
  return new Uint8Array([...head, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, turned, 0, 0, 0, 0, 0, 0]);
}

/** Chunks that pixels and colours need. */
const pngChunks = new Set(
  'IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB bKGD pHYs acTL fcTL fdAT cICP'.split(' '),
);

function ofPng(bytes: Uint8Array): Uint8Array<ArrayBuffer> | null {
  const parts: Uint8Array[] = [bytes.subarray(0, 8)];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const end = at + 12 + u32(bytes, at);
    if (end > bytes.length) return null;
    const name = ascii(bytes, at + 4, 4);
    if (pngChunks.has(name)) parts.push(bytes.subarray(at, end));
    if (name === 'IEND') return joined(parts);
    at = end;
  }
  return null;
}

function ofWebp(bytes: Uint8Array): Uint8Array<ArrayBuffer> | null {
  const parts: Uint8Array[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 12; at + 8 <= bytes.length; ) {
    const size = view.getUint32(at + 4, true);
    const end = at + 8 + size + (size % 2);
    if (at + 8 + size > bytes.length) return null;
    const name = ascii(bytes, at, 4);
    const chunk = bytes.slice(at, end);
    // The header says which chunks follow: place and description no longer do.
    if (name === 'VP8X') chunk[8] = (chunk[8] ?? 0) & ~0x0c;
    if (/^(VP8[ LX]|ALPH|ANIM|ANMF|ICCP)$/.test(name)) parts.push(chunk);
    at = end;
  }
  if (parts.length === 0) return null;
  const head = bytes.slice(0, 12);
  new DataView(head.buffer).setUint32(4, 4 + parts.reduce((sum, part) => sum + part.length, 0), true);
  return joined([head, ...parts]);
}

/** Its headers, palette and rows; what lies between and behind them goes, and so does a colour profile or the name of its file. */
function ofBmp(bytes: Uint8Array): Uint8Array<ArrayBuffer> | null {
  if (bytes.length < 54) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [first, header] = [view.getUint32(10, true), view.getUint32(14, true)];
  // Of OS/2, with a header of twelve bytes: none that a camera or a screen makes.
  if (header < 40 || first < 14 + header || first > bytes.length) return null;
  const [width, height] = [view.getInt32(18, true), Math.abs(view.getInt32(22, true))];
  const [bits, packing, size] = [
    view.getUint16(28, true),
    view.getUint32(30, true),
    view.getUint32(34, true),
  ];
  const rows = packing === 0 || packing === 3 ? Math.ceil((width * bits) / 32) * 4 * height : size;
  const end = first + rows;
  if (rows <= 0 || end > bytes.length) return null;
  const plain = bytes.slice(0, end);
  const masks = header === 40 && packing === 3 ? 12 : 0;
  const colours = view.getUint32(46, true) || (bits <= 8 ? 2 ** bits : 0);
  plain.fill(0, Math.min(first, 14 + header + masks + 4 * colours), first);
  const written = new DataView(plain.buffer);
  written.setUint32(2, end, true);
  if (header >= 124) {
    written.setUint32(14 + 56, 0x73524742, true);
    plain.fill(0, 14 + 112, 14 + 124);
  }
  return plain;
}

/** Comments and the extensions of programs go; how often it is repeated stays. */
function ofGif(bytes: Uint8Array): Uint8Array<ArrayBuffer> | null {
  const flags = bytes[10] ?? 0;
  let at = 13 + (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  const parts: Uint8Array[] = [bytes.subarray(0, at)];
  const blocksEnd = (from: number): number | null => {
    let end = from;
    for (let size = bytes[end]; size !== 0; size = bytes[end]) {
      if (size === undefined) return null;
      end += size + 1;
    }
    return end + 1;
  };
  while (at < bytes.length) {
    if (bytes[at] === 0x3b) return joined([...parts, bytes.subarray(at, at + 1)]);
    const isImage = bytes[at] === 0x2c;
    if (!isImage && bytes[at] !== 0x21) return null;
    const own = bytes[at + 9] ?? 0;
    const data = isImage ? at + 10 + (own & 0x80 ? 3 * 2 ** ((own & 7) + 1) : 0) + 1 : at + 2;
    const end = blocksEnd(data);
    if (end === null) return null;
    const label = bytes[at + 1];
    const repeats = label === 0xff && ascii(bytes, at + 3, 11) === 'NETSCAPE2.0';
    if (isImage || label === 0xf9 || repeats) parts.push(bytes.subarray(at, end));
    at = end;
  }
  return null;
}
