/** What Ctrl K offers to do: with the case or ticket that is open, with what was just done, and with the sample partner. */
import { MantineProvider } from '@mantine/core';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, expect, test } from 'vitest';
import { userEvent as keys } from 'vitest/browser';
import { Router } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import { Palette } from '../../../renderer/app/palette.tsx';
import { CaseScreen } from '../../../renderer/features/case/case-screen.tsx';
import { TryOut } from '../../../renderer/features/first-run/try-out.tsx';
import { TicketScreen } from '../../../renderer/features/level3/ticket-screen.tsx';
import { messages, tell } from '../../../renderer/ui/messages.ts';
import type { AppServices } from '../../../renderer/views/app-services.ts';
import { AppProvider } from '../../../renderer/views/hooks.tsx';
import type { Ticket } from '../../../shared/tickets/schema.ts';
import { identity, memoryBridge } from '../../helpers/bridge.ts';
import { NOW } from '../../helpers/builders.ts';
import { aCase, newId, openEnrolledConsole, removeConsole } from '../../helpers/console-device.ts';
import { everyFieldPacket } from '../../helpers/every-field.ts';

const LONG = { timeout: 20_000 };
let app: AppServices;
afterEach(async () => {
  cleanup();
  messages.setState({ shown: null, kept: [] });
  window.location.hash = '';
  await removeConsole(app);
});

function show(at: string, part: ReactNode): void {
  window.location.hash = at;
  render(
    <MantineProvider>
      <AppProvider console={app}>
        <Router hook={useHashLocation}>
          <Palette />
          {part}
        </Router>
      </AppProvider>
    </MantineProvider>,
  );
}

/** Asks, and takes what is offered under this name. */
async function take(question: string, name: RegExp): Promise<void> {
  await keys.keyboard('{Control>}k{/Control}');
  const field = await screen.findByRole('combobox', { name: /^Case, host/ }, LONG);
  await waitFor(() => expect(document.activeElement).toBe(field), LONG);
  await keys.keyboard(question);
  (await screen.findByRole('option', { name }, LONG)).click();
  await waitFor(() => expect(screen.queryByRole('combobox', { name: /^Case, host/ })).toBeNull(), LONG);
}

test('a ticket that is open offers to print its packet', async () => {
  const bridge = memoryBridge();
  app = await openEnrolledConsole(bridge, { ...identity, roles: ['level3'], scopes: ['level3'] });
  const packet = everyFieldPacket();
  const ticket: Ticket = {
    ...{ id: newId(), caseId: packet.caseId, organisationId: newId(), organisationName: 'Example Partner' },
    ...{ ticket: 'T-1', packetId: packet.id, revision: packet.revision, title: 'Fault', customer: 'Example' },
    ...{ site: '', engineer: packet.by, priority: 'P2', state: 'acknowledged', receivedAt: NOW },
    ...{ notifiedBy: 'web-ticket', notifiedAt: NOW, acknowledgedAt: NOW },
    ...{ acknowledgedBy: { id: newId(), name: 'Sample Desk One' }, outsideReference: '', outsideStatus: '' },
    sample: true,
  };
  await app.db.tickets.put(ticket);
  await app.db.packets.put(packet);
  show(`#/level3/${ticket.id}`, <TicketScreen ticketId={ticket.id} />);
  await screen.findByRole('link', { name: 'Print' }, LONG);
  await take('print', /^Print the packet of T-1/);
  await waitFor(() => expect(window.location.hash).toBe(`#/packets/${packet.id}/print`));
});

test('a case that is open offers to print it as it stands, and to take its last edit back once there is one', async () => {
  const bridge = memoryBridge();
  app = await openEnrolledConsole(bridge);
  const record = aCase('Paging starts late');
  await app.write([{ op: 'insert', table: 'cases', row: record }]);
  show(`#/cases/${record.id}/problem`, <CaseScreen caseId={record.id} />);
  const title = await screen.findByRole<HTMLInputElement>('textbox', { name: 'What it is about' }, LONG);
  await keys.keyboard('{Control>}k{/Control}');
  await screen.findByRole('option', { name: /^Print C-.* as it stands now/ }, LONG);
  expect(screen.queryByRole('option', { name: /^Undo/ })).toBeNull();
  await keys.keyboard('{Escape}');
  await keys.fill(title, 'Paging starts early');
  title.blur();
  await waitFor(
    async () => expect((await app.db.cases.get(record.id))?.title).toBe('Paging starts early'),
    LONG,
  );
  await take('undo', /^Undo the last edit of C-/);
  await waitFor(
    async () => expect((await app.db.cases.get(record.id))?.title).toBe('Paging starts late'),
    LONG,
  );
});

test('what was done on any screen is offered to be taken back as long as its message stands', async () => {
  const bridge = memoryBridge();
  app = await openEnrolledConsole(bridge);
  const done: string[] = [];
  show('#/customers', null);
  tell('Northgate was removed.', { act: { word: 'Undo', run: () => void done.push('undone') } });
  await take('undo', /^Undo: Northgate was removed/);
  await waitFor(() => expect(done).toEqual(['undone']));
  expect(messages.getState().shown).toBeNull();
});

test('the sample partner offers its network and its people on every screen', async () => {
  const bridge = memoryBridge();
  let up = true;
  bridge.replies['sample.line'] = (input) => {
    if (input.up !== null) up = input.up;
    return { ok: true, value: { up } };
  };
  const lead = { personId: newId(), name: 'Sample Lead', organisation: 'Example Partner', roles: ['lead'] };
  bridge.replies['sample.people'] = () => ({ ok: true, value: [lead] }) as never;
  app = await openEnrolledConsole(bridge);
  show('#/clocks', <TryOut identity={identity} />);
  await take('network', /^Turn the network off/);
  await waitFor(() => expect(up).toBe(false));
  await take('network', /^Turn the network on/);
  await waitFor(() => expect(up).toBe(true));
  await keys.keyboard('{Control>}k{/Control}');
  await screen.findByRole('option', { name: /^Switch to Sample Lead/ }, LONG);
});
