import type { SaveResult } from '../../data/write.ts';
import { Icon } from '../../ui/icons.tsx';

/** What became of rows that were added, in words. */
export function saveWords(result: SaveResult, count: number, what: string): string {
  return result.kind === 'saved' ? `${count} ${what} saved on this computer.` : result.message;
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
