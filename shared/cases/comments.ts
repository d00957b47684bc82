/** A remark on a case. Only ever added. */
import type { z } from 'zod';
import { place } from '../base/place.ts';
import { text } from '../base/values.ts';
import { describe } from './describe.ts';
import { answer, field, given, ownIds } from './field.ts';

export const comments = describe({
  ...ownIds,
  at: field.madeAt({ label: 'When' }),
  by: field.person({ label: 'By whom' }),
  text: given(text, { kind: 'text' }, { label: 'Text' }),
  /** The field that it is about; null for the case as a whole. */
  anchor: answer(place.nullable(), null, { kind: 'place' }, { label: 'What it is about', since: 3 }),
  /** The comment that it answers. */
  replyTo: field.reference('comments', { label: 'Answers', since: 3 }),
  /** The comment that it says is dealt with; `text` may be empty then. */
  done: field.reference('comments', { label: 'Says as done', since: 3 }),
});

export const commentRecord = comments.schema;
export type CommentRecord = z.infer<typeof commentRecord>;
