/** The words of what was chosen from a few, where it stands outside its own form: in conflicts, history and refused changes. */
import { t } from '@lingui/core/macro';
import { type CaseState, caseStates } from '../../shared/cases/schema.ts';
import { stateWords } from '../../shared/cases/states.ts';
import { choicesOf } from '../../shared/cases/words.ts';

/** Yes and no, as fields outside a case offer them. */
export const yesNoChoices = [
  { value: 'yes', label: t`Yes` },
  { value: 'no', label: t`No` },
] as const;

/** The word of a value that was chosen; the value itself where the field is not one of these. */
export function choiceWord(table: string, field: string, value: string): string {
  const chosen = choicesOf(table, field)?.find((each) => each.value === value)?.label;
  if (chosen) return chosen;
  if (field === 'state' || field === 'from' || field === 'to')
    return caseStates.includes(value as CaseState) ? stateWords[value as CaseState] : value;
  return value;
}
