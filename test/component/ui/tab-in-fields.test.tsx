/** Tab behind the last key: the next field has it, whatever the answer takes off the page. With real keys, and none waits. */
import { MantineProvider } from '@mantine/core';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, expect, test } from 'vitest';
import { userEvent as keys } from 'vitest/browser';
import { OnceField } from '../../../renderer/features/case/capture/once-field.tsx';
import type { Outcome } from '../../../renderer/store/outcome.ts';
import { useClauseKey } from '../../../renderer/ui/clause-key.ts';
import { SavedField, type SavedFieldProps } from '../../../renderer/ui/saved-field.tsx';
import type { Finding } from '../../../shared/handoff/schema.ts';

afterEach(() => {
  cleanup();
  localStorage.clear();
});

const saved: Outcome = { kind: 'saved', at: '2026-11-23T12:00:00.000Z', journal: 'kept' };
const findings = ['P-14', 'P-08'].map(
  (clause): Finding => ({
    rule: `H-${clause}`,
    part: 'problem',
    severity: 'blocker',
    clause,
    message: `It is missing (${clause})`,
    fix: 'Say it.',
    where: { table: 'cases', id: null, field: 'observed' },
  }),
);
const options = ['Yes', 'No', 'Unknown'].map((word) => ({ value: word.toLowerCase(), label: word }));

/** Lacks something until its answer is on the disk, as the rules have it. */
function Flagged(props: Pick<SavedFieldProps, 'id' | 'label' | 'kind'>) {
  const [value, setValue] = useState('');
  return (
    <SavedField
      {...props}
      value={value}
      options={options}
      findings={value === '' ? findings : []}
      onSave={async (next) => {
        await new Promise((done) => setTimeout(done, 20));
        setValue(next);
        return saved;
      }}
    />
  );
}
function Fields() {
  useClauseKey();
  return (
    <MantineProvider>
      <Flagged id="first" label="Did it ring" kind="choice" />
      <Flagged id="second" label="What happens" kind="text" />
      <Flagged id="third" label="Since when" kind="line" />
      <OnceField id="fourth" label="Recorder" findings={findings} onAdd={async () => saved} />
      <Flagged id="fifth" label="Ended" kind="time" />
    </MantineProvider>
  );
}
const value = (label: string) => screen.getByLabelText<HTMLInputElement>(label).value;

test('[D2] what is typed without a pause goes into one field after the other', async () => {
  render(<Fields />);
  screen.getByLabelText('Yes').focus();
  await keys.keyboard('n{Tab}silence{Tab}monday{Tab}5.4.1{Tab}7');
  const lacks = (id: string) =>
    document.getElementById(id)?.closest('[data-field]')?.querySelector('.field-finding');
  await waitFor(() => expect(['first', 'second', 'third'].map(lacks)).toEqual([null, null, null]));
  expect(screen.getByLabelText<HTMLInputElement>('No').checked).toBe(true);
  expect([value('What happens'), value('Since when'), value('Ended')]).toEqual(['silence', 'monday', '7']);
  expect(document.activeElement?.id).toBe('fifth');
});

test.each([0, 30, 100, 400])(
  'the focus is in the next field where Tab comes %i ms after the answer',
  async (pause) => {
    render(<Fields />);
    screen.getByLabelText('Yes').focus();
    await keys.keyboard('n');
    await new Promise((done) => setTimeout(done, pause));
    await keys.keyboard('{Tab}x');
    expect(document.activeElement?.id).toBe('second');
    await new Promise((done) => setTimeout(done, pause));
    await keys.keyboard('{Tab}');
    expect(document.activeElement?.id).toBe('third');
    await keys.keyboard('{Shift>}{Tab}{/Shift}');
    expect(document.activeElement?.id).toBe('second');
  },
);

test('the clauses of a field are opened in it by Shift-F1, one after the other, and Escape leads back', async () => {
  render(<Fields />);
  const field = screen.getByLabelText('What happens');
  field.focus();
  for (const clause of ['P-14', 'P-08', 'P-14']) {
    await keys.keyboard('{Shift>}{F1}{/Shift}');
    await waitFor(() =>
      expect(document.activeElement?.closest('[role="dialog"]')?.getAttribute('aria-label')).toBe(
        `Clause ${clause} of the maintenance policy`,
      ),
    );
  }
  await keys.keyboard('{Escape}');
  await waitFor(() => expect(document.activeElement).toBe(field));
  await waitFor(() =>
    expect(document.querySelector('button[aria-expanded="true"], [role="dialog"]')).toBeNull(),
  );
});

test('a button of a field that goes as it is pressed leaves the focus in the field', async () => {
  render(<Fields />);
  screen.getByRole('button', { name: 'Ended: now' }).focus();
  await keys.keyboard('{Enter}');
  expect(screen.queryByRole('button', { name: 'Ended: now' })).toBeNull();
  expect(document.activeElement?.id).toBe('fifth');
});
