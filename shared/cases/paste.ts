/**
 * A table pasted from a spreadsheet: its cells as they are, which of them go where, and the rows that come of it. A clipboard of
 * tabs is not CSV: there a quote stands for itself but where a cell holds a line break. See SPEC.md, D5.
 */
import { type CsvRow, parseCsv } from '../base/csv.ts';
import { headingOf } from '../base/csv-columns.ts';
import { folded, isBlank } from '../base/spoken.ts';
import type { Choice } from './field.ts';

/** A column that rows are made for. */
export interface PasteColumn {
  key: string;
  /** As screens call it, and as a heading may. */
  name: string;
  /** Other headings that mean it, in small letters. */
  also?: readonly string[];
  /** A row without it cannot be taken. */
  required: boolean;
  /** Of the table's usual columns, in whose order cells without a heading are read. */
  usual: boolean;
  /** Characters that fit. */
  most: number;
  /** A cell names one of these, by its word or its value, or is empty. */
  choices?: readonly Choice[];
}

/** The value of the choice that a cell names; null where it names none. */
export function chosenIn(choices: readonly Choice[], cell: string): string | null {
  const said = folded(cell);
  return choices.find(({ value, label }) => folded(label) === said || folded(value) === said)?.value ?? null;
}

export interface PastedTable {
  /** What the first row calls each column; null where it is a row like the others. */
  headings: readonly string[] | null;
  /** Cells of each row, as many as the widest has; columns in which nothing stands are left out. */
  rows: readonly CsvRow[];
  /** Which of the columns each pasted column is, by its key; null where it is none, or nobody can tell. */
  places: readonly (string | null)[];
  /** Rows beyond those that are read at once. */
  cut: number;
}

export interface PastedRow {
  /** Counted from 1. */
  line: number;
  /** By the columns' keys; empty where the table has no such column. */
  cells: Readonly<Record<string, string>>;
  /** Why the row cannot be taken; null where it can. */
  problem: string | null;
}

const MOST_ROWS = 5_000;
/** An unquoted cell from where it begins. */
const CELL = /[^\t\r\n]*/y;

/** Where a quoted cell that begins at `start` ends, and what it holds; null where it is no quoted cell but begins with a quote. */
function quotedCell(text: string, start: number): { value: string; end: number } | null {
  let value = '';
  for (let at = start + 1; ; ) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return null;
    value += text.slice(at, quote);
    if (text[quote + 1] !== '"') {
      const next = text[quote + 1];
      const ends = next === undefined || next === '\t' || next === '\r' || next === '\n';
      // Spreadsheets quote a cell for its line break; a tab in it would be the next cell of one that only begins with a quote.
      const needed = /[\r\n]|"/.test(value) && !value.includes('\t');
      return ends && needed ? { value, end: quote + 1 } : null;
    }
    value += '"';
    at = quote + 2;
  }
}

/** The rows of a spreadsheet's clipboard: cells parted by tabs, rows by line ends. */
function clipboardRows(text: string): CsvRow[] {
  const rows: CsvRow[] = [];
  let line = 1;
  for (let at = 0; at < text.length; ) {
    const row: CsvRow = { line, cells: [] };
    for (;;) {
      const quoted = text[at] === '"' ? quotedCell(text, at) : null;
      CELL.lastIndex = at;
      const { value, end } = quoted ?? { value: CELL.exec(text)?.[0] ?? '', end: CELL.lastIndex };
      row.cells.push(value.trim());
      line += value.match(/\r\n|\r|\n/g)?.length ?? 0;
      at = end;
      if (text[at] !== '\t') break;
      at += 1;
    }
    if (text[at] === '\r') at += 1;
    if (text[at] === '\n') at += 1;
    line += 1;
    rows.push(row);
  }
  return rows;
}

/** Rows of a text without tabs: by the separator that gives each row as many cells as the others, and more than one. */
function separatedRows(text: string): CsvRow[] {
  let best: { rows: CsvRow[]; alike: number } | null = null;
  for (const separator of [',', ';']) {
    const parsed = parseCsv(text, Number.POSITIVE_INFINITY, separator);
    // A quote that stands for itself: the text is read as it is.
    const rows = parsed.ok
      ? parsed.rows
      : text.split(/\r\n|\r|\n/).map((each, at) => ({ line: at + 1, cells: each.split(separator) }));
    const width = rows[0]?.cells.length ?? 0;
    const alike = width < 2 ? 0 : rows.filter(({ cells }) => cells.length === width).length / rows.length;
    if (!best || alike > best.alike) best = { rows, alike };
  }
  return (best?.rows ?? []).map(({ line, cells }) => ({ line, cells: cells.map((cell) => cell.trim()) }));
}

/** Which column a heading names; null where it names none. */
function named(heading: string, columns: readonly PasteColumn[]): string | null {
  const words = headingOf(heading);
  const found = columns.find(({ name, also = [] }) => headingOf(name) === words || also.includes(words));
  return words === '' ? null : (found?.key ?? null);
}

/**
 * Reads what was pasted. Rows in which nothing stands are passed over. A first row of which two cells, or all, name columns is the
 * heading, in any order; without one the cells are the usual columns in their order where they are as many, and else nothing is
 * guessed: a person says which is which.
 */
export function readPastedTable(text: string, columns: readonly PasteColumn[]): PastedTable {
  const all = (text.includes('\t') ? clipboardRows(text) : separatedRows(text)).filter(({ cells }) =>
    cells.some((cell) => !isBlank(cell)),
  );
  const width = all.reduce((most, { cells }) => Math.max(most, cells.length), 0);
  const used = Array.from({ length: width }, (_, at) => at).filter((at) =>
    all.some(({ cells }) => !isBlank(cells[at] ?? '')),
  );
  const rows = all.map(({ line, cells }) => ({ line, cells: used.map((at) => cells[at] ?? '') }));
  const [first] = rows;
  const hits = first?.cells.map((cell) => named(cell, columns)) ?? [];
  const known = new Set(hits.filter((key) => key !== null)).size;
  const isHeading =
    known > 0 && (known > 1 || known === first?.cells.filter((cell) => !isBlank(cell)).length);
  const usual = columns.filter((each) => each.usual).map(({ key }) => key);
  const taken = rows.slice(isHeading ? 1 : 0);
  return {
    headings: isHeading && first ? first.cells : null,
    rows: taken.slice(0, MOST_ROWS),
    cut: Math.max(0, taken.length - MOST_ROWS),
    places: isHeading
      ? hits.map((key, at) => (hits.indexOf(key) === at ? key : null))
      : used.map((_, at) => (used.length === usual.length ? (usual[at] ?? null) : null)),
  };
}

/** The rows as they would be taken with each pasted column at its place. */
export function pastedRows(
  table: PastedTable,
  columns: readonly PasteColumn[],
  places: readonly (string | null)[],
): PastedRow[] {
  return table.rows.map(({ line, cells }) => {
    const placed = Object.fromEntries(
      columns.map(({ key }) => [key, cells[places.indexOf(key)] ?? '']),
    ) as Record<string, string>;
    return { line, cells: placed, problem: problemOf(placed, columns) };
  });
}

/** Columns that have to be there and nobody has said where. */
export function unplaced(
  columns: readonly PasteColumn[],
  places: readonly (string | null)[],
): readonly PasteColumn[] {
  return columns.filter(({ key, required }) => required && !places.includes(key));
}

function problemOf(cells: Readonly<Record<string, string>>, columns: readonly PasteColumn[]): string | null {
  const missing = columns.find(({ key, required }) => required && isBlank(cells[key] ?? ''));
  if (missing) return `has no ${missing.name.toLowerCase()}`;
  const other = columns.find(({ key, choices }) => {
    const cell = cells[key] ?? '';
    return choices !== undefined && !isBlank(cell) && chosenIn(choices, cell) === null;
  });
  if (other)
    return `has “${(cells[other.key] ?? '').slice(0, 40)}” as ${other.name.toLowerCase()}, which is none of the choices`;
  const long = columns.find(({ key, most }) => (cells[key] ?? '').length > most);
  return long
    ? `has a ${long.name.toLowerCase()} of ${(cells[long.key] ?? '').length.toLocaleString('en')} characters, and ${long.most.toLocaleString('en')} fit: attach it as a file`
    : null;
}

/** Lines that are named one by one. */
const NAMED_LINES = 12;

/**
 * Which rows of a pasted table were not taken, in words: `2 rows were not taken: lines 4 and 9.` Empty where all were.
 * @param lines of the rows, counted from 1
 * @param cut rows beyond those that were read
 */
export function leftWords(lines: readonly number[], cut: number): string {
  const shown = lines.slice(0, NAMED_LINES).join(', ');
  const more = lines.length > NAMED_LINES ? ` and ${lines.length - NAMED_LINES} more` : '';
  const left =
    lines.length === 0
      ? []
      : [
          lines.length === 1
            ? `1 row was not taken: line ${shown}.`
            : `${lines.length} rows were not taken: lines ${shown}${more}.`,
        ];
  const beyond =
    cut > 0
      ? [`${cut} rows beyond the first ${MOST_ROWS.toLocaleString('en')} were not read: paste them next.`]
      : [];
  return [...left, ...beyond].join(' ');
}
