/** Where the fault is thought to lie (P-23). What of it would come back, the handoff panel says. */

import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { cases } from '../../../../shared/cases/case.ts';
import { systemName } from '../../../../shared/handoff/rule.ts';
import { patchCase } from '../../../commands/cases.ts';
import { savingOver } from '../../../commands/written-over.ts';
import { ClauseLink } from '../../../ui/clause-link.tsx';
import { SavedField } from '../../../ui/saved-field.tsx';
import { readExcludedSystems } from '../../../views/catalogue.ts';
import { contentsOf, useApp, useCasePart, useEditable } from '../../../views/hooks.tsx';
import { useView } from '../../../views/use-view.ts';
import { CaseFields, useFindingsAt } from '../capture/case-field.tsx';
import { placeId } from '../places.ts';
import { Section } from '../section.tsx';

const SYSTEM = 'system ';
const EXCLUDED = 'excluded ';
/** Systems that are offered; a case of hundreds has the suspected one among the affected, which come first. */
const MOST_OFFERED = 500;

const suspected = (chosen: string) => ({
  suspectedSystemId: chosen.startsWith(SYSTEM) ? chosen.slice(SYSTEM.length) : null,
  suspectedExcludedId: chosen.startsWith(EXCLUDED) ? chosen.slice(EXCLUDED.length) : '',
});

function SuspectedPlace() {
  const app = useApp();
  const record = useCasePart((open) => contentsOf(open).case);
  const systems = useCasePart((open) => contentsOf(open).systems);
  const editable = useEditable();
  const excluded = useView(readExcludedSystems) ?? [];
  const offered = [...systems]
    .sort((a, b) => Number(b.role === 'affected') - Number(a.role === 'affected') || (a.id < b.id ? -1 : 1))
    .slice(0, MOST_OFFERED);
  const options = [
    ...offered.map((each) => ({ value: SYSTEM + each.id, label: t`System ${systemName(each)}` })),
    ...excluded.map((each) => ({ value: EXCLUDED + each.id, label: t`Not troubleshot: ${each.name}` })),
  ];
  const value =
    record.suspectedExcludedId !== ''
      ? EXCLUDED + record.suspectedExcludedId
      : record.suspectedSystemId !== null
        ? SYSTEM + record.suspectedSystemId
        : '';
  const findings = useFindingsAt('cases', record.id, 'suspectedSystemId', value !== '');
  return (
    <SavedField
      id={placeId({ table: 'cases', id: record.id, field: 'suspectedSystemId' })}
      label={cases.fields.suspectedSystemId.label}
      kind="reference"
      value={value}
      options={options}
      findings={findings}
      readOnly={!editable}
      description={
        <Trans>
          What IPcelerate does not troubleshoot may be described, but not suspected: <ClauseLink id="P-23" />
        </Trans>
      }
      onSave={savingOver(app, suspected, (by, after) => patchCase(by, record.id, after))}
    />
  );
}

export function ScopeSection() {
  return (
    <Section id="cause" title={t`Cause`}>
      <div className="fields">
        <CaseFields
          section="scope"
          instead={{ suspectedSystemId: <SuspectedPlace />, suspectedExcludedId: null }}
        />
      </div>
    </Section>
  );
}
