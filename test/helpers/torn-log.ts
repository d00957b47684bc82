/** What a kill or a power cut leaves of LevelDB's log, made on purpose: the first part of a record whose rest was never written. */
import { appendFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const BLOCK_BYTES = 32 * 1024;
/** CRC-32C, length, and which part of a record it is. */
const HEADER_BYTES = 7;
const FIRST = 2;
/** So that a checksum of data that holds checksums is not one of them; LevelDB's `crc32c::Mask`. */
const MASK = 0xa282ead8;

const CRC32C = Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0x82f63b78 ^ (value >>> 1) : value >>> 1;
  return value;
});

function masked(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (CRC32C[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  crc = (crc ^ 0xffffffff) >>> 0;
  return (((crc >>> 15) | (crc << 17)) + MASK) >>> 0;
}

/**
 * Fills the last block of the log with the first part of a record, as a kill between two writes of LevelDB does.
 * @param profile of a Chromium that does not run; it has one store at least
 * @returns the path of the log
 */
export function tearLog(profile: string): string {
  const logs = readdirSync(profile, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.parentPath.endsWith('.indexeddb.leveldb') && entry.name.endsWith('.log'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const log = logs.at(-1);
  if (log === undefined) throw new Error(`no log of a store under ${profile}`);
  const room = BLOCK_BYTES - (statSync(log).size % BLOCK_BYTES);
  // What has no room for a header is filled with zeros; a record begins in the next block then.
  const before = Buffer.alloc(room > HEADER_BYTES ? 0 : room);
  const part = Buffer.alloc((room > HEADER_BYTES ? room : BLOCK_BYTES) - HEADER_BYTES, 7);
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32LE(masked(Buffer.concat([Buffer.from([FIRST]), part])), 0);
  header.writeUInt16LE(part.length, 4);
  header[6] = FIRST;
  appendFileSync(log, Buffer.concat([before, header, part]));
  return log;
}
