/** Which language the window speaks: chosen once, before any screen is loaded. Another one is spoken after a reload. */
import type { Messages } from '@lingui/core';
import { i18n, SOURCE_LANGUAGE } from './words.ts';

type Catalogue = () => Promise<{ messages: Messages }>;

/** English needs none: it stands in the code. */
const catalogues = import.meta.glob<{ messages: Messages }>([
  '../**/locales/*.po',
  '!../**/locales/en.po',
]) satisfies Record<string, Catalogue>;

const languageOf = (path: string) => path.replace(/^.*\/|\.po$/g, '');

/**
 * The first of the wanted languages that is there: `de-AT` is answered with `de` where there is no catalogue of its own.
 * @param wanted BCP 47, the dearest first, as `navigator.languages` has them
 */
export function firstSpoken(wanted: readonly string[], spoken: readonly string[]): string {
  for (const each of wanted)
    for (
      let language = each;
      language !== '';
      language = language.slice(0, Math.max(language.lastIndexOf('-'), 0))
    )
      if (spoken.includes(language)) return language;
  return SOURCE_LANGUAGE;
}

/** Speaks a language from now on; what was said before stays as it is. */
export function speak(language: string, messages: Messages): void {
  i18n.loadAndActivate({ locale: language, messages });
  document.documentElement.lang = language;
}

/** Chooses the window's language, and loads its catalogues. English where none of the wanted ones is there. */
export async function chooseLanguage(wanted: readonly string[]): Promise<void> {
  const spoken = [SOURCE_LANGUAGE, ...new Set(Object.keys(catalogues).map(languageOf))];
  const language = firstSpoken(wanted, spoken);
  if (language === SOURCE_LANGUAGE) return;
  const loads = Object.entries(catalogues).filter(([path]) => languageOf(path) === language);
  const parts = await Promise.all(loads.map(([, load]) => load()));
  speak(language, Object.assign({}, ...parts.map(({ messages }) => messages)));
}
