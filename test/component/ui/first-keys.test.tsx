/** What somebody types as soon as a form stands there goes into its first field, and a field that has its answer asks no more for it. */
import { MantineProvider } from '@mantine/core';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { OnceField } from '../../../renderer/features/case/capture/once-field.tsx';
import { NewCaseForm } from '../../../renderer/features/cases/new-case-form.tsx';
import { ActionPanel } from '../../../renderer/features/level3/action-panel.tsx';
import { Screen } from '../../../renderer/ui/screen.tsx';
import type { AppServices } from '../../../renderer/views/app-services.ts';
import { AppProvider } from '../../../renderer/views/hooks.tsx';
import type { Ticket } from '../../../shared/tickets/schema.ts';
import { identity, memoryBridge } from '../../helpers/bridge.ts';
import { newId, openEnrolledConsole, removeConsole } from '../../helpers/console-device.ts';

let app: AppServices;
beforeEach(async () => {
  app = await openEnrolledConsole(memoryBridge(), { ...identity, roles: ['level3', 'engineer'] });
});
afterEach(async () => {
  cleanup();
  localStorage.clear();
  await removeConsole(app);
});

const show = (part: ReactNode) =>
  render(
    <MantineProvider>
      <AppProvider console={app}>{part}</AppProvider>
    </MantineProvider>,
  );
const focused = () => document.activeElement;

test('a screen that opens with a form leaves the focus to its first field, and else its heading has it', () => {
  show(
    <Screen title="Cases">
      <NewCaseForm onClose={() => undefined} />
    </Screen>,
  );
  expect(focused()).toBe(screen.getByLabelText('What it is about'));
  cleanup();
  show(<Screen title="Cases">Nothing to type</Screen>);
  expect(focused()).toBe(screen.getByRole('heading', { name: 'Cases' }));
});

test('an action of Level 3 begins in its first field', () => {
  const ticket = {
    id: newId(),
    caseId: newId(),
    ticket: 'T-1001',
    state: 'acknowledged',
    priority: 'P2',
  } as Ticket;
  show(
    <ActionPanel
      ticket={ticket}
      executiveIsDue={false}
      doing={{ kind: 'information-asked' }}
      onDo={() => undefined}
    />,
  );
  expect(focused()).toBe(screen.getByLabelText('What Level 3 needs to know'));
});

test('a component’s version that is being typed is not said to be missing', async () => {
  show(
    <OnceField
      id="place-revisions-1"
      label="Operating system"
      onAdd={async () => ({ kind: 'saved', at: '2026-11-23T12:00:00.000Z', journal: 'kept' })}
      findings={[
        {
          rule: 'H3',
          part: 'revisions',
          severity: 'blocker',
          clause: 'P-03',
          message: 'The revision level is missing',
          fix: 'Write it.',
          where: { table: 'revisions', id: null, field: null },
        },
      ]}
    />,
  );
  expect(screen.getByText(/The revision level is missing/)).toBeTruthy();
  await userEvent.type(screen.getByLabelText('Operating system'), '12');
  await waitFor(() => expect(screen.queryByText(/The revision level is missing/)).toBeNull());
  await userEvent.clear(screen.getByLabelText('Operating system'));
  await screen.findByText(/The revision level is missing/);
});
