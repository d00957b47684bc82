/** The records of a zip file (PKWARE's APPNOTE 6.3.10), as far as they are used here: no encryption, no parts. */

export const LOCAL_HEADER = 0x04034b50;
export const CENTRAL_HEADER = 0x02014b50;
export const END = 0x06054b50;
export const END64 = 0x06064b50;
export const END64_LOCATOR = 0x07064b50;

export const LOCAL_HEADER_BYTES = 30;
export const CENTRAL_HEADER_BYTES = 46;
export const END_BYTES = 22;
export const END64_BYTES = 56;
export const END64_LOCATOR_BYTES = 20;
export const LONGEST_COMMENT = 0xffff;

/** Stands in a field of 32 bits whose value is in the zip64 record. */
export const IN_ZIP64 = 0xffffffff;
export const IN_ZIP64_16 = 0xffff;

export const STORED = 0;
export const DEFLATED = 8;

const FLAG_ENCRYPTED = 1 << 0;
export const FLAG_DESCRIPTOR = 1 << 3;
export const FLAG_UTF8 = 1 << 11;
/** Patched data, strong encryption, a masked directory: not read here. */
export const FLAGS_REFUSED = FLAG_ENCRYPTED | (1 << 5) | (1 << 6) | (1 << 13);

/** Writes little-endian fields one after the other. */
export class RecordWriter {
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(length: number) {
    this.bytes = new Uint8Array(length);
    this.#view = new DataView(this.bytes.buffer);
  }

  u16(...values: number[]): this {
    for (const value of values) {
      this.#view.setUint16(this.#at, value, true);
      this.#at += 2;
    }
    return this;
  }

  u32(...values: number[]): this {
    for (const value of values) {
      this.#view.setUint32(this.#at, value, true);
      this.#at += 4;
    }
    return this;
  }

  u64(...values: number[]): this {
    for (const value of values) {
      this.#view.setBigUint64(this.#at, BigInt(value), true);
      this.#at += 8;
    }
    return this;
  }

  raw(bytes: Uint8Array): this {
    this.bytes.set(bytes, this.#at);
    this.#at += bytes.length;
    return this;
  }
}

/** A 64-bit number; null where it is larger than what a number holds exactly. */
export function readU64(view: DataView, at: number): number | null {
  const value = Number(view.getBigUint64(at, true));
  return Number.isSafeInteger(value) ? value : null;
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Date and time of an instant as zip keeps them, in UTC; 1980 to 2107. */
export function dosTime(at: string): { date: number; time: number } {
  const [year = 1980, month = 1, day = 1, hour = 0, minute = 0, second = 0] = at.split(/\D/).map(Number);
  return {
    date: ((Math.min(2107, Math.max(1980, year)) - 1980) << 9) | (month << 5) | day,
    time: (hour << 11) | (minute << 5) | (second >> 1),
  };
}
