/** What was begun in a case waits as it was left, and a question is made one where its priority is chosen. */
import { MantineProvider } from '@mantine/core';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import { CaseFiles } from '../../../renderer/features/case/capture/adding-files.tsx';
import { ProblemSection } from '../../../renderer/features/case/capture/problem-section.tsx';
import { StepsSection } from '../../../renderer/features/case/capture/steps-section.tsx';
import type { AppServices } from '../../../renderer/views/app-services.ts';
import type { OpenCase } from '../../../renderer/views/case-store.ts';
import { AppProvider, CaseProvider } from '../../../renderer/views/hooks.tsx';
import { useOpenCase } from '../../../renderer/views/use-open-case.ts';
import { steps } from '../../../shared/cases/steps.ts';
import { memoryBridge } from '../../helpers/bridge.ts';
import { aCase, openEnrolledConsole, removeConsole } from '../../helpers/console-device.ts';

let app: AppServices;
const record = { ...aCase(), priority: 'P4' as const };

beforeEach(async () => {
  app = await openEnrolledConsole(memoryBridge());
  await app.write([{ op: 'insert', table: 'cases', row: record }]);
});
afterEach(async () => {
  cleanup();
  await removeConsole(app);
});

function Loaded({ store, children }: { store: StoreApi<OpenCase>; children: ReactNode }) {
  const contents = useStore(store, (open) => open.contents);
  if (contents === 'loading' || contents === null) return null;
  return (
    <CaseProvider store={store}>
      <CaseFiles caseId={record.id}>{children}</CaseFiles>
    </CaseProvider>
  );
}
function Opened({ children }: { children: ReactNode }) {
  const store = useOpenCase(record.id);
  return store ? <Loaded store={store}>{children}</Loaded> : null;
}
const open = (part: ReactNode) =>
  render(
    <MantineProvider>
      <AppProvider console={app}>
        <Opened>{part}</Opened>
      </AppProvider>
    </MantineProvider>,
  );
const soon = { timeout: 20_000 };

test('[D5] a correction of a step is there again after a visit elsewhere, until it is saved or cancelled', async () => {
  const row = steps.empty({
    id: app.newId(),
    caseId: record.id,
    at: app.here(),
    by: await app.person(),
    level: 1,
    kind: 'gather',
    did: 'Asked the night shift.',
    showed: 'Each night.',
    recordedAt: app.here().at,
  });
  await app.write([{ op: 'insert', table: 'steps', row }]);
  open(<StepsSection />);
  await userEvent.click(await screen.findByRole('button', { name: /^Correct the step/ }, soon));
  await userEvent.type(screen.getByRole('textbox', { name: 'What it showed' }), ' Since the update.');
  cleanup();

  open(<StepsSection />);
  await screen.findByRole('heading', { name: 'Correct the step' }, soon);
  expect(screen.getByRole('textbox', { name: 'What it showed' })).toHaveProperty(
    'value',
    'Each night. Since the update.',
  );
  await userEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  cleanup();

  open(<StepsSection />);
  await screen.findByRole('heading', { name: 'New step' }, soon);
});

test('a P4 by which nothing has failed is made a question where its priority is chosen', async () => {
  open(<ProblemSection />);
  await userEvent.click(
    await screen.findByRole('button', { name: 'Only a question: nothing has failed' }, soon),
  );
  await waitFor(
    async () => expect(await app.db.cases.get(record.id)).toHaveProperty('workType', 'information'),
    soon,
  );
  await screen.findByText(/only what a question needs is asked for/, {}, soon);
});
