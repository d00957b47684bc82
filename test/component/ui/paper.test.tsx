/** What is on paper when the window of a ticket or a review is printed: all of its packet, and on each page which one it is. */
import '@mantine/core/styles.css';
import '../../../renderer/app/tokens.css';
import '../../../renderer/app/console.css';
import '../../../renderer/app/desk.css';
import '../../../renderer/features/print/print.css';
import { MantineProvider } from '@mantine/core';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cdp } from 'vitest/browser';
import { TicketScreen } from '../../../renderer/features/level3/ticket-screen.tsx';
import { PacketView } from '../../../renderer/features/review/packet-view.tsx';
import type { AppServices } from '../../../renderer/views/app-services.ts';
import { AppProvider } from '../../../renderer/views/hooks.tsx';
import { caseNumber } from '../../../shared/base/ids.ts';
import type { DeskEntry, Ticket } from '../../../shared/tickets/schema.ts';
import { identity, memoryBridge } from '../../helpers/bridge.ts';
import { NOW, zoned } from '../../helpers/builders.ts';
import { newId, openEnrolledConsole, removeConsole } from '../../helpers/console-device.ts';
import { everyFieldPacket, signaturesOf } from '../../helpers/every-field.ts';

const LONG = { timeout: 20_000 };
const packet = everyFieldPacket();
const number = caseNumber(packet.caseId);

interface Media {
  send: (method: 'Emulation.setEmulatedMedia', params: { media: string }) => Promise<unknown>;
}
const media = (name: '' | 'print') =>
  (cdp() as unknown as Media).send('Emulation.setEmulatedMedia', { media: name });

let app: AppServices;
beforeEach(async () => {
  app = await openEnrolledConsole(memoryBridge(), { ...identity, roles: ['level3'], scopes: ['level3'] });
  await app.db.packets.put(packet);
  await app.db.signatures.bulkPut(signaturesOf(packet));
});
afterEach(async () => {
  window.dispatchEvent(new Event('afterprint'));
  await media('');
  cleanup();
  await removeConsole(app);
});

const draw = (part: ReactNode) =>
  render(
    <MantineProvider>
      <AppProvider console={app}>{part}</AppProvider>
    </MantineProvider>,
  ).container;

/** As the browser does it: the event, then the sheets of a printer. What is printed has been read by then. */
async function print(): Promise<HTMLElement> {
  const sheets = await waitFor(() => {
    window.dispatchEvent(new Event('beforeprint'));
    const found = document.querySelector<HTMLElement>('body > .on-paper');
    if (!found) throw new Error('nothing is drawn for paper');
    return found;
  }, LONG);
  await media('print');
  return sheets;
}

/** The foot of each page. */
const foot = () =>
  document.adoptedStyleSheets
    .flatMap((sheet) => [...sheet.cssRules])
    .map(({ cssText }) => cssText)
    .join(' ');

/** All that a reader of the packet looks for, and nothing that is pressed. */
function expectPacket(sheets: HTMLElement, container: HTMLElement): void {
  expect(container.checkVisibility()).toBe(false);
  expect(sheets.querySelectorAll('[data-fact]').length).toBeGreaterThan(100);
  expect(sheets.textContent).toContain(packet.contents.case.title);
  const pressed = [...sheets.querySelectorAll('button:not(.clause)')];
  expect(pressed.filter((each) => each.checkVisibility())).toEqual([]);
  const clauses = [...sheets.querySelectorAll('.clause')];
  expect(clauses.length).toBeGreaterThan(3);
  expect(clauses.every((each) => each.checkVisibility())).toBe(true);
  // Outputs, versions and hosts are read letter for letter.
  const mono = sheets.querySelector('[data-fact] .mono');
  expect(mono && getComputedStyle(mono).fontFamily).toMatch(/mono/i);
  // What was not answered stands in a line, and fills no rows.
  expect(sheets.textContent).not.toMatch(/Not answered(?!:)/);
  expect(foot()).toContain(`${number}, revision ${packet.revision}, SHA-256 ${packet.digest}`);
}

test('a ticket’s window prints its packet whole, with the conversation, and on each page number and digest', async () => {
  const ticket: Ticket = {
    ...{ id: newId(), caseId: packet.caseId, organisationId: newId(), organisationName: 'Example Partner' },
    ...{ ticket: 'T-1', packetId: packet.id, revision: packet.revision, title: 'Fault', customer: 'Example' },
    ...{ site: '', engineer: packet.by, priority: 'P2', state: 'acknowledged', receivedAt: NOW },
    ...{ notifiedBy: 'web-ticket', notifiedAt: NOW, acknowledgedAt: NOW },
    ...{ acknowledgedBy: { id: newId(), name: 'Sample Desk One' }, outsideReference: '', outsideStatus: '' },
    sample: true,
  };
  const asked = {
    ...{ id: newId(), ticketId: ticket.id, caseId: ticket.caseId, organisationId: ticket.organisationId },
    ...{ at: zoned(NOW), by: { id: newId(), name: 'Sample Desk One' } },
    ...{ kind: 'information-asked', question: 'Is the group routed through the second switch?' },
  } as DeskEntry;
  await app.db.tickets.put(ticket);
  await app.db.deskEntries.put(asked);
  const container = draw(<TicketScreen ticketId={ticket.id} />);
  await screen.findByRole('heading', { name: 'Conversation' }, LONG);
  await waitFor(() => expect(container.querySelectorAll('[data-fact]').length).toBeGreaterThan(20), LONG);
  const sheets = await print();
  expectPacket(sheets, container);
  expect(foot()).toContain('T-1, ');
  expect(sheets.textContent).toContain('Is the group routed through the second switch?');
});

test('a review’s window prints its packet whole, and on each page number and digest', async () => {
  const container = draw(<PacketView caseId={packet.caseId} line={null} />);
  await waitFor(() => expect(container.querySelectorAll('[data-fact]').length).toBeGreaterThan(20), LONG);
  expectPacket(await print(), container);
});
