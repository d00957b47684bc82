/** How the case ends without Level 3, and how a lead takes an end back. */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { storable } from '../../../shared/base/values.ts';
import { cases } from '../../../shared/cases/case.ts';
import { caseEndWords, outsideClauses, type PartnerEnd, partnerEnds } from '../../../shared/cases/ends.ts';
import { type EndFields, endCase, reopenCase } from '../../commands/ends.ts';
import { outcomeWords } from '../../store/outcome.ts';
import { ClauseLink } from '../../ui/clause-link.tsx';
import { dropForm, formId, useKeptState } from '../../ui/kept-form.ts';
import { useOneAtATime } from '../../ui/one-at-a-time.ts';
import { WhyReadOnly } from '../../ui/why-read-only.tsx';
import { contentsOf, useApp, useCaseLock, useCasePart, useMay } from '../../views/hooks.tsx';
import { Section } from './section.tsx';

const choices = [
  { value: '', label: t`Choose` },
  ...partnerEnds.map((value) => ({ value, label: caseEndWords[value] })),
];
const clauses = [
  { value: '', label: t`Choose` },
  ...Object.entries(outsideClauses).map(([value, label]) => ({ value, label })),
];

function EndForm() {
  const app = useApp();
  const record = useCasePart((open) => contentsOf(open).case);
  const form = formId('end', record.id);
  const [endedAs, setEndedAs] = useKeptState<PartnerEnd | ''>(form, 'as', '');
  const [endClause, setEndClause] = useKeptState(form, 'clause', '');
  const [endSentTo, setEndSentTo] = useKeptState(form, 'sent-to', '');
  const [text, setText] = useKeptState(form, 'text', '');
  const [told, setTold] = useState('');
  const end = useOneAtATime(async () => {
    if (!endedAs) return setTold(t`Choose how the case ended.`);
    const summary =
      endedAs === 'solved-level1'
        ? { level1Summary: text || record.level1Summary }
        : endedAs === 'solved-level2'
          ? { level2Summary: text || record.level2Summary }
          : { endReason: text };
    const outside = endedAs === 'not-ours' ? { endClause, endSentTo } : {};
    const fields: EndFields = { endedAs, ...summary, ...outside };
    const result = await endCase(app, record, fields);
    setTold(outcomeWords(result));
    if (result.kind === 'saved') dropForm(form);
  });
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        end();
      }}
    >
      <NativeSelect
        label={cases.fields.endedAs.label}
        value={endedAs}
        data={choices}
        onChange={(event) => setEndedAs(partnerEnds.find((each) => each === event.currentTarget.value) ?? '')}
      />
      {endedAs === 'not-ours' && (
        <>
          <NativeSelect
            label={cases.fields.endClause.label}
            value={endClause}
            data={clauses}
            onChange={(event) => setEndClause(event.currentTarget.value)}
          />
          <TextInput
            label={cases.fields.endSentTo.label}
            value={endSentTo}
            maxLength={300}
            onChange={(event) => setEndSentTo(storable(event.currentTarget.value))}
          />
        </>
      )}
      {endedAs && (
        <Textarea
          label={
            endedAs === 'solved-level1'
              ? cases.fields.level1Summary.label
              : endedAs === 'solved-level2'
                ? cases.fields.level2Summary.label
                : cases.fields.endReason.label
          }
          value={text}
          maxLength={20_000}
          onChange={(event) => setText(storable(event.currentTarget.value))}
        />
      )}
      <div className="row">
        <Button type="submit" variant="default">
          <Trans>End the case</Trans>
        </Button>
        <span role="status">{told}</span>
      </div>
    </form>
  );
}

function ReopenForm() {
  const app = useApp();
  const record = useCasePart((open) => contentsOf(open).case);
  const form = formId('reopen', record.id);
  const [reason, setReason] = useKeptState(form, 'reason', '');
  const [told, setTold] = useState('');
  const reopen = useOneAtATime(async () => {
    const result = await reopenCase(app, record, reason);
    setTold(outcomeWords(result));
    if (result.kind === 'saved') dropForm(form);
  });
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        reopen();
      }}
    >
      <Textarea
        label={t`Why the case is opened again`}
        value={reason}
        maxLength={20_000}
        onChange={(event) => setReason(storable(event.currentTarget.value))}
      />
      <div className="row">
        <Button type="submit" variant="default">
          <Trans>Open the case again</Trans>
        </Button>
        <span role="status">{told}</span>
      </div>
    </form>
  );
}

export function CaseEndSection() {
  const lock = useCaseLock();
  const reopens = useMay('review-packets') && lock !== 'role';
  const { state, endedAs, endReason, endSentTo, endClause } = useCasePart((open) => contentsOf(open).case);
  const closed = state === 'closed';
  if (!closed && lock !== null)
    return (
      <Section id="end" title={t`End of the case`}>
        <WhyReadOnly>
          <Trans>
            What was handed off ends with Level 3’s answer. Before that it can end here only once a lead, the
            hub or Level 3 gives it back.
          </Trans>
        </WhyReadOnly>
      </Section>
    );
  return (
    <Section id="end" title={t`End of the case`}>
      {closed ? (
        <div className="stack">
          <p>
            {endedAs ? caseEndWords[endedAs] : t`Closed`} {endClause !== '' && <ClauseLink id={endClause} />}
            {endSentTo !== '' && t`, sent to ${endSentTo}`}
            {endReason !== '' && `: ${endReason}`}
          </p>
          {reopens ? (
            <ReopenForm />
          ) : (
            <p className="quiet">
              <Trans>A lead can open it again, with a reason.</Trans>
            </p>
          )}
        </div>
      ) : (
        <EndForm />
      )}
    </Section>
  );
}
