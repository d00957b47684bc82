/** What the browser would keep of its own: what is typed into fields, and what windows are called (security 30). */
import {
  Autocomplete,
  MantineProvider,
  NativeSelect,
  NumberInput,
  PasswordInput,
  Textarea,
  TextInput,
} from '@mantine/core';
import { cleanup, render } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { theme } from '../../../renderer/app/theme.ts';
import { Screen } from '../../../renderer/ui/screen.tsx';

afterEach(cleanup);

test('security 30: no field lets the browser complete or keep what is typed', () => {
  render(
    <MantineProvider theme={theme}>
      <TextInput label="one" />
      <Textarea label="two" />
      <PasswordInput label="three" />
      <NumberInput label="four" />
      <Autocomplete label="five" data={['a']} />
      <NativeSelect label="six" data={['a']} />
    </MantineProvider>,
  );
  // A measuring copy of a text area is hidden from everybody.
  const fields = [...document.querySelectorAll('input, textarea, select')].filter(
    (each) => each.ariaHidden !== 'true' && each.getAttribute('type') !== 'hidden',
  );
  expect(fields.length).toBeGreaterThanOrEqual(6);
  expect(
    fields.filter((each) => each.getAttribute('autocomplete') !== 'off').map((each) => each.outerHTML),
  ).toEqual([]);
});

test('security 30: a window is called by its number or its kind, not by what somebody typed', () => {
  const words = 'Silence at Example Hospital';
  const { rerender } = render(
    <Screen lead="C-7K2M-Q4RD" title={words}>
      text
    </Screen>,
  );
  expect(document.title).toBe('C-7K2M-Q4RD - Partner Console');
  rerender(
    <Screen title={words} named="Customer">
      text
    </Screen>,
  );
  expect(document.title).toBe('Customer - Partner Console');
  rerender(<Screen title="Settings">text</Screen>);
  expect(document.title).toBe('Settings - Partner Console');
});
