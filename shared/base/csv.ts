/** CSV as RFC 4180 writes it, read and written without a surprise in a spreadsheet. */
import { utf8Text } from './utf8.ts';

export type CsvText = { ok: true; text: string } | { ok: false; message: string };

/** The text of a CSV file: UTF-8, with or without a byte order mark. Anything else is refused, not guessed. */
export function csvText(bytes: Uint8Array, mostBytes: number): CsvText {
  const refuse = (message: string): CsvText => ({
    ok: false,
    message: `${message} Nothing was read from it.`,
  });
  if (bytes.length > mostBytes)
    return refuse(
      `The file is larger than ${Math.floor(mostBytes / 1_048_576)} MB, which no list of results is.`,
    );
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    return refuse('The file is in UTF-16. Save it as "CSV UTF-8".');
  if (first === 0x50 && second === 0x4b) return refuse('The file is a spreadsheet. Save it as "CSV UTF-8".');
  const text = utf8Text(bytes);
  if (text === null)
    return refuse('The file is not in UTF-8, so its names cannot be read. Save it as "CSV UTF-8".');
  if (text.includes('\0')) return refuse('The file holds zero bytes, so it is no text.');
  return { ok: true, text: text.startsWith('\u{feff}') ? text.slice(1) : text };
}

export interface CsvRow {
  /** The line in the file on which it begins, from 1. */
  line: number;
  cells: string[];
}
export type CsvRows = { ok: true; rows: CsvRow[] } | { ok: false; message: string };

/** The first line that some spreadsheets write and read: it names the separator, and is no row. */
const SEPARATOR_LINE = /^sep=([,;|\t])[ \t]*(?:\r\n|\r|\n|$)/i;

/** The separator: what most often stands outside quotes in the first line of comma, semicolon and tab. */
function separatorOf(text: string): string {
  const [head = ''] = text.replaceAll(/"[^"]*"/g, '').split(/[\r\n]/, 1);
  const counts = [',', ';', '\t'].map((each) => ({ each, count: head.split(each).length }));
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).each;
}

/**
 * Rows of cells; lines that are empty, or hold separators and blanks only, are left out.
 * @param mostRows rows that are read at the most; a file with more is refused whole
 * @param by the separator, where the text itself names none; what most often stands in its first line where it is left out
 */
export function parseCsv(text: string, mostRows: number, by?: string): CsvRows {
  const named = SEPARATOR_LINE.exec(text);
  const separator = named?.[1] ?? by ?? separatorOf(text.slice(0, 10_000));
  const rows: CsvRow[] = [];
  let at = named?.[0].length ?? 0;
  let line = named ? 2 : 1;
  while (at < text.length) {
    const row: CsvRow = { line, cells: [] };
    for (;;) {
      const cell = readCell(text, at, separator);
      if (cell === null)
        return { ok: false, message: `Line ${line}: a quoted cell does not end as it should.` };
      row.cells.push(cell.value);
      at = cell.end;
      line += cell.lines;
      if (text[at] !== separator) break;
      at += 1;
    }
    if (text[at] === '\r') at += 1;
    if (text[at] === '\n') at += 1;
    line += 1;
    if (row.cells.every((cell) => cell.trim() === '')) continue;
    if (rows.length >= mostRows)
      return {
        ok: false,
        message: `The file has more than ${mostRows.toLocaleString('en')} rows. Split it.`,
      };
    rows.push(row);
  }
  return { ok: true, rows };
}

/** One cell from its first character; null where a quote is not closed, or something follows it. */
function readCell(
  text: string,
  start: number,
  separator: string,
): { value: string; end: number; lines: number } | null {
  if (text[start] !== '"') {
    let end = start;
    while (end < text.length && text[end] !== separator && text[end] !== '\r' && text[end] !== '\n') end += 1;
    return { value: text.slice(start, end), end, lines: 0 };
  }
  let value = '';
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return null;
    value += text.slice(at, quote);
    at = quote + 1;
    if (text[at] !== '"') break;
    value += '"';
    at += 1;
  }
  const next = text[at];
  if (next !== undefined && next !== separator && next !== '\r' && next !== '\n') return null;
  return { value, end: at, lines: value.split('\n').length - 1 };
}

/** What a spreadsheet would run, or could: a cell that begins like a formula, also in the wide signs that one in East Asia takes for them. */
export function looksLikeFormula(cell: string): boolean {
  return /^\s*[=+\-@\t\r＝＋－＠]/u.test(cell);
}

/**
 * Where a spreadsheet begins a formula within a cell. One whose cells are parted by the semicolon, as in most of Europe, begins a cell
 * after each, and after a line's end: to it the quotes around this one are letters, because they do not stand first in theirs.
 */
const FORMULA_WITHIN = /(?<=[;\t\r\n])(?=["\s]*[=+\-@＝＋－＠])/gu;

/** A cell for a file that people open in a spreadsheet: a formula is told as text, by an apostrophe before it. */
export function csvCell(value: string): string {
  const within = value.replaceAll(FORMULA_WITHIN, "'");
  const shown = looksLikeFormula(value) ? `'${within}` : within;
  return /[",;\r\n\t]/.test(shown) ? `"${shown.replaceAll('"', '""')}"` : shown;
}

/** A CSV file's text, in lines that end with CR LF. */
export function toCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
}
