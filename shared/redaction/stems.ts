/** Where any of many short words begins, whatever its case: one pass over the text, which a regular expression of many alternatives is not. */

/** The characters of a text as numbers, capitals of ASCII as small letters: made once, gone through by all who look. */
export function lowerCodes(text: string): Uint16Array {
  const codes = new Uint16Array(text.length);
  for (let at = 0; at < codes.length; at++) {
    const code = text.charCodeAt(at);
    codes[at] = code >= 0x41 && code <= 0x5a ? code + 32 : code;
  }
  return codes;
}

export interface Stem {
  text: string;
  /** What the one who asked sorts it under. */
  sort: number;
}

/** @param stems ASCII, in lower case, of three characters and more */
export function openStems(
  stems: readonly Stem[],
): (codes: Uint16Array, visit: (at: number, sort: number) => void) => void {
  const filter = new Uint8Array(0x8000);
  /** Which fourth characters may follow, a bit each of the last five bits: asked only where the filter lets through, which three of hundreds of stems often do. */
  const fourths = new Int32Array(0x8000);
  const buckets = new Array<Stem[] | undefined>(0x8000).fill(undefined);
  const hashed = (first: number, second: number, third: number) =>
    ((first << 10) ^ (second << 5) ^ third) & 0x7fff;
  for (const stem of stems) {
    const hash = hashed(stem.text.charCodeAt(0), stem.text.charCodeAt(1), stem.text.charCodeAt(2));
    filter[hash] = 1;
    fourths[hash] = (fourths[hash] ?? 0) | (stem.text.length > 3 ? 1 << (stem.text.charCodeAt(3) & 31) : -1);
    buckets[hash] = [...(buckets[hash] ?? []), stem];
  }
  const stands = (codes: Uint16Array, at: number, stem: string) => {
    for (let place = 0; place < stem.length; place++)
      if (codes[at + place] !== stem.charCodeAt(place)) return false;
    return true;
  };
  return (codes, visit) => {
    const length = codes.length - 2;
    let first = codes[0] ?? 0;
    let second = codes[1] ?? 0;
    for (let at = 0; at < length; at++) {
      const third = codes[at + 2] ?? 0;
      const hash = ((first << 10) ^ (second << 5) ^ third) & 0x7fff;
      first = second;
      second = third;
      if (filter[hash] === 0) continue;
      if ((((fourths[hash] ?? 0) >>> ((codes[at + 3] ?? 0) & 31)) & 1) === 0) continue;
      for (const stem of buckets[hash] ?? []) if (stands(codes, at, stem.text)) visit(at, stem.sort);
    }
  };
}
