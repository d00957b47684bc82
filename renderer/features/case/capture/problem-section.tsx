/** What is wrong, since when, how bad, what changed, and what is asked of Level 3. */
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { cases } from '../../../../shared/cases/case.ts';
import { findClause, priorityClauses } from '../../../../shared/policy/clauses.ts';
import { patchCase } from '../../../commands/cases.ts';
import { ClauseLink } from '../../../ui/clause-link.tsx';
import { contentsOf, useApp, useCasePart, useEditable } from '../../../views/hooks.tsx';
import { Section } from '../section.tsx';
import { saveNoted } from '../undo-history.ts';
import { CallLevel3 } from './call-level3.tsx';
import { CaseField, CaseFields } from './case-field.tsx';
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
