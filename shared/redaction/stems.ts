/** Where any of many short words begins, whatever its case: one pass over the text, which a regular expression of many alternatives is not. */

const lowered = (code: number) => (code >= 0x41 && code <= 0x5a ? code + 32 : code);

export interface Stem {
  text: string;
  /** What the one who asked sorts it under. */
  sort: number;
}

/** @param stems ASCII, in lower case, of three characters and more */
export function openStems(
  stems: readonly Stem[],
): (text: string, visit: (at: number, sort: number) => void) => void {
  const filter = new Uint8Array(0x8000);
  const buckets = new Map<number, Stem[]>();
  const hashed = (first: number, second: number, third: number) =>
    ((first << 10) ^ (second << 5) ^ third) & 0x7fff;
  for (const stem of stems) {
    const hash = hashed(stem.text.charCodeAt(0), stem.text.charCodeAt(1), stem.text.charCodeAt(2));
    filter[hash] = 1;
    buckets.set(hash, [...(buckets.get(hash) ?? []), stem]);
  }
  const stands = (text: string, at: number, stem: string) => {
    for (let place = 0; place < stem.length; place++)
      if (lowered(text.charCodeAt(at + place)) !== stem.charCodeAt(place)) return false;
    return true;
  };
  return (text, visit) => {
    const length = text.length - 2;
    let first = lowered(text.charCodeAt(0));
    let second = lowered(text.charCodeAt(1));
    for (let at = 0; at < length; at++) {
      const third = lowered(text.charCodeAt(at + 2));
      const hash = hashed(first, second, third);
      first = second;
      second = third;
      if (filter[hash] === 0) continue;
      for (const stem of buckets.get(hash) ?? [])
        if (stands(text, at, stem.text)) {
          visit(at, stem.sort);
          break;
        }
    }
  };
}
