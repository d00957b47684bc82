import { refusalWords } from '../../../store/outcome.ts';
import type { Edit } from '../../../store/write.ts';
import { Icon } from '../../../ui/icons.tsx';
import { showUndo } from '../../../ui/undo.tsx';
import type { AppServices } from '../../../views/app-services.ts';

/**
 * Writes rows that were added, all or none, and says what became of them. Of several at once one act takes them all back.
 * @param words what one of them is called, and what several are
 */
export async function saveRows(
  app: Pick<AppServices, 'write'>,
  edits: readonly Edit[],
  [one, several]: readonly [string, string],
): Promise<Added> {
  const result = await app.write(edits);
  // What only the journal lacks is in the database: adding it again would make it twice.
  if (result.kind !== 'saved') return { written: false, told: refusalWords(result) };
  const told = `${edits.length} ${edits.length === 1 ? one : several} saved on this computer.`;
  const back = edits.flatMap((edit): Edit[] =>
    edit.op === 'insert' ? [{ op: 'delete', table: edit.table, key: edit.row.id } as Edit] : [],
  );
  if (back.length > 1) showUndo(told, () => app.write(back.reverse()));
  return { written: true, told };
}

export interface Added {
  /** False where nothing was written: what was typed stays in its cells. */
  written: boolean;
  told: string;
}

/** A small mark that says where a value came from. */
export function Mark({ text }: { text: string }) {
  return (
    <span className="quiet" title={text}>
      <Icon name="note" />
      <span className="skip">{text}</span>
    </span>
  );
}
