/** Threads of remarks: read, answered, marked as dealt with; and the line on which a new one is written. */

import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, Textarea } from '@mantine/core';
import { useRef, useState } from 'react';
import { cut } from '../../shared/base/cut.ts';
import { type Place, samePlace } from '../../shared/base/place.ts';
import { capital } from '../../shared/base/sentence.ts';
import { storable } from '../../shared/base/values.ts';
import type { CommentRecord } from '../../shared/cases/records.ts';
import { tableWord } from '../../shared/sync/tables.ts';
import { addComment, answerDraft, readThreads, type Thread } from '../commands/comments.ts';
import { refusalWords } from '../store/outcome.ts';
import { useApp, useMayPush } from '../views/hooks.tsx';
import { useView } from '../views/use-view.ts';
import { begunWords, ofDraft, useIsBegun } from './begun.ts';
import { fieldWord } from './field-words.ts';
import { focusFirst, useOpener } from './focus-first.ts';
import { useKeptText } from './kept-text.ts';
import { useOneAtATime } from './one-at-a-time.ts';
import { capturedTime } from './times.ts';

export function useThreads(caseId: string): Thread[] {
  return useView(readThreads, caseId) ?? [];
}

/** What a place is called where it stands alone. */
export function placeWords(place: Place): string {
  const field = place.field === null ? '' : fieldWord(place.table, place.field);
  if (place.table === 'cases') return field || t`The case`;
  const table = tableWord(place.table);
  return capital(field === '' ? table : `${table}: ${field}`);
}

function Words({ comment }: { comment: CommentRecord }) {
  return (
    <p className="comment">
      <strong>{comment.by.name}</strong> <span className="quiet num">{capturedTime(comment.at)}</span>
      <br />
      {comment.text}
    </p>
  );
}

/**
 * A text and a button, for who pressed something to write: it has the focus as it opens, so that no letter is taken for a key. What was typed
 * and not sent is there again when it is opened the next time, after a reload as well.
 * @param draft under which it is kept. It lies in clear: no words that were typed
 */
export function CommentForm({
  label,
  draft,
  button,
  onSend,
  onCancel,
}: {
  label: string;
  draft: string;
  button: string;
  onSend: (text: string) => Promise<string>;
  onCancel?: () => void;
}) {
  const [text, setText] = useKeptText(draft);
  const [problem, setProblem] = useState('');
  const send = useOneAtATime(async () => {
    if (text.trim() === '') return;
    const words = await onSend(text.trim());
    setProblem(words);
    if (words === '') setText('');
  });
  return (
    <div className="stack">
      <Textarea
        {...ofDraft(draft)}
        ref={focusFirst}
        label={label}
        value={text}
        autosize
        maxLength={20_000}
        onChange={(event) => setText(storable(event.currentTarget.value))}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send();
        }}
      />
      {problem !== '' && (
        <p className="bad" role="alert">
          {problem}
        </p>
      )}
      <div className="row">
        <Button variant="default" disabled={text.trim() === ''} onClick={send}>
          {button}
        </Button>
        {onCancel && (
          <Button variant="subtle" onClick={onCancel}>
            <Trans>Cancel</Trans>
          </Button>
        )}
      </div>
    </div>
  );
}

export function ThreadView({ thread, where }: { thread: Thread; where: boolean }) {
  const app = useApp();
  const says = useMayPush('comments');
  const [answering, setAnswering] = useState(false);
  const line = useRef<HTMLLIElement>(null);
  const opener = useOpener(answering ? 'answer' : null, line);
  const { first, replies, done } = thread;
  const about = cut(first.text, 40);
  const draft = answerDraft(first.id);
  const answerWords = begunWords(t`Answer`, useIsBegun(draft));
  async function add(text: string, fields: { replyTo?: string; done?: string }): Promise<string> {
    const result = await addComment(app, first.caseId, { text, anchor: first.anchor, ...fields });
    if (result.kind !== 'saved') return refusalWords(result);
    setAnswering(false);
    return '';
  }
  return (
    <li ref={line} tabIndex={-1} className="thread stack" data-done={done !== null}>
      {where && first.anchor && <span className="quiet">{placeWords(first.anchor)}</span>}
      <Words comment={first} />
      {replies.map((reply) => (
        <Words key={reply.id} comment={reply} />
      ))}
      {done ? (
        <p className="good">
          <Trans>
            Done, says {done.by.name}, {capturedTime(done.at)}
          </Trans>
        </p>
      ) : answering ? (
        <CommentForm
          label={t`Answer to "${about}"`}
          draft={draft}
          button={t`Answer`}
          onSend={(text) => add(text, { replyTo: first.id })}
          onCancel={() => setAnswering(false)}
        />
      ) : (
        says && (
          <div className="row">
            <Button
              ref={opener('answer')}
              variant="subtle"
              {...ofDraft(draft)}
              aria-label={`${answerWords} "${about}"`}
              onClick={() => setAnswering(true)}
            >
              {answerWords}
            </Button>
            <Button
              variant="subtle"
              aria-label={t`Done: "${about}"`}
              onClick={() => {
                // The button goes once it is done.
                line.current?.focus();
                void add('', { done: first.id });
              }}
            >
              <Trans>Done</Trans>
            </Button>
          </div>
        )
      )}
    </li>
  );
}

/** The threads of one field, beside it. */
export function ThreadsAt({ threads, place }: { threads: readonly Thread[]; place: Place }) {
  const own = threads.filter(({ first }) => first.anchor && samePlace(first.anchor, place));
  if (own.length === 0) return null;
  return (
    <ul className="plain-list">
      {own.map((thread) => (
        <ThreadView key={thread.first.id} thread={thread} where={false} />
      ))}
    </ul>
  );
}
