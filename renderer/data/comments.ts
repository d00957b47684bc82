/** Remarks on a case: anchored to a field or not, answered, dealt with. */
import type { CommentRecord } from '../../shared/diagnostics/schema.ts';
import type { Place } from '../../shared/review/place.ts';
import type { Console } from './console.ts';
import type { SaveResult } from './write.ts';

export interface Thread {
  first: CommentRecord;
  replies: CommentRecord[];
  /** The row that says that it is dealt with; null where none does. */
  done: CommentRecord | null;
}

/** Comments with their replies, oldest first: ids are UUIDv7. A reply to a reply stands with the first. */
export function threadsOf(comments: readonly CommentRecord[]): Thread[] {
  const inOrder = [...comments].sort((a, b) => (a.id < b.id ? -1 : 1));
  const byId = new Map<string, Thread>();
  const threads: Thread[] = [];
  for (const each of inOrder) {
    const above = byId.get(each.done ?? each.replyTo ?? '');
    if (above) {
      if (each.done) above.done = each;
      else {
        above.replies.push(each);
        above.done = null;
      }
      byId.set(each.id, above);
    } else if (each.done === null) {
      const thread = { first: each, replies: [], done: null };
      threads.push(thread);
      byId.set(each.id, thread);
    }
  }
  return threads;
}

export async function addComment(
  console: Console,
  caseId: string,
  comment: { text: string; anchor?: Place | null; replyTo?: string; done?: string },
): Promise<SaveResult> {
  const { text, anchor = null, replyTo = null, done = null } = comment;
  const common = { id: console.newId(), caseId, at: console.here(), by: await console.person() };
  return console.write([
    { op: 'insert', table: 'comments', row: { ...common, text, anchor, replyTo, done } },
  ]);
}
