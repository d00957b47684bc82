/** Photos as phones write them (HEIC, AVIF), without what they say beside their pixels: place, camera, time, descriptions (RD62). */

interface Box {
  type: string;
  /** Of its content. */
  from: number;
  to: number;
}

/** Thrown where the file is not as its format wants it. */
class Malformed extends Error {}

/** Numbers of a file whose bytes may end anywhere. */
class Numbers {
  readonly #view: DataView;
  at: number;

  constructor(bytes: Uint8Array, at: number) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.at = at;
  }

  /** @param size bytes of the number: 0 (which is 0), 1, 2, 4 or 8 */
  next(size: number): number {
    const at = this.at;
    this.at += size;
    if (this.at > this.#view.byteLength) throw new Malformed();
    if (size === 0) return 0;
    if (size === 1) return this.#view.getUint8(at);
    if (size === 2) return this.#view.getUint16(at);
    if (size === 4) return this.#view.getUint32(at);
    if (size === 8) return this.#view.getUint32(at) * 4_294_967_296 + this.#view.getUint32(at + 4);
    throw new Malformed();
  }

  word(): string {
    const code = this.next(4);
    return String.fromCharCode(code >>> 24, (code >>> 16) & 255, (code >>> 8) & 255, code & 255);
  }
}

/** The boxes between two places; what stands behind the last whole one is none. */
function boxesOf(bytes: Uint8Array, from: number, to: number): Box[] {
  const boxes: Box[] = [];
  for (let at = from; at + 8 <= to; ) {
    const numbers = new Numbers(bytes, at);
    const short = numbers.next(4);
    const type = numbers.word();
    const size = short === 1 ? numbers.next(8) : short === 0 ? to - at : short;
    if (size < numbers.at - at || at + size > to) throw new Malformed();
    boxes.push({ type, from: numbers.at, to: at + size });
    at += size;
  }
  return boxes;
}

/** Kinds of items that describe the picture; those of pixels are others. */
const describing = new Set(['Exif', 'mime', 'uri ']);

/** Ids of the items that are no pixels. */
function describingItems(bytes: Uint8Array, { from, to }: Box): Set<number> {
  const numbers = new Numbers(bytes, from);
  const version = numbers.next(4) >>> 24;
  numbers.next(version === 0 ? 2 : 4);
  const ids = new Set<number>();
  for (const entry of boxesOf(bytes, numbers.at, to)) {
    const own = new Numbers(bytes, entry.from);
    const entryVersion = own.next(4) >>> 24;
    // Older entries do not say what their item is.
    if (entry.type !== 'infe' || entryVersion < 2) throw new Malformed();
    const id = own.next(entryVersion === 2 ? 2 : 4);
    own.next(2);
    if (describing.has(own.word())) ids.add(id);
  }
  return ids;
}

/** Where the bytes of those items lie in the file. */
function extentsOf(
  bytes: Uint8Array,
  { from }: Box,
  ids: ReadonlySet<number>,
  data: Box | undefined,
): { from: number; to: number }[] {
  const numbers = new Numbers(bytes, from);
  const version = numbers.next(4) >>> 24;
  if (version > 2) throw new Malformed();
  const sizes = numbers.next(2);
  const [offsetSize, lengthSize, baseSize] = [sizes >>> 12, (sizes >>> 8) & 15, (sizes >>> 4) & 15];
  const indexSize = version === 0 ? 0 : sizes & 15;
  const found: { from: number; to: number }[] = [];
  const left = new Set(ids);
  for (let items = numbers.next(version < 2 ? 2 : 4); items > 0; items--) {
    const id = numbers.next(version < 2 ? 2 : 4);
    const method = version === 0 ? 0 : numbers.next(2) & 15;
    const reference = numbers.next(2);
    const base = numbers.next(baseSize);
    for (let extents = numbers.next(2); extents > 0; extents--) {
      numbers.next(indexSize);
      const offset = numbers.next(offsetSize);
      const length = numbers.next(lengthSize);
      if (!ids.has(id)) continue;
      const start = method === 0 ? base + offset : method === 1 && data ? data.from + base + offset : -1;
      // In another file, within another item, or as long as whatever is there: nobody can say where it ends.
      if (reference !== 0 || start < 0 || length === 0 || start + length > bytes.length)
        throw new Malformed();
      found.push({ from: start, to: start + length });
      left.delete(id);
    }
  }
  if (left.size > 0) throw new Malformed();
  return found;
}

/** Boxes that a picture needs beside `meta`; all others are programs' own. */
const needed = new Set(['ftyp', 'mdat', 'meta']);

/**
 * The same pixels; bytes that describe them are zeros, so that no place within the file moves.
 * @returns null where the file is not as its format wants it, or is a film, so that nobody can say what it holds
 */
export function heifWithoutMetadata(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | null {
  try {
    const boxes = boxesOf(bytes, 0, bytes.length);
    const meta = boxes.find(({ type }) => type === 'meta');
    const end = boxes.at(-1)?.to ?? 0;
    if (!meta || boxes.some(({ type }) => type === 'moov')) return null;
    const inside = boxesOf(bytes, meta.from + 4, meta.to);
    const box = (wanted: string) => inside.find(({ type }) => type === wanted);
    const [items, places] = [box('iinf'), box('iloc')];
    if (!items || !places) return null;
    const plain = bytes.slice(0, end);
    const extents = extentsOf(bytes, places, describingItems(bytes, items), box('idat'));
    const others = [
      ...boxes.filter(({ type }) => !needed.has(type)),
      ...inside.filter(({ type }) => type === 'uuid' || type === 'udta'),
    ];
    for (const { from, to } of [...extents, ...others]) plain.fill(0, from, to);
    return plain;
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
}
