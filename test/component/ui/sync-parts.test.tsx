/** Conflicts, refused changes and files, as people see them: real components on a real database. */

import { MantineProvider } from '@mantine/core';
import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MessageSlot } from '../../../renderer/app/message-slot.tsx';
import { CaseConflicts } from '../../../renderer/features/case/case-conflicts.tsx';
import { AttachmentTransfer } from '../../../renderer/features/sync/attachment-transfer.tsx';
import { ConflictScreen } from '../../../renderer/features/sync/conflict-screen.tsx';
import { RefusedList } from '../../../renderer/features/sync/refused-list.tsx';
import type { RejectedEdit } from '../../../renderer/store/device-rows.ts';
import type { AppServices } from '../../../renderer/views/app-services.ts';
import { AppProvider } from '../../../renderer/views/hooks.tsx';
import { attachments } from '../../../shared/cases/attachments.ts';
import type { AttachmentRecord } from '../../../shared/cases/records.ts';
import type { Conflict } from '../../../shared/sync/conflict.ts';
import { identity, type MemoryBridge, memoryBridge } from '../../helpers/bridge.ts';
import { AT, aCase, newId, openEnrolledConsole, removeConsole } from '../../helpers/console-device.ts';

let bridge: MemoryBridge;
let app: AppServices;

beforeEach(async () => {
  bridge = memoryBridge();
  app = await openEnrolledConsole(bridge);
});
afterEach(async () => {
  cleanup();
  await removeConsole(app);
});

function show(part: ReactNode): void {
  render(
    <MantineProvider>
      <MessageSlot />
      <AppProvider console={app}>{part}</AppProvider>
    </MantineProvider>,
  );
}

function conflictOf(caseId: string, change: Partial<Conflict>): Conflict {
  return {
    id: newId(),
    caseId,
    table: 'cases',
    key: caseId,
    kind: 'field',
    field: 'observed',
    base: 'Before',
    theirs: 'Of the hub',
    mine: 'Of the other',
    deviceId: identity.deviceId,
    by: { id: newId(), name: 'Sample Engineer Two' },
    at: AT,
    resolvedAt: null,
    resolvedBy: null,
    resolution: null,
    ...change,
  };
}

describe('a conflict', () => {
  test('[S5] of something chosen is told in its words, and another is chosen, not written', async () => {
    const record = { ...aCase(), frequency: 'once' as const };
    const conflict = conflictOf(record.id, {
      field: 'frequency',
      base: null,
      theirs: 'once',
      mine: 'constant',
    });
    await app.db.cases.add(record);
    await app.db.conflicts.add(conflict);
    show(<ConflictScreen id={conflict.id} />);
    await screen.findByRole('heading', { level: 1, name: 'How often' });
    expect(within(screen.getByRole('region', { name: 'Before' })).getByText('Not answered')).toBeTruthy();
    expect(screen.getByText('Once')).toBeTruthy();
    expect(screen.getByText('Always')).toBeTruthy();
    await userEvent.keyboard('3');
    const select = await screen.findByRole('combobox', { name: 'How often' });
    await userEvent.selectOptions(select, 'Sometimes');
    await userEvent.click(screen.getByRole('button', { name: 'Keep this' }));
    await screen.findByText('Resolved. Saved on this computer.');
    expect(await app.db.cases.get(record.id)).toMatchObject({ frequency: 'intermittent' });
    expect(await app.db.conflicts.get(conflict.id)).toMatchObject({
      resolution: 'third',
      resolvedBy: identity.person.id,
    });
    await userEvent.click(screen.getByRole('button', { name: 'Undo' }));
    await waitFor(async () => expect(await app.db.cases.get(record.id)).toMatchObject({ frequency: 'once' }));
    expect(await app.db.conflicts.get(conflict.id)).toMatchObject({
      resolution: null,
      resolvedAt: null,
    });
  });

  test('[S5] a text that is made of both waits as it was left, until it is kept or cancelled', async () => {
    const record = aCase();
    const conflict = conflictOf(record.id, { field: 'observed', theirs: 'Silence', mine: 'A hum' });
    await app.db.cases.add(record);
    await app.db.conflicts.add(conflict);
    show(<ConflictScreen id={conflict.id} />);
    await screen.findByRole('heading', { level: 1, name: 'Actual' });
    await userEvent.keyboard('3');
    await userEvent.type(await screen.findByRole('textbox', { name: 'Actual' }), ', then nothing');
    cleanup();

    show(<ConflictScreen id={conflict.id} />);
    const text = await screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Actual' });
    expect(text.value).toBe('Silence\nA hum, then nothing');
    await userEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    await userEvent.click(screen.getByRole('button', { name: /^Keep both/ }));
    expect(screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Actual' }).value).toBe('Silence\nA hum');
  });

  test('[S5] is told at the top of its case until it is decided', async () => {
    const record = aCase();
    const conflict = conflictOf(record.id, {});
    await app.db.conflicts.bulkAdd([conflict, conflictOf(newId(), { field: 'impact' })]);
    show(<CaseConflicts caseId={record.id} />);
    expect(await screen.findAllByRole('link')).toHaveLength(1);
    expect(screen.getByRole('link', { name: 'Actual' }).getAttribute('href')).toContain(conflict.id);
    await app.db.conflicts.update(conflict.id, { resolvedAt: AT });
    await waitFor(() => expect(screen.queryByRole('link')).toBeNull());
  });
});

describe('a refused change', () => {
  function refused(caseId: string, patch: RejectedEdit['edit']['patch']): RejectedEdit {
    const edit = {
      n: 1,
      id: newId(),
      table: 'cases',
      key: caseId,
      op: 'patch' as const,
      baseVersion: 1,
      patch,
      base: {},
      hash: '0'.repeat(64),
      blobs: [],
      at: AT,
    };
    const rejection = { code: 'forbidden' as const, message: 'Your role does not allow this.' };
    return { id: edit.id, caseId, at: AT, edit, rejection };
  }

  test('[S6] is put right in the words of its form, and leaves the list once the new one is saved', async () => {
    const record = aCase();
    await app.db.cases.add(record);
    await app.db.rejectedEdits.add(refused(record.id, { observed: 'Silence', priority: 'P1' }));
    show(<RefusedList />);
    await screen.findByText('Your role does not allow this.');
    await userEvent.click(screen.getByRole('button', { name: /^Change and try again/ }));
    const text = screen.getByRole('textbox', { name: 'Actual' });
    await userEvent.clear(text);
    await userEvent.type(text, 'Silence on floor 3');
    cleanup();
    // What was begun stands open as it was left.
    show(<RefusedList />);
    expect(await screen.findByRole('textbox', { name: 'Actual' })).toHaveProperty(
      'value',
      'Silence on floor 3',
    );
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Priority' }), 'P2');
    await userEvent.click(screen.getByRole('button', { name: 'Save and send again' }));
    await waitFor(async () => expect(await app.db.rejectedEdits.count()).toBe(0));
    expect(await app.db.cases.get(record.id)).toMatchObject({
      observed: 'Silence on floor 3',
      priority: 'P2',
    });
    expect(await app.db.outbox.count()).toBe(1);
  });

  test('[S6] that takes a case on is taken in the case; its words are those of the case', async () => {
    const record = aCase();
    await app.db.rejectedEdits.add(refused(record.id, { state: 'level2' }));
    show(<RefusedList />);
    await screen.findByText('State: at Level 2');
    expect(screen.queryByRole('button', { name: /^Change and try again/ })).toBeNull();
    const way = screen.getByRole('link', { name: 'Open the case and do it there' });
    expect(way.getAttribute('href')).toBe(`/cases/${record.id}`);
  });
});

describe('files', () => {
  test('[S9] those of this computer and those of others are told apart', async () => {
    const [mine, other, sent] = ['a', 'b', 'c'].map((letter) => letter.repeat(64)) as [
      string,
      string,
      string,
    ];
    const caseId = newId();
    const files = [mine, other, sent].map(
      (sha256, at): AttachmentRecord =>
        attachments.empty({
          id: newId(),
          caseId,
          name: `file-${at}.log`,
          size: 2_048 * (at + 1),
          sha256,
          category: 'log',
          readable: true,
          addedAt: AT,
          mediaType: 'text/plain',
          provenance: { kind: 'typed', by: identity.person, at: AT },
        }),
    );
    await app.db.attachments.bulkAdd(files);
    await app.db.transfers.put({ sha256: sent, state: 'sent', problem: '', at: AT });
    bridge.replies['blob.here'] = ({ hashes }) => ({
      ok: true,
      value: { here: hashes.filter((hash) => hash === mine) },
    });
    show(<AttachmentTransfer />);
    // It may be of another person who works here, and at the hub for long.
    await screen.findByText(/^Whether the hub has 1 file of this computer, 2\.0 KB, is not known yet/);
    expect(screen.queryByText('All files of this computer are at the hub.')).toBeNull();
    await app.db.transfers.put({ sha256: mine, state: 'waiting', problem: '', at: AT });
    await screen.findByText(
      /^1 file of this computer waits to be sent, 2\.0 KB\. It is kept here until then\./,
    );
    await screen.findByText(/^1 file of other computers, 4\.0 KB, is not at the hub yet/);
    await app.db.transfers.put({ sha256: mine, state: 'sent', problem: '', at: AT });
    await screen.findByText('All files of this computer are at the hub.');
  });

  test('[S9] nothing is claimed before it is read: neither that all are at the hub nor that sending goes on', async () => {
    await app.transfers.pause(true);
    show(<AttachmentTransfer />);
    expect(screen.queryByText('All files of this computer are at the hub.')).toBeNull();
    expect(screen.queryByRole('switch')).toBeNull();
    const sends = await screen.findByRole('switch', { name: /^Send files/ });
    expect((sends as HTMLInputElement).checked).toBe(false);
  });
});
