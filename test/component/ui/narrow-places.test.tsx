/** What has little room: answers beside a queue and a panel, tables in half of a window, a conversation above a panel. */
import '@mantine/core/styles.css';
import '../../../renderer/app/tokens.css';
import '../../../renderer/app/console.css';
import '../../../renderer/app/desk.css';
import { MantineProvider } from '@mantine/core';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { userEvent as keys, page } from 'vitest/browser';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import { theme } from '../../../renderer/app/theme.ts';
import { CaseFiles } from '../../../renderer/features/case/capture/adding-files.tsx';
import { AttachmentsSection } from '../../../renderer/features/case/capture/attachments-section.tsx';
import { RevisionsSection } from '../../../renderer/features/case/capture/revisions-section.tsx';
import { TicketScreen } from '../../../renderer/features/level3/ticket-screen.tsx';
import { DecisionBar } from '../../../renderer/features/review/decision-bar.tsx';
import { PacketBody } from '../../../renderer/features/review/packet-body.tsx';
import { ReadingContext } from '../../../renderer/features/review/remark.tsx';
import type { AppServices } from '../../../renderer/views/app-services.ts';
import type { OpenCase } from '../../../renderer/views/case-store.ts';
import { AppProvider, CaseProvider } from '../../../renderer/views/hooks.tsx';
import { useOpenCase } from '../../../renderer/views/use-open-case.ts';
import type { Ticket } from '../../../shared/tickets/schema.ts';
import { identity, memoryBridge } from '../../helpers/bridge.ts';
import { aCompleteCase } from '../../helpers/builders.ts';
import { aCase, newId, openEnrolledConsole, removeConsole } from '../../helpers/console-device.ts';
import { everyFieldPacket, signaturesOf } from '../../helpers/every-field.ts';

let app: AppServices;
beforeEach(async () => {
  app = await openEnrolledConsole(memoryBridge());
});
afterEach(async () => {
  cleanup();
  await removeConsole(app);
});

const draw = (part: ReactNode, style: { width?: number; height?: number } = {}) =>
  render(
    <MantineProvider theme={theme}>
      <AppProvider console={app}>
        <div style={style}>{part}</div>
      </AppProvider>
    </MantineProvider>,
  ).container;

test('between a queue and a panel an answer has more room than its label, and a text all of it', async () => {
  await page.viewport(1280, 800);
  const packet = everyFieldPacket();
  const reading = { caseId: packet.caseId, packetId: packet.id, threads: [], open: true, printing: false };
  const screen = draw(
    <ReadingContext value={reading}>
      <PacketBody packet={packet} signatures={signaturesOf(packet)} />
    </ReadingContext>,
    { width: 488 },
  );
  await waitFor(() => expect(screen.querySelectorAll('[data-fact] > dt').length).toBeGreaterThan(20));
  for (const term of screen.querySelectorAll<HTMLElement>('[data-fact] > dt')) {
    const answer = term.nextElementSibling?.firstElementChild?.getBoundingClientRect();
    expect(answer?.width, term.textContent ?? '').toBeGreaterThan(180);
    const isBelow = (answer?.top ?? 0) >= term.getBoundingClientRect().bottom - 1;
    if (!isBelow) expect(answer?.width).toBeGreaterThan(term.getBoundingClientRect().width);
  }
});

test('the ways to decide keep their places: the usual one above, the two others beside each other below it', async () => {
  await page.viewport(1280, 800);
  draw(<DecisionBar packet={everyFieldPacket()} late={false} onDecided={() => {}} />, { width: 323 });
  const box = (name: RegExp) => screen.getByRole('button', { name }).getBoundingClientRect();
  const [approve, ask, reject] = [box(/^Approve/), box(/^Ask for/), box(/^Reject/)];
  expect(ask.top).toBeGreaterThanOrEqual(approve.bottom);
  expect(reject.top).toBe(ask.top);
  expect(Math.round(approve.width)).toBe(Math.round(reject.right - ask.left));
});

function Loaded({ store }: { store: StoreApi<OpenCase> }) {
  const contents = useStore(store, (open) => open.contents);
  if (contents === 'loading' || contents === null) return null;
  return (
    <CaseProvider store={store}>
      <CaseFiles caseId={contents.case.id}>
        <RevisionsSection />
        <AttachmentsSection />
      </CaseFiles>
    </CaseProvider>
  );
}
function Sections({ caseId }: { caseId: string }) {
  const store = useOpenCase(caseId);
  return store ? <Loaded store={store} /> : null;
}

test.each([
  [1280, 516],
  [1440, 676],
])('in a window of %i pixels what removes a row is in sight without scrolling', async (width, sheet) => {
  await page.viewport(width, 800);
  const record = aCase();
  const { systems, revisions, attachments } = aCompleteCase().build();
  const rows = [...systems.map((row) => ['systems', row]), ...revisions.map((row) => ['revisions', row])];
  const files = attachments.map((row, n) => [
    'attachments',
    { ...row, name: `callmanager-trace-of-the-publisher-2026-11-30-night-${n}.log` },
  ]);
  await app.write([
    { op: 'insert', table: 'cases', row: record },
    ...[...rows, ...files].map(
      ([table, row]) => ({ op: 'insert', table, row: { ...(row as object), caseId: record.id } }) as never,
    ),
  ]);
  draw(<Sections caseId={record.id} />, { width: sheet });
  const table = await screen.findByRole('table', { name: 'Files' }, { timeout: 20_000 });
  const list = screen.getByLabelText('Revision levels that were entered');
  expect(list.scrollWidth).toBeLessThanOrEqual(list.clientWidth);
  const buttons = screen.getAllByRole('button', { name: /^Remove / });
  expect(buttons.length).toBeGreaterThan(attachments.length);
  for (const button of buttons) {
    const place = button.closest('section, div:has(> table)') ?? table;
    const right = place.getBoundingClientRect().left + place.clientWidth;
    expect(button.getBoundingClientRect().right, button.ariaLabel ?? '').toBeLessThanOrEqual(right + 1);
  }
});

const NOW = '2026-11-23T15:00:00.000Z';
function aTicket(): Ticket {
  return {
    id: newId(),
    caseId: newId(),
    organisationId: newId(),
    organisationName: 'Example Partner (sample)',
    ticket: 'T-1',
    packetId: newId(),
    revision: 1,
    title: 'Fault',
    customer: 'Example Hospital (sample)',
    site: '',
    engineer: { id: newId(), name: 'Sample Engineer One' },
    priority: 'P2',
    state: 'acknowledged',
    receivedAt: NOW,
    notifiedBy: 'web-ticket',
    notifiedAt: NOW,
    acknowledgedAt: NOW,
    acknowledgedBy: { id: newId(), name: 'Sample Desk One' },
    outsideReference: '',
    outsideStatus: '',
    sample: true,
  };
}

test.each([
  [640, 900],
  [900, 900],
  [800, 400],
])(
  'at %i by %i the conversation of a ticket has the room, and the panel opens on a press',
  async (width, height) => {
    await page.viewport(width, height);
    await removeConsole(app);
    app = await openEnrolledConsole(memoryBridge(), { ...identity, roles: ['level3'], scopes: ['level3'] });
    const ticket = aTicket();
    await app.db.tickets.put(ticket);
    draw(<TicketScreen ticketId={ticket.id} />, { height: height - 28 });
    const thread = await screen.findByRole('heading', { name: 'Conversation' }, { timeout: 20_000 });
    const talk = () => (thread.closest('div')?.getBoundingClientRect().height ?? 0) / height;
    expect(talk()).toBeGreaterThan(0.55);
    expect(screen.queryByRole('heading', { name: 'Clocks' })).toBeNull();
    screen.getByRole('button', { name: 'What to do, clocks' }).focus();
    await keys.keyboard('{Enter}');
    const action = await screen.findByRole('button', { name: 'Action plan' });
    expect(action.checkVisibility()).toBe(true);
    await keys.keyboard('{Enter}');
    await waitFor(() => expect(action.checkVisibility()).toBe(false));
  },
);
