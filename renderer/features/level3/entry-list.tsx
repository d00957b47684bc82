/** What was said and done about a ticket, oldest first: the desk's entries and the partner's replies. */
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { DeskEntry, DeskReply } from '../../../shared/intake/schema.ts';
import { commitmentWords } from '../../../shared/policy/commitments.ts';
import { assertNever } from '../../../shared/values.ts';
import { Icon } from '../../ui/icons.tsx';
import { capturedTime, clockTime } from '../../ui/times.ts';

const answerWords = { 'work-around': 'Work-around', patch: 'Patch', fix: 'Fix' } as const;

/** What the entry is, in a few words. */
export function entryTitle(entry: DeskEntry): string {
  switch (entry.kind) {
    case 'acknowledged':
      return 'Acknowledged';
    case 'information-asked':
      return 'Asked for information';
    case 'information-settled':
      return 'The answer serves';
    case 'access-refused':
      return `Access ${entry.how} by the customer: ${entry.commitment === 'all' ? 'all times' : commitmentWords[entry.commitment]} void for good since ${clockTime(entry.since)}`;
    case 'planned':
      return 'Action plan';
    case 'executive-notified':
      return `Executive notified: ${entry.executive}`;
    case 'release-dated':
      return `Release ${entry.release} expected on ${entry.date}`;
    case 'priority-changed':
      return `Priority changed from ${entry.from} to ${entry.to}`;
    case 'answered':
      return `Answered: ${answerWords[entry.answer]}`;
    case 'closed':
      return `Closed, with the agreement of ${entry.agreedBy}, ${clockTime(entry.agreedAt)}`;
    case 'note':
      return 'Note';
    case 'outside-status':
      return `${entry.system} says: ${entry.status}${entry.reference === '' ? '' : ` (${entry.reference})`}`;
    default:
      return assertNever(entry);
  }
}

/** Its texts, each under its name. */
function textsOf(entry: DeskEntry): readonly (readonly [string, string])[] {
  switch (entry.kind) {
    case 'information-asked':
      return [['', entry.question]];
    case 'access-refused':
      return [
        ['What happened', entry.reason],
        ['Evidence', entry.evidence],
      ];
    case 'planned':
      return [
        ['Nature of the incident', entry.nature],
        ['Effect on the use of the system', entry.effect],
        ['Procedures to correct it', entry.procedures],
        ['Thought to be complete on', entry.estimatedCompletion],
        ['About the estimate', entry.estimateNote],
      ];
    case 'priority-changed':
      return [['Why', entry.reason]];
    case 'answered':
      return [
        ['What it does', entry.description],
        ['Ramifications', entry.ramifications],
        ['How it is distributed', entry.distribution],
      ];
    case 'note':
      return [['', entry.text]];
    case 'release-dated':
      return [];
    case 'acknowledged':
    case 'information-settled':
    case 'executive-notified':
    case 'closed':
    case 'outside-status':
      return [['', entry.note]];
    default:
      return assertNever(entry);
  }
}

function Texts({ entry }: { entry: DeskEntry }) {
  const texts = textsOf(entry).filter(([, text]) => text !== '');
  if (texts.length === 0) return null;
  if (texts.every(([name]) => name === '')) return <p className="said">{texts[0]?.[1]}</p>;
  return (
    <dl className="facts">
      {texts.map(([name, text]) => (
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
  children,
}: {
  title: string;
  at: { at: string; zone: string };
  by: string;
  waiting: boolean;
  children: ReactNode;
}) {
  return (
    <li className="entry">
      <div className="row">
        <strong>{title}</strong>
        <span className="quiet num">
          {by}, {capturedTime(at)}
        </span>
        {waiting && (
          <span className="waiting">
            <Icon name="sync" /> Saved on this computer, waits for the hub
          </span>
        )}
      </div>
      {children}
    </li>
  );
}

/** @param onSettle where the person may close questions */
export function EntryList({
  entries,
  replies,
  waiting,
  onSettle,
}: {
  entries: readonly DeskEntry[];
  replies: readonly DeskReply[];
  waiting: ReadonlySet<string>;
  onSettle?: (entryId: string) => void;
}) {
  const settled = new Set(
    entries.flatMap((each) => (each.kind === 'information-settled' ? [each.entryId] : [])),
  );
  const lines = [
    ...entries.map((entry) => ({ id: entry.id, entry, reply: null })),
    ...replies.map((reply) => ({ id: reply.id, entry: null, reply })),
  ].sort((a, b) => (a.id < b.id ? -1 : 1));
  if (lines.length === 0) return <p className="quiet">Nothing was entered yet.</p>;
  return (
    <ol className="plain-list">
      {lines.map(({ id, entry, reply }) =>
        entry ? (
          <Line key={id} title={entryTitle(entry)} at={entry.at} by={entry.by.name} waiting={waiting.has(id)}>
            <Texts entry={entry} />
            {entry.kind === 'information-asked' && (
              <div className="row">
                <span className={settled.has(id) ? 'good' : 'waiting'}>
                  <Icon name={settled.has(id) ? 'done' : 'missing'} />{' '}
                  {settled.has(id) ? 'Settled' : 'Open with the engineer'}
                </span>
                {!settled.has(id) && onSettle && (
                  <Button variant="default" onClick={() => onSettle(id)}>
                    The answer serves
                  </Button>
                )}
              </div>
            )}
          </Line>
        ) : (
          <Line
            key={id}
            title={reply.entryId === null ? 'From the partner' : 'Reply of the partner'}
            at={reply.at}
            by={reply.by.name}
            waiting={waiting.has(id)}
          >
            <p className="said">{reply.text}</p>
            {reply.attachments.length > 0 && (
              <p className="quiet num">
                {reply.attachments.length} {reply.attachments.length === 1 ? 'file' : 'files'} with it
              </p>
            )}
          </Line>
        ),
      )}
    </ol>
  );
}
