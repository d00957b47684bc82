/** Configuration, by system. */

import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { memo } from 'react';
import type { PasteColumn } from '../../../../shared/cases/paste.ts';
import type { ConfigurationRecord } from '../../../../shared/cases/records.ts';
import { systemTitle } from '../../../../shared/cases/systems.ts';
import { removeToBin } from '../../../commands/bin.ts';
import { patchCaptured } from '../../../commands/captured-rows.ts';
import { addConfiguration, type TypedRow } from '../../../commands/typed-rows.ts';
import { writingOver } from '../../../commands/written-over.ts';
import { SavedField } from '../../../ui/saved-field.tsx';
import { contentsOf, useApp, useCasePart, useEditable } from '../../../views/hooks.tsx';
import { placeId } from '../places.ts';
import { Section } from '../section.tsx';
import { saveNoted, tellCaseDone } from '../undo-history.ts';
import { type Added, tellAdded } from './added-rows.tsx';
import { ChangedSinceFields } from './problem-section.tsx';
import { ProvenanceMark, provenanceText } from './provenance.tsx';
import { QuickAdd } from './quick-add.tsx';
import { SecretValues } from './secret-values.tsx';
import { VirtualRows } from './virtual-rows.tsx';

const ConfigurationRow = memo(function ConfigurationRow({
  row,
  system,
}: {
  row: ConfigurationRecord;
  system: string;
}) {
  const app = useApp();
  const editable = useEditable();
  const name = [row.section, row.key].filter((part) => part !== '').join(' / ');
  return (
    <>
      <span className="mono">{system}</span>
      <span className="mono">{name}</span>
      <SavedField
        bare
        mono
        id={placeId({ table: 'configuration', id: row.id, field: 'value' })}
        label={t`Value of ${name}`}
        kind="line"
        value={row.value}
        readOnly={!editable || row.kind === 'file'}
        onSave={(value, over) => {
          const after = { value };
          const by = writingOver(
            app,
            over.map((each) => ({ value: each })),
          );
          const place = { table: 'configuration', id: row.id, field: 'value' };
          const edit = {
            table: 'configuration' as const,
            key: row.id,
            label: t`Value of ${name}`,
            place,
            after,
          };
          return saveNoted(app, row.caseId, { ...edit, row: { value: row.value } }, () =>
            patchCaptured(by, 'configuration', row.id, after),
          );
        }}
      />
      <ProvenanceMark text={provenanceText(row.provenance)} />
      {editable && (
        <Button
          variant="subtle"
          size="compact-xs"
          aria-label={t`Remove ${name}`}
          onClick={() =>
            void removeToBin(app, row.caseId, `${name}, ${system}`, [
              { op: 'insert', table: 'configuration', row },
            ]).then((done) => tellCaseDone(row.caseId, t`${name} was removed.`, done))
          }
        >
          <Trans>Remove</Trans>
        </Button>
      )}
    </>
  );
});

const columns: readonly PasteColumn[] = [
  {
    key: 'section',
    name: t`Section`,
    also: ['group', 'menu', 'area'],
    required: true,
    usual: true,
    most: 300,
  },
  {
    key: 'key',
    name: t`Key`,
    also: ['name', 'parameter', 'parameter name', 'setting', 'field'],
    required: true,
    usual: true,
    most: 300,
  },
  {
    key: 'value',
    name: t`Value`,
    also: ['parameter value', 'setting value', 'current value', 'configured value'],
    required: false,
    usual: true,
    most: 20_000,
  },
];

export function ConfigurationSection() {
  const app = useApp();
  const caseId = useCasePart((open) => contentsOf(open).case.id);
  const systems = useCasePart((open) => contentsOf(open).systems);
  const rows = useCasePart((open) => contentsOf(open).configuration);
  const editable = useEditable();
  const names = new Map(systems.map((system) => [system.id, systemTitle(system)]));
  async function add(added: readonly TypedRow[]): Promise<Added> {
    return tellAdded(caseId, await addConfiguration(app, caseId, added), added.length, ['entry', 'entries']);
  }
  return (
    <Section id="configuration" title={t`Configuration`}>
      <div className="stack">
        <ChangedSinceFields />
        {rows.length === 0 && (
          <p className="quiet">
            <Trans>
              No configuration yet. Enter it here, paste it from a spreadsheet, or attach a configuration file
              below.
            </Trans>
          </p>
        )}
        <VirtualRows
          rows={rows}
          label={t`Configuration that was entered`}
          template="minmax(110px, 1.3fr) minmax(110px, 1.4fr) minmax(120px, 2fr) 20px 76px"
          keyOf={(row) => row.id}
          draw={(row) => (
            <ConfigurationRow row={row} system={names.get(row.systemId) ?? t`a system that was removed`} />
          )}
        />
        <SecretValues />
        {editable && (
          <QuickAdd
            id={placeId({ table: 'configuration', id: null, field: null })}
            systems={systems}
            columns={columns}
            onAdd={add}
          />
        )}
      </div>
    </Section>
  );
}
