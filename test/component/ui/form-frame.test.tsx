/** The frame of forms that are sent whole. */
import { MantineProvider } from '@mantine/core';
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { FormFrame } from '../../../renderer/ui/form-frame.tsx';

afterEach(cleanup);

function show(send: () => Promise<readonly string[]>): void {
  render(
    <MantineProvider>
      <FormFrame title="New rates" button="Publish" work="publishing" send={send} onCancel={() => undefined}>
        <input aria-label="Amount" />
      </FormFrame>
    </MantineProvider>,
  );
}

test('its first field has the focus, and what is wrong is said while what was typed stays', async () => {
  show(async () => ['Say from which day on.']);
  expect(document.activeElement).toBe(screen.getByLabelText('Amount'));
  await userEvent.type(screen.getByLabelText('Amount'), '650');
  await userEvent.click(screen.getByRole('button', { name: 'Publish' }));
  expect((await screen.findByRole('alert')).textContent).toBe('Say from which day on.');
  expect(screen.getByLabelText<HTMLInputElement>('Amount').value).toBe('650');
});

test('it is sent once, however often it is pressed; once it has answered it can be sent again', async () => {
  let answer: (wrong: readonly string[]) => void = () => undefined;
  const send = vi.fn(() => new Promise<readonly string[]>((done) => (answer = done)));
  show(send);
  const form = screen.getByRole<HTMLFormElement>('form', { name: 'New rates' });
  // In one go: nothing is drawn between the two.
  form.requestSubmit();
  form.requestSubmit();
  expect(send).toHaveBeenCalledTimes(1);
  answer(['No room on the disk.']);
  await screen.findByText('No room on the disk.');
  form.requestSubmit();
  expect(send).toHaveBeenCalledTimes(2);
});

test('work that fails says that it was not done, and what is kept', async () => {
  show(() => Promise.reject(new Error('the database is away')));
  await userEvent.click(screen.getByRole('button', { name: 'Publish' }));
  expect((await screen.findByRole('alert')).textContent).toMatch(
    /^Not done: .* What you typed is still here\.$/,
  );
});
