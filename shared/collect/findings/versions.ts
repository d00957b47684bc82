/** Versions as texts of the field, part by part. */

/** `12.5.1.14900-63` and `15.2(4)M7` as their numbers; null where there is none. */
function parts(text: string): number[] | null {
  const found = /\d[\d.()a-zA-Z_-]*/.exec(text)?.[0].match(/\d+/g);
  return found ? found.map(Number) : null;
}

/** Negative, zero or positive as the first is older, equal or newer; null where one of them is no version. */
export function compareVersionTexts(a: string, b: string): number | null {
  const [first, second] = [parts(a), parts(b)];
  if (!first || !second) return null;
  for (let at = 0; at < Math.max(first.length, second.length); at++) {
    const difference = (first[at] ?? 0) - (second[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
