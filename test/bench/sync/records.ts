/** The records that every system of `sync-10k` carries, and the hash by which two devices are compared: the same for all. */

/** Bytes of one record as JSON. */
export const RECORD_BYTES = 1_024;

/** What a record is called, the same on every system. */
export function nameOf(index: number): string {
  return `record-${String(index).padStart(6, '0')}`;
}

/** Text that does not compress to nothing, and differs by record and by who wrote it. ASCII: a unit is a byte. */
export function textOf(index: number, writer: string, length: number): string {
  let state = (index + 1) * 2_654_435_761;
  let text = `${writer}${index}:`;
  while (text.length < length) {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    text += (state >>> 0).toString(36);
  }
  return text.slice(0, length);
}

/** A text that brings the record to its full size; `rest` is the record without its text. */
export function fillText(index: number, writer: string, rest: unknown): string {
  return textOf(index, writer, Math.max(1, RECORD_BYTES - JSON.stringify(rest).length));
}

/** SHA-256 over names and texts in the order of the names. */
export async function digestOf(records: readonly (readonly [name: string, text: string])[]): Promise<string> {
  const sorted = [...records].sort(([a], [b]) => (a < b ? -1 : 1));
  const bytes = new TextEncoder().encode(JSON.stringify(sorted));
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
