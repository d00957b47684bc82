/** Systems whose faults are not troubleshot (P-23). */

import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { storable } from '../../../shared/base/values.ts';
import type { ExcludedSystem } from '../../../shared/policy/documents.ts';
import { changeRow, publishRow, removeExcluded } from '../../commands/catalogue.ts';
import type { Outcome } from '../../store/outcome.ts';
import { useRowArrival } from '../../ui/arrival.ts';
import { ClauseLink } from '../../ui/clause-link.tsx';
import { formId, useKeptState, useOpenForm } from '../../ui/kept-form.ts';
import { tellDone } from '../../ui/undo.tsx';
import { readExcludedSystems } from '../../views/catalogue.ts';
import { useApp } from '../../views/hooks.tsx';
import { useView } from '../../views/use-view.ts';
import { PublishForm, SampleMark } from './publish-form.tsx';
import { RowHistory } from './row-history.tsx';

const PLACE = 'excluded-system';

function ExcludedForm({
  system,
  others,
  onDone,
}: {
  system: ExcludedSystem | null;
  others: readonly ExcludedSystem[];
  onDone: () => void;
}) {
  const app = useApp();
  const form = formId(PLACE, system?.id ?? '');
  const [name, setName] = useKeptState(form, 'name', system?.name ?? '');
  const [reason, setReason] = useKeptState(form, 'reason', system?.reason ?? '');

  async function submit(): Promise<readonly string[] | Outcome> {
    const wanted = name.trim();
    if (wanted === '') return [t`The system has no name.`];
    if (others.some((each) => each.id !== system?.id && each.name === wanted))
      return [t`${wanted} is in the list already.`];
    const fields = { name: wanted, reason: reason.trim() };
    return system
      ? changeRow(app, 'excludedSystems', system.id, fields)
      : publishRow(app, 'excludedSystems', { id: app.newId(), ...fields, sample: false });
  }

  return (
    <PublishForm
      form={form}
      title={system ? t`Change ${system.name}` : t`New excluded system`}
      button={t`Save`}
      submit={submit}
      onDone={onDone}
    >
      <div className="fields">
        <TextInput
          label={t`System or kind of equipment`}
          value={name}
          maxLength={300}
          onChange={(event) => setName(storable(event.currentTarget.value))}
        />
        <TextInput
          label={t`Why`}
          value={reason}
          maxLength={300}
          onChange={(event) => setReason(storable(event.currentTarget.value))}
        />
      </div>
    </PublishForm>
  );
}

export function ExcludedPart({ writes, row }: { writes: boolean; row?: string | undefined }) {
  useRowArrival('excluded', row);
  const app = useApp();
  const [open, setEditing] = useOpenForm<string>(PLACE);
  const systems = useView(readExcludedSystems) ?? [];
  const isThere = open === '' || systems.some(({ id }) => id === open);
  const editing = writes && isThere ? open : null;

  async function remove(system: ExcludedSystem): Promise<void> {
    tellDone(t`${system.name} was removed from the list.`, await removeExcluded(app, system));
  }

  return (
    <>
      <div className="row">
        <p className="quiet">
          <Trans>
            They may be described in a case, but not suspected. <ClauseLink id="P-23" />
          </Trans>
        </p>
        {writes && editing === null && (
          <Button onClick={() => setEditing('')}>
            <Trans>New excluded system</Trans>
          </Button>
        )}
      </div>
      {editing === '' && <ExcludedForm system={null} others={systems} onDone={() => setEditing(null)} />}
      {systems.length === 0 && (
        <p className="card empty">
          <Trans>No system is excluded.</Trans>
        </p>
      )}
      {systems.map((system) =>
        editing === system.id ? (
          <ExcludedForm key={system.id} system={system} others={systems} onDone={() => setEditing(null)} />
        ) : (
          <section key={system.id} className="card stack" aria-labelledby={`excluded-${system.id}`}>
            <div className="row">
              <h2 id={`excluded-${system.id}`}>{system.name}</h2>
              <span className="quiet">{system.reason}</span>
              <SampleMark sample={system.sample} />
              {writes && (
                <>
                  <Button
                    variant="default"
                    aria-label={t`Change ${system.name}`}
                    onClick={() => setEditing(system.id)}
                  >
                    <Trans>Change</Trans>
                  </Button>
                  <Button
                    variant="default"
                    aria-label={t`Remove ${system.name}`}
                    onClick={() => void remove(system)}
                  >
                    <Trans>Remove</Trans>
                  </Button>
                </>
              )}
            </div>
            <RowHistory table="excludedSystems" rowKey={system.id} />
          </section>
        ),
      )}
    </>
  );
}
