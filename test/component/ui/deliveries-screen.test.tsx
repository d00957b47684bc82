/** Dead letters as the desk sees them: a real component on a real database, and a hub that answers from memory. */
import { MantineProvider } from '@mantine/core';
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DeliveriesScreen } from '../../../renderer/features/level3/deliveries-screen.tsx';
import type { AppServices } from '../../../renderer/views/app-services.ts';
import { AppProvider } from '../../../renderer/views/hooks.tsx';
import type { Delivery } from '../../../shared/webhooks/schema.ts';
import { type MemoryBridge, memoryBridge } from '../../helpers/bridge.ts';
import { AT, newId, openEnrolledConsole, removeConsole } from '../../helpers/console-device.ts';

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

function show(): void {
  render(
    <MantineProvider>
      <AppProvider console={app}>
        <DeliveriesScreen />
      </AppProvider>
    </MantineProvider>,
  );
}

function deadLetter(seq: number): Delivery {
  return {
    id: newId(),
    seq,
    system: 'Sample tickets',
    type: 'com.ipcelerate.console.desk.acknowledged',
    ticket: `T-${1000 + seq}`,
    ticketId: newId(),
    state: 'dead',
    tries: 12,
    nextAt: null,
    problem: 'It answered 500.',
    createdAt: AT,
  };
}

test('a dead letter is named with its reason, and is sent again', async () => {
  let dead = [deadLetter(1), deadLetter(2)];
  bridge.replies['hub.deliveries'] = ({ state }) => ({
    ok: true,
    value: {
      deliveries: state === 'dead' ? dead : [],
      more: false,
      counts: { waiting: 0, dead: dead.length },
      hubTime: AT,
    },
  });
  bridge.replies['hub.resend'] = ({ ids }) => {
    dead = dead.filter(({ id }) => !ids.includes(id));
    return { ok: true, value: { resent: ids } };
  };
  show();
  await screen.findByText('T-1001');
  expect(screen.getAllByText('It answered 500.')).toHaveLength(2);
  const again = { name: 'Send again: T-1001, Desk: acknowledged, to Sample tickets' };
  // Not before it is known who works here: a press would do nothing.
  await userEvent.click(await screen.findByRole('button', again));
  await screen.findByText('1 event is sent again.');
  expect(screen.queryByText('T-1001')).toBeNull();
  await userEvent.selectOptions(screen.getByLabelText('Which events'), 'waiting');
  await screen.findByText('Nothing waits.');
});

test('where the hub does not answer, that is said', async () => {
  show();
  await screen.findByText('The hub cannot be reached.');
});
