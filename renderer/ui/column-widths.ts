/**
 * How the width of a grid is shared: what is short by nature is as wide as what it holds, and the rest goes to texts, first to those that
 * would be cut. Reckoned from a sample of what the list holds and never from the rows on screen, so that nothing moves while it scrolls.
 */

/** What a column asks for, in pixels. */
export interface ColumnWidth {
  /** Never narrower where what it holds needs that much; its heading fits in any case. */
  least?: number;
  /** No wider for what it holds. */
  most?: number;
  /** Drawn beside its text: an icon, a bar. */
  beside?: number;
  /** Its part of the room for texts, against the others'. Left out, the column is as wide as what it holds. */
  share?: number;
  /** What the rows are known by: it has what is usual before any other text has more than its least. */
  first?: boolean;
}

/** What a column would take, in pixels with its padding. */
export interface Demand {
  least: number;
  /** So that nine of ten of its texts are whole. */
  usual: number;
  /** So that all are. */
  whole: number;
  /** 0 for a column that gets none of the room for texts. */
  share: number;
  /** Before the other texts it has what is usual. */
  first: boolean;
}

/** Widths move by this at the least: a text that is a letter longer than the longest moves no column. */
const STEP = 8;
const inSteps = (width: number): number => Math.ceil(width / STEP) * STEP;

/**
 * What a column takes for these texts.
 * @param texts how wide each of the sample's is, in pixels; none for a column that holds no text and takes what there is
 * @param heading how wide its heading is
 * @param padding of a cell, left and right together
 */
export function demandOf(
  { least = 0, most = Number.POSITIVE_INFINITY, beside = 0, share = 0, first = false }: ColumnWidth,
  texts: readonly number[] | null,
  heading: number,
  padding: number,
): Demand {
  const named = Math.ceil(heading + padding);
  if (texts === null) {
    const wide = Math.max(named, least, most);
    return { least: share === 0 ? wide : Math.max(named, least), usual: wide, whole: wide, share, first };
  }
  const sorted = texts.toSorted((a, b) => a - b);
  const needed = (text = 0): number => (text === 0 ? 0 : inSteps(text + beside + padding));
  // A column that holds nothing keeps no room from texts that are cut.
  const floor = Math.max(named, Math.min(least, needed(sorted.at(-1))));
  const of = (text = 0): number => Math.max(floor, Math.min(most, needed(text)));
  const [usual, whole] = [of(sorted[Math.ceil(sorted.length * 0.9) - 1]), of(sorted.at(-1))];
  return { least: share === 0 ? whole : floor, usual, whole, share, first };
}

/** A column that may be left out for the others. */
export interface Leaving extends Demand {
  /** The highest goes first; undefined for one that stays. */
  leaves?: number | undefined;
  /** Of the sample nothing stands in it. */
  empty: boolean;
}

/**
 * The column that is left out first for the room of the others: an empty one where a text would be cut beside it, and any that may go where
 * the columns do not fit at their least.
 * @returns its place; null where all stay
 */
export function firstToLeave(room: number, columns: readonly Leaving[]): number | null {
  const sum = (of: (column: Leaving) => number) => columns.reduce((all, column) => all + of(column), 0);
  const lacks = sum(({ least }) => least) > room;
  const cuts = sum(({ whole }) => whole) > room;
  const ranked = columns
    .flatMap(({ leaves, empty }, at) => (leaves === undefined ? [] : [{ at, leaves, empty }]))
    .sort((a, b) => b.leaves - a.leaves);
  const free = cuts ? ranked.find(({ empty }) => empty) : undefined;
  return (free ?? (lacks ? ranked[0] : undefined))?.at ?? null;
}

interface Part {
  at: number;
  from: number;
  to: number;
  share: number;
}

/** Less than this is nothing. */
const NOTHING = 0.001;

/** Raises each part towards its end, by its share of the room, as flexible boxes grow: who comes to an end leaves the rest to the others. */
function raise(room: number, parts: readonly Part[]): Map<number, number> {
  const reached = new Map<number, number>();
  let open = parts;
  let left = room;
  while (open.length > 0) {
    const level = Math.max(0, left) / open.reduce((sum, { share }) => sum + share, 0);
    const bounded = open.map((part) => {
      const width = Math.min(part.to, Math.max(part.from, level * part.share));
      return { ...part, width, moved: width - level * part.share };
    });
    const over = bounded.reduce((sum, { moved }) => sum + moved, 0);
    // Where the bounds take more than there is, those from below are certain, and where less, those from above: the others may move yet.
    const certain = bounded.filter(
      ({ moved }) => Math.abs(over) < NOTHING || (over > 0 ? moved > 0 : moved < 0),
    );
    for (const { at, width } of certain) {
      reached.set(at, width);
      left -= width;
    }
    open = bounded.filter((part) => !certain.includes(part));
  }
  return reached;
}

/**
 * The width of each column, in whole pixels. They fill the room; where the least of them do not fit it, they are wider than it.
 * @param room of the grid, in pixels
 */
export function shareRoom(room: number, demands: readonly Demand[]): number[] {
  let widths = demands.map(({ least }) => least);
  const total = () => widths.reduce((sum, width) => sum + width, 0);
  const texts = demands.flatMap((demand, at) => (demand.share > 0 ? [{ ...demand, at }] : []));
  const others = total() - texts.reduce((sum, { least }) => sum + least, 0);
  const upTo = (end: (demand: Demand) => number): void => {
    if (total() >= room) return;
    const parts = texts.map((text) => {
      const from = widths[text.at] ?? 0;
      return { at: text.at, from, to: Math.max(from, end(text)), share: text.share };
    });
    const raised = raise(room - others, parts);
    widths = widths.map((width, at) => raised.get(at) ?? width);
  };
  upTo(({ first, least, usual }) => (first ? usual : least));
  upTo(({ usual }) => usual);
  upTo(({ whole }) => whole);
  // Nothing is cut any more: what is over lies between the texts.
  const over = room - total();
  const shares = texts.reduce((sum, { share }) => sum + share, 0);
  if (over > 0 && shares > 0)
    widths = widths.map((width, at) => width + (over * (demands[at]?.share ?? 0)) / shares);
  const whole = widths.map((width) => Math.floor(width + NOTHING));
  // What rounding left goes to a text that is cut, as far as there is one.
  const rest = Math.floor(room) - whole.reduce((sum, width) => sum + width, 0);
  const taker = texts.find(({ at, ...text }) => (whole[at] ?? 0) < text.whole) ?? texts[0];
  return whole.map((width, at) => (at === taker?.at && rest > 0 ? width + rest : width));
}
