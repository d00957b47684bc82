/** What a partner's reply is, in the words of the ticket's conversation. */
import { assertNever } from '../base/values.ts';
import type { DeskReply } from './schema.ts';

/** The heading of a reply: it says what the reply does to the ticket, which its text alone need not say. */
export function replyTitle({ kind, entryId, asks }: Pick<DeskReply, 'kind' | 'entryId' | 'asks'>): string {
  switch (kind) {
    case undefined:
    case 'message':
      return entryId === null ? 'From the partner' : 'Reply of the partner';
    case 'did-not-help':
      return 'The partner says that the answer did not help';
    case 'verified':
      return 'The partner verified the answer';
    case 'priority-asked':
      return asks ? `The partner asks for ${asks}` : 'The partner asks for another priority';
    case 'fix-agreed':
      return 'The customer agrees to the price of the fix';
    case 'objected':
      return 'The partner’s lead objects to the decline';
    case 'reopened':
      return 'The partner’s lead opened the ticket again';
    default:
      return assertNever(kind);
  }
}
