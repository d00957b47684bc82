/** The widths of a grid's columns, from its room and a sample of what the list holds. */
import { type RefObject, useLayoutEffect, useMemo, useState } from 'react';
import { type ColumnWidth, demandOf, shareRoom } from './column-widths.ts';
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
  /** Left out for a column that holds no text. */
  text?: (row: R) => string;
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
 * The widths as a grid's template, and together.
 * @param grid what scrolls
 * @param sample of what the list holds, whatever is filtered and on screen now
 */
export function useColumnWidths<R>(
  grid: RefObject<HTMLElement | null>,
  columns: readonly MeasuredColumn<R>[],
  sample: readonly R[],
): { template: string; width: number } {
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
    if (!fonts) return { template: '', width: 0 };
    const rows = spread(sample);
    const demands = columns.map(({ name, width, mono, sortable, text }, at) => {
      const padding = PADDING + (at === 0 ? FIRST : 0) + (at === columns.length - 1 ? LAST : 0);
      const font = mono ? fonts.mono : fonts.cell;
      const texts = text ? rows.map((row) => textWidth(text(row), font)) : null;
      return demandOf(width, texts, textWidth(name, fonts.head) + (sortable ? ARROW : 0), padding);
    });
    const widths = shareRoom(room, demands);
    return {
      template: widths.map((width) => `${width}px`).join(' '),
      width: widths.reduce((sum, width) => sum + width, 0),
    };
  }, [room, fonts, columns, sample]);
}
