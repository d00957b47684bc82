import { MantineProvider } from '@mantine/core';
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, test } from 'vitest';
import type { Signature } from '../../../renderer/commands/consents.ts';
import { ConsentForm } from '../../../renderer/features/case/entitlement/consent-form.tsx';
import type { Outcome } from '../../../renderer/store/outcome.ts';
import { refusal } from '../../../renderer/store/outcome.ts';

afterEach(() => {
  cleanup();
  // What was typed and not signed waits for whoever opens the form again.
  localStorage.clear();
});

const TEXT = 'Agreement to fees\n\nEstimated total: $2,600.00';
const saved: Outcome = { kind: 'saved', at: '2026-11-23T12:00:00.000Z', journal: 'kept' };

function show(
  answer: Outcome = saved,
  signedFiles: { id: string; name: string }[] | null = null,
): Signature[] {
  const signed: Signature[] = [];
  render(
    <MantineProvider>
      <ConsentForm
        form="consent"
        heading="Agreement to fees"
        text={TEXT}
        company="Example Hospital (sample)"
        today="2026-11-23"
        signedFiles={signedFiles}
        onCancel={() => undefined}
        onSign={(signature) => {
          signed.push(signature);
          return Promise.resolve(answer);
        }}
      />
    </MantineProvider>,
  );
  return signed;
}

describe('the form that a customer signs', () => {
  test('shows the text letter by letter, and begins where something is to be written', async () => {
    show();
    expect(screen.getByLabelText('Agreement to fees: the text')).toHaveProperty('value', TEXT);
    await waitFor(() =>
      expect(document.activeElement).toBe(screen.getByLabelText('Name of the person who signs')),
    );
  });

  test('asks for what is missing and signs nothing until it is there', async () => {
    const signed = show();
    await userEvent.clear(screen.getByLabelText('Company that signs'));
    await userEvent.click(screen.getByRole('button', { name: 'Sign' }));
    for (const words of [
      'Write the company that signs.',
      'Write the name of the person who signs.',
      'Write what the person is at the company.',
    ])
      screen.getByText(words);
    expect(signed).toEqual([]);
  });

  test('[HE7] signed by keyboard alone: the name stands for the signature', async () => {
    const signed = show();
    await userEvent.type(screen.getByLabelText('Name of the person who signs'), 'Sample Contact');
    await userEvent.tab();
    await userEvent.keyboard('Head of telephony{Enter}');
    await waitFor(() => expect(signed).toHaveLength(1));
    expect(signed[0]).toEqual({
      company: 'Example Hospital (sample)',
      name: 'Sample Contact',
      title: 'Head of telephony',
      signedOn: '2026-11-23',
      method: 'typed',
      drawing: '',
    });
  });

  test('[HE7] drawn: strokes in whole units of the box; an empty box is no signature; typed again, nothing is kept of it', async () => {
    const signed = show();
    await userEvent.type(screen.getByLabelText('Name of the person who signs'), 'Sample Contact');
    await userEvent.type(screen.getByLabelText('Title of the person who signs'), 'Head of telephony');
    await userEvent.selectOptions(screen.getByLabelText('How it is signed'), 'drawn');
    await userEvent.click(screen.getByRole('button', { name: 'Sign' }));
    screen.getByText('Sign in the box, or choose to sign by typing.');
    const pad = screen.getByRole('img');
    const { left, top, width, height } = pad.getBoundingClientRect();
    const at = (x: number, y: number) => ({
      pointerId: 1,
      clientX: left + (x / 600) * width,
      clientY: top + (y / 200) * height,
    });
    // A pointer that is made up cannot be captured.
    pad.setPointerCapture = () => undefined;
    fireEvent.pointerDown(pad, at(60, 50));
    fireEvent.pointerMove(pad, at(300, 100));
    fireEvent.pointerUp(pad, at(300, 100));
    fireEvent.pointerMove(pad, at(500, 150));
    await userEvent.click(screen.getByRole('button', { name: 'Sign' }));
    await waitFor(() => expect(signed).toHaveLength(1));
    expect(signed[0]).toMatchObject({ method: 'drawn', drawing: 'M60 50L60 50L300 100' });
    await userEvent.selectOptions(screen.getByLabelText('How it is signed'), 'typed');
    await userEvent.click(screen.getByRole('button', { name: 'Sign' }));
    await waitFor(() => expect(signed).toHaveLength(2));
    expect(signed[1]).toMatchObject({ method: 'typed', drawing: '' });
  });

  test('a signature that could not be saved says so, and what was written is still there', async () => {
    show(refusal('quota', 'Not saved: the disk has no room.'));
    await userEvent.type(screen.getByLabelText('Name of the person who signs'), 'Sample Contact');
    await userEvent.type(screen.getByLabelText('Title of the person who signs'), 'Head{Enter}');
    await screen.findByText('Not saved: the disk has no room.');
    expect(screen.getByLabelText('Name of the person who signs')).toHaveProperty('value', 'Sample Contact');
  });

  test('[H32] signed before, on paper: who, when, its reference and the file; only where that can be', async () => {
    show();
    expect(within(screen.getByLabelText('How it is signed')).queryAllByRole('option')).toHaveLength(2);
    cleanup();
    const signed = show(saved, [{ id: 'f-1', name: 'acceptance.pdf' }]);
    await userEvent.type(screen.getByLabelText('Name of the person who signs'), 'Sample Contact');
    await userEvent.type(screen.getByLabelText('Title of the person who signs'), 'Head of telephony');
    await userEvent.selectOptions(screen.getByLabelText('How it is signed'), 'file');
    await userEvent.click(screen.getByRole('button', { name: 'Record the signature' }));
    screen.getByText('Write where what was signed can be read: its reference.');
    await userEvent.type(screen.getByLabelText('Reference of what was signed before'), 'Folder 7, page 2');
    await userEvent.selectOptions(
      screen.getByLabelText('The signed paper, where it is a file of the case'),
      'acceptance.pdf',
    );
    await userEvent.click(screen.getByRole('button', { name: 'Record the signature' }));
    await waitFor(() => expect(signed).toHaveLength(1));
    expect(signed[0]).toMatchObject({
      method: 'file',
      reference: 'Folder 7, page 2',
      fileId: 'f-1',
      drawing: '',
    });
  });
});
