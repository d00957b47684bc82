/** What is written of a person: name, address and roles; for a new one, and for one who is changed. */
import { t } from '@lingui/core/macro';
import { Checkbox, TextInput } from '@mantine/core';
import { storable } from '../../../shared/base/values.ts';
import { grantableRoles, type Role, rolesFit, roleWords } from '../../../shared/certification/access.ts';
import { type PersonRecord, personRecord } from '../../../shared/certification/schema.ts';
import { useKeptState } from '../../ui/kept-form.ts';
import { ActForm } from './act-form.tsx';

export type PersonDetails = Pick<PersonRecord, 'name' | 'email' | 'roles'>;

export const trimmedDetails = ({ name, email, roles }: PersonDetails): PersonDetails => ({
  name: name.trim(),
  email: email.trim(),
  roles: [...roles],
});

/** What is missing or wrong, one sentence each. */
export function personFaults({ name, email, roles }: PersonDetails): string[] {
  const faults: string[] = [];
  if (name.trim() === '') faults.push(t`Write the person’s name.`);
  if (!personRecord.unwrap().shape.email.safeParse(email.trim()).success)
    faults.push(t`Write an e-mail address, such as name@example.com.`);
  if (roles.length === 0) faults.push(t`Choose at least one role.`);
  if (!rolesFit(roles)) faults.push(t`These roles do not go together.`);
  return faults;
}

const isGrantable = (role: Role) => grantableRoles.includes(role);

export function PersonFields({
  fields,
  onChange,
}: {
  fields: PersonDetails;
  onChange: (fields: PersonDetails) => void;
}) {
  const { name, email, roles } = fields;
  // What the operator gave stays, whatever is chosen here.
  const others = roles.filter((role) => !isGrantable(role));
  return (
    <>
      <TextInput
        label={t`Name of the person`}
        value={name}
        maxLength={300}
        onChange={(event) => onChange({ ...fields, name: storable(event.currentTarget.value) })}
      />
      <TextInput
        label={t`E-mail address`}
        type="email"
        value={email}
        maxLength={300}
        onChange={(event) => onChange({ ...fields, email: event.currentTarget.value })}
      />
      <Checkbox.Group
        label={t`Roles`}
        {...(others.length > 0
          ? {
              description: t`Given by the hub’s operator, and not changed here: ${roleWords(others)}`,
            }
          : {})}
        value={roles.filter(isGrantable)}
        onChange={(next) => onChange({ ...fields, roles: [...(next as Role[]), ...others] })}
      >
        <div className="row">
          {grantableRoles.map((role) => (
            <Checkbox key={role} value={role} label={roleWords([role])} />
          ))}
        </div>
      </Checkbox.Group>
    </>
  );
}

/** Changes a person; their organisation stays. */
export function ChangePersonForm({
  form,
  person,
  onDone,
  onCancel,
}: {
  form: string;
  person: PersonRecord;
  onDone: (told: string) => void;
  onCancel: () => void;
}) {
  const { name, email, roles } = person;
  const [fields, setFields] = useKeptState<PersonDetails>(form, 'fields', { name, email, roles });
  function build() {
    const faults = personFaults(fields);
    if (faults.length > 0) return faults;
    const next: PersonRecord = { ...person, ...trimmedDetails(fields) };
    const same =
      next.name === name &&
      next.email === email &&
      [...next.roles].sort().join() === [...roles].sort().join();
    return same ? [t`Nothing was changed.`] : ({ action: 'save-person', person: next } as const);
  }
  return (
    <ActForm
      form={form}
      title={t`Change: ${name}`}
      says={t`Roles count at once at the hub. A credential that was issued keeps the name that it names.`}
      button={t`Save the person`}
      build={build}
      onDone={() => onDone(t`Saved. It comes here with the next sync.`)}
      onCancel={onCancel}
    >
      <PersonFields fields={fields} onChange={setFields} />
    </ActForm>
  );
}
