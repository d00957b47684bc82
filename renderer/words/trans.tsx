import { TransNoContext, type TransProps } from '@lingui/react/server';
import { createElement, Fragment } from 'react';
import { i18n } from './words.ts';

/**
 * A marked sentence with elements in it. The language does not change while the window is open, so that it needs no provider.
 * Values that hold `<` go in as elements: the library looks for its own tags in the whole sentence, and would take `<host>` of a log
 * for one of them.
 */
export function Trans({ values, ...sentence }: TransProps) {
  const shown =
    values &&
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name,
        typeof value === 'string' && value.includes('<') ? createElement(Fragment, null, value) : value,
      ]),
    );
  return <TransNoContext {...sentence} {...(shown ? { values: shown } : {})} lingui={{ i18n }} />;
}
