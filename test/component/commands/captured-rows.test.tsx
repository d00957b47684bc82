/** A fact that a person changes is theirs from then on: its provenance and its time of capture go with it (H9). */
import { MantineProvider } from '@mantine/core';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import { patchCaptured } from '../../../renderer/commands/captured-rows.ts';
import { SystemsSection } from '../../../renderer/features/case/capture/systems-section.tsx';
import type { AppServices } from '../../../renderer/views/app-services.ts';
import type { OpenCase } from '../../../renderer/views/case-store.ts';
import { AppProvider, CaseProvider } from '../../../renderer/views/hooks.tsx';
import { useOpenCase } from '../../../renderer/views/use-open-case.ts';
import { configuration } from '../../../shared/cases/configuration.ts';
import { revisions } from '../../../shared/cases/revisions.ts';
import { systems } from '../../../shared/cases/systems.ts';
import { identity, memoryBridge } from '../../helpers/bridge.ts';
import { aCase, newId, openEnrolledConsole, removeConsole } from '../../helpers/console-device.ts';

const READ_AT = '2026-01-05T08:00:00.000Z';
const fromComputer = {
  kind: 'computer',
  host: 'REC-01',
  query: 'systeminformation.osInfo',
  at: READ_AT,
} as const;

let app: AppServices;
const record = aCase();
const system = systems.empty({
  id: newId(),
  caseId: record.id,
  role: 'affected',
  hostname: 'REC-01',
  capturedAt: READ_AT,
  provenance: fromComputer,
});

beforeEach(async () => {
  app = await openEnrolledConsole(memoryBridge());
  await app.write([
    { op: 'insert', table: 'cases', row: record },
    { op: 'insert', table: 'systems', row: system },
  ]);
});
afterEach(async () => {
  cleanup();
  await removeConsole(app);
});

const typedHere = (row: { capturedAt: string | null; provenance: unknown } | undefined, since: string) => {
  expect(row?.provenance).toEqual({
    kind: 'typed',
    by: { id: identity.person.id, name: identity.person.name },
    at: row?.capturedAt,
  });
  expect((row?.capturedAt ?? '') >= since).toBe(true);
};

test('a host name that was read from the computer and typed over is typed, by who works here, now', async () => {
  const since = app.now().toISOString();
  expect(await patchCaptured(app, 'systems', system.id, { hostname: 'REC-02' })).toMatchObject({
    kind: 'saved',
  });
  const row = await app.db.systems.get(system.id);
  expect(row?.hostname).toBe('REC-02');
  typedHere(row, since);
});

test('[H9] so it is where it is typed: in the field of the system itself', async () => {
  const since = app.now().toISOString();
  // Its row is open beside the table.
  window.location.hash = `#/cases/${record.id}/systems/${system.id}`;
  function Opened() {
    const store = useOpenCase(record.id);
    return store ? <Loaded store={store} /> : null;
  }
  function Loaded({ store }: { store: StoreApi<OpenCase> }) {
    const contents = useStore(store, (open) => open.contents);
    if (contents === 'loading' || contents === null) return null;
    return (
      <CaseProvider store={store}>
        <SystemsSection />
      </CaseProvider>
    );
  }
  render(
    <MantineProvider>
      <AppProvider console={app}>
        <Opened />
      </AppProvider>
    </MantineProvider>,
  );
  const field = await screen.findByLabelText('Host name', {}, { timeout: 20_000 });
  await userEvent.clear(field);
  await userEvent.type(field, 'REC-03');
  await waitFor(async () => expect((await app.db.systems.get(system.id))?.hostname).toBe('REC-03'), {
    timeout: 20_000,
  });
  typedHere(await app.db.systems.get(system.id), since);
});

test('[H9] a note renews neither, and neither does a value that was there before', async () => {
  await patchCaptured(app, 'systems', system.id, { notes: 'In the rack behind the door' });
  await patchCaptured(app, 'systems', system.id, { hostname: 'REC-01' });
  expect(await app.db.systems.get(system.id)).toMatchObject({
    notes: 'In the rack behind the door',
    capturedAt: READ_AT,
    provenance: fromComputer,
  });
});

test('the value of a configuration entry and a revision level go the same way', async () => {
  const about = { caseId: record.id, systemId: system.id, capturedAt: READ_AT, provenance: fromComputer };
  const entry = configuration.empty({ ...about, id: newId(), kind: 'entry', key: 'codec', value: 'G.711' });
  const level = revisions.empty({ ...about, id: newId(), component: 'Recorder', version: '1.0' });
  await app.write([
    { op: 'insert', table: 'configuration', row: entry },
    { op: 'insert', table: 'revisions', row: level },
  ]);
  const since = app.now().toISOString();
  await patchCaptured(app, 'configuration', entry.id, { value: 'G.729' });
  await patchCaptured(app, 'revisions', level.id, { version: '1.1' });
  typedHere(await app.db.configuration.get(entry.id), since);
  typedHere(await app.db.revisions.get(level.id), since);
});
