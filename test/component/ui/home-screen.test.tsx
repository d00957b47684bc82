/** Home of a computer that has no case yet: what it says before, and after, the hub has been heard. */
import { MantineProvider } from '@mantine/core';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { releaseAsItIs, takeFile } from '../../../renderer/commands/held-files.ts';
import { receivedWords } from '../../../renderer/features/case/handoff/handoff-words.tsx';
import { HomeScreen } from '../../../renderer/features/home/home-screen.tsx';
import { spokenLabel } from '../../../renderer/features/home/need-list.tsx';
import { type SyncState, startState } from '../../../renderer/sync/sync-state.ts';
import type { AppServices } from '../../../renderer/views/app-services.ts';
import { HomeProvider } from '../../../renderer/views/home-hooks.tsx';
import { AppProvider } from '../../../renderer/views/hooks.tsx';
import { attachments } from '../../../shared/cases/attachments.ts';
import { identity, type MemoryBridge, memoryBridge } from '../../helpers/bridge.ts';
import { AT, aCase, newId, openEnrolledConsole, removeConsole } from '../../helpers/console-device.ts';
import { keepFilesInMemory } from '../../helpers/memory-files.ts';

let app: AppServices;
let bridge: MemoryBridge;
beforeEach(async () => {
  bridge = memoryBridge();
  keepFilesInMemory(bridge);
  app = await openEnrolledConsole(bridge);
});
afterEach(async () => {
  cleanup();
  await removeConsole(app);
});

const stand = (state: Partial<SyncState>) =>
  app.db.syncState.put({ id: 'sync', value: { ...startState, ...state } });
const noWords = () => '';

test('a need’s link says what is to be done once', () => {
  expect(spokenLabel({ act: 'Review', title: 'Review: Pages reach nobody' })).toBe(
    'Review: Pages reach nobody',
  );
  expect(spokenLabel({ act: 'Try it', title: 'Level 3 answered' })).toBe('Try it: Level 3 answered');
});

test('a case says what Level 3 did last with it, not only that it was received', () => {
  expect(receivedWords('escalated', 'T-1001')).toBe('Received by Level 3 as T-1001');
  expect(receivedWords('acknowledged', 'T-1001')).toBe('Acknowledged by Level 3: T-1001');
  expect(receivedWords('answered', 'T-1001')).toBe('Answered by Level 3: T-1001');
});

test('[HM1] it says that no case is open once the hub was heard, or cannot be; until then its cases are being read', async () => {
  await stand({ link: 'offline' });
  render(
    <MantineProvider>
      <AppProvider console={app}>
        <HomeProvider identity={identity} wordsOf={noWords}>
          <HomeScreen />
        </HomeProvider>
      </AppProvider>
    </MantineProvider>,
  );
  await screen.findByText('No case is open');
  await screen.findByText('No catalogue yet: connect once before you go offline');
  // The first contact is under way: its cases may be on their way, too.
  await stand({ link: 'online' });
  await screen.findByText('Reading your cases');
  expect(screen.queryByText('No case is open')).toBeNull();
  await stand({ link: 'online', lastAgreement: AT });
  await screen.findByText('No case is open');
  await waitFor(() => expect(screen.queryByText('Reading your cases')).toBeNull());
  // Who is connected is not told to connect.
  await screen.findByText('No catalogue yet: no product was published at the hub');
});

test('it says that all is sent once the files are, too', async () => {
  await stand({ link: 'online', lastAgreement: AT });
  const record = aCase();
  await app.write([{ op: 'insert', table: 'cases', row: record }]);
  const taken = await takeFile(app, record.id, new File(['one line of a log'], 'recorder.log'));
  const [file] = taken.kind === 'held' ? taken.files : [];
  if (!file) throw new Error('not held');
  await releaseAsItIs(app, file, 'Nothing in it');
  render(
    <MantineProvider>
      <AppProvider console={app}>
        <HomeProvider identity={identity} wordsOf={noWords}>
          <HomeScreen />
        </HomeProvider>
      </AppProvider>
    </MantineProvider>,
  );
  await screen.findByText(/^\d+ changes and 1 file are saved here, and will be sent$/);
  await app.db.outbox.clear();
  await screen.findByText('1 file is saved here, and will be sent');
  await app.db.transfers.put({ sha256: file.sha256, state: 'sent', problem: '', at: AT });
  await screen.findByText('All is sent');
});

test('[S9] a file of somebody else who works on this computer is not said to wait before the hub was asked about it', async () => {
  const sha256 = 'a'.repeat(64);
  // It came with a row of the hub's, and lies here because another person of this computer added it.
  await app.db.attachments.put(
    attachments.empty({
      ...{ id: newId(), caseId: newId(), sha256, name: 'sample.log', mediaType: 'text/plain', size: 10 },
      ...{ category: 'log', readable: true, addedAt: AT },
      provenance: { kind: 'typed', by: identity.person, at: AT },
    }),
  );
  bridge.replies['blob.here'] = ({ hashes }) => ({ ok: true, value: { here: [...hashes] } });
  let complete: string[] = [];
  bridge.replies['blob.state'] = () => ({ ok: true, value: { complete } });
  bridge.replies['blob.send'] = () => ({
    ok: false,
    failure: { kind: 'offline', code: 'line', message: 'The hub cannot be reached.' },
  });
  await stand({ link: 'offline', lastAgreement: AT });
  render(
    <MantineProvider>
      <AppProvider console={app}>
        <HomeProvider identity={identity} wordsOf={noWords}>
          <HomeScreen />
        </HomeProvider>
      </AppProvider>
    </MantineProvider>,
  );
  await screen.findByText('Whether the hub has 1 file is not known yet');
  await stand({ link: 'online', lastAgreement: AT });
  await screen.findByText('Looking whether all is sent');
  expect(screen.queryByText(/will be sent/)).toBeNull();
  // The hub lacks it: only now does it wait.
  app.transfers.start();
  await screen.findByText('1 file is saved here, and will be sent');
  complete = [sha256];
  app.transfers.wake();
  await screen.findByText('All is sent');
});
