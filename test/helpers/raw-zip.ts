/** Zips as somebody with bad intentions writes them: any field may be other than it should. */
import { crc32, deflateRawSync } from 'node:zlib';

export interface RawEntry {
  name: string | Uint8Array;
  bytes: Uint8Array;
  localName?: string;
  deflate?: boolean;
  method?: number;
  flags?: number;
  /** What the headers say of size and checksum, and where the directory says that the entry begins. */
  size?: number;
  crc?: number;
  offset?: number;
  /** Unix mode. */
  mode?: number;
}

function record(...fields: [2 | 4, number][]): Buffer {
  const bytes = Buffer.alloc(fields.reduce((sum, [size]) => sum + size, 0));
  let at = 0;
  for (const [size, value] of fields) {
    bytes.writeUIntLE(value, at, size);
    at += size;
  }
  return bytes;
}

/** @param change what the end record says */
export function rawZip(entries: readonly RawEntry[], change: { count?: number } = {}): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let end = 0;
  const put = (...bytes: Buffer[]) => {
    for (const each of bytes) {
      parts.push(each);
      end += each.length;
    }
  };
  for (const entry of entries) {
    const name = Buffer.from(entry.name);
    const localName = Buffer.from(entry.localName ?? entry.name);
    const packed = entry.deflate ? deflateRawSync(entry.bytes) : Buffer.from(entry.bytes);
    const facts = [
      [2, 0x0800 | (entry.flags ?? 0)],
      [2, entry.method ?? (entry.deflate ? 8 : 0)],
      [4, 0x5a000000],
      [4, entry.crc ?? crc32(entry.bytes)],
      [4, packed.length],
      [4, entry.size ?? entry.bytes.length],
    ] satisfies [2 | 4, number][];
    const offset = entry.offset ?? end;
    put(record([4, 0x04034b50], [2, 20], ...facts, [2, localName.length], [2, 0]), localName, packed);
    const header = record(
      [4, 0x02014b50],
      [2, (3 << 8) | 20],
      [2, 20],
      ...facts,
      [2, name.length],
      [2, 0],
      [2, 0],
      [2, 0],
      [2, 0],
      [4, ((entry.mode ?? 0o100644) << 16) >>> 0],
      [4, offset],
    );
    directory.push(header, name);
  }
  const start = end;
  put(...directory);
  const count = change.count ?? entries.length;
  put(record([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, end - start], [4, start], [2, 0]));
  return new Uint8Array(Buffer.concat(parts));
}
