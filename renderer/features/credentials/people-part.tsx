/** Everybody in the registry, by name and organisation; and the form that adds a person. */
import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useLiveQuery } from 'dexie-react-hooks';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { grantableRoles, type Role, rolesFit } from '../../../shared/certification/access.ts';
import { type PersonRecord, personRecord } from '../../../shared/certification/schema.ts';
import { storable } from '../../../shared/values.ts';
import { useConsole } from '../../data/hooks.tsx';
import { ActForm, type Built, WithPanel } from './act-form.tsx';

/** Lines that are drawn; the search finds the others. */
const DRAWN = 200;

export const roleWords: Readonly<Record<Role, string>> = {
  engineer: 'Engineer',
  lead: 'Lead',
  'certification-admin': 'Certification admin',
  level3: 'Level 3',
  executive: 'Executive',
  'catalogue-admin': 'Catalogue admin',
};

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
  const console = useConsole();
  const [ids] = useState(() => ({ person: console.newId(), organisation: console.newId() }));
  const [chosen, setChosen] = useState(organisations[0]?.id ?? '');
  const [organisationName, setOrganisationName] = useState('');
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [roles, setRoles] = useState<readonly Role[]>(['engineer']);
  const known = organisations.find(({ id }) => id === chosen);

  function build(): Built {
    const faults: string[] = [];
    if (name.trim() === '') faults.push('Write the person’s name.');
    if (!personRecord.shape.email.safeParse(email.trim()).success)
      faults.push('Write an e-mail address, such as name@example.com.');
    if (!known && organisationName.trim() === '') faults.push('Write the organisation’s name.');
    if (roles.length === 0) faults.push('Choose at least one role.');
    if (!rolesFit(roles)) faults.push('These roles do not go together.');
    if (faults.length > 0) return faults;
    const person: PersonRecord = {
      id: ids.person,
      organisationId: known?.id ?? ids.organisation,
      organisationName: known?.name ?? organisationName.trim(),
      name: name.trim(),
      email: email.trim(),
      roles: [...roles],
    };
    return { action: 'save-person', person };
  }

  return (
    <ActForm
      title="Add a person"
      button="Add the person"
      build={build}
      onDone={() => onAdded(ids.person)}
      onCancel={onCancel}
    >
      <NativeSelect
        label="Organisation"
        value={chosen}
        data={[
          ...organisations.map(({ id, name: label }) => ({ value: id, label })),
          { value: '', label: 'Another one' },
        ]}
        onChange={(event) => setChosen(event.currentTarget.value)}
      />
      {!known && (
        <TextInput
          label="Name of the organisation"
          value={organisationName}
          maxLength={300}
          onChange={(event) => setOrganisationName(storable(event.currentTarget.value))}
        />
      )}
      <TextInput
        label="Name of the person"
        value={name}
        maxLength={300}
        onChange={(event) => setName(storable(event.currentTarget.value))}
      />
      <TextInput
        label="E-mail address"
        type="email"
        value={email}
        maxLength={300}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <Checkbox.Group label="Roles" value={[...roles]} onChange={(next) => setRoles(next as Role[])}>
        <div className="row">
          {grantableRoles.map((role) => (
            <Checkbox key={role} value={role} label={roleWords[role]} />
          ))}
        </div>
      </Checkbox.Group>
    </ActForm>
  );
}

export function PeoplePart() {
  const { db } = useConsole();
  const [, navigate] = useLocation();
  const [search, setSearch] = useState('');
  const [organisationId, setOrganisationId] = useState('');
  const [adding, setAdding] = useState(false);
  const people = useLiveQuery(() => db.people.orderBy('name').toArray(), [db]);
  const organisations = organisationsOf(people ?? []);
  const words = search.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const found = (people ?? []).filter((each) => {
    const all = `${each.name} ${each.email} ${each.organisationName}`.toLowerCase();
    return (
      (organisationId === '' || each.organisationId === organisationId) &&
      words.every((word) => all.includes(word))
    );
  });
  const panel = adding && (
    <AddPerson
      organisations={organisations}
      onAdded={(id) => navigate(`/credentials/admin/people/${id}`)}
      onCancel={() => setAdding(false)}
    />
  );
  return (
    <WithPanel panel={panel} told="">
      <div className="row">
        <TextInput
          label="Search the people"
          value={search}
          maxLength={300}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <NativeSelect
          label="Of the organisation"
          value={organisationId}
          data={[
            { value: '', label: `All ${organisations.length}` },
            ...organisations.map(({ id, name, people: count }) => ({
              value: id,
              label: `${name} (${count})`,
            })),
          ]}
          onChange={(event) => setOrganisationId(event.currentTarget.value)}
        />
        <Button mt={20} disabled={adding || people === undefined} onClick={() => setAdding(true)}>
          Add a person
        </Button>
      </div>
      <p className="quiet num">{people ? `${found.length} of ${people.length} people` : ''}</p>
      {people && found.length === 0 ? (
        <p className="card empty">
          {people.length === 0 ? 'There is nobody in the registry.' : 'Nobody fits.'}
        </p>
      ) : (
        <div className="card">
          <ul className="plain-list stack" aria-label="People">
            {found.slice(0, DRAWN).map((each) => (
              <li key={each.id}>
                <Link href={`/credentials/admin/people/${each.id}`}>{each.name}</Link>{' '}
                <span className="quiet">
                  {each.organisationName}, {each.email},{' '}
                  {each.roles.map((role) => roleWords[role]).join(', ')}
                </span>
              </li>
            ))}
          </ul>
        </div>
      )}
      {found.length > DRAWN && (
        <p className="quiet num">And {found.length - DRAWN} more: search for the name.</p>
      )}
    </WithPanel>
  );
}
