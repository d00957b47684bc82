/** What was said and done about a ticket, oldest first: the desk's entries and the partner's replies. */
import { t } from '@lingui/core/macro';
import { Plural, Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { replyTitle } from '../../../shared/tickets/reply-words.ts';
import type { DeskEntry, DeskReply } from '../../../shared/tickets/schema.ts';
import type { filesOfReply } from '../../commands/desk.ts';
import { ClauseLink } from '../../ui/clause-link.tsx';
import { deskEntryWords, type EntryWords } from '../../ui/desk-words.ts';
import { Icon } from '../../ui/icons.tsx';
import { capturedTime } from '../../ui/times.ts';
import styles from './entry-list.module.css';
import { TicketFiles } from './ticket-files.tsx';

function Texts({ parts }: { parts: EntryWords['parts'] }) {
  if (parts.length === 0) return null;
  return (
    <dl className={`facts ${styles.facts}`}>
      {parts.map(({ name, text }) => (
        <div key={name} className="fact-pair">
          <dt>{name}</dt>
          <dd className="said">{text}</dd>
        </div>
      ))}
    </dl>
  );
}

function Line({
  title,
  at,
  by,
  waiting,
  clause = null,
  children,
}: {
  title: string;
  at: { at: string; zone: string };
  by: string;
  waiting: boolean;
  clause?: string | null;
  children: ReactNode;
}) {
  return (
    <li className="entry">
      <div className="row">
        <strong>{title}</strong>
        <span className="quiet num">
          {by}, {capturedTime(at)}
        </span>
        {clause && <ClauseLink id={clause} />}
        {waiting && (
          <span className="waiting">
            <Icon name="sync" /> <Trans>Saved on this computer, waits for the hub</Trans>
          </span>
        )}
      </div>
      {children}
    </li>
  );
}

function EntryLine({
  entry,
  engineer,
  waiting,
  settled,
  repliedBy,
  onSettle,
}: {
  entry: DeskEntry;
  engineer: string;
  waiting: boolean;
  settled: boolean;
  /** Who replied to it last; empty where nobody has. */
  repliedBy: string;
  onSettle?: (entryId: string) => void;
}) {
  const stands = settled
    ? t`Settled`
    : repliedBy === ''
      ? t`Waiting for ${engineer}`
      : t`${repliedBy} replied: mark it as answered, or ask again`;
  const { title, clause, parts } = deskEntryWords(entry);
  return (
    <Line title={title} at={entry.at} by={entry.by.name} waiting={waiting} clause={clause}>
      <Texts parts={parts} />
      {entry.kind === 'information-asked' && (
        <div className="row">
          <span className={settled ? 'good' : 'waiting'}>
            <Icon name={settled ? 'done' : repliedBy === '' ? 'missing' : 'warning'} /> {stands}
          </span>
          {!settled && onSettle && (
            <Button variant="default" onClick={() => onSettle(entry.id)}>
              <Trans>Mark as answered</Trans>
            </Button>
          )}
        </div>
      )}
    </Line>
  );
}

function ReplyFiles({ files, ticketId }: { files: ReturnType<typeof filesOfReply>; ticketId: string }) {
  const known = files.flatMap(({ file }) => (file ? [{ ...file, about: [] }] : []));
  const unknown = files.length - known.length;
  return (
    <>
      {known.length > 0 && <TicketFiles files={known} ticketId={ticketId} label={t`Files with the reply`} />}
      {unknown > 0 && (
        <p className="quiet num">
          <Trans>
            <Plural value={unknown} one="A file" other="# files" /> that this computer knows nothing of. Ask
            the partner for <Plural value={unknown} one="it" other="them" />.
          </Trans>
        </p>
      )}
    </>
  );
}

/**
 * @param files what is known of a reply's files
 * @param onSettle where the person may close questions
 */
export function EntryList({
  entries,
  engineer,
  replies,
  talk,
  waiting,
  files,
  onSettle,
}: {
  entries: readonly DeskEntry[];
  /** Whose case it is: who is asked. */
  engineer: string;
  replies: readonly DeskReply[];
  /** Ids of both, in the order in which they are shown. */
  talk: readonly string[];
  waiting: ReadonlySet<string>;
  files: (reply: DeskReply) => ReturnType<typeof filesOfReply>;
  onSettle?: (entryId: string) => void;
}) {
  const settled = new Set(
    entries.flatMap((each) => (each.kind === 'information-settled' ? [each.entryId] : [])),
  );
  const entered = new Map(entries.map((entry) => [entry.id, entry]));
  const replied = new Map(replies.map((reply) => [reply.id, reply]));
  const lines = talk.flatMap((id) => {
    const [entry, reply] = [entered.get(id), replied.get(id)];
    if (entry) return { id, entry, reply: null };
    return reply ? { id, entry: null, reply } : [];
  });
  if (lines.length === 0)
    return (
      <p className="quiet">
        <Trans>No entries yet.</Trans>
      </p>
    );
  return (
    <ol className="plain-list">
      {lines.map(({ id, entry, reply }) =>
        entry ? (
          <EntryLine
            key={id}
            entry={entry}
            engineer={engineer}
            waiting={waiting.has(id)}
            settled={settled.has(id)}
            repliedBy={replies.findLast(({ entryId }) => entryId === id)?.by.name ?? ''}
            {...(onSettle ? { onSettle } : {})}
          />
        ) : (
          <Line key={id} title={replyTitle(reply)} at={reply.at} by={reply.by.name} waiting={waiting.has(id)}>
            <p className="said">{reply.text}</p>
            {(reply.agreedBy || reply.agreedAt) && (
              <p className="quiet">
                {[
                  reply.agreedBy && t`At the customer: ${reply.agreedBy}`,
                  reply.agreedAt && capturedTime(reply.agreedAt),
                ]
                  .filter(Boolean)
                  .join(', ')}
              </p>
            )}
            <ReplyFiles files={files(reply)} ticketId={reply.ticketId} />
          </Line>
        ),
      )}
    </ol>
  );
}
