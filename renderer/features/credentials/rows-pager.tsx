import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';

/** Rows that are drawn at a time: a browser takes long over thousands of them. */
export const ROWS_OF_A_PAGE = 100;

/** The way through a list too long to draw at once; nothing where it is not. @param from the first row drawn, from 0 */
export function RowsPager({
  from,
  total,
  onFrom,
}: {
  from: number;
  total: number;
  onFrom: (from: number) => void;
}) {
  if (total <= ROWS_OF_A_PAGE) return null;
  const last = Math.min(total, from + ROWS_OF_A_PAGE);
  return (
    <div className="row">
      <Button
        variant="default"
        disabled={from === 0}
        onClick={() => onFrom(Math.max(0, from - ROWS_OF_A_PAGE))}
      >
        <Trans>Rows before</Trans>
      </Button>
      <span className="num" role="status">
        <Trans>
          {from + 1} to {last} of {total}
        </Trans>
      </span>
      <Button variant="default" disabled={last === total} onClick={() => onFrom(last)}>
        <Trans>Rows after</Trans>
      </Button>
    </div>
  );
}
