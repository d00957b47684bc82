/** A CSV file as rows of named cells: which column is which is told by its first row, and nothing is dropped silently. */
import { csvText, parseCsv } from './csv.ts';

export interface Column {
  /** Headings that name it, in small letters; blanks, `-` and `_` in a file's heading count as one blank. */
  names: readonly string[];
  needed: boolean;
}
export interface TableRow<K extends string> {
  /** The line in the file, from 1. */
  line: number;
  /** Without blanks around them; empty where the file has no such column, or the row no such cell. */
  cells: Record<K, string>;
  /** What stands in columns that stand for nothing here, where the cell is not empty; headings as they are written. */
  others: { heading: string; cell: string }[];
  /** It has more cells than the first row has headings. */
  tooLong: boolean;
}
export type CsvTable<K extends string> =
  | {
      ok: true;
      rows: TableRow<K>[];
      /** Headings that stand for no column here, as they are written. */
      ignored: string[];
      /** Whether the file has this column at all. */
      has: (column: K) => boolean;
    }
  | { ok: false; message: string };

/** A heading as it is compared: in small letters; blanks, `-` and `_` count as one blank. */
export const headingOf = (cell: string) =>
  cell
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/gu, ' ');

export type Columns<K extends string> = Readonly<Record<K, Column>>;

/**
 * Reads a file whose first row names its columns, in any order.
 * @param columnsFor the columns, or which they are where the file has these headings
 * @param most bytes and rows that are read; a larger file is refused whole
 */
export function readTable<K extends string>(
  bytes: Uint8Array,
  columnsFor: Columns<K> | ((headings: readonly string[]) => Columns<K>),
  most: { bytes: number; rows: number },
): CsvTable<K> {
  const read = csvText(bytes, most.bytes);
  if (!read.ok) return read;
  const parsed = parseCsv(read.text, most.rows + 1);
  if (!parsed.ok) return { ok: false, message: `${parsed.message} Nothing was read from the file.` };
  const [head, ...rows] = parsed.rows;
  if (!head) return { ok: false, message: 'The file is empty.' };
  const names = head.cells.map(headingOf);
  const columns = typeof columnsFor === 'function' ? columnsFor(names) : columnsFor;
  const keys = Object.keys(columns) as K[];
  const places = new Map<K, number>();
  for (const key of keys) {
    const found = names.flatMap((name, i) => (columns[key].names.includes(name) ? [i] : []));
    if (found.length > 1)
      return {
        ok: false,
        message: `Two columns name the ${columns[key].names[0]}: ${found.map((i) => `"${head.cells[i]?.trim()}"`).join(' and ')}. Take one away.`,
      };
    if (found[0] !== undefined) places.set(key, found[0]);
  }
  const missing = keys.filter((key) => columns[key].needed && !places.has(key));
  if (missing.length > 0)
    return {
      ok: false,
      message: `The first row names no column ${missing.map((key) => `"${columns[key].names[0]}"`).join(', no ')}. It needs ${namesOf(columns, true)}; ${namesOf(columns, false)} may be there.`,
    };
  const taken = new Set(places.values());
  const unread = head.cells.flatMap((cell, place) =>
    taken.has(place) || cell.trim() === '' ? [] : [{ place, heading: cell.trim().slice(0, 100) }],
  );
  const ignored = unread.map(({ heading }) => heading);
  return {
    ok: true,
    ignored,
    has: (column) => places.has(column),
    rows: rows.map(({ line, cells }) => ({
      line,
      tooLong: cells.length > head.cells.length,
      others: unread.flatMap(({ place, heading }) => {
        const cell = (cells[place] ?? '').trim();
        return cell === '' ? [] : [{ heading, cell }];
      }),
      cells: Object.fromEntries(
        keys.map((key) => [key, (cells[places.get(key) ?? -1] ?? '').trim()]),
      ) as Record<K, string>,
    })),
  };
}

function namesOf(columns: Readonly<Record<string, Column>>, needed: boolean): string {
  const names = Object.values(columns).flatMap((each) => (each.needed === needed ? [each.names[0]] : []));
  return names.length === 0 ? 'nothing else' : names.join(', ').replace(/, ([^,]*)$/, ' and $1');
}
