/** What entries of the desk and words of the partner come to together: which answers did not hold, and what the desk owes a look. See SPEC.md. */
import type { DeskEntry, DeskReply } from './schema.ts';

/** Entries and replies of one ticket together, in the order in which they count (S2). */
export type Talk = readonly (DeskEntry | DeskReply)[];

/**
 * Ids of the answers that the partner took back: tried, they did not help, or the ticket was opened again after them. What was
 * promised is not kept by them (I11).
 */
export function undoneAnswers(talk: Talk): string[] {
  const undone: string[] = [];
  let standing: string[] = [];
  for (const { id, kind } of talk) {
    if (kind === 'answered') standing.push(id);
    else if (kind === 'did-not-help' || kind === 'reopened') {
      undone.push(...standing);
      standing = [];
    }
  }
  return undone;
}

/** What the partner said that the desk has not acted on: an answer that did not hold is planned anew, anything else is read. */
export interface Unheard {
  kind: 'plan-again' | 'read-word';
  /** The reply. */
  id: string;
}

/** What of the partner's words, other than a reply to a question (I7), waits for the desk; null where nothing does. */
export function unheardWord(talk: Talk): Unheard | null {
  let again: Unheard | null = null;
  let word: Unheard | null = null;
  for (const row of talk) {
    switch (row.kind) {
      case 'did-not-help':
      case 'reopened':
        again = { kind: 'plan-again', id: row.id };
        break;
      case 'priority-asked':
      case 'fix-agreed':
        word = { kind: 'read-word', id: row.id };
        break;
      case 'message':
      case undefined:
        if (row.entryId === null) word = { kind: 'read-word', id: row.id };
        break;
      // The state itself says that the desk is next; an outside ticket system is nobody at the desk.
      case 'verified':
      case 'objected':
      case 'outside-status':
        break;
      case 'planned':
      case 'answered':
      case 'information-asked':
      case 'closed':
      case 'declined':
      case 'returned':
        again = null;
        word = null;
        break;
      // Whatever else the desk enters, it has read what came before.
      default:
        word = null;
    }
  }
  return again ?? word;
}
