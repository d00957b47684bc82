/** A reply to a question of Level 3: text, and files of the case. Saved here first, sent when the hub can be reached. */

import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, Checkbox, Textarea } from '@mantine/core';
import { useRef, useState } from 'react';
import { storable } from '../../../../shared/base/values.ts';
import type { Ticket } from '../../../../shared/tickets/schema.ts';
import { replyToDesk } from '../../../commands/desk-replies.ts';
import { refusalWords } from '../../../store/outcome.ts';
import { ChooseFiles } from '../../../ui/choose-files.tsx';
import { formId, useKeptState } from '../../../ui/kept-form.ts';
import { useKeptText } from '../../../ui/kept-text.ts';
import { useOneAtATime } from '../../../ui/one-at-a-time.ts';
import { bytes } from '../../../ui/times.ts';
import { contentsOf, useApp, useCasePart } from '../../../views/hooks.tsx';
import { HeldFiles } from '../../redaction/held-files.tsx';
import { AddingList, useAddFiles } from '../capture/adding-files.tsx';

/** Files that are offered; the newest of a case with more. */
const MOST_FILES = 50;
/** Characters of a reply. */
const MOST = 20_000;

export function ReplyForm({ ticket, entryId }: { ticket: Ticket; entryId: string }) {
  const app = useApp();
  const attachments = useCasePart((open) => contentsOf(open).attachments);
  const [text, setText] = useKeptText(`reply ${entryId}`);
  const latest = useRef(text);
  latest.current = text;
  const [chosen, setChosen] = useKeptState<readonly string[]>(formId('reply', entryId), 'files', []);
  const [problem, setProblem] = useState('');
  const { take, ...incoming } = useAddFiles(ticket.caseId);
  const files = attachments.filter((each) => !each.removed).slice(-MOST_FILES);

  async function add(picked: readonly File[]): Promise<void> {
    const added = (await take(picked)).map((file) => file.id);
    setChosen((before) => [...before, ...added]);
  }

  const send = useOneAtATime(async () => {
    if (text.trim() === '') return setProblem(t`Write the reply.`);
    if (text.length > MOST)
      return setProblem(
        t`${text.length} characters: ${MOST} fit. Nothing is cut off; add the rest as a file.`,
      );
    const there = new Set(attachments.map(({ id }) => id));
    if (chosen.some((id) => !there.has(id)))
      return setProblem(t`A file of this reply is held. Redact it, or say why it needs no redaction, first.`);
    const result = await replyToDesk(app, ticket, { entryId, text, attachments: [...chosen] });
    if (result.kind === 'refused') return setProblem(refusalWords(result));
    // What was written on meanwhile stays.
    if (latest.current === text) setText('');
    setChosen((before) => (before === chosen ? [] : before));
    setProblem('');
  });

  return (
    <div className="stack">
      <form
        className="stack"
        aria-label={t`Reply to Level 3`}
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <Textarea
          id={`reply-${entryId}`}
          label={t`Your reply`}
          value={text}
          error={problem || undefined}
          onChange={(event) => setText(storable(event.currentTarget.value))}
        />
        {files.length > 0 && (
          <fieldset className="plain-fieldset">
            <legend>
              <Trans>Files of the case that go with it</Trans>
            </legend>
            {files.map((file) => (
              <Checkbox
                key={file.id}
                label={`${file.name} (${bytes(file.size)})`}
                checked={chosen.includes(file.id)}
                onChange={(event) => {
                  const { checked } = event.currentTarget;
                  setChosen((before) =>
                    checked ? [...before, file.id] : before.filter((each) => each !== file.id),
                  );
                }}
              />
            ))}
          </fieldset>
        )}
        <AddingList {...incoming} />
        <div className="row">
          <Button type="submit" disabled={incoming.adding.length > 0}>
            <Trans>Send the reply</Trans>
          </Button>
          <ChooseFiles multiple label={t`Files to add to the reply`} onChoose={(picked) => void add(picked)}>
            {t`Add files`}
          </ChooseFiles>
          <span className="quiet">
            <Trans>Files other than pictures are held here until they are redacted.</Trans>
          </span>
        </div>
      </form>
      {/* Beside the form: what is said of a held file is a form of its own. */}
      <HeldFiles caseId={ticket.caseId} />
    </div>
  );
}
