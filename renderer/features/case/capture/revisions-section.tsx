/** Revision levels, by system; what the product's profile asks for stands as fields to fill. */

import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { memo } from 'react';
import { cut } from '../../../../shared/base/cut.ts';
import { folded } from '../../../../shared/base/spoken.ts';
import type { PasteColumn } from '../../../../shared/cases/paste.ts';
import type { RevisionRecord, SystemRecord } from '../../../../shared/cases/records.ts';
import { isRunning, revisionStates } from '../../../../shared/cases/revisions.ts';
import { systemTitle } from '../../../../shared/cases/systems.ts';
import type { ProductRecord } from '../../../../shared/policy/products.ts';
import { removeToBin } from '../../../commands/bin.ts';
import { patchCaptured } from '../../../commands/captured-rows.ts';
import { addRevisions } from '../../../commands/typed-rows.ts';
import { writingOver } from '../../../commands/written-over.ts';
import type { Outcome } from '../../../store/outcome.ts';
import { SavedField } from '../../../ui/saved-field.tsx';
import type { Save } from '../../../ui/saving.ts';
import { contentsOf, useApp, useCasePart, useEditable } from '../../../views/hooks.tsx';
import { placeId } from '../places.ts';
import { Section } from '../section.tsx';
import { saveNoted, tellCaseDone } from '../undo-history.ts';
import { tellAdded } from './added-rows.tsx';
import { useFindingsAt } from './case-field.tsx';
import { OnceField } from './once-field.tsx';
import { ProvenanceMark, provenanceText } from './provenance.tsx';
import { QuickAdd } from './quick-add.tsx';
import { VirtualRows } from './virtual-rows.tsx';

const RevisionRow = memo(function RevisionRow({ row, system }: { row: RevisionRecord; system: string }) {
  const app = useApp();
  const editable = useEditable();
  const findings = useFindingsAt('revisions', row.id, 'version', true);
  const save =
    (field: 'version' | 'state', label: string, fields: (text: string) => Partial<RevisionRecord>): Save =>
    (text, over) => {
      const after = fields(text);
      const place = { table: 'revisions', id: row.id, field };
      const edit = { table: 'revisions' as const, key: row.id, label, place, after };
      return saveNoted(app, row.caseId, { ...edit, row: { [field]: row[field] } }, () =>
        patchCaptured(writingOver(app, over.map(fields)), 'revisions', row.id, after),
      );
    };
  return (
    <>
      <span className="mono">{system}</span>
      <span>{row.component}</span>
      <SavedField
        bare
        mono
        id={placeId({ table: 'revisions', id: row.id, field: 'version' })}
        label={t`Version of ${row.component}`}
        kind="line"
        value={row.version}
        readOnly={!editable}
        onSave={save('version', t`Version of ${row.component}`, (version) => ({ version }))}
      />
      <SavedField
        bare
        id={placeId({ table: 'revisions', id: row.id, field: 'state' })}
        label={t`Active or inactive: ${row.component}`}
        kind="choice"
        options={revisionStates}
        value={row.state ?? ''}
        readOnly={!editable}
        onSave={save('state', t`Active or inactive: ${row.component}`, (state) => ({
          state: state === '' ? null : (state as RevisionRecord['state']),
        }))}
      />
      <ProvenanceMark
        text={[provenanceText(row.provenance), ...findings.map((finding) => finding.message)].join('. ')}
      />
      {editable && (
        <Button
          variant="subtle"
          size="compact-xs"
          aria-label={t`Remove the revision level of ${row.component}`}
          onClick={() =>
            void removeToBin(app, row.caseId, t`Revision level of ${row.component}, ${system}`, [
              { op: 'insert', table: 'revisions', row },
            ]).then((done) =>
              tellCaseDone(row.caseId, t`The revision level of ${row.component} was removed.`, done),
            )
          }
        >
          <Trans>Remove</Trans>
        </Button>
      )}
    </>
  );
});

/** Components that the products' profiles need and nobody has entered: each a field to fill. */
function missingComponents(
  systems: readonly SystemRecord[],
  products: readonly ProductRecord[],
  rows: readonly RevisionRecord[],
  suspectedId: string | null,
) {
  const known = new Set(rows.filter(isRunning).map((row) => `${row.systemId} ${folded(row.component)}`));
  return systems
    .filter((system) => system.role === 'affected' || system.id === suspectedId)
    .flatMap((system) => {
      const product = products.find((each) => each.id === system.productId);
      return (product?.components ?? [])
        .filter((component) => component.required && !known.has(`${system.id} ${folded(component.name)}`))
        .map((component) => ({ system, component: component.name }));
    });
}

const columns: readonly PasteColumn[] = [
  {
    key: 'component',
    name: t`Component`,
    also: ['software', 'package', 'product', 'name', 'part', 'module'],
    required: true,
    usual: true,
    most: 300,
  },
  {
    key: 'version',
    name: t`Version`,
    also: ['release', 'revision', 'revision level', 'level', 'firmware', 'build'],
    required: true,
    usual: true,
    most: 300,
  },
  {
    key: 'state',
    name: t`Active or inactive`,
    also: ['state', 'status', 'partition', 'active', 'active inactive'],
    required: false,
    usual: false,
    most: 300,
    choices: revisionStates,
  },
];

export function RevisionsSection() {
  const app = useApp();
  const caseId = useCasePart((open) => contentsOf(open).case.id);
  const suspectedId = useCasePart((open) => contentsOf(open).case.suspectedSystemId);
  const systems = useCasePart((open) => contentsOf(open).systems);
  const rows = useCasePart((open) => contentsOf(open).revisions);
  const editable = useEditable();
  const products = useCasePart((open) => open.products);
  const names = new Map(systems.map((system) => [system.id, systemTitle(system)]));
  const missing = missingComponents(systems, products, rows, suspectedId).slice(0, 50);
  return (
    <Section id="revisions" title={t`Revision levels`}>
      <div className="stack">
        {rows.length === 0 && (
          <p className="quiet">
            <Trans>No revision level yet. Write each version as the system itself shows it.</Trans>
          </p>
        )}
        <VirtualRows
          rows={rows}
          label={t`Revision levels that were entered`}
          template="minmax(72px, 1.3fr) minmax(84px, 1.4fr) minmax(116px, 1.6fr) minmax(72px, 152px) 20px 68px"
          keyOf={(row) => row.id}
          draw={(row) => (
            <RevisionRow row={row} system={names.get(row.systemId) ?? t`a system that was removed`} />
          )}
        />
        {editable && missing.length > 0 && (
          <div className="fields">
            {missing.map(({ system, component }) => (
              <MissingRevision
                key={`${system.id} ${component}`}
                system={system}
                component={component}
                onAdd={async (version) => {
                  const row = { systemId: system.id, cells: { component, version } };
                  return (await addRevisions(app, caseId, [row])).result;
                }}
              />
            ))}
          </div>
        )}
        {editable && (
          <QuickAdd
            id={placeId({ table: 'revisions', id: null, field: null })}
            systems={systems}
            columns={columns}
            onAdd={async (added) =>
              tellAdded(caseId, await addRevisions(app, caseId, added), added.length, [
                t`revision level`,
                t`revision levels`,
              ])
            }
          />
        )}
      </div>
    </Section>
  );
}

/** A component's version, saved when the field is left or Enter is pressed: half a version is none. */
function MissingRevision({
  system,
  component,
  onAdd,
}: {
  system: SystemRecord;
  component: string;
  onAdd: (version: string) => Promise<Outcome>;
}) {
  // As the rule that asks for it names its place.
  const field = cut(component, 60);
  const findings = useFindingsAt('revisions', system.id, field);
  return (
    <OnceField
      id={placeId({ table: 'revisions', id: system.id, field })}
      label={`${systemTitle(system)}: ${component}`}
      findings={findings}
      onAdd={onAdd}
    />
  );
}
