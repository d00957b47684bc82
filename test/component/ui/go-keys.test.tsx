/** G and a letter lead to places; who writes, and who turned letters off as keys, is left alone (WCAG 2.1.4). */
import { MantineProvider } from '@mantine/core';
import { act, cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { screens } from '../../../renderer/app/screens.tsx';
import { ListSearch } from '../../../renderer/ui/list-search.tsx';
import { placeKeys, useGoKeys, useLetterKeys, useSingleKeys } from '../../../renderer/ui/single-keys.ts';

let went: string[] = [];
const to = (letter: string) => {
  if (letter !== 'c') return false;
  went.push(letter);
  return true;
};

let did: string[] = [];

function Keys() {
  useLetterKeys({ c: () => did.push('c'), o: null });
  useGoKeys(to);
  return (
    <>
      <button type="button">A place to stand</button>
      <textarea aria-label="Note" />
    </>
  );
}

beforeEach(() => {
  went = [];
  did = [];
  render(<Keys />);
  screen.getByRole('button').focus();
});
afterEach(() => {
  cleanup();
  act(() => useSingleKeys.getState().set(true));
});

test('G and then the letter of a place lead there; one letter alone, another one between, or a key held with Ctrl do not', async () => {
  await userEvent.keyboard('c');
  await userEvent.keyboard('gxc');
  await userEvent.keyboard('g{Control>}c{/Control}');
  expect(went).toEqual([]);
  await userEvent.keyboard('gc');
  await userEvent.keyboard('ggC');
  expect(went).toEqual(['c', 'c']);
});

test('a letter alone is what the screen does by it, and none behind G or where nothing is to be done', async () => {
  await userEvent.keyboard('c');
  expect([did, went]).toEqual([['c'], []]);
  await userEvent.keyboard('gc');
  expect([did, went]).toEqual([['c'], ['c']]);
  await userEvent.keyboard('oC');
  expect(did).toEqual(['c', 'c']);
});

test('they are letters where somebody writes', async () => {
  await userEvent.type(screen.getByRole('textbox'), 'gcgc');
  expect(screen.getByRole('textbox')).toHaveProperty('value', 'gcgc');
  expect([did, went]).toEqual([[], []]);
});

test('turned off they do nothing, also after the window was opened anew', async () => {
  act(() => useSingleKeys.getState().set(false));
  await userEvent.keyboard('gcxc');
  expect([did, went]).toEqual([[], []]);
  expect(localStorage.getItem('partner-console-single-keys')).toBe('off');
});

test('each letter leads to a place of the rail', () => {
  expect(Object.keys(placeKeys)).toEqual(['h', 'c', 'r', 't', 'k']);
  const words = screens.map(({ rail }) => rail?.word);
  for (const word of Object.values(placeKeys)) expect(words).toContain(word);
});

test('/ leads to the search of a list, with what stands in it selected', async () => {
  render(
    <MantineProvider>
      <ListSearch label="Search the list" value="gateway" onChange={() => undefined} />
    </MantineProvider>,
  );
  await userEvent.keyboard('/');
  const field = screen.getByRole<HTMLInputElement>('textbox', { name: 'Search the list' });
  expect(document.activeElement).toBe(field);
  expect([field.selectionStart, field.selectionEnd]).toEqual([0, 7]);
  expect(field.value).toBe('gateway');
});
