/** CRC-32 (ISO 3309) eight bytes at a time, for a platform that has no native one. */

const POLYNOMIAL = 0xedb88320;
const tables = Array.from({ length: 8 }, () => new Uint32Array(256));

for (let slice = 0; slice < 8; slice++) {
  for (let byte = 0; byte < 256; byte++) {
    let value = byte;
    if (slice === 0)
      for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ POLYNOMIAL : value >>> 1;
    else {
      // One byte further on than the table before.
      const before = tables[slice - 1]?.[byte] ?? 0;
      value = (before >>> 8) ^ (tables[0]?.[before & 0xff] ?? 0);
    }
    const table = tables[slice];
    if (table) table[byte] = value;
  }
}
const [t0, t1, t2, t3, t4, t5, t6, t7] = tables as [
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
];

/** @param seed of the bytes before; 0 at the beginning */
export function crc32(bytes: Uint8Array, seed: number): number {
  let crc = ~seed;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const whole = bytes.length - (bytes.length % 8);
  let at = 0;
  for (; at < whole; at += 8) {
    const low = view.getUint32(at, true) ^ crc;
    const high = view.getUint32(at + 4, true);
    crc =
      (t7[low & 0xff] ?? 0) ^
      (t6[(low >>> 8) & 0xff] ?? 0) ^
      (t5[(low >>> 16) & 0xff] ?? 0) ^
      (t4[low >>> 24] ?? 0) ^
      (t3[high & 0xff] ?? 0) ^
      (t2[(high >>> 8) & 0xff] ?? 0) ^
      (t1[(high >>> 16) & 0xff] ?? 0) ^
      (t0[high >>> 24] ?? 0);
  }
  for (; at < bytes.length; at++) crc = (crc >>> 8) ^ (t0[(crc ^ (bytes[at] ?? 0)) & 0xff] ?? 0);
  return ~crc >>> 0;
}
