/** What the desk reads above a partner's reply. */
import { expect, test } from 'vitest';
import { replyTitle } from '../../../shared/tickets/reply-words.ts';
import type { ReplyKind } from '../../../shared/tickets/schema.ts';

const title = (kind: ReplyKind | undefined, entryId: string | null = null) =>
  replyTitle({ ...(kind && { kind }), entryId });

test('the conversation says that an answer did not help, was verified, or that another priority is asked for', () => {
  expect(title('did-not-help')).toBe('The partner says that the answer did not help');
  expect(title('verified')).toBe('The partner verified the answer');
  expect(replyTitle({ kind: 'priority-asked', asks: 'P1', entryId: null })).toBe('The partner asks for P1');
  expect(title('fix-agreed')).toBe('The customer agrees to the price of the fix');
  expect(title('objected')).toBe('The partner’s lead objects to the decline');
  expect(title('reopened')).toBe('The partner’s lead opened the ticket again');
});

test('a message stays what it was: said unasked, or the reply to a question; a reply of before schema 5 is a message', () => {
  expect(title('message')).toBe('From the partner');
  expect(title(undefined)).toBe('From the partner');
  expect(title('message', '01900000-0000-7000-8000-000000000001')).toBe('Reply of the partner');
});
