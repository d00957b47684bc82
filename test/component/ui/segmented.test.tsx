/** One of a few, in sight: chosen by the mouse, by arrows and by the letters of its word, and taken back. */
import { MantineProvider } from '@mantine/core';
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, expect, test } from 'vitest';
import { isFew, Segmented } from '../../../renderer/ui/segmented.tsx';

afterEach(cleanup);

const priorities = ['P1', 'P2', 'P3', 'P4'].map((value) => ({ value, label: value }));
let left = 0;

function Field({ clearable = false }: { clearable?: boolean }) {
  const [value, setValue] = useState('');
  return (
    <MantineProvider>
      <Segmented
        id="priority"
        label="Priority"
        value={value}
        options={priorities}
        onChange={setValue}
        onBlur={() => {
          left += 1;
        }}
        clearable={clearable}
      />
      <button type="button">After it</button>
      <output>{value}</output>
    </MantineProvider>
  );
}

const chosen = () => screen.getByRole('status').textContent;

test('it has one stop for Tab, is described by its label, and nothing is chosen by coming there', async () => {
  left = 0;
  render(<Field />);
  const group = screen.getByRole('radiogroup', { name: 'Priority' });
  await userEvent.tab();
  expect(group.contains(document.activeElement)).toBe(true);
  expect(document.activeElement?.id).toBe('priority');
  expect(chosen()).toBe('');
  expect(left).toBe(0);
  await userEvent.tab();
  expect(document.activeElement?.textContent).toBe('After it');
  expect(left).toBe(1);
});

test('the letters of a word choose it, and the place by which a finding leads there is where the focus is', async () => {
  render(<Field />);
  document.getElementById('priority')?.focus();
  await userEvent.keyboard('p3');
  expect(chosen()).toBe('P3');
  expect(document.activeElement).toBe(screen.getByRole('radio', { name: 'P3' }));
  expect(document.activeElement?.id).toBe('priority');
  await userEvent.keyboard('{ArrowRight}');
  expect(chosen()).toBe('P4');
  expect(document.activeElement?.id).toBe('priority');
});

test('what the group is given of the focus goes on to the choice in turn', async () => {
  render(<Field />);
  await userEvent.click(screen.getByRole('radio', { name: 'P2' }));
  screen.getByRole('radiogroup').focus();
  expect(document.activeElement).toBe(screen.getByRole('radio', { name: 'P2' }));
});

test('a choice is taken back by Delete and by another click, where there may be none', async () => {
  render(<Field clearable />);
  await userEvent.click(screen.getByRole('radio', { name: 'P1' }));
  await userEvent.keyboard('{Delete}');
  expect(chosen()).toBe('');
  await userEvent.click(screen.getByRole('radio', { name: 'P1' }));
  expect(chosen()).toBe('P1');
  await userEvent.click(screen.getByRole('radio', { name: 'P1' }));
  expect(chosen()).toBe('');
  cleanup();
  render(<Field />);
  await userEvent.click(screen.getByRole('radio', { name: 'P1' }));
  await userEvent.click(screen.getByRole('radio', { name: 'P1' }));
  await userEvent.keyboard('{Delete}');
  expect(chosen()).toBe('P1');
});

test('two to four short words stand beside each other; one, five, or long ones are a list', () => {
  const words = (...labels: string[]) => labels.map((label) => ({ value: label, label }));
  expect(isFew(words('Yes', 'No'))).toBe(true);
  expect(isFew(priorities)).toBe(true);
  expect(isFew(words('Yes'))).toBe(false);
  expect(isFew(words('1', '2', '3', '4', '5'))).toBe(false);
  expect(isFew(words('Technical nature of the problem', 'Proprietary information'))).toBe(false);
});
