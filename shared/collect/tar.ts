/** Files of a tar (POSIX ustar, with the long names of GNU and pax), as logs of servers are packed. */

export interface TarEntry {
  name: string;
  /** Null where the tar ends before the file does. */
  bytes: Uint8Array | null;
}

const BLOCK = 512;
const MAGIC = 257;

export function isTar(bytes: Uint8Array): boolean {
  return bytes.length >= BLOCK && textOf(bytes.subarray(MAGIC, MAGIC + 5)) === 'ustar';
}

/** Up to the first zero; names are ASCII or UTF-8, of which other bytes stand as they come. */
function textOf(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) {
    if (byte === 0) break;
    text += String.fromCharCode(byte);
  }
  return text;
}

/** Octal digits; GNU writes larger numbers in base 256, with the highest bit set. */
function numberOf(bytes: Uint8Array): number {
  if (((bytes[0] ?? 0) & 0x80) !== 0) {
    let value = (bytes[0] ?? 0) & 0x7f;
    for (const byte of bytes.subarray(1)) value = value * 256 + byte;
    return value;
  }
  return Number.parseInt(textOf(bytes).trim() || '0', 8);
}

/** The path in a pax header, `27 path=some/name\n`; null where it names none. */
const paxPath = (text: string) => /(?:^|\n)\d+ path=([^\n]+)\n/.exec(text)?.[1] ?? null;

/** Ordinary files only, in their order. What is no tar any more ends it. */
export function* readTar(bytes: Uint8Array): Generator<TarEntry> {
  let longName: string | null = null;
  for (let at = 0; at + BLOCK <= bytes.length; ) {
    const header = bytes.subarray(at, at + BLOCK);
    if (header[0] === 0 || !isTar(header)) return;
    const size = numberOf(header.subarray(124, 136));
    if (!Number.isSafeInteger(size) || size < 0) return;
    const kind = String.fromCharCode(header[156] ?? 0);
    const start = at + BLOCK;
    const body = start + size <= bytes.length ? bytes.subarray(start, start + size) : null;
    const prefix = textOf(header.subarray(345, 500));
    const own = textOf(header.subarray(0, 100));
    // GNU writes other things where POSIX has the prefix.
    const posix = textOf(header.subarray(MAGIC, MAGIC + 6)) === 'ustar' && prefix !== '';
    if (kind === 'L') longName = body && textOf(body);
    else if (kind === 'x') longName = body && (paxPath(textOf(body)) ?? longName);
    else {
      if (kind === '0' || kind === '\0' || kind === '7')
        yield { name: longName ?? (posix ? `${prefix}/${own}` : own), bytes: body };
      longName = null;
    }
    at = start + Math.ceil(size / BLOCK) * BLOCK;
  }
}
