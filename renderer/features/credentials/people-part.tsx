/** Everybody in the registry, by name and organisation; and the form that adds a person. */

import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { storable } from '../../../shared/base/values.ts';
import { rolesThat, roleWords } from '../../../shared/certification/access.ts';
import type { PersonRecord } from '../../../shared/certification/schema.ts';
import { formId, useKeptState, useOpenForm } from '../../ui/kept-form.ts';
import { useApp } from '../../views/hooks.tsx';
import { readPeople } from '../../views/registry.ts';
import { useView } from '../../views/use-view.ts';
import { ActForm, type Built, WithPanel } from './act-form.tsx';
import { type PersonDetails, PersonFields, personFaults, trimmedDetails } from './person-fields.tsx';

const PLACE = 'person';
const FORM = formId(PLACE, 'new');
/** Lines that are drawn; the search finds the others. */
const DRAWN = 200;

interface Organisation {
  id: string;
  name: string;
  people: number;
}

/** Organisations that have people in the registry, by name. */
function organisationsOf(people: readonly PersonRecord[]): Organisation[] {
  const found = new Map<string, Organisation>();
  for (const { organisationId: id, organisationName: name } of people)
    found.set(id, { id, name, people: (found.get(id)?.people ?? 0) + 1 });
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name));
}

function AddPerson({
  organisations,
  onAdded,
  onCancel,
}: {
  organisations: readonly Organisation[];
  onAdded: (personId: string) => void;
  onCancel: () => void;
}) {
  const app = useApp();
  const [ids] = useState(() => ({ person: app.newId(), organisation: app.newId() }));
  const [chosen, setChosen] = useKeptState(FORM, 'organisation', organisations[0]?.id ?? '');
  const [organisationName, setOrganisationName] = useKeptState(FORM, 'organisationName', '');
  const [fields, setFields] = useKeptState<PersonDetails>(FORM, 'fields', {
    name: '',
    email: '',
    roles: rolesThat('sign-packets'),
  });
  const known = organisations.find(({ id }) => id === chosen);

  function build(): Built {
    const faults = personFaults(fields);
    if (!known && organisationName.trim() === '') faults.push(t`Write the organisation’s name.`);
    if (faults.length > 0) return faults;
    const person: PersonRecord = {
      id: ids.person,
      organisationId: known?.id ?? ids.organisation,
      organisationName: known?.name ?? organisationName.trim(),
      ...trimmedDetails(fields),
    };
    return { action: 'save-person', person };
  }

  return (
    <ActForm
      form={FORM}
      title={t`Add a person`}
      button={t`Add the person`}
      build={build}
      onDone={() => onAdded(ids.person)}
      onCancel={onCancel}
    >
      <NativeSelect
        label={t`Organisation`}
        value={chosen}
        data={[
          ...organisations.map(({ id, name: label }) => ({ value: id, label })),
          { value: '', label: t`Another one` },
        ]}
        onChange={(event) => setChosen(event.currentTarget.value)}
      />
      {!known && (
        <TextInput
          label={t`Name of the organisation`}
          value={organisationName}
          maxLength={300}
          onChange={(event) => setOrganisationName(storable(event.currentTarget.value))}
        />
      )}
      <PersonFields fields={fields} onChange={setFields} />
    </ActForm>
  );
}

export function PeoplePart() {
  const [, navigate] = useLocation();
  const [search, setSearch] = useState('');
  const [organisationId, setOrganisationId] = useState('');
  const [adding, setAdding] = useOpenForm<'new'>(PLACE);
  const people = useView(readPeople);
  const organisations = organisationsOf(people ?? []);
  const words = search.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const found = (people ?? []).filter((each) => {
    const all = `${each.name} ${each.email} ${each.organisationName}`.toLowerCase();
    return (
      (organisationId === '' || each.organisationId === organisationId) &&
      words.every((word) => all.includes(word))
    );
  });
  const panel = adding && people && (
    <AddPerson
      organisations={organisations}
      onAdded={(id) => navigate(`/credentials/admin/people/${id}`)}
      onCancel={() => setAdding(null)}
    />
  );
  return (
    <WithPanel panel={panel} told="">
      <div className="row">
        <TextInput
          label={t`Search the people`}
          value={search}
          maxLength={300}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <NativeSelect
          label={t`Of the organisation`}
          value={organisationId}
          data={[
            { value: '', label: t`All ${organisations.length}` },
            ...organisations.map(({ id, name, people: count }) => ({
              value: id,
              label: `${name} (${count})`,
            })),
          ]}
          onChange={(event) => setOrganisationId(event.currentTarget.value)}
        />
        <Button mt={20} disabled={adding !== null || people === undefined} onClick={() => setAdding('new')}>
          <Trans>Add a person</Trans>
        </Button>
      </div>
      <p className="quiet num">{people ? t`${found.length} of ${people.length} people` : ''}</p>
      {people && found.length === 0 ? (
        <p className="card empty">
          {people.length === 0 ? t`There is nobody in the registry.` : t`Nobody fits.`}
        </p>
      ) : (
        <div>
          <ul className="listed people" aria-label={t`People`}>
            {found.slice(0, DRAWN).map((each) => (
              <li key={each.id}>
                <Link href={`/credentials/admin/people/${each.id}`}>{each.name}</Link>{' '}
                <span className="quiet">{each.organisationName}</span>{' '}
                <span className="quiet">{each.email}</span>{' '}
                <span className="quiet">
                  {roleWords(each.roles)}
                  {each.endedAt !== undefined && t`, left`}
                </span>
              </li>
            ))}
          </ul>
        </div>
      )}
      {found.length > DRAWN && (
        <p className="quiet num">
          <Trans>And {found.length - DRAWN} more: search for the name.</Trans>
        </p>
      )}
    </WithPanel>
  );
}
