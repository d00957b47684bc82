/** What marked texts come to: values as they are, whatever stands in them, and the first of a person's languages that is there. */
import { plural, t } from '@lingui/core/macro';
import { Plural, Trans } from '@lingui/react/macro';
import { cleanup, render } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { firstSpoken, speak } from '../../../renderer/words/language.ts';
import { i18n } from '../../../renderer/words/words.ts';

afterEach(() => {
  cleanup();
  speak('en', {});
});

const shown = (part: React.ReactNode) => render(<p>{part}</p>).container.textContent;

test('what a person typed is shown as it is, though it looks like an escape, a place or a tag', () => {
  for (const value of ['C:\\x86\\u0041', '\\\\host\\x41', '{name}', '<0>host</0>', '<b>x</b>', "'{0}'", '']) {
    expect(t`The file ${value} is held`).toBe(`The file ${value} is held`);
    expect(shown(<Trans>The file {value} is held</Trans>)).toBe(`The file ${value} is held`);
    cleanup();
    expect(
      shown(
        <Trans>
          The file <b>{value}</b> is held
        </Trans>,
      ),
    ).toBe(`The file ${value} is held`);
    cleanup();
  }
});

test('a number stands as everywhere else, and nothing is drawn for what is not so', () => {
  const count = 12_345;
  expect(plural(count, { one: '# file', other: '# files' })).toBe('12345 files');
  expect(shown(<Plural value={count} one="# file" other="# files" />)).toBe('12345 files');
  const none = false;
  expect(shown(<Trans>It is here{none && t`, and there`}.</Trans>)).toBe('It is here.');
});

test('the first wanted language that is there is spoken, a wider one for a narrower, English where none is', () => {
  const spoken = ['en', 'de', 'pt-BR'];
  expect(firstSpoken(['fr-CA', 'de-AT', 'en'], spoken)).toBe('de');
  expect(firstSpoken(['pt-BR'], spoken)).toBe('pt-BR');
  expect(firstSpoken(['pt'], spoken)).toBe('en');
  expect(firstSpoken(['en-GB', 'de'], spoken)).toBe('en');
  expect(firstSpoken([], spoken)).toBe('en');
});

test('a sentence is said in the language of the window, and in English where that has none', () => {
  const saved = () => t`Saved on this computer`;
  let id = '';
  const stop = i18n.on('missing', (missed) => {
    id = missed.id;
  });
  expect(saved()).toBe('Saved on this computer');
  stop();
  speak('de', { [id]: ['Auf diesem Computer gespeichert'] });
  expect(saved()).toBe('Auf diesem Computer gespeichert');
  expect(document.documentElement.lang).toBe('de');
  expect(t`A sentence without a translation`).toBe('A sentence without a translation');
});
