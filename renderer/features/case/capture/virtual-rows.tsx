import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useRef } from 'react';

const ROW_HEIGHT = 40;

interface VirtualRowsProps<R> {
  rows: readonly R[];
  label: string;
  template: string;
  draw: (row: R) => ReactNode;
  keyOf: (row: R) => string;
}

/** Rows of one height, of which only those in sight exist. */
export function VirtualRows<R>({ rows, label, template, draw, keyOf }: VirtualRowsProps<R>) {
  const scroll = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
  });
  if (rows.length === 0) return null;
  return (
    <section ref={scroll} className="virtual" aria-label={label}>
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          return (
            row !== undefined && (
              <div
                key={keyOf(row)}
                ref={virtual.measureElement}
                data-index={index}
                className="data-row"
                style={{
                  gridTemplateColumns: template,
                  position: 'absolute',
                  top: 0,
                  left: 0,
                  right: 0,
                  minHeight: ROW_HEIGHT,
                  transform: `translateY(${start}px)`,
                }}
              >
                {draw(row)}
              </div>
            )
          );
        })}
      </div>
    </section>
  );
}
