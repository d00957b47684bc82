/**
 * Rows of a text with separators, as Windows writes it into a capture: a quoted value may have line ends in it. Unlike the lists that people
 * import (shared/base/csv.ts), what is damaged or foreign in it costs no row but its own.
 */
import type { Line } from './lines.ts';

export interface CsvRow {
  /** The line that it begins in. */
  line: number;
  values: string[];
}

/** Lines that one value may have; what goes on beyond is no value, but a quotation mark that was never closed. */
const MOST_LINES = 500;

/** The separator of a text, by its heading. */
export function separatorOf(heading: string): ',' | ';' | '\t' {
  const count = (separator: string) => heading.split(separator).length;
  const [best = ','] = ([',', ';', '\t'] as const).toSorted((a, b) => count(b) - count(a));
  return best;
}

/** Rows in their order, one after the other. */
export function* csvRows(lines: readonly Line[], separator: ',' | ';' | '\t'): Generator<CsvRow> {
  for (let at = 0; at < lines.length; at++) {
    const first = lines[at];
    if (!first || first.text.trim() === '') continue;
    const texts = [first.text];
    let open = hasOdd(first.text);
    while (open && texts.length < MOST_LINES && at + texts.length < lines.length) {
      const next = lines[at + texts.length]?.text ?? '';
      texts.push(next);
      if (hasOdd(next)) open = false;
    }
    if (!open) at += texts.length - 1;
    yield { line: first.number, values: valuesOf(open ? first.text : texts.join('\n'), separator) };
  }
}

/** Whether a line opens a quoted value that it does not close, or the other way round. */
function hasOdd(text: string): boolean {
  let count = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) count++;
  return count % 2 === 1;
}

function valuesOf(text: string, separator: string): string[] {
  const values: string[] = [];
  let at = 0;
  for (;;) {
    if (text[at] === '"') {
      let value = '';
      let from = at + 1;
      for (;;) {
        const end = text.indexOf('"', from);
        if (end < 0) return [...values, value + text.slice(from)];
        value += text.slice(from, end);
        at = end + 1;
        if (text[at] !== '"') break;
        value += '"';
        from = at + 1;
      }
      values.push(value);
      const next = text.indexOf(separator, at);
      if (next < 0) return values;
      at = next + 1;
    } else {
      const next = text.indexOf(separator, at);
      if (next < 0) return [...values, text.slice(at)];
      values.push(text.slice(at, next));
      at = next + 1;
    }
  }
}
