/** Remarks on a case: anchored to a field or not, answered, dealt with. */

import type { Place } from '../../shared/base/place.ts';
import { comments } from '../../shared/cases/comments.ts';
import type { CommentRecord } from '../../shared/cases/records.ts';
import type { ConsoleDatabase } from '../store/database.ts';
import { inOrder } from '../store/order.ts';
import type { Outcome } from '../store/outcome.ts';
import type { AppServices } from '../views/app-services.ts';

/** Under which an answer to a comment is kept until it is sent. @param commentId the first of its thread */
export const answerDraft = (commentId: string) => `answer ${commentId}`;

export interface Thread {
  first: CommentRecord;
  replies: CommentRecord[];
  /** The row that says that it is dealt with; null where none does. */
  done: CommentRecord | null;
}

/** Comments with their replies, in the order in which they count (S2). A reply to a reply stands with the first. */
function threadsOf(comments: readonly CommentRecord[]): Thread[] {
  const byId = new Map<string, Thread>();
  const threads: Thread[] = [];
  for (const each of comments) {
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

export async function readThreads(db: ConsoleDatabase, caseId: string): Promise<Thread[]> {
  return threadsOf(await inOrder(db, 'comments', await db.comments.where({ caseId }).toArray()));
}

export async function addComment(
  app: AppServices,
  caseId: string,
  comment: { text: string; anchor?: Place | null; replyTo?: string; done?: string },
): Promise<Outcome> {
  const { text, anchor = null, replyTo = null, done = null } = comment;
  const common = { id: app.newId(), caseId, at: app.here(), by: await app.person() };
  return app.write([
    { op: 'insert', table: 'comments', row: comments.empty({ ...common, text, anchor, replyTo, done }) },
  ]);
}
