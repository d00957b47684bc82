import type { Outcome } from '../../../store/outcome.ts';
import { refusalWords } from '../../../store/outcome.ts';
import { Icon } from '../../../ui/icons.tsx';

/** What became of rows that were added, in words. */
export function saveWords(result: Outcome, count: number, what: string): Added {
  // What only the journal lacks is in the database: adding it again would make it twice.
  const written = result.kind === 'saved';
  return {
    written,
    told: result.kind === 'saved' ? `${count} ${what} saved on this computer.` : refusalWords(result),
  };
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
