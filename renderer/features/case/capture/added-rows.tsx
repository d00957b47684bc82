import { t } from '@lingui/core/macro';
import type { AddedRows } from '../../../commands/typed-rows.ts';
import { refusalWords } from '../../../store/outcome.ts';
import { noteAct, showCaseUndo } from '../undo-history.ts';

/**
 * What became of rows that were added, in words; of several at once one act takes them all back.
 * @param words what one of them is called, and what several are
 */
export function tellAdded(
  caseId: string,
  { result, undo }: AddedRows,
  count: number,
  [one, several]: readonly [string, string],
): Added {
  // What only the journal lacks is in the database: adding it again would make it twice.
  if (result.kind !== 'saved') return { written: false, told: refusalWords(result) };
  const told = t`${count} ${count === 1 ? one : several} saved on this computer.`;
  // One row is seen where it was typed, and taken back by Undo as several are.
  if (count > 1) showCaseUndo(caseId, told, undo);
  else noteAct(caseId, told, undo);
  return { written: true, told };
}

export interface Added {
  /** False where nothing was written: what was typed stays in its cells. */
  written: boolean;
  told: string;
}
