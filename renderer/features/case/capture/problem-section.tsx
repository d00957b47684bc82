/** What is wrong, since when, how bad, what changed, and what is asked of Level 3. */
import { Button } from '@mantine/core';
import { findClause, priorityClauses } from '../../../../shared/policy/clauses.ts';
import { endLevel1 } from '../../../commands/cases.ts';
import { choices, yesNoChoices } from '../../../ui/choices.ts';
import { ClauseLink } from '../../../ui/clause-link.tsx';
import { FieldFindings } from '../../../ui/saved-field.tsx';
import { capturedTime } from '../../../ui/times.ts';
import { contentsOf, useApp, useCasePart } from '../../../views/hooks.tsx';
import { placeId } from '../places.ts';
import { Section } from '../section.tsx';
import { CaseField, useEditable, useFindingsAt } from './case-field.tsx';

function PriorityMeaning() {
  const priority = useCasePart((open) => contentsOf(open).case.priority);
  const clause = priority ? findClause(priorityClauses[priority]) : undefined;
  return clause ? (
    <>
      {clause.text} <ClauseLink id={clause.id} />
    </>
  ) : (
    <>
      By what the fault does to the business: <ClauseLink id="P-26" /> to <ClauseLink id="P-29" />
    </>
  );
}

/** Changed since it last worked? A yes asks what and when. */
function Change({ of, area }: { of: string; area: 'network' | 'uc' }) {
  const changed = useCasePart((open) => contentsOf(open).case[`${area}Changed`]);
  return (
    <>
      <CaseField
        field={`${area}Changed`}
        label={`Did ${of} change since it last worked?`}
        kind="choice"
        options={yesNoChoices}
      />
      {changed === 'yes' && (
        <>
          <CaseField field={`${area}ChangedAt`} label={`When ${of} changed`} kind="time" />
          <CaseField field={`${area}Change`} label={`What changed in ${of}, and by whom`} kind="text" wide />
        </>
      )}
    </>
  );
}

export function ChangedSinceFields() {
  return (
    <div className="fields">
      <Change of="the network" area="network" />
      <Change of="Cisco Unified Communications" area="uc" />
    </div>
  );
}

export function ProblemSection() {
  return (
    <Section id="problem" title="Problem" part="problem">
      <div className="fields">
        <CaseField
          field="specified"
          label="What the product should do, by its specification"
          kind="text"
          wide
        />
        <CaseField field="observed" label="What happens instead" kind="text" wide />
        <CaseField field="firstSeen" label="When it began" kind="time" />
        <CaseField field="lastWorked" label="When it last worked" kind="time" />
        <CaseField field="frequency" label="How often it happens" kind="choice" options={choices.frequency} />
        <CaseField field="reproduced" label="Was it reproduced?" kind="choice" options={yesNoChoices} />
        <CaseField field="reproduction" label="Steps that reproduce it, or what was tried" kind="text" wide />
        <CaseField
          field="unmodified"
          label="Does it show in the unmodified product on the approved platform?"
          kind="choice"
          options={yesNoChoices}
        />
        <CaseField field="affectedUsers" label="Affected users" kind="number" />
        <CaseField field="impact" label="Impact on the customer’s business" kind="text" wide />
        <CaseField
          field="priority"
          label="Priority"
          kind="choice"
          options={choices.priority}
          description={<PriorityMeaning />}
        />
        <CaseField field="priorityReason" label="Why this priority" kind="text" />
        <CaseField
          field="notifiedBy"
          label="How support was first notified"
          kind="choice"
          options={choices.notifiedBy}
        />
        <CaseField field="notifiedAt" label="When support was first notified" kind="time" />
        <CaseField
          field="escalationReason"
          label="Why Level 3"
          kind="choice"
          options={choices.escalationReason}
        />
        <CaseField field="escalationExplanation" label="What Level 2 lacks to go on" kind="text" />
        <CaseField field="oneProblem" label="Is this one problem?" kind="choice" options={yesNoChoices} />
        <CaseField field="ask" label="What is asked of Level 3" kind="text" />
      </div>
    </Section>
  );
}

/** How Level 1 ended: the way to Level 2, or the end of the case. */
export function Level1Outcome() {
  const app = useApp();
  const record = useCasePart((open) => contentsOf(open).case);
  const findings = useFindingsAt('cases', record.id, 'level1Outcome');
  const editable = useEditable();
  const open = record.state === 'level1' && editable;
  return (
    <div className="stack">
      <CaseField field="level1Summary" label="What Level 1 came to" kind="text" wide />
      <div className="row">
        {record.level1EndedAt && (
          <span>
            Level 1 {record.level1Outcome === 'solved' ? 'solved it' : 'did not solve it'},{' '}
            {capturedTime(record.level1EndedAt)}
          </span>
        )}
        {open && (
          <>
            <Button
              id={placeId({ table: 'cases', id: record.id, field: 'level1Outcome' })}
              variant="default"
              onClick={() => void endLevel1(app, record, 'not-solved')}
            >
              Not solved: go to Level 2
            </Button>
            <Button variant="default" onClick={() => void endLevel1(app, record, 'solved')}>
              Solved: close the case
            </Button>
          </>
        )}
      </div>
      <FieldFindings id="level1-findings" findings={findings} />
    </div>
  );
}
