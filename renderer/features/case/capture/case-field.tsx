import { useShallow } from 'zustand/react/shallow';
import type { ZonedInstant } from '../../../../shared/base/values.ts';
import type { CaseRecord } from '../../../../shared/cases/schema.ts';
import { isEditable } from '../../../../shared/cases/states.ts';
import type { Finding } from '../../../../shared/handoff/schema.ts';
import { patchCase } from '../../../commands/cases.ts';
import { SavedField, type SavedFieldProps } from '../../../ui/saved-field.tsx';
import { contentsOf, useApp, useCasePart } from '../../../views/hooks.tsx';
import { placeId } from '../places.ts';

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

/** The instant of a time field: with the zone of the computer on which it was entered. */
export function zoned(at: string): ZonedInstant | null {
  return at === '' ? null : { at, zone: Intl.DateTimeFormat().resolvedOptions().timeZone };
}

interface CaseFieldProps
  extends Pick<SavedFieldProps, 'label' | 'kind' | 'options' | 'description' | 'wide'> {
  field: keyof CaseRecord;
}

/** One field of the case, with what the rules say about it. */
export function CaseField({ field, ...shown }: CaseFieldProps) {
  const app = useApp();
  const id = useCasePart((open) => contentsOf(open).case.id);
  const value = useCasePart((open) => contentsOf(open).case[field]);
  const findings = useFindingsAt('cases', id, field);
  const editable = useEditable();
  const { kind } = shown;
  const text = value === null ? '' : kind === 'time' ? (value as ZonedInstant).at : String(value);
  const typed = (next: string): unknown => {
    if (kind === 'time') return zoned(next);
    if (kind === 'number') return next === '' ? null : Number(next);
    return (kind === 'choice' || kind === 'date') && next === '' ? null : next;
  };
  return (
    <SavedField
      {...shown}
      id={placeId({ table: 'cases', id, field })}
      value={text}
      findings={findings}
      readOnly={!editable}
      onSave={(next) => patchCase(app, id, { [field]: typed(next) })}
    />
  );
}
