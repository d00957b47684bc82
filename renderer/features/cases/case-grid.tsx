/** The list itself: a grid that only draws what is seen, moved through by keyboard. */

import { t } from '@lingui/core/macro';
import { useViewportSize } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import type { Summary } from '../../store/device-rows.ts';
import { ROW_HEIGHT, rowAfterKey, TWO_LINE_HEIGHT } from '../../ui/grid-keys.ts';
import { useNow } from '../../ui/now.ts';
import { useColumnWidths } from '../../ui/use-column-widths.ts';
import { type CaseQuery, caseIds, firstLines, linesOf } from '../../views/case-list.ts';
import { useApp } from '../../views/hooks.tsx';
import { useView } from '../../views/use-view.ts';
import styles from './cases.module.css';
import { type Column, TWO_LINES_BELOW } from './columns.tsx';

const FIRST = 50;

interface GridProps {
  query: CaseQuery;
  /** Some lines of the list as it is without filters, by which its columns' widths are reckoned; undefined until they are read. */
  sample: readonly Summary[] | undefined;
  shown: readonly Column[];
  onSort: (column: Column) => void;
}

/** As wide as the window is now, told anew when it changes. */
function useWidth(): number {
  const { width } = useViewportSize();
  return width === 0 ? window.innerWidth : width;
}

/** As the widths are reckoned: by the words that a column draws now. */
function measured(column: Column, now: string, window: number) {
  const { name, width, leaves, mono, sortable, show, words, must } = column;
  return {
    name,
    width: typeof width === 'function' ? width(window) : width,
    mono: mono ?? false,
    sortable,
    ...(leaves === undefined ? {} : { leaves }),
    ...(must ? { must: (line: Summary) => must(line, now) } : {}),
    ...(words === null
      ? { isEmpty: (line: Summary) => show(line) === '' }
      : { text: (line: Summary) => (words ? words(line, now) : show(line)) }),
  };
}

const NONE: readonly Summary[] = [];

export function CaseGrid({ query, sample, shown: chosen, onSort }: GridProps) {
  const app = useApp();
  const now = useNow(app.now);
  const width = useWidth();
  const fit = useMemo(
    () => chosen.filter(({ from }) => from === undefined || width >= from),
    [chosen, width],
  );
  const asked = useMemo(() => fit.map((column) => measured(column, now, width)), [fit, now, width]);
  const scroll = useRef<HTMLDivElement>(null);
  const { template: tracks, width: wide, kept } = useColumnWidths(scroll, asked, sample ?? NONE);
  const shown = kept.flatMap((at) => fit[at] ?? []);
  const linked = shown.some(({ id }) => id === 'title') ? 'title' : shown[0]?.id;
  const [, navigate] = useLocation();
  const [selected, setSelected] = useState(0);
  const first = useView(firstLines, query, FIRST);
  const ids = useView(caseIds, query);
  const read = ids ?? (first ?? []).map((line) => line.id);
  // Nothing is drawn in widths that the sample would change, and no row before what stands in it.
  const all = sample && first ? read : [];
  const inTwoLines = width < TWO_LINES_BELOW;
  const rowHeight = inTwoLines ? TWO_LINE_HEIGHT : ROW_HEIGHT;
  const rows = useVirtualizer({
    count: all.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollPaddingStart: ROW_HEIGHT,
  });
  // What was reckoned for rows of the other height holds no more.
  useLayoutEffect(() => {
    if (rowHeight > 0) rows.measure();
  }, [rows, rowHeight]);
  const seen = rows.getVirtualItems();
  const from = seen[0]?.index ?? 0;
  const to = (seen.at(-1)?.index ?? -1) + 1;
  const wanted = all.slice(from, to).join(' ');
  const lines = useView(linesOf, wanted);
  const known = (id: string): Summary | undefined => lines?.get(id) ?? first?.find((line) => line.id === id);
  const current = Math.min(selected, Math.max(0, all.length - 1));

  function onKeyDown(event: KeyboardEvent): void {
    if (event.target !== scroll.current) return;
    const target = rowAfterKey(event.key, current, all.length, scroll.current?.clientHeight ?? 0, rowHeight);
    if (target !== null) {
      event.preventDefault();
      setSelected(target);
      rows.scrollToIndex(target);
    } else if (event.key === 'Enter') {
      const id = all[current];
      if (id) navigate(`/cases/${id}`);
    }
  }

  const template = { gridTemplateColumns: tracks };
  const selectedId = all[current];
  return (
    <div
      ref={scroll}
      className={inTwoLines ? `grid-scroll ${styles.twoLines}` : 'grid-scroll'}
      role="grid"
      aria-label={t`Cases`}
      aria-rowcount={all.length + 1}
      aria-colcount={shown.length}
      aria-activedescendant={selectedId ? `row-${selectedId}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div
        className="grid-row grid-head"
        role="row"
        aria-rowindex={1}
        style={{ ...template, minWidth: wide, visibility: sample ? 'visible' : 'hidden' }}
        tabIndex={-1}
      >
        {shown.map((column) => (
          <div
            key={column.id}
            role="columnheader"
            tabIndex={-1}
            aria-sort={query.sort === column.id ? (query.descending ? 'descending' : 'ascending') : 'none'}
          >
            {column.sortable ? (
              <button type="button" onClick={() => onSort(column)}>
                {column.name} {query.sort === column.id ? (query.descending ? '↓' : '↑') : ''}
              </button>
            ) : (
              column.name
            )}
          </div>
        ))}
      </div>
      <div role="rowgroup" style={{ height: rows.getTotalSize(), minWidth: wide, position: 'relative' }}>
        {seen.map(({ index, start }) => {
          const id = all[index] ?? '';
          const line = known(id);
          return (
            <div
              key={id}
              id={`row-${id}`}
              className="grid-row"
              role="row"
              tabIndex={-1}
              aria-rowindex={index + 2}
              aria-selected={index === current}
              style={{
                ...template,
                position: 'absolute',
                top: 0,
                left: 0,
                right: 0,
                transform: `translateY(${start}px)`,
              }}
              onClick={() => {
                setSelected(index);
                scroll.current?.focus();
              }}
              onDoubleClick={() => navigate(`/cases/${id}`)}
              onKeyDown={() => undefined}
            >
              {shown.map(({ id: columnId, mono, show, draw }) => (
                <div
                  key={columnId}
                  role="gridcell"
                  tabIndex={-1}
                  className={mono ? 'mono' : 'num'}
                  // What is drawn by itself says what it is by itself.
                  title={line && !draw ? show(line) : undefined}
                >
                  {line && columnId === linked ? (
                    <a href={`#/cases/${id}`} tabIndex={-1}>
                      {show(line) || t`No title`}
                    </a>
                  ) : line && draw ? (
                    draw(line, now)
                  ) : (
                    line && show(line)
                  )}
                </div>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}
