/**
 * Secrets whose place in a line only the whole command says (RD27): behind an address, a user or a mode, where no keyword is right before. Each form is
 * looked for only in a line in which a word of it stands.
 */
import type { Span } from '../kinds.ts';
import { applicationForms } from './application-forms.ts';
import { isMadeUp } from './behind-keyword.ts';
import { callForms } from './call-forms.ts';
import { deviceForms } from './device-forms.ts';
import { compiled } from './form-notation.ts';
import { logForms } from './log-forms.ts';
import { shellForms } from './shell-forms.ts';
import { toldForms } from './told-forms.ts';
import { toolForms } from './tool-forms.ts';
import { isPlaceholder, isToken, type Range } from './value.ts';

const forms = [
  ...deviceForms,
  ...toolForms,
  ...shellForms,
  ...applicationForms,
  ...logForms,
  ...callForms,
  ...toldForms,
].map(({ near, form, chosen, members }) => ({
  near,
  pattern: compiled(form),
  chosen,
  members: members === undefined ? null : compiled(members),
}));

/** The words at which a form is looked for, each with the place of its form. */
export const formWords: readonly { text: string; form: number }[] = forms.flatMap(({ near }, form) =>
  near.map((text) => ({ text, form })),
);

/** @param form its place, as `formWords` tells it */
export function formSecrets(text: string, start: number, end: number, form: number): Span[] {
  const known = forms[form];
  if (known === undefined) return [];
  const spans: Span[] = [];
  for (const place of caught(text, start, end, known.pattern)) {
    const places = known.members === null ? [place] : caught(text, place.start, place.end, known.members);
    for (const each of places) {
      const value = text.slice(each.start, each.end);
      if (isPlaceholder(value) || isToken(value) || (known.chosen && !isMadeUp(value))) continue;
      spans.push({ ...each, kind: 'SECRET', rule: 'RD27' });
    }
  }
  return spans;
}

const NONE: readonly Range[] = [];

/** The places of all groups that a pattern catches in a part of a text. By `exec`, because `matchAll` copies the pattern for each line. */
function caught(text: string, start: number, end: number, pattern: RegExp): readonly Range[] {
  const part = text.slice(start, end);
  pattern.lastIndex = 0;
  let found = pattern.exec(part);
  if (found === null) return NONE;
  const places: Range[] = [];
  for (; found !== null; found = pattern.exec(part)) {
    for (const place of found.indices?.slice(1) ?? [])
      if (place !== undefined) places.push({ start: start + place[0], end: start + place[1] });
    if (found[0] === '') pattern.lastIndex += 1;
  }
  return places;
}
