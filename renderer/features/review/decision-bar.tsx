/** Always in view: approve with the read-back, ask for the changes that were gathered, or reject with the reason. */

import { plural, t } from '@lingui/core/macro';
import { Plural, Trans } from '@lingui/react/macro';
import { Button, Textarea } from '@mantine/core';
import { type Ref, useEffect, useRef, useState } from 'react';
import { caseNumber } from '../../../shared/base/ids.ts';
import { asSentence } from '../../../shared/base/sentence.ts';
import { storable } from '../../../shared/base/values.ts';
import type { Packet } from '../../../shared/handoff/schema.ts';
import { approve, decide } from '../../commands/handoff.ts';
import type { Outcome } from '../../store/outcome.ts';
import { refusalWords } from '../../store/outcome.ts';
import { placeWords } from '../../ui/comments.tsx';
import { focusFirst, useOpener } from '../../ui/focus-first.ts';
import { tell } from '../../ui/messages.ts';
import { useApp } from '../../views/hooks.tsx';
import { unwaived, usePacketFindings } from './findings.tsx';
import styles from './review.module.css';
import { type Draft, useDraft, useDrafts } from './review-state.ts';

type Choice = 'approve' | 'changes' | 'reject';

function Words({
  label,
  description,
  value,
  field,
  onChange,
  onSend,
}: {
  label: string;
  description?: string;
  value: string;
  /** `focusFirst` for what is written first. */
  field?: Ref<HTMLTextAreaElement> | null;
  onChange: (value: string) => void;
  /** What Ctrl-Enter does in place of the decision. */
  onSend?: () => void;
}) {
  return (
    <Textarea
      ref={field ?? null}
      label={label}
      {...(description ? { description } : {})}
      value={value}
      autosize
      minRows={2}
      maxRows={6}
      maxLength={20_000}
      onChange={(event) => onChange(storable(event.currentTarget.value))}
      onKeyDown={(event) => {
        if (!onSend || event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        onSend();
      }}
    />
  );
}

/** The changes that are asked for: what stands in the field for another one is one of them, added to the list or not. */
function changesOf({ changes, another }: Draft): Draft['changes'] {
  const text = another.trim();
  return text === '' ? changes : [...changes, { text, where: null, rule: null }];
}

function ChangeList({ packetId, draft }: { packetId: string; draft: Draft }) {
  const change = useDrafts((drafts) => drafts.change);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const text = draft.another;
  function add(): void {
    change(packetId, { changes: changesOf(draft), another: '' });
  }
  return (
    <div className="stack">
      {draft.changes.length === 0 && (
        <p className="quiet">
          <Trans>No change is asked for yet. Add one here, or beside a finding or a field.</Trans>
        </p>
      )}
      <ol className="changes">
        {draft.changes.map((each, at) => (
          <li key={`${each.text} ${each.where?.id} ${each.where?.field}`}>
            {each.where && <span className="quiet">{placeWords(each.where)}: </span>}
            {each.text}{' '}
            <Button
              variant="subtle"
              aria-label={t`Remove: ${each.text}`}
              onClick={() => {
                change(packetId, { changes: draft.changes.filter((_, index) => index !== at) });
                field.current?.focus();
              }}
            >
              <Trans>Remove</Trans>
            </Button>
          </li>
        ))}
      </ol>
      <Words
        field={field}
        label={t`Another change`}
        value={text}
        onChange={(another) => change(packetId, { another })}
        onSend={add}
      />
      <div>
        <Button
          variant="default"
          disabled={text.trim() === ''}
          onClick={() => {
            add();
            // The button can do nothing now.
            field.current?.focus();
          }}
        >
          <Trans>Add to the changes</Trans>
        </Button>
      </div>
    </div>
  );
}

/** What was done, told where the packet leaves the screen with its decision. */
const doneWords: Readonly<Record<Choice, (packet: Packet) => string>> = {
  approve: ({ caseId, revision }) =>
    t`Approved: ${caseNumber(caseId)}, revision ${revision}. It goes to Level 3.`,
  changes: ({ caseId, by }) => t`Changes asked for: ${by.name} has ${caseNumber(caseId)} again.`,
  reject: ({ caseId, by }) => t`Rejected: ${by.name} has ${caseNumber(caseId)} again.`,
};

/** What there is to write for a decision, and the button that makes it. */
function Decision({
  choice,
  packet,
  onDecided,
  onClose,
}: {
  choice: Choice;
  packet: Packet;
  onDecided: () => void;
  onClose: () => void;
}) {
  const app = useApp();
  const draft = useDraft(packet.id);
  const { change, clear } = useDrafts();
  const stops = unwaived(usePacketFindings(packet), draft.waivers);
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const { wrong, asked, waivers, text } = draft;
  const changes = changesOf(draft);

  async function make(): Promise<void> {
    setBusy(true);
    const result: Outcome =
      choice === 'approve'
        ? await approve(app, packet, { readBack: { wrong, asked }, waivers })
        : await decide(app, packet, {
            kind: choice === 'changes' ? 'asked-for-changes' : 'rejected',
            text,
            changes: choice === 'changes' ? changes : [],
          });
    setBusy(false);
    if (result.kind === 'refused') return setProblem(refusalWords(result));
    clear(packet.id);
    tell(doneWords[choice](packet));
    onDecided();
    onClose();
  }

  return (
    <form
      className="stack"
      aria-label={t`Decision`}
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void make();
      }}
    >
      {choice === 'approve' && (
        <>
          {stops.length > 0 && (
            <p className="bad">
              <Trans>
                <Plural value={stops.length} one="One finding stops" other="# findings stop" /> this packet
                and is not waived: {asSentence(stops[0]?.message ?? '')}
              </Trans>
            </p>
          )}
          <p className="quiet">
            <Trans>
              Say in your own words what is wrong and what is asked. It is signed with this computer’s key and
              goes to Level 3 with the packet.
            </Trans>
          </p>
          <Words
            field={focusFirst}
            label={t`What is wrong`}
            value={wrong}
            onChange={(value) => change(packet.id, { wrong: value })}
          />
          <Words
            label={t`What is asked of Level 3`}
            value={asked}
            onChange={(value) => change(packet.id, { asked: value })}
          />
        </>
      )}
      {choice === 'changes' && <ChangeList packetId={packet.id} draft={draft} />}
      {choice !== 'approve' && (
        <Words
          field={choice === 'reject' ? focusFirst : null}
          label={choice === 'reject' ? t`Why it is rejected` : t`A word to the engineer`}
          value={text}
          onChange={(value) => change(packet.id, { text: value })}
        />
      )}
      {choice !== 'changes' && changes.length > 0 && (
        <p className="waiting">
          <Plural
            value={changes.length}
            one="The change that you noted is not sent with this decision."
            other="The # changes that you noted are not sent with this decision."
          />
        </p>
      )}
      {problem !== '' && (
        <p className="bad" role="alert">
          {problem}
        </p>
      )}
      <div className="row">
        {choice === 'approve' && (
          <Button
            loading={busy}
            type="submit"
            disabled={stops.length > 0 || wrong.trim() === '' || asked.trim() === ''}
          >
            <Trans>Approve revision {packet.revision}</Trans>
          </Button>
        )}
        {choice === 'changes' && (
          <Button type="submit" loading={busy} disabled={changes.length === 0}>
            <Trans>
              Ask for{' '}
              {changes.length === 0
                ? t`changes`
                : plural(changes.length, { one: 'this change', other: 'these # changes' })}
            </Trans>
          </Button>
        )}
        {choice === 'reject' && (
          <Button type="submit" loading={busy} disabled={text.trim() === ''}>
            <Trans>Reject revision {packet.revision}</Trans>
          </Button>
        )}
        <Button variant="default" onClick={onClose}>
          <Trans>Not yet</Trans>
        </Button>
      </div>
    </form>
  );
}

/**
 * @param late a P1 that is with Level 3 already: it can only be approved
 * @param onDecided takes the focus from what is about to go
 */
export function DecisionBar({
  packet,
  late,
  onDecided,
}: {
  packet: Packet;
  late: boolean;
  onDecided: () => void;
}) {
  const draft = useDraft(packet.id);
  const [choice, setChoice] = useState<Choice | null>(null);
  const opener = useOpener(choice);
  const { waivers } = draft;
  const changes = changesOf(draft);
  return (
    <section className={`${styles.decision} stack`} aria-label={t`Decision`}>
      {choice !== null && (
        <Decision choice={choice} packet={packet} onDecided={onDecided} onClose={() => setChoice(null)} />
      )}
      {choice === null && (
        <div className={styles.ways}>
          <Button
            ref={opener('approve')}
            variant={changes.length > 0 && !late ? 'default' : 'filled'}
            onClick={() => setChoice('approve')}
          >
            <Trans>Approve…</Trans>
          </Button>
          {!late && (
            <>
              <Button
                ref={opener('changes')}
                variant={changes.length > 0 ? 'filled' : 'default'}
                onClick={() => setChoice('changes')}
              >
                <Trans>
                  Ask for{' '}
                  {changes.length === 0
                    ? t`changes`
                    : plural(changes.length, { one: '# change', other: '# changes' })}
                  …
                </Trans>
              </Button>
              <Button ref={opener('reject')} variant="default" onClick={() => setChoice('reject')}>
                <Trans>Reject…</Trans>
              </Button>
            </>
          )}
          {waivers.length > 0 && (
            <span className="quiet num">
              <Trans>{waivers.length} waived</Trans>
            </span>
          )}
        </div>
      )}
    </section>
  );
}
