/** What a person does at the end of a field: leaves it, in whatever way, or sends the form it is in. */
import { Button, MantineProvider, Textarea } from '@mantine/core';
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { useSendKey } from '../../../renderer/app/send-key.ts';
import { OnceField } from '../../../renderer/features/case/capture/once-field.tsx';
import { lookWords } from '../../../renderer/features/case/handoff/questions.ts';
import { type Outcome, refusal } from '../../../renderer/store/outcome.ts';

afterEach(() => {
  cleanup();
  localStorage.clear();
});

const saved: Outcome = { kind: 'saved', at: '2026-11-23T12:00:00.000Z', journal: 'kept' };

describe('a value that is asked for and has no row yet', () => {
  const asked = (onAdd: (value: string) => Promise<Outcome>) => (
    <MantineProvider>
      <OnceField id="once" label="Call Recorder" findings={[]} onAdd={onAdd} />
    </MantineProvider>
  );

  test('is saved where the page leaves before the field is left, as by Back or F8', async () => {
    const added = vi.fn(async () => saved);
    const { unmount } = render(asked(added));
    await userEvent.type(screen.getByLabelText('Call Recorder'), '5.4.1');
    expect(added).not.toHaveBeenCalled();
    unmount();
    expect(added.mock.calls).toEqual([['5.4.1']]);
  });

  test('is saved once, however it is left', async () => {
    const added = vi.fn(async () => saved);
    const { unmount } = render(asked(added));
    await userEvent.type(screen.getByLabelText('Call Recorder'), '5.4.1{Enter}');
    await userEvent.tab();
    unmount();
    expect(added).toHaveBeenCalledTimes(1);
  });

  test('stays with its reason where it cannot be saved', async () => {
    render(asked(async () => refusal('disk', 'The disk is full.')));
    await userEvent.type(screen.getByLabelText('Call Recorder'), '5.4.1{Enter}');
    await screen.findByText('The disk is full.');
    expect(screen.getByLabelText<HTMLInputElement>('Call Recorder').value).toBe('5.4.1');
  });
});

describe('Ctrl-Enter in a text', () => {
  function Form({ off = false, onSend }: { off?: boolean; onSend: () => void }) {
    useSendKey();
    return (
      <MantineProvider>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            onSend();
          }}
        >
          <Textarea label="What Level 3 needs to know" />
          <Button type="submit" disabled={off}>
            Ask
          </Button>
        </form>
        <Textarea label="A text of its own" />
      </MantineProvider>
    );
  }

  test('sends its form', async () => {
    const send = vi.fn();
    render(<Form onSend={send} />);
    await userEvent.type(screen.getByLabelText('What Level 3 needs to know'), 'Which build?{Enter}');
    expect(send).not.toHaveBeenCalled();
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    expect(send).toHaveBeenCalledTimes(1);
  });

  test('sends nothing where the button is off, and nothing of a text that is in no form', async () => {
    const send = vi.fn();
    const { rerender } = render(<Form off onSend={send} />);
    await userEvent.type(screen.getByLabelText('What Level 3 needs to know'), '{Control>}{Enter}{/Control}');
    rerender(<Form onSend={send} />);
    await userEvent.type(screen.getByLabelText('A text of its own'), '{Control>}{Enter}{/Control}');
    expect(send).not.toHaveBeenCalled();
  });
});

test('what is to be looked at and what only informs are counted apart', () => {
  const [look, note] = [{ severity: 'warning' as const }, { severity: 'note' as const }];
  expect(lookWords([look, look, note])).toBe('2 to look at, 1 note');
  expect(lookWords([note, note])).toBe('2 notes');
  expect(lookWords([look], '')).toBe('1');
  expect(lookWords([])).toBe('');
});
