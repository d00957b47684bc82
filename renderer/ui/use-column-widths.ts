/** The widths of a grid's columns, from its room and a sample of what the list holds. */
import { type RefObject, useLayoutEffect, useMemo, useState } from 'react';
import { type ColumnWidth, demandOf, firstToLeave, shareRoom } from './column-widths.ts';
import { fontOf, textWidth } from './text-width.ts';

/** Rows that are measured: enough to know what is usual, few enough for one frame. */
const MOST = 100;
/** Of a cell, left and right, as `.grid-row` has it; the first and the last of a row have more at the edge. */
const PADDING = 16;
const FIRST = 12;
const LAST = 8;
/** The arrow of a heading that the list is sorted by. */
const ARROW = 12;

interface MeasuredColumn<R> {
  name: string;
  width: ColumnWidth;
  mono?: boolean;
  sortable?: boolean;
  /** May be left out where the columns do not fit, the highest first; one in which nothing stands also where it takes room from texts. */
  leaves?: number;
  /** Left out for a column that holds no text. */
  text?: (row: R) => string;
  /** The part of its text that is never cut. */
  must?: (row: R) => string;
  /** Whether nothing is drawn of a row, in a column that holds no text. */
  isEmpty?: (row: R) => boolean;
}

interface Fonts {
  cell: string;
  mono: string;
  head: string;
}

/** The letters of cells and headings, as they are where the grid stands. */
function fontsIn(grid: HTMLElement): Fonts {
  const probe = document.createElement('span');
  grid.append(probe);
  const fontAs = (className: string): string => {
    probe.className = className;
    return fontOf(probe);
  };
  const fonts = { cell: fontAs(''), mono: fontAs('mono'), head: fontAs('grid-head') };
  probe.remove();
  return fonts;
}

/** At most `MOST` rows, from all parts of the list. */
function spread<R>(rows: readonly R[]): readonly R[] {
  if (rows.length <= MOST) return rows;
  const stride = rows.length / MOST;
  return Array.from({ length: MOST }, (_, at) => rows[Math.floor(at * stride)] as R);
}

/**
 * The widths as a grid's template, and together; and the places of the columns that are drawn.
 * @param grid what scrolls
 * @param sample of what the list holds, whatever is filtered and on screen now
 */
export function useColumnWidths<R>(
  grid: RefObject<HTMLElement | null>,
  columns: readonly MeasuredColumn<R>[],
  sample: readonly R[],
): { template: string; width: number; kept: readonly number[] } {
  const [room, setRoom] = useState(0);
  const [fonts, setFonts] = useState<Fonts | null>(null);
  useLayoutEffect(() => {
    const element = grid.current;
    if (!element) return;
    setFonts(fontsIn(element));
    const measure = () => {
      // Borders, and the scroll bar, which comes and goes with the rows. Rounded down: a part of a pixel too much would scroll sideways.
      const around = element.offsetWidth - element.clientWidth;
      setRoom(Math.floor(element.getBoundingClientRect().width) - around);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [grid]);
  return useMemo(() => {
    let kept = columns.map((_, at) => at);
    if (!fonts) return { template: '', width: 0, kept };
    const rows = spread(sample);
    const measured = columns.map(({ name, mono, sortable, text, must, isEmpty }) => {
      const font = mono ? fonts.mono : fonts.cell;
      const texts = text ? rows.map((row) => textWidth(text(row), font)) : null;
      const empty = texts
        ? texts.every((each) => each === 0)
        : isEmpty !== undefined && rows.every((row) => isEmpty(row));
      return {
        texts,
        must: must ? Math.max(0, ...rows.map((row) => textWidth(must(row), font))) : null,
        empty: empty && rows.length > 0,
        heading: textWidth(name, fonts.head) + (sortable ? ARROW : 0),
      };
    });
    // The first and the last have more at the edge: who they are changes with what is left out.
    const demandsOf = () =>
      kept.flatMap((at, place) => {
        const [column, found] = [columns[at], measured[at]];
        if (!column || !found) return [];
        const padding = PADDING + (place === 0 ? FIRST : 0) + (place === kept.length - 1 ? LAST : 0);
        const { must } = found;
        const { beside = 0 } = column.width;
        const width =
          must === null ? column.width : { ...column.width, least: Math.ceil(must + beside + padding) };
        const demand = demandOf(width, found.texts, found.heading, padding);
        return [{ ...demand, leaves: column.leaves, empty: found.empty }];
      });
    let demands = demandsOf();
    // Before the grid has its room nothing is known of what fits.
    for (
      let out = room === 0 ? null : firstToLeave(room, demands);
      out !== null;
      out = firstToLeave(room, demands)
    ) {
      const gone = out;
      kept = kept.filter((_, place) => place !== gone);
      demands = demandsOf();
    }
    const widths = shareRoom(room, demands);
    return {
      template: widths.map((width) => `${width}px`).join(' '),
      width: widths.reduce((sum, width) => sum + width, 0),
      kept,
    };
  }, [room, fonts, columns, sample]);
}
