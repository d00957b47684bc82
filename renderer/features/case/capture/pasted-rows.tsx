/** A look at pasted rows before they are taken: which column is which, the rows as they will be, and why one cannot be taken. */
import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, NativeSelect, Textarea } from '@mantine/core';
import { useState } from 'react';
import { storable } from '../../../../shared/base/values.ts';
import {
  leftWords,
  type PasteColumn,
  type PastedRow,
  type PastedTable,
  pastedRows,
  unplaced,
} from '../../../../shared/cases/paste.ts';
import styles from '../case.module.css';

/** Rows that are drawn; the others are counted. */
const SHOWN = 12;
/** Rows that are drawn because they cannot be taken as they are. */
const TO_MEND = 20;

/** A cell of a row that cannot be taken: it is mended where it stands. */
function MendedCell({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
  return (
    <Textarea
      aria-label={label}
      rows={value.includes('\n') ? 2 : 1}
      value={value}
      onChange={(event) => onChange(storable(event.currentTarget.value))}
    />
  );
}

export function PastedRows({
  table,
  columns,
  problemOf = ({ problem }) => problem,
  repeatedOf = () => new Map(),
  onTake,
  onLeave,
}: {
  table: PastedTable;
  columns: readonly PasteColumn[];
  /** Why a row cannot be taken, where more is asked than its cells. */
  problemOf?: (row: PastedRow) => string | null;
  /** Rows that are something once more, by line, in words. */
  repeatedOf?: (rows: readonly PastedRow[]) => ReadonlyMap<number, string>;
  /** @param left the table with the rows that were not taken; null where all were */
  onTake: (rows: readonly PastedRow[], left: PastedTable | null) => Promise<void>;
  onLeave: () => void;
}) {
  const [places, setPlaces] = useState(table.places);
  /** Cells of rows that were mended here, by line. */
  const [mended, setMended] = useState<ReadonlyMap<number, readonly string[]>>(new Map());
  const [busy, setBusy] = useState(false);
  const asked = unplaced(columns, places);
  const now: PastedTable = {
    ...table,
    places,
    rows: table.rows.map(({ line, cells }) => ({ line, cells: [...(mended.get(line) ?? cells)] })),
  };
  const all = pastedRows(now, columns, places);
  const repeated = repeatedOf(all);
  const rows = all.map((row) => ({ row, problem: problemOf(row) ?? repeated.get(row.line) ?? null }));
  const good = rows.filter(({ problem }) => problem === null).map(({ row }) => row);
  const bad = asked.length > 0 ? [] : rows.filter(({ problem }) => problem !== null);
  const toMend = new Set(
    [...bad.slice(0, TO_MEND).map(({ row }) => row.line), ...mended.keys()].filter(() => asked.length === 0),
  );
  const drawn = now.rows.filter(({ line }, at) => at < SHOWN || toMend.has(line));
  const headingOf = (at: number) => table.headings?.[at] || t`Column ${at + 1}`;
  const place = (at: number, key: string) =>
    setPlaces(places.map((each, other) => (other === at ? key || null : each === key ? null : each)));
  const mend = (line: number, cells: readonly string[], at: number, value: string) =>
    setMended(
      new Map(mended).set(
        line,
        cells.map((cell, other) => (other === at ? value : cell)),
      ),
    );
  async function take(): Promise<void> {
    const lines = new Set(bad.map(({ row }) => row.line));
    setBusy(true);
    try {
      const left = { ...now, rows: now.rows.filter(({ line }) => lines.has(line)) };
      await onTake(good, left.rows.length > 0 ? left : null);
    } finally {
      setBusy(false);
    }
  }
  return (
    <div className="card stack" role="group" aria-label={t`Pasted table`}>
      <p role="status">
        {asked.length > 0
          ? t`Say which column is ${asked.map(({ name }) => t`the ${name.toLowerCase()}`).join(t` and which `)}.`
          : t`${good.length} of ${rows.length} pasted rows can be taken.`}
        {bad.length > 0 && t` Correct the others in their cells, or leave them out.`}
        {table.cut > 0 && ` ${leftWords([], table.cut)}`}
      </p>
      <div className={styles.wide}>
        <table className={`${styles.table} ${styles.pasted}`} aria-label={t`The rows as they will be`}>
          <thead>
            <tr>
              {places.map((key, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a pasted column is its place
                <th key={at} scope="col">
                  <NativeSelect
                    label={headingOf(at)}
                    value={key ?? ''}
                    data={[
                      { value: '', label: t`Leave out` },
                      ...columns.map((each) => ({ value: each.key, label: each.name })),
                    ]}
                    onChange={(event) => place(at, event.currentTarget.value)}
                  />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {drawn.map(({ line, cells }) => (
              <tr key={line}>
                {cells.map((cell, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a pasted cell is its place
                  <td key={at} className={places[at] === null ? 'quiet' : 'mono'}>
                    {toMend.has(line) && places[at] !== null ? (
                      <MendedCell
                        label={t`${headingOf(at)}, line ${line}`}
                        value={cell}
                        onChange={(value) => mend(line, cells, at, value)}
                      />
                    ) : (
                      cell
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {now.rows.length > drawn.length && (
        <p className="quiet">
          <Trans>And {now.rows.length - drawn.length} more rows.</Trans>
        </p>
      )}
      {bad.slice(0, TO_MEND).map(({ row, problem }) => (
        <p key={row.line} className="bad">
          <Trans>
            Line {row.line} {problem}.
          </Trans>
        </p>
      ))}
      {bad.length > TO_MEND && (
        <p className="bad">
          <Trans>And {bad.length - TO_MEND} more lines that cannot be taken as they are.</Trans>
        </p>
      )}
      <div className="row">
        <Button loading={busy} disabled={asked.length > 0 || good.length === 0} onClick={() => void take()}>
          {good.length > 0 && asked.length === 0
            ? t`Add ${plural(good.length, { one: '# row', other: '# rows' })}`
            : t`Add rows`}
        </Button>
        <Button variant="default" onClick={onLeave}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </div>
  );
}
