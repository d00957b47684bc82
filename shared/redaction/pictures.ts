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
      // Its headers have no room for any of it.
      return bytes;
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

/** JFIF, colour profile and Adobe's colour transform stay; every other application segment and comment goes. */
function ofJpeg(bytes: Uint8Array): Uint8Array<ArrayBuffer> | null {
  const parts: Uint8Array[] = [bytes.subarray(0, 2)];
  let turned = 1;
  for (let at = 2; at + 4 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const size = u16(bytes, at + 2);
    const next = at + 2 + size;
    if (size < 2 || next > bytes.length) return null;
    if (marker === 0xda) {
      const end = endOfScans(bytes, next);
      // What lies behind the picture's end is no part of it.
      return joined([...parts, ...(turned > 1 ? [exifOfTurn(turned)] : []), bytes.subarray(at, end)]);
    }
    if (marker === 0xe1 && ascii(bytes, at + 4, 4) === 'Exif') turned = turnOf(bytes.subarray(at + 10, next));
    const icc = marker === 0xe2 && ascii(bytes, at + 4, 11) === 'ICC_PROFILE';
    const keeps = marker === 0xe0 || marker === 0xee || icc;
    if (keeps || !((marker >= 0xe0 && marker <= 0xef) || marker === 0xfe))
      parts.push(bytes.subarray(at, next));
    at = next;
  }
  return null;
}

/** Behind the marker that ends the picture; the end of the file where it is cut off. */
function endOfScans(bytes: Uint8Array, from: number): number {
  for (let at = from; at + 1 < bytes.length; at++)
    if (bytes[at] === 0xff && bytes[at + 1] === 0xd9) return at + 2;
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
