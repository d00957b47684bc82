/** An index: which template reads the output of which command on which platform. See SPEC.md, T60 to T64. */
import { templateLines } from './lines.ts';
import { compileMatcher, type LineMatcher } from './regex/matcher.ts';
import { PatternError } from './regex/syntax.ts';

export interface IndexRow {
  /** From 1. */
  line: number;
  /** File names of one or more templates; the further ones add columns to the first one's rows. */
  templates: readonly string[];
  /** By the column's name; a blank cell fits everything. */
  conditions: ReadonlyMap<string, LineMatcher>;
}

export interface TemplateIndex {
  rows: readonly IndexRow[];
  /** Lines that were left out, and why; from 1. */
  problems: readonly { line: number; message: string }[];
}

const MAX_ROWS = 20_000;

/** `sh[[ow]]` as a pattern for `sh`, `sho` and `show`. */
export function completion(command: string): string {
  return command.replace(/\[\[.+?\]\]/g, (whole) => {
    const word = whole.slice(2, -2);
    return `(${[...word].join('(')}${')?'.repeat([...word].length)}`;
  });
}

/** Reads an index. A row that cannot be used is named and left out; the others stand. */
export function readIndex(text: string): TemplateIndex {
  const rows: IndexRow[] = [];
  const problems: { line: number; message: string }[] = [];
  let header: string[] | null = null;
  for (const [at, line] of templateLines(text).entries()) {
    const number = at + 1;
    if (!header) {
      const head = line.split('#')[0]?.trim() ?? '';
      if (head === '') continue;
      header = head.split(',').map((name) => name.trim());
      if (!header.includes('Template'))
        return { rows, problems: [{ line: number, message: 'The first line has no column Template.' }] };
      continue;
    }
    if (line.startsWith('#') || line.trim() === '') continue;
    const cells = line.split(',').map((cell) => cell.trim());
    if (rows.length >= MAX_ROWS) {
      problems.push({ line: number, message: `Only ${MAX_ROWS} rows are read.` });
      break;
    }
    const row = readRow(header, cells, number);
    if (typeof row === 'string') problems.push({ line: number, message: row });
    else rows.push(row);
  }
  return { rows, problems };
}

function readRow(header: readonly string[], cells: readonly string[], line: number): IndexRow | string {
  if (cells.length !== header.length)
    return `The row has ${cells.length} cells, but there are ${header.length} columns.`;
  const conditions = new Map<string, LineMatcher>();
  let templates: string[] = [];
  for (const [at, name] of header.entries()) {
    const cell = cells[at] ?? '';
    if (name === 'Template') templates = cell.split(':').filter((each) => each !== '');
    else if (cell !== '') {
      try {
        conditions.set(name, compileMatcher(name === 'Command' ? completion(cell) : cell));
      } catch (error) {
        return `${name}: '${cell}' is no pattern (${error instanceof PatternError ? error.message : error}).`;
      }
    }
  }
  return templates.length > 0 ? { line, templates, conditions } : 'The row names no template.';
}

/** The first row that fits all of the given attributes; columns that the index lacks are passed over. */
export function findRow(index: TemplateIndex, attributes: Readonly<Record<string, string>>): IndexRow | null {
  return (
    index.rows.find(({ conditions }) =>
      Object.entries(attributes).every(([name, value]) => {
        const condition = conditions.get(name);
        return !condition || condition.match(value) !== null;
      }),
    ) ?? null
  );
}
