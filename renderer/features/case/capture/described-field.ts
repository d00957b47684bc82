/** A described field as an input: what it looks like, what of it is text, and what is stored of the text. */
import type { ZonedInstant } from '../../../../shared/base/values.ts';
import type { Field } from '../../../../shared/cases/field.ts';
import { zonedOf, zonedText } from '../../../ui/read-time.ts';
import type { SavedFieldProps } from '../../../ui/saved-field.tsx';

type Shown = Pick<SavedFieldProps, 'label' | 'kind' | 'given' | 'options' | 'mono' | 'wide' | 'description'>;

const kinds: Readonly<Partial<Record<Field['input']['kind'], SavedFieldProps['kind']>>> = {
  text: 'text',
  number: 'number',
  choice: 'choice',
  zoned: 'time',
  day: 'date',
  reference: 'reference',
};

/** @param options what a reference may name; a choice brings its own */
export function shownField(field: Field, options?: SavedFieldProps['options']): Shown {
  const { input, label, given, why, mono = false, wide = false } = field;
  const chosen = input.kind === 'choice' ? input.choices : options;
  return {
    ...{ label, kind: kinds[input.kind] ?? 'line', given, mono, wide },
    ...(why !== undefined && { description: why }),
    ...(chosen && { options: chosen }),
  };
}

/** The stored value as the text that an input holds. */
export function inputText(field: Field, value: unknown): string {
  if (value === null || value === undefined) return '';
  return field.input.kind === 'zoned' ? zonedText(value as ZonedInstant) : String(value);
}

/** What is stored of the text: nothing in it is nothing answered. */
export function storedValue(field: Field, text: string): unknown {
  if (text === '') return field.empty;
  if (field.input.kind === 'zoned') return zonedOf(text);
  return field.input.kind === 'number' ? Number(text) : text;
}
