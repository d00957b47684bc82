/**
 * Secrets whose place in a line only the whole command says (RD27): behind an address, a user or a mode, where no keyword is right before. Each form is
 * looked for only in a line in which a word of it stands.
 */
import type { Span } from '../kinds.ts';
import { applicationForms } from './application-forms.ts';
import { callForms } from './call-forms.ts';
import { deviceForms } from './device-forms.ts';
import { compiled } from './form-notation.ts';
import { logForms } from './log-forms.ts';
import { toldForms } from './told-forms.ts';
import { toolForms } from './tool-forms.ts';
import { isPlaceholder, isToken } from './value.ts';

const forms = [
  ...deviceForms,
  ...toolForms,
  ...applicationForms,
  ...logForms,
  ...callForms,
  ...toldForms,
].map(({ near, form }) => ({
  near,
  pattern: compiled(form),
}));

/** The words at which a form is looked for, each with the place of its form. */
export const formWords: readonly { text: string; form: number }[] = forms.flatMap(({ near }, form) =>
  near.map((text) => ({ text, form })),
);

/** @param form its place, as `formWords` tells it */
export function formSecrets(text: string, start: number, end: number, form: number): Span[] {
  const pattern = forms[form]?.pattern;
  if (pattern === undefined) return [];
  const spans: Span[] = [];
  for (const found of text.slice(start, end).matchAll(pattern))
    for (const place of found.indices?.slice(1) ?? []) {
      if (place === undefined) continue;
      const value = text.slice(start + place[0], start + place[1]);
      if (isPlaceholder(value) || isToken(value)) continue;
      spans.push({ start: start + place[0], end: start + place[1], kind: 'SECRET', rule: 'RD27' });
    }
  return spans;
}
