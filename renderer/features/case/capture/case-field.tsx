import { Fragment, type ReactNode } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { type CaseRecord, type CaseSection, cases } from '../../../../shared/cases/case.ts';
import type { Field } from '../../../../shared/cases/field.ts';
import { isEditable } from '../../../../shared/cases/states.ts';
import { isAsked } from '../../../../shared/cases/words.ts';
import type { Finding } from '../../../../shared/handoff/schema.ts';
import { patchCase } from '../../../commands/cases.ts';
import { SavedField, type SavedFieldProps } from '../../../ui/saved-field.tsx';
import { contentsOf, useApp, useCasePart } from '../../../views/hooks.tsx';
import { placeId } from '../places.ts';
import { inputText, shownField, storedValue } from './described-field.ts';

/** The findings of one place; the component renders again only when they change. */
export function useFindingsAt(table: string, id: string, field: string): Finding[] {
  return useCasePart(
    useShallow((open) =>
      open.findings.filter(({ where }) => where.table === table && where.id === id && where.field === field),
    ),
  );
}

export function useEditable(): boolean {
  return useCasePart((open) => isEditable(contentsOf(open).case.state));
}

type CaseFieldName = keyof CaseRecord;

/** One field of the case, as it is described, with what the rules say about it. */
export function CaseField({
  field,
  description,
}: { field: CaseFieldName } & Pick<SavedFieldProps, 'description'>) {
  const app = useApp();
  const id = useCasePart((open) => contentsOf(open).case.id);
  const value = useCasePart((open) => contentsOf(open).case[field]);
  const findings = useFindingsAt('cases', id, field);
  const editable = useEditable();
  const described: Field = cases.fields[field];
  return (
    <SavedField
      {...shownField(described)}
      description={description}
      id={placeId({ table: 'cases', id, field })}
      value={inputText(described, value)}
      findings={findings}
      readOnly={!editable}
      onSave={(next) => patchCase(app, id, { [field]: storedValue(described, next) })}
    />
  );
}

/**
 * The fields of one part of the form, in the order of their description; what does not follow from an answer is not asked.
 * @param instead what is drawn in the place of a field, or left out (null)
 */
export function CaseFields({
  section,
  instead = {},
  descriptions = {},
}: {
  section: CaseSection;
  instead?: Readonly<Partial<Record<CaseFieldName, ReactNode>>>;
  descriptions?: Readonly<Partial<Record<CaseFieldName, ReactNode>>>;
}) {
  const names = useCasePart(
    useShallow((open) => {
      const record = contentsOf(open).case;
      return (Object.keys(cases.fields) as CaseFieldName[]).filter(
        (name) => cases.fields[name].section === section && isAsked(cases.fields, name, record),
      );
    }),
  );
  return names.map((name) =>
    name in instead ? (
      <Fragment key={name}>{instead[name]}</Fragment>
    ) : (
      <CaseField key={name} field={name} description={descriptions[name]} />
    ),
  );
}
