/** A table that only draws what is seen, moved through by keyboard: up, down, page, ends, Enter. */
import { useMediaQuery } from '@mantine/hooks';
import { useVirtualizer, type VirtualItem } from '@tanstack/react-virtual';
import {
  type KeyboardEvent,
  memo,
  type ReactNode,
  useCallback,
  useDeferredValue,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { ColumnWidth } from './column-widths.ts';
import { ROW_HEIGHT, rowAfterKey } from './grid-keys.ts';
import { useColumnWidths } from './use-column-widths.ts';

export interface GridColumn<R> {
  id: string;
  name: string;
  /** Drawn beside its name, which is read then and not seen: an axis. */
  head?: ReactNode;
  width: ColumnWidth;
  mono?: boolean;
  /** Left out on a narrow screen. */
  wideOnly?: boolean;
  /** May be left out where the columns do not fit, the highest first. */
  leaves?: number;
  /** Its words, by which its width is reckoned, and which are shown whole where they are cut; left out where it holds none. */
  text?: (row: R) => string;
  /** As it is drawn, where that is more than the words. */
  show?: (row: R) => ReactNode;
}

/** Drawn once, and again only where something of it changed: scrolling draws the rows that come in. */
function GridRowView<R extends { id: string }>({
  row,
  columns,
  href,
  linked,
  template,
  index,
  start,
  selected,
  onSelect,
  onOpen,
}: {
  row: R;
  columns: readonly GridColumn<R>[];
  href: string;
  linked: string;
  template: string;
  index: number;
  start: number;
  selected: boolean;
  onSelect: (id: string) => void;
  onOpen: (row: R) => void;
}) {
  return (
    <div
      id={`row-${row.id}`}
      className="grid-row grid-placed"
      role="row"
      tabIndex={-1}
      aria-rowindex={index + 2}
      aria-selected={selected}
      style={{ gridTemplateColumns: template, transform: `translateY(${start}px)` }}
      onClick={() => onSelect(row.id)}
      onDoubleClick={() => onOpen(row)}
      onKeyDown={() => undefined}
    >
      {columns.map(({ id, mono, text, show }) => {
        // What is drawn by itself says what it is by itself.
        const words = show ? undefined : text?.(row);
        const drawn = show ? show(row) : words;
        return (
          <div key={id} role="gridcell" tabIndex={-1} className={mono ? 'mono' : 'num'} title={words}>
            {id === linked ? (
              <a href={`#${href}`} tabIndex={-1}>
                {drawn}
              </a>
            ) : (
              drawn
            )}
          </div>
        );
      })}
    </div>
  );
}
const GridRow = memo(GridRowView) as typeof GridRowView;

function GridRowsView<R extends { id: string }>({
  rows,
  items,
  current,
  hrefOf,
  ...common
}: {
  rows: readonly R[];
  items: readonly VirtualItem[];
  columns: readonly GridColumn<R>[];
  hrefOf: (row: R) => string;
  linked: string;
  template: string;
  current: number;
  onSelect: (id: string) => void;
  onOpen: (row: R) => void;
}): ReactNode {
  return items.map(({ index, start }) => {
    const row = rows[index];
    return row ? (
      <GridRow
        key={row.id}
        row={row}
        href={hrefOf(row)}
        index={index}
        start={start}
        selected={index === current}
        {...common}
      />
    ) : null;
  });
}
const GridRows = memo(GridRowsView) as typeof GridRowsView;

export function Grid<R extends { id: string }>({
  label,
  rows,
  sample = rows,
  columns: all,
  hrefOf,
  linked,
  onOpen,
}: {
  label: string;
  rows: readonly R[];
  /** By which the columns' widths are reckoned: the list as it is without filters, so that typing one moves no column. */
  sample?: readonly R[];
  columns: readonly GridColumn<R>[];
  /** Where the row's link leads. */
  hrefOf: (row: R) => string;
  /** The column that is the link. */
  linked: string;
  onOpen: (row: R) => void;
}) {
  const narrow = useMediaQuery('(max-width: 720px)', false, { getInitialValueInEffect: false });
  const asked = useMemo(() => all.filter((column) => !(narrow && column.wideOnly)), [all, narrow]);
  const scroll = useRef<HTMLDivElement>(null);
  const [selectedId, setSelectedId] = useState<string | null>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
    scrollPaddingStart: ROW_HEIGHT,
  });
  // What was chosen stays chosen where the order changes under it.
  const found = selectedId === null ? 0 : rows.findIndex(({ id }) => id === selectedId);
  const current = Math.max(0, found);

  const latest = useRef({ onOpen, hrefOf });
  latest.current = { onOpen, hrefOf };
  const select = useCallback((id: string) => {
    setSelectedId(id);
    scroll.current?.focus();
  }, []);
  const open = useCallback((row: R) => latest.current.onOpen(row), []);

  const href = useCallback((row: R) => latest.current.hrefOf(row), []);

  function onKeyDown(event: KeyboardEvent): void {
    if (event.target !== scroll.current) return;
    const target = rowAfterKey(event.key, current, rows.length, scroll.current?.clientHeight ?? 0);
    const row = rows[current];
    if (target !== null) {
      event.preventDefault();
      setSelectedId(rows[target]?.id ?? null);
      virtual.scrollToIndex(target);
    } else if (event.key === 'Enter' && row) onOpen(row);
  }

  // Rows that come in are drawn between other tasks, a few at a time: a fast wheel waits for none of them.
  const items = useDeferredValue(virtual.getVirtualItems());
  const { template, width, kept } = useColumnWidths(scroll, asked, sample);
  const columns = useMemo(() => kept.flatMap((at) => asked[at] ?? []), [kept, asked]);
  const active = rows[current]?.id;
  return (
    <div
      ref={scroll}
      className="grid-scroll"
      role="grid"
      aria-label={label}
      aria-rowcount={rows.length + 1}
      aria-colcount={columns.length}
      aria-activedescendant={active ? `row-${active}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div className="grid-wide" style={{ minWidth: width }}>
        <div
          className="grid-row grid-head"
          role="row"
          aria-rowindex={1}
          style={{ gridTemplateColumns: template }}
          tabIndex={-1}
        >
          {columns.map((column) => (
            <div key={column.id} role="columnheader" tabIndex={-1}>
              {column.head === undefined ? (
                column.name
              ) : (
                <>
                  <span className="visually-hidden">{column.name}</span>
                  {column.head}
                </>
              )}
            </div>
          ))}
        </div>
        <div role="rowgroup" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          <GridRows
            rows={rows}
            items={items}
            columns={columns}
            hrefOf={href}
            linked={linked}
            template={template}
            current={current}
            onSelect={select}
            onOpen={open}
          />
        </div>
      </div>
    </div>
  );
}
