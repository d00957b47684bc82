/** What is wrong, since when, how bad, what changed, and what is asked of Level 3. */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { cases } from '../../../../shared/cases/case.ts';
import { findClause, priorityClauses } from '../../../../shared/policy/clauses.ts';
import { endLevel1, patchCase } from '../../../commands/cases.ts';
import { outcomeWords } from '../../../store/outcome.ts';
import { ClauseLink } from '../../../ui/clause-link.tsx';
import { FieldFindings } from '../../../ui/saved-field.tsx';
import { capturedTime } from '../../../ui/times.ts';
import { contentsOf, useApp, useCasePart, useEditable } from '../../../views/hooks.tsx';
import { placeId } from '../places.ts';
import { Section } from '../section.tsx';
import { saveNoted } from '../undo-history.ts';
import { CallLevel3 } from './call-level3.tsx';
import { CaseField, CaseFields, useFindingsAt } from './case-field.tsx';
import { CaseTemplates } from './case-templates.tsx';

/** A P4 by which nothing failed is asked for a short set; what is asked for stands in another part, so it is offered here. */
function OnlyAQuestion() {
  const app = useApp();
  const id = useCasePart((open) => contentsOf(open).case.id);
  const workType = useCasePart((open) => contentsOf(open).case.workType);
  const editable = useEditable();
  if (workType === 'information')
    return <Trans>. It is a question: only what a question needs is asked for.</Trans>;
  if (workType !== null || !editable) return null;
  const place = { table: 'cases', id, field: 'workType' };
  const after = { workType: 'information' as const };
  const edit = { table: 'cases' as const, key: id, label: cases.fields.workType.label, place, after };
  return (
    <>
      .{' '}
      <Button
        variant="subtle"
        size="compact-sm"
        onClick={() =>
          void saveNoted(app, id, { ...edit, row: { workType } }, () => patchCase(app, id, after))
        }
      >
        <Trans>Only a question: nothing has failed</Trans>
      </Button>
    </>
  );
}

function PriorityMeaning() {
  const priority = useCasePart((open) => contentsOf(open).case.priority);
  const clause = priority ? findClause(priorityClauses[priority]) : undefined;
  return clause ? (
    <>
      {clause.text} <ClauseLink id={clause.id} />
      {priority === 'P4' && <OnlyAQuestion />}
    </>
  ) : (
    <Trans>
      By what the fault does to the business: <ClauseLink id="P-26" /> to <ClauseLink id="P-29" />
    </Trans>
  );
}

/** Changed since it last worked? A yes asks what and when. */
export function ChangedSinceFields() {
  return (
    <div className="fields">
      <CaseFields section="changes" />
    </div>
  );
}

export function ProblemSection() {
  return (
    <Section id="problem" title={t`Problem`}>
      <div className="fields">
        <CaseField field="title" />
        <CaseField field="customer" />
        <CaseField field="site" />
        <CaseFields section="problem" descriptions={{ priority: <PriorityMeaning /> }} />
      </div>
      <CaseTemplates />
    </Section>
  );
}

/** Why Level 3, and what is asked of it (P-08). */
export function RequestSection() {
  return (
    <Section id="request" title={t`Request to Level 3`}>
      <div className="fields">
        <CaseFields section="escalation" />
      </div>
      <CallLevel3 />
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
  const [told, setTold] = useState('');
  return (
    <div className="stack">
      <CaseField
        field="level1EndedAt"
        description={open ? t`Empty: the moment at which you say how it ended.` : undefined}
      />
      <CaseField field="level1Summary" />
      {record.level2EndedAt && <CaseField field="level2EndedAt" />}
      <div className="row">
        {record.level1Outcome && record.level1EndedAt && (
          <span>
            <Trans>
              Level 1 {record.level1Outcome === 'solved' ? t`solved it` : t`did not solve it`},{' '}
              {capturedTime(record.level1EndedAt)}
            </Trans>
          </span>
        )}
        {open && (
          <>
            <Button
              id={placeId({ table: 'cases', id: record.id, field: 'level1Outcome' })}
              variant="default"
              onClick={() => void endLevel1(app, record, 'not-solved')}
            >
              <Trans>Not solved: go to Level 2</Trans>
            </Button>
            <Button
              variant="default"
              onClick={() =>
                void endLevel1(app, record, 'solved').then((result) => setTold(outcomeWords(result)))
              }
            >
              <Trans>Solved: close the case</Trans>
            </Button>
          </>
        )}
      </div>
      <p role="status">{told}</p>
      <FieldFindings id="level1-findings" findings={findings} />
    </div>
  );
}
