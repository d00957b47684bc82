import type { OutboxEntry } from './device-rows.ts';

type Row = Record<string, unknown>;

/** The hub's row with the edits that still wait on top: what the screens show. */
export function rebased(data: Row | null, pending: readonly OutboxEntry[]): Row | null {
  let row = data;
  for (const edit of pending) {
    if (edit.op === 'insert') row = { ...(edit.patch as Row) };
    else if (edit.op === 'delete') row = null;
    else if (row) row = { ...row, ...(edit.patch as Row) };
  }
  return row;
}
