/** What Level 3 did with the case, oldest first, and replies to what it asks. Readable offline. */

import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { replyTitle } from '../../../../shared/tickets/reply-words.ts';
import type { DeskEntry, DeskReply, Ticket } from '../../../../shared/tickets/schema.ts';
import { standingTicket } from '../../../../shared/tickets/standing.ts';
import { isSettled } from '../../../commands/desk-replies.ts';
import { useArrival } from '../../../ui/arrival.ts';
import { ClauseLink } from '../../../ui/clause-link.tsx';
import { deskEntryWords, type EntryWords } from '../../../ui/desk-words.ts';
import { Icon } from '../../../ui/icons.tsx';
import { bytes, capturedTime } from '../../../ui/times.ts';
import { readDeskFacts, readReplies } from '../../../views/clocks.ts';
import { contentsOf, useCasePart, useMayPush } from '../../../views/hooks.tsx';
import { useView } from '../../../views/use-view.ts';
import { RevealNames, TokenText } from '../../redaction/token-text.tsx';
import { Section } from '../section.tsx';
import { PartnerSays } from './partner-says.tsx';
import { ReplyForm } from './reply-form.tsx';

/** The parts of an entry: what each is called, and what it says. */
function Parts({ parts }: { parts: EntryWords['parts'] }) {
  const caseId = useCasePart((open) => contentsOf(open).case.id);
  if (parts.length === 0) return null;
  return (
    <dl className="facts">
      {parts.map(({ name, text }) => (
        <div key={name} className="fact-pair">
          <dt>{name}</dt>
          <dd className="told">
            <TokenText caseId={caseId} text={text} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Reply({ reply }: { reply: DeskReply }) {
  const attachments = useCasePart((open) => contentsOf(open).attachments);
  const files = reply.attachments.map((id) => {
    const file = attachments.find((each) => each.id === id);
    return file ? `${file.name} (${bytes(file.size)})` : t`a file that is not on this computer`;
  });
  // More than a message: it moved the ticket, or asks that it be moved.
  const said = (reply.kind ?? 'message') !== 'message';
  return (
    <li className="entry">
      <p>
        <strong>{said ? replyTitle(reply) : t`${reply.by.name} replied`}</strong>{' '}
        <span className="quiet num">
          {said && `${reply.by.name}, `}
          {capturedTime(reply.at)}
        </span>
      </p>
      <p className="told">{reply.text}</p>
      {files.length > 0 && (
        <p className="quiet num">
          <Trans>With {files.join(', ')}</Trans>
        </p>
      )}
    </li>
  );
}

function Entry({
  entry,
  entries,
  replies,
  ticket,
}: {
  entry: DeskEntry;
  entries: readonly DeskEntry[];
  replies: readonly DeskReply[];
  ticket: Ticket;
}) {
  const { title, clause, parts } = deskEntryWords(entry);
  const open = entry.kind === 'information-asked' && !isSettled(entry, entries);
  const answers = useMayPush('deskReplies') && open;
  const own = replies.filter((each) => each.entryId === entry.id);
  return (
    <li className="entry stack" id={`desk-${entry.id}`} tabIndex={-1}>
      <p>
        <strong>{title}</strong>{' '}
        <span className="quiet num">
          {entry.by.name}, {capturedTime(entry.at)}
        </span>{' '}
        {clause && <ClauseLink id={clause} />}{' '}
        {entry.kind === 'information-asked' && (
          <span className={open ? 'waiting' : 'good'}>
            <Icon name={open ? 'warning' : 'done'} />{' '}
            {open ? (own.length > 0 ? t`Replied, waits for Level 3` : t`Waits for your reply`) : t`Settled`}
          </span>
        )}
      </p>
      <Parts parts={parts} />
      {own.length > 0 && (
        <ol className="plain-list">
          {own.map((reply) => (
            <Reply key={reply.id} reply={reply} />
          ))}
        </ol>
      )}
      {answers && <RevealNames ticket={ticket} entryId={entry.id} question={entry.question} replies={own} />}
      {answers && <ReplyForm ticket={ticket} entryId={entry.id} />}
    </li>
  );
}

/** @param entry the one that the person came for; null for none */
export function Level3Section({ entry: wanted }: { entry: string | null }) {
  const caseId = useCasePart((open) => contentsOf(open).case.id);
  const says = useMayPush('deskReplies');
  const desk = useView(readDeskFacts, caseId);
  const ticket = desk?.ticket ?? null;
  const replies = useView(readReplies, ticket?.id ?? null) ?? [];
  const entries = desk?.entries ?? [];
  // The newest first: it is what the person came for.
  const newestFirst = entries.toReversed();
  const found = entries.find(({ id }) => id === wanted);
  const asks = found?.kind === 'information-asked' && !isSettled(found, entries);
  useArrival(wanted === null ? null : asks ? `reply-${wanted}` : `desk-${wanted}`);
  return (
    <Section id="level3" title={t`Level 3`}>
      {ticket === null ? (
        <p className="quiet">
          <Trans>Level 3 has not taken the case in yet.</Trans>
        </p>
      ) : (
        <div className="stack">
          <p>
            <Trans>
              Ticket <strong className="mono">{ticket.ticket}</strong>
              {ticket.outsideReference !== '' && t`, called ${ticket.outsideReference} in its own system`}
              {ticket.outsideStatus !== '' && t`, which says: ${ticket.outsideStatus}`}
            </Trans>
          </p>
          {entries.length === 0 && (
            <p className="quiet">
              <Trans>Level 3 has not answered yet.</Trans>
            </p>
          )}
          <ol className="plain-list" aria-label={t`What Level 3 did`}>
            {newestFirst.map((entry) => (
              <Entry key={entry.id} entry={entry} entries={entries} replies={replies} ticket={ticket} />
            ))}
            {replies
              .filter((each) => each.entryId === null)
              .map((reply) => (
                <Reply key={reply.id} reply={reply} />
              ))}
          </ol>
          {says && (
            <PartnerSays
              ticket={standingTicket(ticket, entries, replies)}
              entries={entries}
              replies={replies}
            />
          )}
        </div>
      )}
    </Section>
  );
}
