/** A look at pasted rows before they are taken: which column is which, the rows as they will be, and why one cannot be taken. */
import { Button, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import {
  type PasteColumn,
  type PastedRow,
  type PastedTable,
  pastedRows,
  unplaced,
} from '../../../../shared/cases/paste.ts';
import styles from '../case.module.css';

/** Rows that are drawn; the others are counted. */
const SHOWN = 12;

export function PastedRows({
  table,
  columns,
  problemOf = ({ problem }) => problem,
  onTake,
  onLeave,
}: {
  table: PastedTable;
  columns: readonly PasteColumn[];
  /** Why a row cannot be taken, where more is asked than its cells. */
  problemOf?: (row: PastedRow) => string | null;
  onTake: (rows: readonly PastedRow[]) => Promise<void>;
  onLeave: () => void;
}) {
  const [places, setPlaces] = useState(table.places);
  const [busy, setBusy] = useState(false);
  const asked = unplaced(columns, places);
  const rows = pastedRows(table, columns, places).map((row) => ({ row, problem: problemOf(row) }));
  const good = rows.filter(({ problem }) => problem === null).map(({ row }) => row);
  const bad = rows.filter(({ problem }) => problem !== null);
  const place = (at: number, key: string) =>
    setPlaces(places.map((each, other) => (other === at ? key || null : each === key ? null : each)));
  async function take(): Promise<void> {
    setBusy(true);
    try {
      await onTake(good);
    } finally {
      setBusy(false);
    }
  }
  return (
    <div className="card stack" role="group" aria-label="Pasted table">
      <p role="status">
        {asked.length > 0
          ? `Say which column is ${asked.map(({ name }) => `the ${name.toLowerCase()}`).join(' and which ')}.`
          : `${good.length} of ${rows.length} pasted rows can be taken.`}
        {table.cut > 0 ? ` ${table.cut} rows beyond the first 5,000 were left out: paste them next.` : ''}
      </p>
      <div className={styles.wide}>
        <table className={`${styles.table} ${styles.pasted}`} aria-label="The rows as they will be">
          <thead>
            <tr>
              {places.map((key, at) => {
                const heading = table.headings?.[at] || `Column ${at + 1}`;
                return (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a pasted column is its place
                  <th key={at} scope="col">
                    <NativeSelect
                      label={heading}
                      value={key ?? ''}
                      data={[
                        { value: '', label: 'Leave out' },
                        ...columns.map((each) => ({ value: each.key, label: each.name })),
                      ]}
                      onChange={(event) => place(at, event.currentTarget.value)}
                    />
                  </th>
                );
              })}
            </tr>
          </thead>
          <tbody>
            {table.rows.slice(0, SHOWN).map(({ line, cells }) => (
              <tr key={line}>
                {cells.map((cell, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a pasted cell is its place
                  <td key={at} className={places[at] === null ? 'quiet' : 'mono'}>
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {table.rows.length > SHOWN && <p className="quiet">And {table.rows.length - SHOWN} more rows.</p>}
      {asked.length === 0 &&
        bad.slice(0, 10).map(({ row, problem }) => (
          <p key={row.line} className="bad">
            Line {row.line} {problem}.
          </p>
        ))}
      {asked.length === 0 && bad.length > 10 && (
        <p className="bad">And {bad.length - 10} more lines that cannot be taken.</p>
      )}
      <div className="row">
        <Button loading={busy} disabled={asked.length > 0 || good.length === 0} onClick={() => void take()}>
          {good.length > 0 && asked.length === 0
            ? `Take ${good.length === 1 ? 'the row' : `the ${good.length} rows`}`
            : 'Take them'}
        </Button>
        <Button variant="default" onClick={onLeave}>
          Leave them
        </Button>
      </div>
    </div>
  );
}
