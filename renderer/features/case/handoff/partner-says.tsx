/** What a partner says to Level 3 unasked: that an answer helped or did not, that it is worse, an objection, an end taken back. */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { storable } from '../../../../shared/base/values.ts';
import { may } from '../../../../shared/certification/access.ts';
import { type Priority, priority as priorities } from '../../../../shared/policy/priority.ts';
import { closableFrom, closableWords } from '../../../../shared/tickets/closing.ts';
import { checkReply } from '../../../../shared/tickets/rules.ts';
import type { DeskEntry, DeskReply, ReplyKind, Ticket } from '../../../../shared/tickets/schema.ts';
import { sayToDesk } from '../../../commands/desk-replies.ts';
import { outcomeWords } from '../../../store/outcome.ts';
import { Choice } from '../../../ui/choice.tsx';
import { useKeptText } from '../../../ui/kept-text.ts';
import { useOneAtATime } from '../../../ui/one-at-a-time.ts';
import { useApp, useIdentity } from '../../../views/hooks.tsx';
import { useCaseClocks } from '../case-clocks.tsx';

const words: Readonly<Record<ReplyKind, string>> = {
  message: t`A message`,
  'did-not-help': t`The answer did not help`,
  verified: t`The answer was verified`,
  'priority-asked': t`It is worse, or less urgent: another priority`,
  'fix-agreed': t`The customer agrees to the price of the fix`,
  objected: t`Object to the decline`,
  reopened: t`Open the ticket again`,
};

export function PartnerSays({
  ticket,
  entries,
  replies,
}: {
  ticket: Ticket;
  entries: readonly DeskEntry[];
  replies: readonly DeskReply[];
}) {
  const app = useApp();
  const identity = useIdentity();
  const { holidayLists } = useCaseClocks();
  // The whole form is kept: an objection that came back as a message would be sent as one.
  const [kind, setKind] = useKeptText(`say-kind ${ticket.id}`);
  const [text, setText] = useKeptText(`say ${ticket.id}`);
  const [keptAsks, setAsks] = useKeptText(`say-priority ${ticket.id}`);
  const [agreedBy, setAgreedBy] = useKeptText(`say-agreed ${ticket.id}`);
  const asks: Priority = priorities.options.find((each) => each === keptAsks) ?? 'P1';
  const [told, setTold] = useState('');
  const say = useOneAtATime(async () => {
    const result = await sayToDesk(app, ticket, rowOf(chosen), { entries, replies, mayReview });
    const words = outcomeWords(result);
    setTold(words === '' ? t`Saved on this computer; it goes to Level 3 with the next sync.` : words);
    if (result.kind !== 'saved') return;
    setText('');
    setAgreedBy('');
    setKind('');
    setAsks('');
  });
  if (!identity) return null;
  const mayReview = may(identity, 'review-packets');
  const price = entries.findLast((each) => each.kind === 'fix-priced');
  const rowOf = (chosen: ReplyKind) => ({
    kind: chosen,
    text,
    attachments: [],
    entryId: chosen === 'fix-agreed' ? (price?.id ?? null) : null,
    ...(chosen === 'priority-asked' && { asks }),
    ...((chosen === 'verified' || chosen === 'fix-agreed') && { agreedBy, agreedAt: app.here() }),
  });
  /** Whether it can be said at all now, whatever is written yet. */
  const possible = (chosen: ReplyKind) => {
    const facts = { entries, replies, mayReview };
    const filled = {
      ...{ id: ticket.id, ticketId: ticket.id, caseId: ticket.caseId, organisationId: ticket.organisationId },
      ...{ at: app.here(), by: identity.person, ...rowOf(chosen), text: 'What was seen and why.' },
      // Whatever is written of it yet: a name that is being typed begins with one letter.
      agreedBy: 'Somebody',
    };
    return checkReply(filled, ticket.state, facts).ok;
  };
  const closable = ticket.state === 'answered' ? closableFrom(entries, holidayLists) : null;
  const kinds = (Object.keys(words) as ReplyKind[]).filter(possible);
  const chosen = kinds.find((each) => each === kind) ?? 'message';
  return (
    <form
      className="card stack"
      aria-label={t`Say something to Level 3`}
      onSubmit={(event) => {
        event.preventDefault();
        say();
      }}
    >
      {closable !== null && (
        <p>
          <Trans>
            Say whether the answer helped. Without a word from you, Level 3 may close the ticket from{' '}
            {closableWords(closable)} on.
          </Trans>
        </p>
      )}
      <NativeSelect
        label={t`Tell Level 3`}
        value={chosen}
        data={kinds.map((value) => ({ value, label: words[value] }))}
        onChange={(event) => setKind(event.currentTarget.value)}
      />
      {chosen === 'priority-asked' && (
        <Choice
          label={t`Priority that is asked for`}
          value={asks}
          options={priorities.options.map((value) => ({ value, label: value }))}
          onChange={setAsks}
        />
      )}
      {(chosen === 'verified' || chosen === 'fix-agreed') && (
        <TextInput
          label={chosen === 'verified' ? t`With whom at the customer` : t`Who at the customer agreed`}
          value={agreedBy}
          maxLength={300}
          onChange={(event) => setAgreedBy(storable(event.currentTarget.value))}
        />
      )}
      <Textarea
        label={chosen === 'message' ? t`Message` : t`What was seen, and why`}
        value={text}
        maxLength={20_000}
        onChange={(event) => setText(storable(event.currentTarget.value))}
      />
      <div className="row">
        <Button type="submit" variant="default">
          <Trans>Send to Level 3</Trans>
        </Button>
        <span role="status">{told}</span>
      </div>
    </form>
  );
}
