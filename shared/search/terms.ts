/** How texts and questions fall into terms: words, and names of things that count letter by letter. */

/** Inside of a term these belong to it: `10.20.8.41`, `hcu-rec01`, `MA-2026-0417`, `log_3.txt`, `a@b.example`. */
const pieces = /[\p{L}\p{N}](?:[\p{L}\p{N}]|[.:\-_/@\\](?=[\p{L}\p{N}]))*/gu;

const parts = /[\p{L}\p{N}]+/gu;

/** A number as the console gives them, `T-1042`, `KP-0213`: many say it without its letters. */
const given = /^\p{L}{1,4}-(\d{3,8})$/u;

/** Lower case, without accents: `Übergang` is found by `ubergang`. */
export function plain(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

/** Longer ones are no words: lines of a certificate, of a dump. */
const LONGEST = 64;

/** Terms of a text: each whole, `10.20.8.41`, and where it has several, also its parts that are words, `hcu` and `rec01`; of `T-1042` also `1042`. */
export function termsOfText(text: string): string[] {
  const found: string[] = [];
  for (const [piece] of plain(text).matchAll(pieces)) {
    if (piece.length <= LONGEST) found.push(piece);
    const inner = [...piece.matchAll(parts)].map(([part]) => part);
    // Numbers out of an address or a version would be found by every other number.
    if (inner.length > 1)
      found.push(...inner.filter((part) => /\p{L}/u.test(part) && part.length <= LONGEST));
    const [, figures] = given.exec(piece) ?? [];
    if (figures !== undefined) found.push(figures);
  }
  return found;
}

/** Terms of a question: as they were typed, so that an address stays one. */
export function termsOfQuestion(text: string): string[] {
  return [...plain(text).matchAll(pieces)].map(([piece]) => piece.slice(0, LONGEST));
}

/** Whether a term counts letter by letter: it holds a number, as serials, versions, addresses, hosts and tickets do. */
export function isExact(term: string): boolean {
  return /\p{N}/u.test(term);
}
