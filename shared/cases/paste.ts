/** Rows pasted from a spreadsheet. Tabs separate cells; where there is no tab, commas or semicolons do. */

export interface PastedRow {
  /** Counted from 1. */
  line: number;
  cells: string[];
  /** Why the row cannot be taken; null where it can. */
  problem: string | null;
}

const MAX_ROWS = 5_000;
const MAX_CELL = 20_000;

/** Splits one line at the separator; a cell in double quotes may hold the separator, and "" stands for a quote. */
function cellsOf(line: string, separator: string): string[] {
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const char = line.charAt(i);
    if (quoted) {
      if (char === '"' && line.charAt(i + 1) === '"') {
        cell += '"';
        i++;
      } else if (char === '"') quoted = false;
      else cell += char;
    } else if (char === '"' && cell === '') quoted = true;
    else if (char === separator) {
      cells.push(cell.trim());
      cell = '';
    } else cell += char;
  }
  cells.push(cell.trim());
  return cells;
}

/**
 * Reads a pasted table with the given columns. Blank lines are passed over, a first line that repeats the columns' names too.
 * @param columns names of the columns, in order; the first `required` must be filled
 */
export function readPastedTable(
  text: string,
  columns: readonly string[],
  required: number,
): { rows: PastedRow[]; cut: number } {
  const lines = text.split(/\r\n|\r|\n/);
  const separator = text.includes('\t') ? '\t' : text.includes(';') ? ';' : ',';
  const rows: PastedRow[] = [];
  let cut = 0;
  let first = true;
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    if (rows.length === MAX_ROWS) {
      cut += 1;
      continue;
    }
    const cells = cellsOf(line, separator);
    const isHeading = first && cells.every((cell, at) => cell.toLowerCase() === columns[at]?.toLowerCase());
    first = false;
    if (isHeading) continue;
    rows.push({
      line: index + 1,
      cells: columns.map((_, at) => cells[at] ?? ''),
      problem: problemOf(cells, columns, required),
    });
  }
  return { rows, cut };
}

function problemOf(cells: readonly string[], columns: readonly string[], required: number): string | null {
  if (cells.length > columns.length)
    return `has ${cells.length} cells, but there are ${columns.length} columns`;
  const missing = columns.slice(0, required).find((_, at) => (cells[at] ?? '') === '');
  if (missing) return `has no ${missing.toLowerCase()}`;
  if (cells.some((cell, at) => cell.length > (at === columns.length - 1 ? MAX_CELL : 300)))
    return 'has a cell that is too long';
  return null;
}
