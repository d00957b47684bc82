import { t } from '@lingui/core/macro';
import { Fragment, type ReactNode } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { cut } from '../../../../shared/base/cut.ts';
import { type CaseRecord, type CaseSection, cases } from '../../../../shared/cases/case.ts';
import type { Field } from '../../../../shared/cases/field.ts';
import { isAsked } from '../../../../shared/cases/words.ts';
import type { Finding } from '../../../../shared/handoff/schema.ts';
import { isOverdue } from '../../../../shared/handoff/stage.ts';
import { patchCase } from '../../../commands/cases.ts';
import { writingOver } from '../../../commands/written-over.ts';
import { SavedField, type SavedFieldProps } from '../../../ui/saved-field.tsx';
import { findingsOfRow } from '../../../views/findings-of-row.ts';
import { contentsOf, useApp, useCasePart, useEditable } from '../../../views/hooks.tsx';
import { useCaseMemory } from '../case-memory.ts';
import { placeId } from '../places.ts';
import { saveNoted } from '../undo-history.ts';
import { useIncoming } from './adding-files.tsx';
import { inputText, shownField, storedValue } from './described-field.ts';

const silent: readonly Finding[] = [];

/**
 * What one place says of itself: nothing before somebody was there, asked for all, answered it, or its stage ended. The panel
 * tells of it as something to do all the while, and the gate asks it as ever.
 * @param answered something stands there: what is wrong with it is told at once
 */
export function useFindingsAt(
  table: string,
  id: string,
  field: string,
  answered = false,
): readonly Finding[] {
  const place = placeId({ table, id, field });
  const caseId = useCasePart((open) => contentsOf(open).case.id);
  const asked = useCaseMemory(caseId, ({ checked, visited }) => checked || visited.includes(place));
  const own = useCasePart(
    useShallow((open) => {
      const { state } = contentsOf(open).case;
      return findingsOfRow(open.findings, table, id).filter(
        ({ rule, where }) => where.field === field && (answered || asked || isOverdue(rule, state)),
      );
    }),
  );
  return own.length === 0 ? silent : own;
}

type CaseFieldName = keyof CaseRecord;

/** How much of a text that went into a file stays in its field. */
const BEGINNING = 2_000;

/** Attaches a text that is too long for its field. @returns the field's text: its beginning, and where the whole is */
function useTextAsFile(): (label: string, text: string) => Promise<string> {
  const { take } = useIncoming();
  return async (label, text) => {
    const name = `${label
      .replaceAll(/[^\p{L}\p{N} ]+/gu, '')
      .slice(0, 60)
      .trim()}.txt`;
    const [added] = await take([new File([text], name, { type: 'text/plain' })]);
    return added ? t`${cut(text, BEGINNING)}…\n\n(The whole text is the file ${name}.)` : text;
  };
}

/** One field of the case, as it is described, with what the rules say about it. */
export function CaseField({
  field,
  description,
}: { field: CaseFieldName } & Pick<SavedFieldProps, 'description'>) {
  const app = useApp();
  const asFile = useTextAsFile();
  const id = useCasePart((open) => contentsOf(open).case.id);
  const value = useCasePart((open) => contentsOf(open).case[field]);
  const editable = useEditable();
  const described: Field = cases.fields[field];
  const text = inputText(described, value);
  const findings = useFindingsAt('cases', id, field, text.trim() !== '');
  return (
    <SavedField
      {...shownField(described)}
      description={description}
      id={placeId({ table: 'cases', id, field })}
      value={text}
      findings={findings}
      readOnly={!editable}
      onSave={(next, over) => {
        const fields = (typed: string) => ({ [field]: storedValue(described, typed) });
        const after = fields(next);
        const by = writingOver(app, over.map(fields));
        const place = { table: 'cases', id, field };
        const edit = { table: 'cases' as const, key: id, label: described.label, place, after };
        return saveNoted(app, id, { ...edit, row: { [field]: value } }, () => patchCase(by, id, after));
      }}
      onTooLong={(long) => asFile(described.label, long)}
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
