/** What a file is by its first bytes, whatever it is called: one list for collecting, redaction and the command line. */

export type PictureFormat = 'png' | 'jpeg' | 'gif' | 'webp' | 'bmp' | 'heic' | 'avif';
export type Known =
  | { kind: 'picture'; format: PictureFormat; words: string }
  | {
      kind: 'archive';
      format: 'zip' | 'gzip' | 'tar' | 'xz' | '7z' | 'bzip2' | 'zstd' | 'rar';
      words: string;
    }
  /** Nobody can look into it here. */
  | { kind: 'capture' | 'document' | 'program' | 'data'; words: string };

const picture = (format: PictureFormat, words: string) => ({ kind: 'picture', format, words }) as const;
const capture: Known = { kind: 'capture', words: 'a network capture' };

/** Beginnings in hexadecimal digits, a dot for any digit. */
const beginnings: readonly (readonly [string, Known])[] = [
  ['89504e47', picture('png', 'a PNG picture')],
  ['ffd8ff', picture('jpeg', 'a JPEG picture')],
  ['474946383761', picture('gif', 'a GIF picture')],
  ['474946383961', picture('gif', 'a GIF picture')],
  ['52494646........57454250', picture('webp', 'a WebP picture')],
  // A box of any length, and which form of photo it is: h-e-i or h-e-v for phones, m-i-f and m-s-f where they name none.
  ['........6674797068656963', picture('heic', 'a HEIC photo')],
  ['........6674797068656978', picture('heic', 'a HEIC photo')],
  ['........667479706865696d', picture('heic', 'a HEIC photo')],
  ['........6674797068656973', picture('heic', 'a HEIC photo')],
  ['........6674797068657663', picture('heic', 'a HEIC photo')],
  ['........6674797068657678', picture('heic', 'a HEIC photo')],
  ['........667479706d696631', picture('heic', 'a HEIC photo')],
  ['........667479706d736631', picture('heic', 'a HEIC photo')],
  ['........6674797061766966', picture('avif', 'an AVIF picture')],
  // Two letters alone may begin a text: behind them stand a length and four zeros.
  ['424d........00000000', picture('bmp', 'a BMP picture')],
  ['504b0304', { kind: 'archive', format: 'zip', words: 'a zip archive' }],
  ['504b0506', { kind: 'archive', format: 'zip', words: 'a zip archive' }],
  ['1f8b', { kind: 'archive', format: 'gzip', words: 'a gzip archive' }],
  ['fd377a585a00', { kind: 'archive', format: 'xz', words: 'an xz archive' }],
  ['377abcaf271c', { kind: 'archive', format: '7z', words: 'a 7z archive' }],
  ['425a68', { kind: 'archive', format: 'bzip2', words: 'a bzip2 archive' }],
  ['28b52ffd', { kind: 'archive', format: 'zstd', words: 'a zstd archive' }],
  ['526172211a07', { kind: 'archive', format: 'rar', words: 'a rar archive' }],
  ['d4c3b2a1', capture],
  ['a1b2c3d4', capture],
  ['4d3cb2a1', capture],
  ['a1b23c4d', capture],
  ['0a0d0d0a', capture],
  ['25504446', { kind: 'document', words: 'a PDF' }],
  ['d0cf11e0', { kind: 'document', words: 'an Office document' }],
  ['7f454c46', { kind: 'program', words: 'a program' }],
  ['456c6646696c65', { kind: 'data', words: 'a Windows event log' }],
  ['53514c69746520', { kind: 'data', words: 'a database' }],
];
/** As many bytes as the longest beginning looks at. */
const LOOKED_AT = 16;

/** Where a tar says so. */
const TAR_AT = 257;
/** A program of Windows begins with two letters; a text that does has no zero byte near them. */
const MZ = '4d5a';
const MZ_HEADER_BYTES = 64;
/** Where the name of a zip's first file stands; an office program's documents have one of these. */
const NAME_AT = 30;
const officeName = /^\[Content_Types\]\.xml|^mimetypeapplication\/vnd\.oasis/;

const hexOf = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
const latin = (bytes: Uint8Array) => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');

function fits(begins: string, form: string): boolean {
  return (
    begins.length >= form.length && [...form].every((digit, at) => digit === '.' || begins[at] === digit)
  );
}

/** @returns null for text, and for data that nothing is known of */
export function knownByFirstBytes(head: Uint8Array): Known | null {
  const begins = hexOf(head.subarray(0, LOOKED_AT));
  const found = beginnings.find(([form]) => fits(begins, form));
  if (found) return found[1];
  if (latin(head.subarray(TAR_AT, TAR_AT + 5)) === 'ustar')
    return { kind: 'archive', format: 'tar', words: 'a tar archive' };
  if (begins.startsWith(MZ) && head.subarray(0, MZ_HEADER_BYTES).includes(0))
    return { kind: 'program', words: 'a program' };
  return null;
}

/** Whether a zip is a document of an office program, which is of no use once it is taken apart. */
export function isOfficeZip(head: Uint8Array): boolean {
  return officeName.test(latin(head.subarray(NAME_AT, NAME_AT + 50)));
}
