import { MantineProvider } from '@mantine/core';
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, test } from 'vitest';
import { keepDraft, readDraft } from '../../../renderer/store/drafts.ts';
import type { Outcome } from '../../../renderer/store/outcome.ts';
import { refusal } from '../../../renderer/store/outcome.ts';
import { ClauseLink } from '../../../renderer/ui/clause-link.tsx';
import { SavedField } from '../../../renderer/ui/saved-field.tsx';
import { holdCopy, saveHeld } from '../../../renderer/ui/unsaved.ts';

afterEach(() => {
  cleanup();
  // What is typed is kept beside the database until it is saved.
  localStorage.clear();
});

const saved: Outcome = { kind: 'saved', at: '2026-11-23T12:00:00.000Z', journal: 'kept' };

function field(onSave: (value: string, over: readonly string[]) => Promise<Outcome>, value = '') {
  return (
    <MantineProvider>
      <SavedField
        id="observed"
        label="What happens"
        kind="text"
        value={value}
        onSave={onSave}
        findings={[
          {
            rule: 'H1',
            part: 'problem',
            severity: 'blocker',
            clause: 'P-14',
            message: 'What happens is missing',
            fix: 'Write it.',
            where: { table: 'cases', id: null, field: 'observed' },
          },
        ]}
      />
    </MantineProvider>
  );
}

describe('a field that saves as it is typed', () => {
  test('saves once typing pauses, and says so only then', async () => {
    const values: string[] = [];
    let finish: (result: Outcome) => void = () => undefined;
    render(
      field((value) => {
        values.push(value);
        return new Promise((done) => {
          finish = done;
        });
      }),
    );
    await userEvent.type(screen.getByLabelText('What happens'), 'Silence');
    expect(screen.getByRole('status').dataset.saveState).toBe('saving');
    await waitFor(() => expect(values).toEqual(['Silence']));
    expect(screen.getByRole('status').textContent).toBe('Saving…');
    finish(saved);
    await waitFor(() => expect(screen.getByRole('status').textContent).toBe('Saved on this computer'));
  });

  test('a save that fails says what happened and keeps what was typed', async () => {
    render(field(async () => refusal('quota', 'Not saved: the disk has no room.')));
    const input = screen.getByLabelText<HTMLTextAreaElement>('What happens');
    await userEvent.type(input, 'Kept');
    await waitFor(() =>
      expect(screen.getByRole('status').textContent).toBe('Not saved: the disk has no room.'),
    );
    expect(input.value).toBe('Kept');
  });

  test('whoever types without a pause is saved all the same', async () => {
    const values: string[] = [];
    render(
      field(async (value) => {
        values.push(value);
        return saved;
      }),
    );
    const input = screen.getByLabelText<HTMLTextAreaElement>('What happens');
    // Each key comes before the pause that a save waits for is over.
    await userEvent.type(input, 'It is silent', { delay: 200 });
    expect(values.length).toBeGreaterThan(0);
    expect('It is silent'.startsWith(values[0] ?? '-')).toBe(true);
  });

  test('a copy that is behind is told, and is no failure', async () => {
    render(field(async () => ({ ...saved, journal: 'behind', note: 'Kept in the database only.' }), ''));
    await userEvent.type(screen.getByLabelText('What happens'), 'a');
    await waitFor(() =>
      expect(screen.getByRole('status').textContent).toBe(
        'Saved on this computer. Kept in the database only.',
      ),
    );
    expect(screen.getByRole('status').dataset.saveState).toBe('saved');
  });

  test('a save that ends after something longer than fits was typed leaves that standing, kept and told as not saved', async () => {
    const long = 'x'.repeat(20_001);
    const finish: ((result: Outcome) => void)[] = [];
    render(field(() => new Promise((done) => finish.push(done)), ''));
    const input = screen.getByLabelText<HTMLTextAreaElement>('What happens');
    fireEvent.change(input, { target: { value: 'Short' } });
    await waitFor(() => expect(finish).toHaveLength(1));
    fireEvent.change(input, { target: { value: long } });
    const state = () => screen.getByRole('status').dataset.saveState;
    await waitFor(() => expect(state()).toBe('incomplete'));
    await act(async () => finish[0]?.(saved));
    expect(state()).toBe('incomplete');
    expect(input.value).toBe(long);
    cleanup();
    render(field(async () => saved, 'Short'));
    expect(screen.getByLabelText<HTMLTextAreaElement>('What happens').value).toBe(long);
  });

  test('of two saves under way, the first that ends does not say that the second is on the disk', async () => {
    const finish: ((result: Outcome) => void)[] = [];
    render(field(() => new Promise((done) => finish.push(done)), ''));
    const input = screen.getByLabelText<HTMLTextAreaElement>('What happens');
    fireEvent.change(input, { target: { value: 'First' } });
    await waitFor(() => expect(finish).toHaveLength(1));
    fireEvent.change(input, { target: { value: 'Second' } });
    await waitFor(() => expect(finish).toHaveLength(2));
    const state = () => screen.getByRole('status').dataset.saveState;
    await act(async () => finish[0]?.(saved));
    expect(state()).toBe('saving');
    finish[1]?.(saved);
    await waitFor(() => expect(state()).toBe('saved'));
  });

  test('leaving the field saves at once', async () => {
    const values: string[] = [];
    render(
      field(async (value) => {
        values.push(value);
        return saved;
      }),
    );
    await userEvent.type(screen.getByLabelText('What happens'), 'a');
    await userEvent.tab();
    expect(values).toEqual(['a']);
  });

  test('a window that closes waits for what was typed, and hears where it could not be saved', async () => {
    const values: string[] = [];
    let finish: (result: Outcome) => void = () => undefined;
    render(
      field((value) => {
        values.push(value);
        return new Promise((done) => {
          finish = done;
        });
      }),
    );
    await userEvent.type(screen.getByLabelText('What happens'), 'ab');
    let left: unknown = null;
    const saving = saveHeld().then((told) => {
      left = told;
    });
    await waitFor(() => expect(values).toEqual(['ab']));
    expect(left).toBeNull();
    finish(saved);
    await saving;
    expect(left).toEqual({ unsaved: false, copying: [] });
    await userEvent.type(screen.getByLabelText('What happens'), 'c');
    const again = saveHeld();
    await waitFor(() => expect(values).toHaveLength(2));
    finish(refusal('quota', 'Not saved: the disk has no room.', 'What you typed is still here.'));
    expect(await again).toEqual({ unsaved: true, copying: [] });
    const release = holdCopy('night.pcap');
    expect((await saveHeld()).copying).toEqual(['night.pcap']);
    release();
    expect((await saveHeld()).copying).toEqual([]);
  });

  test('what was saved before and comes back late does not take the letters that were typed since', async () => {
    const onSave = async () => saved;
    const { rerender } = render(field(onSave, ''));
    const input = screen.getByLabelText<HTMLTextAreaElement>('What happens');
    await userEvent.type(input, 'one');
    await saveHeld();
    await userEvent.type(input, ' two');
    await saveHeld();
    rerender(field(onSave, 'one'));
    expect(input.value).toBe('one two');
    rerender(field(onSave, 'one two'));
    expect(input.value).toBe('one two');
    rerender(field(onSave, 'from elsewhere'));
    expect(input.value).toBe('from elsewhere');
  });

  test('a change from elsewhere shows while nobody types here', () => {
    const { rerender } = render(field(async () => saved, 'before'));
    rerender(field(async () => saved, 'after'));
    expect(screen.getByLabelText<HTMLTextAreaElement>('What happens').value).toBe('after');
  });

  test('what a reload cut off stands there again, and is saved', async () => {
    const never = () => new Promise<Outcome>(() => undefined);
    const { unmount } = render(field(never, 'before'));
    await userEvent.type(screen.getByLabelText('What happens'), ' and after');
    unmount();
    const values: string[] = [];
    render(
      field(async (value) => {
        values.push(value);
        return saved;
      }, 'before'),
    );
    expect(screen.getByLabelText<HTMLTextAreaElement>('What happens').value).toBe('before and after');
    await waitFor(() => expect(values).toEqual(['before and after']));
    await waitFor(() => expect(Object.keys(localStorage)).toEqual([]));
  });

  test('so does the rest of it where its beginning was saved already', async () => {
    const never = () => new Promise<Outcome>(() => undefined);
    const { unmount } = render(field((value) => (value === 'It is' ? Promise.resolve(saved) : never())));
    const input = screen.getByLabelText('What happens');
    await userEvent.type(input, 'It is');
    await saveHeld();
    await userEvent.type(input, ' silent');
    unmount();
    // The record has the beginning by now, and it is this field's own.
    render(field(never, 'It is'));
    expect(screen.getByLabelText<HTMLTextAreaElement>('What happens').value).toBe('It is silent');
  });

  test('what somebody else wrote meanwhile is not overwritten by it: both are there to choose from', async () => {
    const never = () => new Promise<Outcome>(() => undefined);
    const { unmount } = render(field(never, 'before'));
    await userEvent.type(screen.getByLabelText('What happens'), ' and mine');
    unmount();
    const values: string[] = [];
    render(
      field(async (value) => {
        values.push(value);
        return saved;
      }, 'before and theirs'),
    );
    const input = screen.getByLabelText<HTMLTextAreaElement>('What happens');
    expect(input.value).toBe('before and theirs');
    await userEvent.click(screen.getByRole('button', { name: 'Put it back' }));
    expect(input.value).toBe('before and mine');
    await waitFor(() => expect(values).toEqual(['before and mine']));
  });

  test('the offer of what was typed before stays while another text is typed and saved, and after a reload, until it is taken or let go', async () => {
    const never = () => new Promise<Outcome>(() => undefined);
    const { save, saves } = record('theirs');
    const offer = () => screen.queryByRole('group', { name: 'Typed before: What happens' });
    const first = render(field(never, 'before'));
    await userEvent.type(screen.getByLabelText('What happens'), ' and mine');
    first.unmount();
    const second = render(field(save, 'theirs'));
    await userEvent.type(screen.getByLabelText('What happens'), ' and more');
    await waitFor(() => expect(saves.at(-1)).toBe('theirs and more'));
    expect(offer()?.textContent).toContain('before and mine');
    second.unmount();
    const third = render(field(save, 'theirs and more'));
    expect(offer()?.textContent).toContain('before and mine');
    await userEvent.click(screen.getByRole('button', { name: 'Put it back' }));
    await waitFor(() => expect(saves.at(-1)).toBe('before and mine'));
    expect(offer()).toBeNull();
    third.unmount();
    render(field(save, 'before and mine'));
    expect(offer()).toBeNull();
    expect(screen.getByLabelText<HTMLTextAreaElement>('What happens').value).toBe('before and mine');
  });

  test('an offer that is let go is gone for good, and what was typed meanwhile stays', async () => {
    keepDraft('observed', { text: 'of before', bases: ['older'] });
    const { save, saves } = record('theirs');
    const { unmount } = render(field(save, 'theirs'));
    await userEvent.type(screen.getByLabelText('What happens'), ' too');
    await userEvent.click(screen.getByRole('button', { name: 'Discard' }));
    await waitFor(() => expect(saves.at(-1)).toBe('theirs too'));
    unmount();
    render(field(save, 'theirs too'));
    expect(screen.queryByRole('group', { name: 'Typed before: What happens' })).toBeNull();
    expect(screen.getByLabelText<HTMLTextAreaElement>('What happens').value).toBe('theirs too');
  });

  /** A record that two fields, as in two windows, write to; it refuses as the store does. */
  function record(now: string) {
    const saves: string[] = [];
    const save = async (value: string, over: readonly string[]): Promise<Outcome> => {
      if (value !== now && !over.includes(now)) return refusal('changed', 'Not saved: changed meanwhile.');
      now = value;
      saves.push(value);
      return saved;
    };
    return { save, saves };
  }

  test('what was written elsewhere while somebody types here is not written over: both are there, and they say which stands', async () => {
    const { save, saves } = record('');
    const { rerender } = render(field(save));
    const input = screen.getByLabelText<HTMLTextAreaElement>('What happens');
    await userEvent.type(input, 'mine');
    expect((await save('theirs', [''])).kind).toBe('saved');
    rerender(field(save, 'theirs'));
    expect(await saveHeld()).toEqual({ unsaved: true, copying: [] });
    const choice = await screen.findByRole('group', { name: 'Changed elsewhere: What happens' });
    expect(choice.textContent).toContain('“theirs”');
    expect(screen.getByRole('status').textContent).toBe('Not saved: changed meanwhile.');
    expect(input.value).toBe('mine');
    // What is typed on is kept, and waits for the answer too.
    await userEvent.type(input, ' own');
    await saveHeld();
    expect(saves).toEqual(['theirs']);
    await userEvent.click(screen.getByRole('button', { name: 'Save what is typed here' }));
    await waitFor(() => expect(saves).toEqual(['theirs', 'mine own']));
    expect(screen.queryByRole('group')).toBeNull();
    await waitFor(() => expect(screen.getByRole('status').dataset.saveState).toBe('saved'));
    expect(Object.keys(localStorage)).toEqual([]);
  });

  test('of the two, the other can be taken; the field then goes on from it', async () => {
    const { save, saves } = record('');
    const { rerender } = render(field(save));
    const input = screen.getByLabelText<HTMLTextAreaElement>('What happens');
    await userEvent.type(input, 'mine');
    await save('theirs', ['']);
    rerender(field(save, 'theirs'));
    await saveHeld();
    await userEvent.click(await screen.findByRole('button', { name: 'Take the other' }));
    expect(input.value).toBe('theirs');
    expect(Object.keys(localStorage)).toEqual([]);
    await userEvent.type(input, ', and more');
    await waitFor(() => expect(saves.at(-1)).toBe('theirs, and more'));
  });

  test('a field saves over its own saves, however late they come back', async () => {
    const { save, saves } = record('');
    const { rerender } = render(field(save));
    const input = screen.getByLabelText('What happens');
    for (const text of ['one', ' two', ' three']) {
      await userEvent.type(input, text);
      await saveHeld();
    }
    rerender(field(save, 'one'));
    await userEvent.type(input, ' four');
    await saveHeld();
    expect(saves).toEqual(['one', 'one two', 'one two three', 'one two three four']);
  });

  test('a window that saves lets go of no draft that another one keeps of the same field', async () => {
    const finish: ((result: Outcome) => void)[] = [];
    render(field(() => new Promise((done) => finish.push(done))));
    await userEvent.type(screen.getByLabelText('What happens'), 'mine');
    await waitFor(() => expect(finish).toHaveLength(1));
    // As the other window keeps it, at its next key.
    keepDraft('observed', { text: 'theirs', bases: [''] });
    await act(async () => finish[0]?.(saved));
    await waitFor(() => expect(screen.getByRole('status').dataset.saveState).toBe('saved'));
    expect(readDraft('observed')?.text).toBe('theirs');
  });

  test('what does not fit is kept as it was typed, said, and not saved', async () => {
    const values: string[] = [];
    render(
      field(async (value) => {
        values.push(value);
        return saved;
      }),
    );
    const input = screen.getByLabelText<HTMLTextAreaElement>('What happens');
    await userEvent.click(input);
    await userEvent.paste('x'.repeat(25_000));
    await waitFor(() => expect(screen.getByRole('status').dataset.saveState).toBe('incomplete'));
    expect(screen.getByRole('status').textContent).toContain('25,000 characters: 20,000 fit');
    expect(input.value).toHaveLength(25_000);
    expect(values).toEqual([]);
  });

  test.each(['date', 'time', 'number'] as const)(
    'a half typed value of a %s says why it is not saved as soon as it stands there again after a reload',
    async (kind) => {
      const values: string[] = [];
      const draw = () =>
        render(
          <MantineProvider>
            <SavedField
              id="half"
              label="Half"
              kind={kind}
              value=""
              onSave={(value) => {
                values.push(value);
                return Promise.resolve(saved);
              }}
            />
          </MantineProvider>,
        );
      draw();
      await userEvent.type(screen.getByLabelText('Half'), '28 No');
      await waitFor(() => expect(screen.getByRole('status').dataset.saveState).toBe('incomplete'));
      const before = screen.getByRole('status').textContent;
      const typed = values.length;
      cleanup();
      draw();
      expect(screen.getByLabelText('Half')).toHaveProperty('value', '28 No');
      expect(screen.getByRole('status').dataset.saveState).toBe('incomplete');
      expect(screen.getByRole('status').textContent).toBe(before);
      expect(values).toHaveLength(typed);
    },
  );

  test('says what the rules miss, in its own place, with the clause', () => {
    render(field(async () => saved));
    const described = screen.getByLabelText('What happens').getAttribute('aria-describedby') ?? '';
    const texts = described.split(' ').map((id) => document.getElementById(id)?.textContent ?? '');
    expect(texts.join(' ')).toContain('What happens is missing');
    expect(screen.getByText(/What happens is missing\. Write it\./)).toBeDefined();
    expect(screen.getByRole('button', { name: 'Clause P-14' })).toBeDefined();
  });
});

describe('a clause', () => {
  test('opens its text by keyboard', async () => {
    render(
      <MantineProvider>
        <ClauseLink id="P-08" />
      </MantineProvider>,
    );
    screen.getByRole('button', { name: 'Clause P-08' }).focus();
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(screen.getByText(/Level 3 may be contacted/)).toBeDefined());
  });
});

test('nothing moves while the pointer is held down: what the rules say then is drawn when it is let go', async () => {
  const missing = { part: 'problem', severity: 'blocker', clause: 'P-14', fix: 'Write it.' } as const;
  const draw = (messages: readonly string[]) => (
    <MantineProvider>
      <SavedField
        id="observed"
        label="What happens"
        kind="text"
        value=""
        onSave={() => Promise.resolve(saved)}
        findings={messages.map((message) => ({
          ...missing,
          rule: 'H1',
          message,
          where: { table: 'cases', id: null, field: 'observed' },
        }))}
      />
      <button type="button">Below</button>
    </MantineProvider>
  );
  const { rerender } = render(draw([]));
  const below = screen.getByRole('button', { name: 'Below' });
  const { top } = below.getBoundingClientRect();
  below.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
  rerender(draw(['What happens is missing']));
  expect(screen.queryByText(/What happens is missing/)).toBeNull();
  expect(below.getBoundingClientRect().top).toBe(top);
  below.dispatchEvent(new PointerEvent('pointerup', { bubbles: true }));
  await screen.findByText(/What happens is missing/);
  // Once nothing is pressed, it is drawn at once.
  rerender(draw(['What happens says too little']));
  expect(screen.getByText(/What happens says too little/)).toBeTruthy();
});

test('a day reads as people write it, and a line that looks like one stays as it was typed', () => {
  const field = (kind: 'date' | 'line') => (
    <SavedField id={kind} label={kind} kind={kind} value="2026-08-22" onSave={() => Promise.resolve(saved)} />
  );
  render(
    <MantineProvider>
      {field('date')}
      {field('line')}
    </MantineProvider>,
  );
  expect(screen.getByLabelText('date')).toHaveProperty('value', '22 Aug 2026');
  expect(screen.getByLabelText('line')).toHaveProperty('value', '2026-08-22');
});

test('[H42] a time is of the zone that is written behind it; without one its field says which it is', async () => {
  const values: string[] = [];
  render(
    <MantineProvider>
      <SavedField
        id="began"
        label="Began"
        kind="time"
        value=""
        onSave={(value) => {
          values.push(value);
          return Promise.resolve(saved);
        }}
      />
    </MantineProvider>,
  );
  const field = screen.getByLabelText('Began');
  await userEvent.type(field, '20 Nov 2026, 08:15');
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  screen.getByTitle(new RegExp(`^In the zone of this computer, ${here}`));
  await userEvent.type(field, ' Asia/Kolkata');
  await userEvent.tab();
  await waitFor(() => expect(values.at(-1)).toBe('2026-11-20T02:45:00.000Z Asia/Kolkata'));
  expect(field).toHaveProperty('value', '20 Nov 2026, 08:15 Asia/Kolkata');
  expect(screen.queryByTitle(/^In the zone of this computer/)).toBeNull();
});
